"""What the home page costs when its figures must be drawn anew, as after every act that the trail writes."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from energy_world import ON, World

from vivaio_core.pages.selectors.figures import first_indicators, indicators
from vivaio_core.pages.services import create_first_pages
from vivaio_core.trail.services import record


@pytest.fixture
def home(make: World, settings: Any) -> Client:
    """A visitor of a site whose home page shows the figures of energy."""
    create_first_pages(settings.COOP)
    return Client()


def fill(make: World, number: int) -> None:
    """Contracts with donations, running campaigns with tiers, adhesions."""
    for _ in range(number):
        supplier = make.supplier()
        make.donation_rule(supplier)
        make.running(supplier, date(2019, 1, 1))
        make.adhesion(make.campaign())
    make.accrue(actor=None, year=2019, on=ON)


def asked(client: Client) -> int:
    """Queries of the home page; on PostgreSQL the cache is a table, whose own traffic is no question about the cooperative."""
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/")
    assert "Contatori serviti" in page.content.decode()
    return sum("site_cache" not in one["sql"] and "SAVEPOINT" not in one["sql"] for one in queries)


def after_an_act(client: Client) -> int:
    client.get("/")
    record(kind="people.update_contact")
    return asked(client)


def from_nothing(client: Client) -> int:
    cache.clear()
    return asked(client)


def test_after_an_act_the_home_page_asks_little_and_the_same_however_much_there_is(home: Client, make: World) -> None:
    fill(make, 1)
    few = after_an_act(home)
    fill(make, 12)
    assert after_an_act(home) == few <= 10


def test_with_nothing_kept_the_home_page_asks_the_same_however_much_there_is(home: Client, make: World) -> None:
    fill(make, 1)
    few = from_nothing(home)
    fill(make, 12)
    assert from_nothing(home) == few <= 17


def test_the_modules_figures_come_first_and_no_room_is_asked_in_vain(make: World) -> None:
    fill(make, 1)
    assert {one.code.split(".")[0] for one in first_indicators(ON, 3)} == {"energy"}
    assert sorted(one.code for one in first_indicators(ON, 99)) == sorted(one.code for one in indicators(ON))
