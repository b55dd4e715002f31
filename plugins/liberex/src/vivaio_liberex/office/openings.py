"""Opening balances in the office: bring in a file, look at every line, confirm."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column

from vivaio_core.office.fields import DayField
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_liberex.models.opening import OpeningFile
from vivaio_liberex.office.pages import Act, BringIn, FilePage, days
from vivaio_liberex.services.openings import confirm_openings, read_openings

SPACE, MAY = "office_liberex_openings", "liberex.add_openingfile"


class OpeningList(OfficeList):
    """Files, newest first."""

    searchable = False
    empty = lazy("No file yet. A circuit that begins here has nothing to bring in.")
    header_actions = ((lazy("Bring in a file"), f"{SPACE}:upload", MAY),)
    columns = [
        Link("title", label=lazy("File"), accessor=lambda row: row.file_name, get_url=lambda row: reverse(f"{SPACE}:page", args=[row.pk])),
        Column("lines", label=lazy("Lines"), accessor=lambda row: len(row.rows)),
        Column("on", label=lazy("Day of the balances"), accessor=lambda row: days(row.on), sort_key="on"),
        Column("state", label=lazy("State"), accessor=lambda row: row.get_state_display(), sort_key="state"),
    ]
    columns_exported = {lazy("File"): lambda row: row.file_name, lazy("State"): lambda row: row.get_state_display()}

    def rows(self) -> QuerySet[OpeningFile]:
        """All."""
        return OpeningFile.objects.order_by("-uploaded_at", "-pk")


class _Upload(forms.Form):
    file = forms.FileField(label=lazy("File"), help_text=lazy("An XLSX spreadsheet, or CSV, with the columns Codice and Saldo."))
    on = DayField(label=lazy("Day of the balances"))


class Upload(BringIn):
    """Read and judge; nothing is booked."""

    permission = MAY
    page_title = lazy("Bring in opening balances")
    explanation = lazy("Each line is read and shown first: nothing is written until you confirm. A balance below zero has a minus in front.")
    button = lazy("Read the file")
    form_class: Any = _Upload
    model, space = OpeningFile, SPACE

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """Read."""
        self.made = read_openings(content=data["file"].read(), file_name=data["file"].name, on=data["on"], actor=self.actor)
        return _("The file is read. Look at the lines, then confirm.")


class OpeningPage(FilePage):
    """Every line of a file with what was found."""

    template_name = "liberex/office/opening.html"
    permission = "liberex.view_openingfile"
    header_icon = "upload"
    model, space = OpeningFile, SPACE
    record: OpeningFile

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Faults first."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = sorted(self.record.rows, key=lambda row: (not row["fault"], row["line"]))
        fresh = [row for row in rows if not row["fault"] and not row["known"]]
        faults = sum(bool(row["fault"]) for row in rows)
        told = {"faults": faults, "fresh": len(fresh), "sum": sum(row["cents"] for row in fresh), "known": sum(row["known"] for row in rows)}
        open_one = self.record.state == OpeningFile.State.READ and not faults and self.request.user.has_perm(MAY)
        confirm = reverse(f"{SPACE}:confirm", args=[self.record.pk]) if open_one else ""
        return {**context, **told, "record": self.record, "rows": rows, "confirm": confirm}


class Confirm(Act):
    """Write the balances."""

    model = OpeningFile
    space = SPACE
    permission = MAY
    page_title = lazy("Write the opening balances")
    explanation = lazy("All balances of the file are booked together. What is there already stays as it is.")
    button = lazy("Write them")
    form_class: Any = forms.Form

    def act(self, data: dict[str, Any]) -> str:
        """Write."""
        count = confirm_openings(opening=self.record, actor=self.actor)
        return ngettext("%(count)s balance written.", "%(count)s balances written.", count) % {"count": count}


class Openings(OfficeViewSet):
    """Opening balances."""

    model = OpeningFile
    name = SPACE
    url_prefix = "liberex/saldi-iniziali"
    icon = "upload"
    menu_label = lazy("Opening balances")
    index_view_class = OpeningList
    export_filename = "saldi-iniziali"

    def pages(self) -> list[URLPattern]:
        """Bring in, look, confirm."""
        return [
            path("nuovo/", Upload.as_view(), name="upload"),
            path("<int:pk>/", OpeningPage.as_view(), name="page"),
            path("<int:pk>/scrivi/", Confirm.as_view(), name="confirm"),
        ]
