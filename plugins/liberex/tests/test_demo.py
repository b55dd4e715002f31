"""The demonstration's circuit: some hundred accounts, two years of trade, its stories; the same each time, and sound."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.apps import apps

from vivaio_core.ledger.api import check, health, negative_since
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.payments.models.charges import Charge
from vivaio_core.people.demo import build as people_demo
from vivaio_core.site.demo import DemoContext
from vivaio_core.site.demo_run import read_demo
from vivaio_liberex.models.board import Listing, ListingPicture
from vivaio_liberex.models.mixed import MixedPayment
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.selectors.asked import to_pay
from vivaio_liberex.selectors.board import Looked, board, matches
from vivaio_liberex.selectors.demand import demand
from vivaio_liberex.selectors.mixed import terms
from vivaio_liberex.selectors.participants import book

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "insieme"
ON = date(2026, 11, 23)


def fill() -> None:
    context = DemoContext(data=read_demo(FOLDER), folder=FOLDER, on=ON, random=Random("insieme"))
    apps.get_app_config("liberex").demo(context)  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_the_demonstration_tells_its_stories_and_a_second_run_creates_nothing() -> None:
    people_demo(DemoContext(data=read_demo(FOLDER), folder=FOLDER, on=ON, random=Random("insieme")))
    fill()
    kinds = dict.fromkeys(Participant.Kind.values, 0)
    for kind in Participant.objects.values_list("kind", flat=True):
        kinds[kind] += 1
    assert kinds == {"member": 120, "company": 80, "employee": 7}
    assert Payment.objects.filter(origin="direct").count() > 2500
    assert Payment.objects.filter(origin="grant").count() == 14
    member = Participant.objects.get(party__email="socio@prova.example")
    assert Payment.objects.filter(payer=member).exists()
    assert (to_pay(member, ON).count(), member.requests_made.count(), member.standing_orders.count()) == (2, 1, 1)
    assert sorted(MixedPayment.objects.values_list("state", flat=True)) == ["promised", "settled"]
    assert terms(Charge.objects.get(cause=f"liberex.demo:{member.code}"), ON).most == 7_200  # type: ignore[union-attr]
    stuck = [one for one in Account.objects.filter(book=book(), balance__lt=0) if (since := negative_since(one)) and (ON - since).days > 365]
    assert stuck
    found = health(book(), on=ON, days=365)
    assert found.at_ceiling
    assert found.at_floor
    states = [Listing.objects.filter(state=state).count() for state in ("active", "paused", "expired", "removed")]
    assert (sum(states), states[1:], ListingPicture.objects.count()) == (39, [1, 1, 1], 3)
    assert board(ON, Looked()).count() == states[0]
    assert 0 < len(matches(member, ON)) <= 5
    assert [one.unmet for one in demand(ON).values() if not one.offers] == [2]
    asleep = Participant.objects.filter(sector__code="consulenze").values("pk")
    assert not Payment.objects.filter(payee__in=asleep, origin="direct").exists()
    leaving = Participant.objects.get(state="leaving")
    assert Account.objects.get(pk=leaving.account_id).balance == 0
    assert Charge.objects.filter(cause__startswith="liberex.exit").exists()
    assert check() == []
    before = Transfer.objects.count(), Participant.objects.count()
    fill()
    assert (Transfer.objects.count(), Participant.objects.count()) == before
