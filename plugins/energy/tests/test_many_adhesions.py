"""Two adhesions at once at the last place, and at a tier's threshold: processes on PostgreSQL, threads on SQLite."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from energy_world import World

from vivaio_core.trail.selectors import verify
from vivaio_energy.models.campaigns import Adhesion, Campaign
from vivaio_energy.selectors.campaigns import progress_of

SCRIPT = Path(__file__).with_name("join_many.py")


def run(url: str, total: int) -> tuple[int, int]:
    """Complete `total` adhesions from eight workers; return how many joined and how many were refused."""
    processes, threads = (8, 1) if connection.vendor == "postgresql" else (1, 8)
    count = total // processes
    started = [
        subprocess.Popen(
            [sys.executable, str(SCRIPT), str(number * count), str(count), str(threads)],
            env={**os.environ, "DATABASE_URL": url},
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    outputs = [process.communicate(timeout=120)[0].split() for process in started]
    assert [process.returncode for process in started] == [0] * processes
    return sum(int(words[0]) for words in outputs), sum(int(words[1]) for words in outputs)


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
    assert run(database_url, 16) == (places, 16 - places)
    campaign.refresh_from_db()
    assert campaign.counted == places == Adhesion.objects.filter(campaign=campaign, state="data_complete").count()
    assert verify().ok


def test_e10_without_a_limit_everybody_is_counted_and_the_tier_is_reached(database_url: str) -> None:
    campaign = prepare(None, 24)
    assert run(database_url, 24) == (24, 0)
    campaign = Campaign.objects.prefetch_related("tiers").get(pk=campaign.pk)
    assert campaign.counted == 24
    assert progress_of(campaign).following is None
    assert verify().ok
