"""Who the applicant is: side by side with whoever is alike, and a person decides (people P3)."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.admission import selectors
from vivaio_core.admission.office import forms
from vivaio_core.admission.office.acts import ApplicationAct
from vivaio_core.admission.services.examine import link_party, register_applicant
from vivaio_core.contract.errors import ContractError
from vivaio_core.pages.numbers import day
from vivaio_core.people.errors import NeedsDecision
from vivaio_core.people.models import Identifier, Party
from vivaio_core.people.selectors import parties, search

COMPARED = (
    ("display_name", lazy("Name")),
    ("fiscal_code", lazy("Fiscal code")),
    ("vat", lazy("VAT number")),
    ("birth_date", lazy("Date of birth")),
    ("birth_place", lazy("Place of birth")),
    ("email", lazy("E-mail")),
    ("phone", lazy("Telephone")),
    ("address", lazy("Address")),
)


class Identify(ApplicationAct):
    """Link to somebody who is here, or enter somebody new."""

    page_title = lazy("Who is it?")
    template_name = "admission/office/identify.html"
    form_class: Any = forms.IdentifyForm
    button = lazy("Save")
    explanation = lazy("Compare line by line. Nothing of what either side says is changed.")
    candidates: list[Party]

    def prepare(self) -> None:
        """Those who are alike, and those that were looked for."""
        super().prepare()
        words = self.request.GET.get("q", "").replace("\x00", "")[:80].strip()
        looked = list(search(parties().filter(kind=self.application.kind), words)[:5]) if words else []
        found = {party.pk: party for party in [*looked, *selectors.alike(self.application)] if party.kind == self.application.kind}
        self.candidates = list(found.values())

    def get_form_kwargs(self) -> dict[str, Any]:
        """The choices."""
        return {**super().get_form_kwargs(), "parties": self.candidates}

    def get_initial(self) -> dict[str, Any]:
        """Nothing is chosen beforehand, unless nobody is alike."""
        return {} if self.candidates else {"party": forms.NEW}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The two sides, line by line."""
        given, sides = _side(self.application), [_side(party) for party in self.candidates]
        rows = []
        for name, label in COMPARED:
            cells = [(side[name], bool(side[name]) and side[name].casefold() == given[name].casefold()) for side in sides]
            if given[name] or any(value for value, _same in cells):
                rows.append((label, given[name], cells))
        query = self.request.GET.get("q", "")[:80]
        return {**super().get_context_data(**kwargs), "rows": rows, "candidates": self.candidates, "query": query}

    def act(self, data: dict[str, Any]) -> str:
        """Link or enter."""
        if data["party"] == forms.NEW:
            made = register_applicant(application=self.application, confirmed=data["confirmed"], actor=self.actor)
            return _("%(name)s is now in the records.") % {"name": made.party}
        party = next(one for one in self.candidates if str(one.pk) == data["party"])
        link_party(application=self.application, party=party, actor=self.actor)
        return _("The application is linked to %(name)s.") % {"name": party}

    def refused(self, form: Any, refusal: ContractError) -> HttpResponse:
        """When somebody is alike, ask."""
        if isinstance(refusal, NeedsDecision):
            form.ask()
        return super().refused(form, refusal)


def _side(one: Any) -> dict[str, str]:
    """What one side says, as text."""
    texts = {name: str(getattr(one, name, "") or "") for name, _label in COMPARED if name != "birth_date"}
    if isinstance(one, Party):
        codes = {code.scheme: code.value for code in one.identifiers.all() if code.active}
        texts |= {"fiscal_code": codes.get(Identifier.Scheme.CF, ""), "vat": codes.get(Identifier.Scheme.VAT, "")}
    return {**texts, "birth_date": day(one.birth_date) if one.birth_date else ""}
