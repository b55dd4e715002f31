"""The office's menu is short enough for a laptop, and each list stands where an operator looks for it."""

import re
from typing import Any

import pytest
from django.test import Client

from vivaio_core.office.menu import office_sections

pytestmark = pytest.mark.django_db


def names(group: Any) -> list[str]:
    return [viewset.name for viewset in group.registerables]


def test_applications_stand_with_people_and_imports_with_memory() -> None:
    groups = {group.menu_name: names(group) for group in office_sections()}
    assert "office_admission" in groups["office-parties"]
    assert len(groups["office-parties"]) == 4
    assert len(groups["office-memory"]) == 7
    assert not {"office-admission", "office-imports", "office-people"} & set(groups)


def test_plugins_stand_before_the_pages_and_memory_last() -> None:
    orders = [group.menu_order for group in office_sections()]
    assert max(order for order in orders if order < 900) < 100
    assert orders[-1] == 900


def test_no_list_is_lost_or_shown_twice() -> None:
    shown = [name for group in office_sections() for name in names(group)]
    assert len(shown) == len(set(shown))


def test_files_are_not_called_documents(operator: Client) -> None:
    page = operator.get("/ufficio/").content.decode()
    assert re.search(r'"name": "documents", "label": "File da scaricare"|"label": "File da scaricare"', page)
