"""The invented people of both model cooperatives: deterministic, valid, with history, and brought in once."""

import time
import tomllib
from datetime import date
from pathlib import Path
from random import Random

import pytest
from pydantic import ValidationError

from vivaio_core.people import demo
from vivaio_core.people.errors import Refused
from vivaio_core.people.identifiers import check_fiscal_code, check_vat
from vivaio_core.people.models import Collectivity, Identifier, Membership, Party
from vivaio_core.people.opening import Newcomer, bring_in
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.people.relations.selectors import organisations_of
from vivaio_core.people.selectors import collectivities, is_member, members_count
from vivaio_core.site.demo import DemoContext
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import events_about, verify
from vivaio_core.trail.sentences import told

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
ON = date(2026, 11, 22)


def context(example: str) -> DemoContext:
    folder = EXAMPLES / example
    return DemoContext(tomllib.loads((folder / "demo.toml").read_text(encoding="utf-8")), folder, ON, Random(7))


@pytest.mark.parametrize("example", ["insieme", "mille-trattori"])
def test_a_whole_cooperative_in_seconds(example):
    start = time.process_time()
    demo.build(context(example))
    assert time.process_time() - start < 8
    plan = demo.Plan.model_validate(context(example).data["people"])
    assert Party.objects.count() == plan.persons + plan.organisations + 1
    assert 0.7 * Party.objects.count() < members_count(ON) < Party.objects.count()
    numbers = list(Membership.objects.order_by("effective_on", "member_no").values_list("member_no", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert not Membership.objects.filter(ended_on__gt=ON).exists()
    for code in Identifier.objects.all():
        assert (check_vat if code.scheme == "vat" else check_fiscal_code)(code.value).ok
    assert Collectivity.objects.filter(state="included").count() == sum(group.included_on is not None for group in plan.groups)


def test_the_history_is_one_whole_chain_in_the_order_of_the_days():
    demo.build(context("insieme"))
    assert verify().ok
    days = list(Event.objects.filter(kind__startswith="people.").order_by("seq").values_list("at", flat=True))
    assert days == sorted(days)


def test_the_visitor_may_act_for_two_member_organisations():
    demo.build(context("insieme"))
    organisations = organisations_of(demo.member(context("insieme")), ON)
    assert [(one.kind, is_member(one, ON)) for one in organisations] == [("organisation", True)] * 2
    demo.build(context("insieme"))
    assert PartyRelation.objects.count() == 2


def test_a_second_run_creates_nothing_and_a_second_site_is_the_same():
    demo.build(context("insieme"))
    first = list(Party.objects.order_by("pk").values_list("display_name", "email", "phone"))
    demo.build(context("insieme"))
    assert list(Party.objects.order_by("pk").values_list("display_name", "email", "phone")) == first
    again = demo._persons(demo.Plan.model_validate(context("insieme").data["people"]), context("insieme"), set())
    assert again == demo._persons(demo.Plan.model_validate(context("insieme").data["people"]), context("insieme"), set())


def test_the_visitors_account_is_a_member_with_groups_and_a_history():
    demo.build(context("insieme"))
    party = demo.member(context("insieme"))
    assert str(party.birth_date) == "1978-09-21"
    assert len(collectivities(party, ON)) == 2
    assert "Ammissione a socio dal 3 marzo 2021, con la tessera n. 159 e 1 quota." in [told(event) for event in events_about(party)]


def test_a_section_that_cannot_be_used_names_its_fault():
    broken = context("insieme")
    broken.data["people"]["persone"] = 3
    with pytest.raises(ValidationError, match="persone"):
        demo.build(broken)


def test_bringing_in_is_all_or_nothing():
    sound = Newcomer(registered_on=ON, first_name="Ada", last_name="Neri", fiscal_code="VRDGNN62C58F257V")
    for wrong in ({"fiscal_code": "VRDGNN62C58F257X"}, {"fiscal_code": "VRDGNN62C58F257V"}):
        with pytest.raises(Refused, match="Leo Neri"):
            bring_in(newcomers=[sound, Newcomer(registered_on=ON, first_name="Leo", last_name="Neri", **wrong)])
        assert Party.objects.count() == 0
