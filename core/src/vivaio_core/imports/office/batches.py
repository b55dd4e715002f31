"""Imports in the office: the list, and where its pages hang."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.imports import selectors
from vivaio_core.imports.models import ImportBatch
from vivaio_core.imports.office import acts, pages
from vivaio_core.imports.office.links import SPACE, page_of
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import day


def when(batch: ImportBatch) -> str:
    """The day of the upload."""
    return day(timezone.localdate(batch.uploaded_at))


def lines(batch: ImportBatch) -> int | str:
    """How many lines, once they have been counted."""
    return sum(batch.counts.values()) or ""


def who(batch: ImportBatch) -> str:
    """Who uploaded it."""
    return str(batch.uploaded_by or "")


class BatchList(OfficeList):
    """Search by the file's name."""

    empty = lazy("No file has been uploaded yet. Nothing is written before you have seen every line.")
    list_filter = ["state", "mode"]
    page_title = lazy("Imports")
    header_actions = ((lazy("Upload a file"), f"{SPACE}:upload", "imports.add_importbatch"),)
    columns = [
        Link("file_name", label=lazy("File"), sort_key="file_name", get_url=page_of),
        Column("mode", label=lazy("What it holds"), accessor="get_mode_display", sort_key="mode"),
        Column("state", label=lazy("State"), accessor="get_state_display", sort_key="state"),
        Column("lines", label=lazy("Lines"), accessor=lines),
        Column("uploaded_at", label=lazy("Uploaded"), accessor=when, sort_key="uploaded_at"),
        Column("who", label=lazy("Who uploaded it"), accessor=who),
    ]
    columns_exported = {
        lazy("File"): lambda batch: batch.file_name,
        lazy("What it holds"): lambda batch: str(batch.get_mode_display()),
        lazy("State"): lambda batch: str(batch.get_state_display()),
        lazy("Lines"): lines,
        lazy("Uploaded"): when,
        lazy("Who uploaded it"): who,
    }

    def rows(self) -> QuerySet[ImportBatch]:
        """All, newest first."""
        return selectors.batches()

    def searched(self, rows: QuerySet[ImportBatch], words: str) -> QuerySet[ImportBatch]:
        """By file name."""
        return selectors.search_batches(rows, words)


class Batches(OfficeViewSet):
    """Imports."""

    model = ImportBatch
    name = SPACE
    url_prefix = "importazioni"
    icon = "upload"
    menu_label = lazy("Imports")
    index_view_class = BatchList
    export_filename = "importazioni"

    def pages(self) -> list[URLPattern]:
        """The way of a file, step by step."""
        steps: list[tuple[str, Any, str]] = [
            ("carica/", acts.Upload, "upload"),
            ("modello/<str:mode>/", pages.Template, "template"),
            ("<int:pk>/", pages.BatchPage, "page"),
            ("<int:pk>/colonne/", acts.Columns, "columns"),
            ("<int:pk>/controlla/", acts.Check, "check"),
            ("<int:pk>/codici/", acts.AcceptCodes, "codes"),
            ("<int:pk>/numeri/", acts.FillGaps, "gaps"),
            ("<int:pk>/riga/<int:row>/", acts.Decide, "decide"),
            ("<int:pk>/conferma/", acts.Confirm, "confirm"),
            ("<int:pk>/annulla/", acts.Undo, "undo"),
            ("<int:pk>/ferma/", acts.Stop, "stop"),
            ("<int:pk>/da-correggere/", pages.Faulty, "faulty"),
        ]
        return [path(route, view.as_view(), name=name) for route, view, name in steps]
