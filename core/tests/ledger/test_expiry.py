"""L5: holds whose time is over are released, any number of times."""

from datetime import timedelta

import pytest
from django.utils import timezone

from vivaio_core.ledger.api import expire_holds, hold, post, settle, void
from vivaio_core.ledger.models import Transfer
from vivaio_core.ledger.services import expiry

pytestmark = pytest.mark.django_db


def test_l5_what_is_due_is_voided_once(anna, bruno, standing):
    past, future = timezone.now() - timedelta(seconds=1), timezone.now() + timedelta(hours=1)
    due = post(*(hold(anna, bruno, 100, kind="payment", expires=past) for _ in range(3)))
    post(hold(anna, bruno, 10, kind="payment", expires=future), hold(anna, bruno, 1, kind="payment"))
    assert expire_holds() == 3
    assert standing(anna) == (0, 11, 0)
    assert expire_holds() == 0
    released = Transfer.objects.filter(phase="void")
    assert {row.settles_id for row in released} == {row.pk for row in due}
    assert {row.amount for row in released} == {100}


def test_l5_settled_and_voided_ones_are_passed_over(anna, bruno):
    kept = post(*(hold(anna, bruno, 100, kind="payment", expires=timezone.now() + timedelta(hours=1)) for _ in range(2)))
    post(settle(kept[0]), void(kept[1]))
    [over] = post(hold(anna, bruno, 100, kind="payment", expires=timezone.now() - timedelta(seconds=1)))
    post(void(over))
    assert expire_holds() == 0


def test_l5_more_than_one_batch(anna, bruno, standing, monkeypatch):
    monkeypatch.setattr(expiry, "BATCH", 2)
    past = timezone.now() - timedelta(seconds=1)
    post(*(hold(anna, bruno, 100, kind="payment", expires=past) for _ in range(5)))
    assert expire_holds() == 5
    assert standing(anna) == (0, 0, 0)


def test_l5_one_that_somebody_voided_meanwhile_does_not_keep_the_others(anna, bruno, standing):
    past = timezone.now() - timedelta(seconds=1)
    batch = post(*(hold(anna, bruno, 100, kind="payment", expires=past) for _ in range(3)))
    post(void(batch[1]))
    assert expiry._expire(batch) == 2
    assert standing(anna) == (0, 0, 0)


def test_l9_an_expired_hold_of_a_suspended_account_is_released(anna, bruno, standing):
    from vivaio_core.ledger.api import freeze

    post(hold(anna, bruno, 100, kind="payment", expires=timezone.now() - timedelta(seconds=1)))
    freeze(account=anna, reason="verifica", actor=None)
    assert expire_holds() == 1
    assert standing(anna) == (0, 0, 0)
