"""Exports of office lists: no cell can act as a formula, and each download leaves an event in the trail."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.functional import Promise
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from vivaio_core.trail.services import record

Text = str | Promise
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would compute gets an apostrophe in front; other values stay as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


class SafeExportMixin(SpreadsheetExportMixin):
    """CSV and XLSX of what is listed; `columns_exported` maps headings to functions of a row."""

    columns_exported: Mapping[Text, Callable[[Any], Any]] = {}

    @property
    def list_export(self) -> list[str]:
        """The headings, in order."""
        return [str(heading) for heading in self.columns_exported]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """One row, each value made harmless."""
        return {str(heading): harmless(value(item)) for heading, value in self.columns_exported.items()}

    def get_heading(self, queryset: QuerySet[Any], field: str) -> str:
        """The heading is its own name."""
        return field

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> HttpResponseBase:
        """The file, once the trail knows who took it."""
        rows = queryset.count() if isinstance(queryset, QuerySet) else len(queryset)
        payload = {"list": str(self.get_page_title()), "rows": rows, "format": spreadsheet_format}
        record(kind="office.export", actor=self.request.user, payload=payload)
        response: HttpResponseBase = super().as_spreadsheet(queryset, spreadsheet_format)
        return response
