"""Tables of lists: on a phone, where a row stands as a small card, each cell says which column it is."""

from collections.abc import Iterator
from typing import Any

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString
from wagtail.admin.ui.tables import BaseColumn, Table, TitleColumn


class NamedCell:
    """A cell with its column's heading in `data-head`; a title, and a cell in which nothing stands, need none."""

    def __init__(self, column: BaseColumn, instance: Any) -> None:
        self.column, self.instance = column, instance

    def render_html(self, parent_context: Any) -> SafeString:
        """What the column renders, named."""
        html = self.column.render_cell_html(self.instance, parent_context).strip()
        if not self.column.label or isinstance(self.column, TitleColumn) or not html.startswith("<td") or not strip_tags(html).strip():
            return SafeString(html)
        return SafeString(f'<td data-head="{escape(self.column.label)}"{html[len("<td") :]}')


class NamedRow(Table.Row):
    """A row of named cells."""

    def __getitem__(self, key: str) -> NamedCell:
        return NamedCell(self.columns[key], self.instance)


class OfficeTable(Table):
    """Wagtail's table with named cells."""

    @property
    def rows(self) -> Iterator[NamedRow]:
        """One for each object."""
        for index, instance in enumerate(self.data):
            yield NamedRow(self, instance, index)
