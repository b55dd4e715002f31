"""Two adhesions at once at the last place, and at a tier's threshold: processes on PostgreSQL, threads on SQLite."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
from at_once import Go, at_once, in_threads
from django.db import connection
from energy_world import World

from vivaio_core.trail.selectors import verify
from vivaio_energy.errors import NoPlaceLeft
from vivaio_energy.models.campaigns import Adhesion, Campaign, ConsentText
from vivaio_energy.selectors.campaigns import progress_of
from vivaio_energy.services.join_campaign import complete_adhesion

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def complete(keys: list[int]) -> tuple[int, int]:
    """Complete each adhesion; return how many found a place and how many were told that there is none."""
    joined = refused = 0
    text = ConsentText.objects.get()
    for key in keys:
        try:
            complete_adhesion(actor=None, adhesion=Adhesion.objects.get(pk=key), consent=text, agreed=True, at=AT, on=date(2026, 3, 2))
            joined += 1
        except NoPlaceLeft:
            refused += 1
    return joined, refused


def work(keys: list[int], threads: int, go: Go) -> list[tuple[int, int]]:
    """What each thread of one process found."""
    go()
    return in_threads(complete, [keys[number::threads] for number in range(threads)])


def run() -> tuple[int, int]:
    """Complete all adhesions from eight workers; return how many joined and how many were refused."""
    processes, threads = (8, 1) if connection.vendor == "postgresql" else (1, 8)
    keys = list(Adhesion.objects.order_by("pk").values_list("pk", flat=True))
    found = [pair for pairs in at_once(*[partial(work, keys[number::processes], threads) for number in range(processes)]) for pair in pairs]
    return sum(joined for joined, _ in found), sum(refused for _, refused in found)


def prepare(places: int | None, total: int) -> Campaign:
    world = World()
    campaign = world.campaign(places=places, tiers=(total,))
    world.consent()
    for _ in range(total):
        world.adhesion(campaign, complete=False)
    return campaign


@pytest.mark.parametrize("places", [1, 7])
def test_e10_exactly_as_many_as_the_places_and_a_clear_word_to_the_others(database_url: str, places: int) -> None:
    campaign = prepare(places, 16)
    assert run() == (places, 16 - places)
    campaign.refresh_from_db()
    assert campaign.counted == places == Adhesion.objects.filter(campaign=campaign, state="data_complete").count()
    assert verify().ok


def test_e10_without_a_limit_everybody_is_counted_and_the_tier_is_reached(database_url: str) -> None:
    campaign = prepare(None, 24)
    assert run() == (24, 0)
    campaign = Campaign.objects.prefetch_related("tiers").get(pk=campaign.pk)
    assert campaign.counted == 24
    assert progress_of(campaign).following is None
    assert verify().ok
