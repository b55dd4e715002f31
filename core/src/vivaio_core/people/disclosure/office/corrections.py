"""Corrections that members ask for: what the office must change, or say why not."""

from typing import Any

from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.office.listing import OfficeViewSet
from vivaio_core.people.disclosure.models import CorrectionRequest
from vivaio_core.people.disclosure.office.forms import AskedCorrectionForm, SettleForm
from vivaio_core.people.disclosure.office.pages import EXPORTED, AskAct, RequestAct, RequestList, RequestPage, columns_of
from vivaio_core.people.disclosure.services.answer import settle_correction
from vivaio_core.people.disclosure.services.ask import ask_correction

SPACE = "office_corrections"


class CorrectionList(RequestList):
    """What members want corrected."""

    columns = columns_of(
        SPACE,
        Column("what", label=lazy("What"), accessor="get_what_display", sort_key="what"),
        Column("wanted", label=lazy("How it should be")),
    )
    columns_exported = {
        **EXPORTED,
        lazy("What"): lambda row: str(row.get_what_display()),
        lazy("How it should be"): lambda row: row.wanted,
    }


class Page(RequestPage):
    """What is wanted, beside what is there."""

    template_name = "people/office/correction.html"
    permission = "people.view_correctionrequest"
    space, model = SPACE, CorrectionRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The present data."""
        identifiers = list(self.row.party.identifiers.filter(active=True).order_by("scheme"))
        may = self.request.user.has_perm("people.change_correctionrequest")
        return {**super().get_context_data(**kwargs), "party": self.row.party, "identifiers": identifiers, "may_settle": may}


class Settle(RequestAct):
    """Answer."""

    permission = "people.change_correctionrequest"
    space, model = SPACE, CorrectionRequest
    page_title = lazy("Answer the request")
    explanation = lazy("First correct the data on the person's page, with a document. Then write here how it went.")
    form_class = SettleForm

    def act(self, data: dict[str, Any]) -> str:
        """Close."""
        settle_correction(request=self.row, on=timezone.localdate(), actor=self.actor, **data)
        return _("The request is closed.")


class Ask(AskAct):
    """Somebody asked at the desk, and it cannot be done at once."""

    permission = "people.add_correctionrequest"
    space, model = SPACE, CorrectionRequest
    page_title = lazy("Asks for a correction")
    explanation = lazy("What can be corrected at once needs no request: correct it on the person's page.")
    form_class = AskedCorrectionForm

    def act(self, data: dict[str, Any]) -> str:
        """Write it down."""
        self.made = ask_correction(party=self.party, actor=self.actor, **data)
        return _("The request is written down.")


class Corrections(OfficeViewSet):
    """Requests for a correction."""

    model = CorrectionRequest
    name = SPACE
    url_prefix = "richieste/correggere"
    icon = "edit"
    menu_label = lazy("Corrections")
    index_view_class = CorrectionList
    export_filename = "richieste-correzioni"

    def pages(self) -> list[URLPattern]:
        """One page each, and the acts on it."""
        return [
            path("<int:pk>/", Page.as_view(), name="page"),
            path("<int:pk>/rispondi/", Settle.as_view(), name="settle"),
            path("nuova/<int:party>/", Ask.as_view(), name="ask"),
        ]
