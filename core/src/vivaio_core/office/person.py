"""One page per person, and the acts on it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms as django_forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.access.services.member_login import create_member_login
from vivaio_core.contract.errors import ContractError
from vivaio_core.office import forms
from vivaio_core.office.acts import ActView
from vivaio_core.office.exports import Text
from vivaio_core.office.history import told_events
from vivaio_core.people.duplicates.selectors import alike, last_merge
from vivaio_core.people.errors import NeedsDecision
from vivaio_core.people.identifiers import birth_mismatch, check_fiscal_code, check_iban
from vivaio_core.people.matching import FIELDS
from vivaio_core.people.models import CollectivityMember, Identifier, Party
from vivaio_core.people.panels import drawn
from vivaio_core.people.provisional import clock_of_code
from vivaio_core.people.relations.selectors import relations_of
from vivaio_core.people.services import add_identifier, correct_party, join_collectivity, leave_collectivity
from vivaio_core.people.words import bond_in_words
from vivaio_core.site.registry import rooms
from vivaio_core.trail.selectors import events_about

EVENTS = 20


class PersonPage(WagtailAdminTemplateMixin, TemplateView):
    """Data, codes, membership, groups, what the plugins know, history."""

    template_name = "office/person.html"
    header_icon = "user"
    party: Party

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see people."""
        if not request.user.has_perm("people.view_party"):
            raise PermissionDenied
        self.party = get_object_or_404(Party.objects.select_related("login", "merged_into"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """The name."""
        return self.party.display_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        return [*self.breadcrumbs_items, *_crumbs(), {"url": "", "label": self.party.display_name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A constant number of queries, however long the history."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        today, party = timezone.localdate(), self.party
        bonds = list(party.memberships.order_by("-effective_on"))
        open_bond = next((bond for bond in bonds if bond.ended_on is None), None)
        panels = [panel for room in rooms() for panel in room.office_panels(party, today)]
        events = Paginator(events_about(party), EVENTS).get_page(self.request.GET.get("p"))
        return {
            **context,
            "party": party,
            "today": today,
            "bond": bond_in_words(party, bonds, today),
            "memberships": bonds,
            "open_membership": open_bond,
            "identifiers": (codes := list(party.identifiers.order_by("-active", "scheme", "-id"))),
            "warnings": warnings_about(party, codes, today),
            "relations": relations_of(party),
            "alike": alike(party),
            "merge": last_merge(party),
            "belongings": list(CollectivityMember.objects.filter(party=party).select_related("collectivity").order_by("to_on", "-from_on")),
            "panels": drawn(panels, self.request),
            "events": events,
            "history": told_events(events.object_list),
            "may": {name.removeprefix("people."): self.request.user.has_perm(name) for name in _PERMISSIONS},
        }


def warnings_about(party: Party, codes: Sequence[Identifier], on: date) -> list[str]:
    """What the office should look at: the birth beside the code, places nobody knows, codes that expire, a bank that is not there."""
    said: list[Text] = []
    for code in (one for one in codes if one.active):
        if code.scheme == Identifier.Scheme.CF:
            found = check_fiscal_code(code.value)
            mismatch = birth_mismatch(found, birth_date=party.birth_date, place_code=party.birth_place_code)
            said += [_MISMATCH[name] for name in mismatch] + [_WARNINGS[name] for name in found.warnings]
        if code.scheme == Identifier.Scheme.IBAN:
            said += [_WARNINGS[name] for name in check_iban(code.value).warnings]
        if code.scheme == Identifier.Scheme.CF_PROVISIONAL and code.valid_to:
            said.append(clock_of_code(code.valid_to, on))
    return [str(text) for text in said]


_MISMATCH = {
    "birth_date": gettext_lazy("The date of birth is not the one inside the fiscal code: compare both with the card."),
    "birth_place": gettext_lazy("The place of birth is not the one inside the fiscal code: compare both with the card."),
}
_WARNINGS = {
    "omocodia": gettext_lazy("The fiscal code has letters in the place of digits: somebody else has the like. It is a sound code."),
    "place_unknown": gettext_lazy("The place inside the fiscal code is not in our table: it may be new or ceased."),
    "bank_unknown": gettext_lazy("The bank of the IBAN is not in our table."),
    "non_sepa": gettext_lazy("The IBAN is of a country outside SEPA: a transfer costs more and takes longer."),
}
_PERMISSIONS = (
    *("people.change_party", "people.change_collectivity", "people.change_duplicatepair", "people.add_merge"),
    *("people.add_membership", "people.change_membership"),
)


class PersonAct(ActView):
    """An act about one party; back to its page afterwards."""

    header_icon = "user"

    party: Party

    def prepare(self) -> None:
        """The party of the address."""
        self.party = get_object_or_404(Party, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Whom it is about."""
        return self.party.display_name

    def crumbs(self) -> list[dict[str, str]]:
        """Below the party's page."""
        return [*_crumbs(), {"url": self.after(), "label": self.party.display_name}]

    def after(self) -> str:
        """The party's page."""
        return reverse("office_people:person", args=[self.party.pk])

    def get_initial(self) -> dict[str, Any]:
        """Today, where a day is asked."""
        return {"on": timezone.localdate()}


class Correct(PersonAct):
    """Correct data."""

    permission = "people.change_party"
    page_title = gettext_lazy("Correct the data")

    def get_form_class(self) -> type[django_forms.Form]:
        """A person's or an organisation's form."""
        return forms.of_party(self.party)

    def get_initial(self) -> dict[str, Any]:
        """What is there."""
        return forms.initial_of(self.party)

    def act(self, data: dict[str, Any]) -> str:
        """Correct."""
        correct_party(party=self.party, actor=self.actor, **data)
        return _("The data are corrected.")


class AddCode(PersonAct):
    """Add or replace a code."""

    permission = "people.change_party"
    page_title = gettext_lazy("Add a code")
    explanation = gettext_lazy("A new code takes the place of the present one of the same kind; the old one stays in the records.")
    form_class = forms.IdentifierForm

    def get_initial(self) -> dict[str, Any]:
        """Nothing: since when a code holds is not to be guessed."""
        return {}

    def act(self, data: dict[str, Any]) -> str:
        """Add."""
        made = add_identifier(party=self.party, actor=self.actor, **data)
        name = str(made.get_scheme_display())
        return _("%(scheme)s recorded.") % {"scheme": name[:1].upper() + name[1:]}

    def refused(self, form: Any, refusal: ContractError) -> HttpResponse:
        """When somebody has the like, ask; the code itself is one field here."""
        if isinstance(refusal, NeedsDecision):
            form.ask()
        elif getattr(refusal, "field", "") in FIELDS.values():
            form.add_error("raw", str(refusal))
            return self.form_invalid(form)
        return super().refused(form, refusal)


class Join(PersonAct):
    """Put into a group."""

    permission = "people.change_collectivity"
    page_title = gettext_lazy("Add to a group")
    button = gettext_lazy("Add")
    form_class = forms.JoinForm

    def act(self, data: dict[str, Any]) -> str:
        """Join."""
        join_collectivity(party=self.party, actor=self.actor, **data)
        return _("Added to “%(name)s”.") % {"name": data["collectivity"]}


class OpenAccess(PersonAct):
    """Open the member area."""

    permission = "people.change_party"
    page_title = gettext_lazy("Open the member area")
    explanation = gettext_lazy("From now on this address can enter with a code that arrives by e-mail. There is no password to remember.")
    button = gettext_lazy("Open")
    form_class = forms.AccessForm

    def get_initial(self) -> dict[str, Any]:
        """The address that is known."""
        return {"email": self.party.email}

    def act(self, data: dict[str, Any]) -> str:
        """Open."""
        user = create_member_login(party=self.party, actor=self.actor, **data)
        return _("%(email)s can enter now.") % {"email": user.email}


class Leave(PersonAct):
    """Take out of a group."""

    permission = "people.change_collectivity"
    page_title = gettext_lazy("Take out of the group")
    button = gettext_lazy("Take out")
    form_class = forms.DayForm
    belonging: CollectivityMember

    def prepare(self) -> None:
        """The open belonging of the address."""
        super().prepare()
        found = CollectivityMember.objects.filter(pk=self.kwargs["belonging"], party=self.party, to_on__isnull=True)
        self.belonging = get_object_or_404(found.select_related("collectivity"))

    def act(self, data: dict[str, Any]) -> str:
        """Leave."""
        leave_collectivity(party=self.party, collectivity=self.belonging.collectivity, actor=self.actor, **data)
        return _("Taken out of “%(name)s”.") % {"name": self.belonging.collectivity}


def _crumbs() -> list[dict[str, str]]:
    return [{"url": reverse("office_people:index"), "label": _("People and organisations")}]


def pages() -> list[URLPattern]:
    """A party's page and its acts."""
    return [
        path("<int:pk>/", PersonPage.as_view(), name="person"),
        path("<int:pk>/correggi/", Correct.as_view(), name="correct"),
        path("<int:pk>/codice/", AddCode.as_view(), name="add_code"),
        path("<int:pk>/accesso/", OpenAccess.as_view(), name="open_access"),
        path("<int:pk>/gruppo/", Join.as_view(), name="join"),
        path("<int:pk>/gruppo/<int:belonging>/lascia/", Leave.as_view(), name="leave"),
    ]
