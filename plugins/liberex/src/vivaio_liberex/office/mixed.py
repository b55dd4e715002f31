"""Mixed payments in the office: what is promised, paid, given back."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import euros
from vivaio_core.payments.fields import MoneyField
from vivaio_liberex.models.mixed import MixedPayment
from vivaio_liberex.office.pages import Act, Acts, Page, days
from vivaio_liberex.selectors.mixed import late, mixed_payments
from vivaio_liberex.services.finish_mixed import deliver_part, refund
from vivaio_liberex.services.mixed import cancel_promise
from vivaio_liberex.words import credits

SPACE = "office_liberex_mixed"
State = MixedPayment.State


class MixedList(OfficeList):
    """Search by who pays, who sells or payment code; filter by state."""

    empty = lazy("Nobody has paid part of a price in credits yet.")
    list_filter = ["state"]
    columns = [
        Link("title", label=lazy("What for"), accessor=lambda row: row.charge.title, get_url=lambda row: reverse(f"{SPACE}:page", args=[row.pk])),
        Column("who", label=lazy("Who pays"), accessor=lambda row: row.participant.shown_as),
        Column("credits", label=lazy("In credits"), accessor=lambda row: credits(row.credits), sort_key="credits"),
        Column("euro", label=lazy("In euro"), accessor=lambda row: euros(row.euro), sort_key="euro"),
        Column("state", label=lazy("State"), accessor=lambda row: row.get_state_display(), sort_key="state"),
        Column("on", label=lazy("Promised on"), accessor=lambda row: days(row.promised_on), sort_key="promised_on"),
    ]
    columns_exported = {
        lazy("What for"): lambda row: row.charge.title,
        lazy("Payment code"): lambda row: row.charge.code,
        lazy("Who pays"): lambda row: row.participant.shown_as,
        lazy("Credits in cents"): lambda row: row.credits,
        lazy("Euro in cents"): lambda row: row.euro,
        lazy("State"): lambda row: row.get_state_display(),
        lazy("Promised on"): lambda row: row.promised_on,
    }

    def rows(self) -> QuerySet[MixedPayment]:
        """All, newest first."""
        return mixed_payments()

    def searched(self, rows: QuerySet[MixedPayment], words: str) -> QuerySet[MixedPayment]:
        """By names, title or code."""
        bare = words.strip()
        either = Q(charge__title__icontains=bare) | Q(charge__code__icontains=bare.replace(" ", ""))
        return rows.filter(either | Q(participant__shown_as__icontains=bare) | Q(seller__shown_as__icontains=bare))


class MixedPage(Page):
    """One mixed payment."""

    permission = "liberex.view_mixedpayment"
    space = SPACE

    def rows(self) -> QuerySet[MixedPayment]:
        """All."""
        return mixed_payments()

    def get_page_title(self) -> str:
        """What it is for."""
        return str(self.record.charge.title)

    def facts(self) -> list[tuple[Any, Any]]:
        """Both parts, both sides, the days."""
        row = self.record
        over, until = row.state == State.PROMISED and late(row), days(timezone.localtime(row.expires_at).date())
        return [
            (lazy("Who pays"), row.participant.shown_as),
            (lazy("Who takes the credits"), row.seller.shown_as if row.seller else _("the cooperative")),
            (lazy("In credits"), credits(row.credits)),
            (lazy("In euro"), euros(row.euro)),
            (lazy("Advanced in euro by the cooperative"), euros(row.credits) if row.advance else ""),
            (lazy("Payment code"), row.charge.code),
            (lazy("Promised on"), days(row.promised_on)),
            (lazy("Reserved until"), _("%(day)s, the time is over") % {"day": until} if over else until),
            (lazy("Ended on"), days(row.closed_on)),
        ]

    def acts(self) -> Acts:
        """What its state allows."""
        return self.allowed(
            [
                (view.permission, reverse(f"{SPACE}:act", args=[self.record.pk, name]), view.page_title)
                for name, view in ACTS.items()
                if self._fits(name)
            ]
        )

    def _fits(self, name: str) -> bool:
        return bool(self.record.state == (State.SETTLED if name == "rendi" else State.PROMISED))


class _Reason(forms.Form):
    reason = forms.CharField(label=lazy("Reason"), max_length=200)


class _Part(_Reason):
    delivered = MoneyField(label=lazy("How much of the whole price was delivered, in euro"))
    field_order = ["delivered", "reason"]


class _OnMixed(Act):
    model = MixedPayment
    space = SPACE

    def get_page_subtitle(self) -> str:
        return str(self.record.charge.title)


class Cancel(_OnMixed):
    """Release both parts."""

    permission = "liberex.act_for_member"
    page_title = lazy("Cancel the promise")
    explanation = lazy("Credits and euro are free again; the charge is owed in euro.")
    form_class: Any = forms.Form

    def act(self, data: dict[str, Any]) -> str:
        """Cancel."""
        cancel_promise(mixed=self.record, on=timezone.localdate(), actor=self.actor)
        return _("The promise is cancelled.")


class Deliver(_OnMixed):
    """Part of it came."""

    permission = "payments.change_charge"
    page_title = lazy("Only a part was delivered")
    explanation = lazy("Charge and promise are replaced by smaller ones in the same proportion; the rest is free again.")
    form_class: Any = _Part

    def act(self, data: dict[str, Any]) -> str:
        """Make it smaller."""
        deliver_part(mixed=self.record, key=uuid4(), on=timezone.localdate(), actor=self.actor, **data)
        return _("Charge and promise are smaller now, with a new payment code: tell who pays.")


class Refund(_OnMixed):
    """Give all back."""

    permission = "payments.change_allocation"
    page_title = lazy("Give the payment back")
    explanation = lazy("Credits and euro go back together, or not at all. The euro become credit of who paid; the charge is open again.")
    form_class: Any = _Reason

    def act(self, data: dict[str, Any]) -> str:
        """Give back."""
        refund(mixed=self.record, reason=data["reason"], on=timezone.localdate(), actor=self.actor)
        return _("Credits and euro went back.")


ACTS: dict[str, type[_OnMixed]] = {"annulla": Cancel, "parte": Deliver, "rendi": Refund}


def act(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """The view of one act."""
    if name not in ACTS:
        raise Http404
    return ACTS[name].as_view()(request, pk=pk)


class Mixed(OfficeViewSet):
    """Mixed payments."""

    model = MixedPayment
    name = SPACE
    url_prefix = "liberex/misti"
    icon = "resubmit"
    menu_label = lazy("Mixed payments")
    index_view_class = MixedList
    export_filename = "pagamenti-misti"

    def pages(self) -> list[URLPattern]:
        """One page for each, and its acts."""
        return [path("<int:pk>/", MixedPage.as_view(), name="page"), path("<int:pk>/<slug:name>/", act, name="act")]
