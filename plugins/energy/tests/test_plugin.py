"""What the plugin offers by its contract: settings, disclosure, indicators, checks, tasks, demonstration."""

import json
from datetime import date
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from energy_world import ON, World
from pydantic import ValidationError

from vivaio_core.people.demo import build as people_demo
from vivaio_core.people.models import Party
from vivaio_core.site.demo import DemoContext
from vivaio_core.site.demo_run import read_demo
from vivaio_core.trail.selectors import verify
from vivaio_energy.demo_plan import read_plan
from vivaio_energy.manifest import EnergySettings, manifest
from vivaio_energy.models.campaigns import Adhesion, Campaign
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.donations import DonationEntry, SocialFund
from vivaio_energy.selectors.campaigns import progress_of
from vivaio_energy.selectors.claims import green_claims
from vivaio_energy.selectors.figures import served
from vivaio_energy.tasks import accrue_year
from vivaio_energy.triggers import GUARD

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
NAMES = ("nearest_tier", "points", "organisations", "persons", "contracts", "adhesions", "donations")
ENERGY: Any = apps.get_app_config("energy")


def context(name: str, on: date = date(2026, 11, 22)) -> DemoContext:
    return DemoContext(data=read_demo(EXAMPLES / name), folder=EXAMPLES / name, on=on, random=Random(name))


def fill(name: str, on: date = date(2026, 11, 22)) -> float:
    people_demo(context(name, on))
    began = process_time()
    ENERGY.demo(context(name, on))
    return process_time() - began


def snapshot() -> str:
    """What the demonstration holds, without keys and hashes."""
    contracts = list(SupplyContract.objects.order_by("point__key").values_list("point__key", "state", "effective_on", "member__display_name"))
    adhesions = list(Adhesion.objects.order_by("campaign__slug", "point__key").values_list("campaign__slug", "point__key", "state"))
    return json.dumps([contracts, adhesions, list(SocialFund.objects.values_list("accrued_cents", "paid_cents"))], default=str)


def test_settings_have_title_description_default_and_refuse_the_rest() -> None:
    for field in EnergySettings.model_fields.values():
        assert field.title
        assert field.description
        assert not field.is_required()
    for wrong in ({"donation_cents": -1}, {"switch_lead_days": 0}, {"count_from_state": "withdrawn"}, {"boh": 1}):
        with pytest.raises(ValidationError):
            manifest.settings.model_validate(wrong)


@pytest.mark.django_db
def test_the_demonstration_of_insieme_tells_the_seeds_figures() -> None:
    assert fill("insieme") < 8
    panels, light = Campaign.objects.get(slug="pannelli-sul-tetto"), Campaign.objects.get(slug="luce-verde")
    assert (panels.counted, progress_of(panels).goal, panels.state) == (124, 200, "collecting")
    assert progress_of(light).following is None
    found = served(date(2026, 11, 22))
    assert (found.organisations, found.persons) == (120, 151)
    fund = SocialFund.objects.get()
    assert fund.accrued_cents > 1_500_000
    assert set(DonationEntry.objects.values_list("year", flat=True)) == {2019, 2020, 2021, 2022}
    assert all(not claim.proven for claim in green_claims(2025))
    member = Party.objects.get(email="socio@prova.example")
    assert SupplyContract.objects.filter(member=member, state="active").exists()
    assert Adhesion.objects.filter(member=member, state="interested").exists()
    assert {"requested", "submitted", "rejected", "accepted"} <= set(SupplyContract.objects.values_list("state", flat=True))
    assert verify().ok


@pytest.mark.django_db
def test_the_demonstration_twice_creates_nothing() -> None:
    fill("mille-trattori")
    once = snapshot(), SupplyContract.objects.count(), Adhesion.objects.count()
    ENERGY.demo(context("mille-trattori"))
    assert (snapshot(), SupplyContract.objects.count(), Adhesion.objects.count()) == once
    assert Campaign.objects.filter(places=120).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("on", [date(2026, 11, 22), date(2028, 2, 29)])
def test_the_demonstration_is_the_same_each_time_whatever_the_day(on: date) -> None:
    fill("insieme", on)
    assert json.loads(snapshot())[0][0][0] == "03080000000122"
    assert Campaign.objects.get(slug="pannelli-sul-tetto").counted == 124


@pytest.mark.parametrize("name", ["insieme", "mille-trattori"])
def test_the_examples_can_be_read(name: str) -> None:
    assert read_plan(EXAMPLES / name).campaigns


def test_disclosure_is_plain_data(make: World) -> None:
    party = make.party()
    supplier = make.supplier()
    make.donation_rule(supplier)
    make.running(supplier, date(2019, 1, 1), party=party)
    make.adhesion(make.campaign(), party)
    make.accrue(actor=None, year=2019, on=ON)
    data = json.loads(json.dumps(ENERGY.personal_data(party)))
    assert [len(data[name]) for name in ("supply_points", "adhesions", "contracts", "donations")] == [2, 1, 1, 1]
    assert ENERGY.personal_data(make.party())["contracts"] == []


def test_indicators_cost_the_same_and_read_as_text(make: World) -> None:
    def measured(number: int) -> int:
        for _ in range(number):
            make.running(make.supplier(), date(2020, 1, 1))
            make.adhesion(make.campaign())
        with CaptureQueriesContext(connection) as queries:
            found = {one.code: one.value for one in ENERGY.indicators(ON)}
        assert set(found) == {f"energy.{name}" for name in NAMES}
        assert found["energy.adhesions"] == str(Adhesion.objects.count())
        return len(queries)

    assert measured(1) == measured(10) <= 4


@pytest.mark.django_db
def test_the_guard_of_the_database_is_checked() -> None:
    (guard_stands,) = ENERGY.checks()
    assert guard_stands(None, ["default"]) == []
    GUARD.remove(connection)
    assert [found.id for found in guard_stands(None, ["default"])] == ["energy.E001"]
    GUARD.install(connection)
    assert GUARD.missing(connection) == []
    call_command("check")


def test_the_yearly_run_as_a_task_adds_nothing_the_second_time(make: World) -> None:
    supplier = make.supplier()
    make.donation_rule(supplier)
    make.running(supplier, date(2019, 1, 1))
    assert accrue_year.call(2019, ON.isoformat()) == 1
    assert accrue_year.call(2019, ON.isoformat()) == 0
