"""The office's lists of a plugin, asked with the rows of its demonstration: one row and many cost the same number of queries."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from vivaio_core.site.plugin import Plugin

FEW, MANY = 1, 50


def growing(config: Plugin) -> list[str]:
    """Findings on lists whose queries grow with the rows; one that has fewer than three rows says nothing."""
    from vivaio_core.office.listing import OfficeList

    bad = []
    for section in config.office():
        view = section.index_view_class()
        # A page of its own in the place of a list says nothing about lists.
        if not isinstance(view, OfficeList):
            continue
        if view.rows()[:3].count() < 3:
            continue
        _cost(section, FEW)  # what is kept in memory afterwards does not count
        few, many = _cost(section, FEW), _cost(section, MANY)
        if many > few:
            bad.append(f"L'elenco «{section.menu_label}» fa {few} interrogazioni per una riga e {many} per tutte: manca un select_related.")
    return bad


def _cost(section: Any, rows: int) -> int:
    request = RequestFactory().get("/")
    request.user = get_user_model()(is_superuser=True, is_staff=True)
    kwargs = {**section.get_common_view_kwargs(), **section.get_index_view_kwargs(), "results_only": True}
    view = section.index_view_class.as_view(
        **{name: value for name, value in kwargs.items() if hasattr(section.index_view_class, name)}, paginate_by=rows
    )
    with CaptureQueriesContext(connection) as said:
        view(request).render()
    return len(said)
