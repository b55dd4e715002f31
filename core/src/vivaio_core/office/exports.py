"""Exports of office lists: no cell can act as a formula, and each download leaves an event in the trail."""

from collections.abc import Callable, Iterable, Mapping
from tempfile import TemporaryFile
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from vivaio_core.trail.services import record

Text = str | Promise
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 1000
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

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An export needs no page around it: the rows go out one by one, never all in memory."""
        if self.is_export:
            return self.as_spreadsheet(self.get_queryset(), request.GET["export"])
        page: HttpResponseBase = super().get(request, *args, **kwargs)
        return page

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> HttpResponseBase:
        """The file, once the trail knows who took it."""
        many = isinstance(queryset, QuerySet)
        payload = {"list": str(self.get_page_title()), "rows": queryset.count() if many else len(queryset), "format": spreadsheet_format}
        record(kind="office.export", actor=self.request.user, payload=payload)
        rows = queryset.iterator(chunk_size=CHUNK) if many else queryset
        response: HttpResponseBase = super().as_spreadsheet(rows, spreadsheet_format)
        return response

    def write_xlsx_response(self, queryset: Iterable[Any]) -> HttpResponseBase:
        """The workbook through a file on disk, which goes when it is sent."""
        output = TemporaryFile()  # noqa: SIM115 the response closes it
        self.write_xlsx(queryset, output)
        output.seek(0)
        return FileResponse(output, as_attachment=True, content_type=XLSX, filename=f"{self.get_filename()}.xlsx")
