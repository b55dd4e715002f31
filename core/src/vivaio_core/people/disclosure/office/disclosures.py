"""Requests to see one's data: the answer, the file, the page to print."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from vivaio_core.access.models import User
from vivaio_core.office.listing import OfficeViewSet
from vivaio_core.people.disclosure.models import DisclosureRequest
from vivaio_core.people.disclosure.office.forms import AnswerForm, ReceivedForm
from vivaio_core.people.disclosure.office.pages import AskAct, RequestAct, RequestList, RequestPage, columns_of
from vivaio_core.people.disclosure.reading import archive, context_of, sections
from vivaio_core.people.disclosure.selectors import personal_data
from vivaio_core.people.disclosure.services.answer import answer_disclosure, hand_over
from vivaio_core.people.disclosure.services.ask import ask_disclosure

SPACE = "office_disclosures"
MAY = "people.change_disclosurerequest"


class DisclosureList(RequestList):
    """Who wants to see his data."""

    columns = columns_of(SPACE)


class Page(RequestPage):
    """What is held, at a glance, and the ways to hand it over."""

    template_name = "people/office/disclosure.html"
    permission = "people.view_disclosurerequest"
    space, model = SPACE, DisclosureRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Titles of the sections with how much stands in them."""
        found = [(one.title, len(one.facts) + sum(len(table.rows) for _name, table in one.tables)) for one in sections(personal_data(self.row.party))]
        return {**super().get_context_data(**kwargs), "held": found, "may_answer": self.request.user.has_perm(MAY)}


class Answer(RequestAct):
    """Write down how it was answered."""

    permission = MAY
    space, model = SPACE, DisclosureRequest
    page_title = lazy("Close the request")
    explanation = lazy("Write how the data reached the person. The request is then closed; its days stay in the memory.")
    form_class = AnswerForm

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """Close."""
        answer_disclosure(request=self.row, actor=self.actor, **data)
        return _("The request is closed.")


class Ask(AskAct):
    """Somebody asked at the desk."""

    permission = "people.add_disclosurerequest"
    space, model = SPACE, DisclosureRequest
    page_title = lazy("Asks to see the data")
    explanation = lazy("From the day the request came, the law gives a month to answer.")
    form_class = ReceivedForm

    def act(self, data: dict[str, Any]) -> str:
        """Write it down."""
        self.made = ask_disclosure(party=self.party, actor=self.actor, **data)
        return _("The request is written down.")


@require_POST
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file with all data; the trail remembers who took it."""
    row = _row(request, pk)
    hand_over(party=row.party, actor=cast(User, request.user), own=False)
    return file_of(row.party)


@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a page to read or print."""
    row = _row(request, pk)
    return render(request, "people/disclosure/page.html", page_of(row.party))


def file_of(party: Any) -> HttpResponse:
    """The ZIP as a download."""
    on = timezone.localdate()
    response = HttpResponse(archive(party, on), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="dati-personali-{on.isoformat()}.zip"'
    return response


def page_of(party: Any) -> dict[str, Any]:
    """Context of the page to read."""
    return context_of(party, timezone.localdate(), personal_data(party), static("people/data.css"))


def _row(request: HttpRequest, pk: int) -> DisclosureRequest:
    if not request.user.has_perm(MAY):
        raise PermissionDenied
    return get_object_or_404(DisclosureRequest.objects.select_related("party"), pk=pk)


class Disclosures(OfficeViewSet):
    """Requests to see one's data."""

    model = DisclosureRequest
    name = SPACE
    url_prefix = "richieste/vedere"
    icon = "view"
    menu_label = lazy("To see one's data")
    index_view_class = DisclosureList
    export_filename = "richieste-dati"

    def pages(self) -> list[URLPattern]:
        """One page each, and the acts on it."""
        return [
            path("<int:pk>/", Page.as_view(), name="page"),
            path("<int:pk>/scarica/", download, name="download"),
            path("<int:pk>/stampa/", printed, name="print"),
            path("<int:pk>/rispondi/", Answer.as_view(), name="answer"),
            path("nuova/<int:party>/", Ask.as_view(), name="ask"),
        ]
