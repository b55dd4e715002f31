"""The demonstration grows on request: proportions, valid codes, and nothing twice."""

import tomllib
from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.core.management import CommandError

from vivaio_core.people import demo
from vivaio_core.people.identifiers import check_fiscal_code, check_vat
from vivaio_core.people.models import CollectivityMember, Identifier, Membership, Party
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.site.demo import DemoContext
from vivaio_core.site.management.commands.demo import how_many
from vivaio_core.trail.selectors import verify

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[3] / "examples" / "insieme"


def context() -> DemoContext:
    data = tomllib.loads((FOLDER / "demo.toml").read_text(encoding="utf-8"))
    return DemoContext(data=data, folder=FOLDER, on=date(2026, 11, 20), random=Random("Insieme"))


def everybody() -> list[tuple[str, str]]:
    return list(Identifier.objects.order_by("pk").values_list("party__display_name", "value"))


def test_the_demonstration_grows_to_so_many_and_no_further():
    assert demo.build(context(), 1500) == 1500
    assert Party.objects.count() == 1500
    assert demo.build(context(), 1500) == demo.build(context(), 700) == demo.build(context()) == 0
    organisations = Party.objects.filter(kind="organisation").count()
    assert 0.28 < organisations / 1500 < 0.32
    assert Membership.objects.filter(ended_on__isnull=True).count() > 1200
    assert CollectivityMember.objects.count() > 500
    for scheme, value in Identifier.objects.values_list("scheme", "value"):
        assert (check_vat if scheme == "vat" else check_fiscal_code)(value).ok
    assert [*RegisterEntry.objects.order_by("seq").values_list("seq", flat=True)] == list(range(1, RegisterEntry.objects.count() + 1))
    assert verify().ok


def test_those_of_the_small_demonstration_stay_who_they_are():
    demo.build(context())
    small = set(everybody())
    assert demo.build(context(), 600) == 600 - 401
    assert small <= set(everybody())
    assert Party.objects.count() == 600


def test_growing_says_how_far_it_is():
    heard: list[tuple[int, int]] = []
    demo.build(context(), 1500, lambda done, of: heard.append((done, of)))
    assert heard == sorted(heard)
    assert len(heard) > 6
    assert heard[-1] == (1500, 1500)
    again: list[int] = []
    demo.build(context(), 1500, lambda done, of: again.append(done))
    assert again == []


@pytest.mark.parametrize("raw", ["0", "-5", "molte", "1.5", "100001", "9999999999999"])
def test_a_number_that_cannot_be_is_refused_in_words(raw: str):
    with pytest.raises(CommandError, match=r"da 1 a 100\.000"):
        how_many(raw)
    assert how_many("") == 0
    assert how_many("15000") == 15000
