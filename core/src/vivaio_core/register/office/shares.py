"""Acts on one member: new shares, money that came in, a change written into the book."""

from typing import Any

from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vivaio_core.office.person import PersonAct
from vivaio_core.pages.numbers import euros
from vivaio_core.register.office import forms
from vivaio_core.register.selectors.book import nominal_cents
from vivaio_core.register.services.members import annotate
from vivaio_core.register.services.shares import increase, pay


class _Act(PersonAct):
    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {"recorded_on": today, "held_on": today, "effective_on": today, "on": today}


class Increase(_Act):
    """Give a member more shares."""

    permission = "register.add_registerentry"
    page_title = gettext_lazy("New shares")
    form_class = forms.SharesForm

    @property
    def explanation(self) -> str:  # type: ignore[override]
        """What a share costs today."""
        return _("A share is worth %(value)s. They count from the day of the meeting.") % {"value": euros(nominal_cents(timezone.localdate()))}

    def act(self, data: dict[str, Any]) -> str:
        """Write the entry."""
        resolution = forms.written(data, self.actor)
        made = increase(party=self.party, resolution=resolution, actor=self.actor, **data)
        text = ngettext("%(count)s share given, no. %(number)s of the register.", "%(count)s shares given, no. %(number)s of the register.", made.qty)
        return text % {"count": made.qty, "number": made.seq}


class Pay(_Act):
    """Write down a payment."""

    permission = "register.add_sharepayment"
    page_title = gettext_lazy("Payment for shares")
    explanation = gettext_lazy("Write down money that has really come in; it is shown beside what the shares cost.")
    form_class = forms.PaymentForm

    def act(self, data: dict[str, Any]) -> str:
        """Write it down."""
        cents = data.pop("euro")
        pay(party=self.party, amount_cents=cents, actor=self.actor, **data)
        return _("Written down: %(sum)s.") % {"sum": euros(cents)}


class Annotate(_Act):
    """Write a change of data into the book."""

    permission = "register.add_registerentry"
    page_title = gettext_lazy("Write into the register")
    explanation = gettext_lazy("For what the book must remember: a new residence, a new name, another category.")
    form_class = forms.AnnotateForm

    def act(self, data: dict[str, Any]) -> str:
        """Write the entry."""
        made = annotate(party=self.party, actor=self.actor, **data)
        return _("Written as no. %(number)s of the register.") % {"number": made.seq}


def pages() -> list[URLPattern]:
    """Mounted below the book."""
    return [
        path("socio/<int:pk>/quote/", Increase.as_view(), name="increase"),
        path("socio/<int:pk>/pagamento/", Pay.as_view(), name="pay"),
        path("socio/<int:pk>/annota/", Annotate.as_view(), name="annotate"),
    ]
