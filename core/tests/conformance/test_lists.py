"""A list whose queries grow with its rows is named by the kit; one that reads all at once is not."""

from typing import Any

import pytest
from wagtail.admin.ui.tables import Column

from vivaio_core.conformance.lists import growing
from vivaio_core.office.listing import OfficeList, OfficeViewSet
from vivaio_core.people.models import Party
from vivaio_core.people.services import register_party

pytestmark = pytest.mark.django_db


class Growing(OfficeList):
    searchable = False
    columns = [Column("name", label="Nome", accessor=str), Column("bonds", label="Rapporti", accessor=lambda row: len(row.memberships.all()))]

    def rows(self) -> Any:
        return Party.objects.order_by("pk")


class Steady(Growing):
    def rows(self) -> Any:
        return super().rows().prefetch_related("memberships")


def offering(view: type[OfficeList]) -> Any:
    section = type("Section", (OfficeViewSet,), {"model": Party, "index_view_class": view, "menu_label": "Persone", "url_prefix": "prova"})
    return type("Config", (), {"office": lambda self: [section("office_people")]})()


def test_only_the_list_that_grows_is_named():
    for name in ("Rossi", "Verdi", "Neri"):
        register_party(first_name="Ada", last_name=name)
    assert growing(offering(Steady)) == []
    (said,) = growing(offering(Growing))
    assert said.startswith("L'elenco «Persone» fa ")


def test_with_two_rows_nothing_can_be_said():
    for name in ("Rossi", "Verdi"):
        register_party(first_name="Ada", last_name=name)
    assert growing(offering(Growing)) == []


def test_a_page_in_the_place_of_a_list_says_nothing():
    section = type("Page", (OfficeViewSet,), {"model": Party, "menu_label": "Salute", "url_prefix": "prova"})
    assert growing(type("Config", (), {"office": lambda self: [section("office_people_page")]})()) == []
