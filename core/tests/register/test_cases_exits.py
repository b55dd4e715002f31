"""Exits: the acts, their days, what is refused, and the way back (people P8, P13, P14)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from cases_world import START, accepted, asked, decided, set_rule
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from membership import admitted

from vivaio_core.access.models import User
from vivaio_core.access.services.member_login import create_member_login
from vivaio_core.access.services.staff import set_roles
from vivaio_core.access.services.sync_roles import sync_roles
from vivaio_core.people.errors import IllegalTransition, Refused
from vivaio_core.people.models import Party
from vivaio_core.people.selectors import membership_status
from vivaio_core.people.services import register_party
from vivaio_core.register.models.book import RegisterEntry, SharePayment
from vivaio_core.register.models.cases import ExitCase
from vivaio_core.register.selectors import book
from vivaio_core.register.services import leave, leave_end
from vivaio_core.register.services.share_transfers import ask_transfer
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify
from vivaio_core.trail.sentences import told

pytestmark = pytest.mark.django_db
D = date


@pytest.fixture
def elena(db: None) -> Party:
    party = register_party(first_name="Elena", last_name="Ferrari", email="e@casa.example", fiscal_code="VRDGNN62C58F257V")
    admitted(party, START, 3, paid=True)
    return party


@pytest.fixture
def leo(db: None) -> Party:
    return register_party(first_name="Leo", last_name="Ferrari", fiscal_code="BNCLRD91T03F257L")


def test_p14_from_the_request_to_the_refund(elena):
    case = asked(elena)
    assert (case.state, case.examine_due_on, case.by_member) == ("received", D(2026, 5, 4), False)
    case = leave.decide_exit(case=case, accept=True, resolution=decided(D(2026, 4, 1)), actor=None)
    case = leave.communicate_exit(case=case, on=D(2026, 4, 2), actor=None)
    assert (case.membership_end_on, case.mutual_end_on, case.opposition_due_on) == (D(2026, 4, 2), D(2026, 12, 31), None)
    assert membership_status(elena, D(2026, 4, 5)) == "member"
    case = leave_end.annotate_exit(case=case, recorded_on=D(2026, 4, 10), actor=None)
    assert (case.state, case.balance_close_on) == ("effective", D(2026, 12, 31))
    assert [membership_status(elena, day) for day in (D(2026, 4, 1), D(2026, 4, 2))] == ["member", "former"]
    assert book.holding(elena, D(2027, 1, 1)).qty == 3
    case = leave_end.note_balance(case=case, approved_on=D(2027, 4, 28), actor=None)
    assert case.liquidation_due_on == D(2027, 10, 25)
    case = leave_end.note_instalments(case=case, text="  due rate  ", actor=None)
    case = leave_end.refund_exit(case=case, recorded_on=D(2027, 9, 1), method="bonifico", actor=None)
    assert (case.state, case.liquidated_on, case.instalments) == ("liquidated", D(2027, 9, 1), "due rate")
    assert book.holding(elena, D(2027, 9, 1)).qty == 0
    assert SharePayment.objects.get(amount_cents__lt=0).amount_cents == -7500
    assert [entry.kind for entry in RegisterEntry.objects.order_by("seq")] == ["admission", "end", "refund"]
    assert RegisterEntry.objects.get(kind="end").resolution == case.resolution
    assert book.drift(D(2027, 9, 1)) == []
    assert verify().ok
    for event in Event.objects.filter(target=f"register.ExitCase:{case.pk}"):
        assert "registrato un atto" not in told(event)


def test_p13_an_answer_after_the_deadline_is_saved(elena):
    case = accepted(elena, told_on=D(2026, 8, 20))
    assert (case.communicated_on, case.membership_end_on) == (D(2026, 8, 20), D(2026, 8, 20))
    assert case.communicated_on > case.examine_due_on


@pytest.mark.parametrize(("received", "until"), [(D(2026, 9, 30), D(2026, 12, 31)), (D(2026, 10, 1), D(2027, 12, 31))])
def test_p13_the_mutual_relations_end_with_the_year(elena, received, until):
    case = leave.decide_exit(case=asked(elena, received), accept=True, resolution=decided(D(2026, 10, 20)), actor=None)
    assert leave.communicate_exit(case=case, on=D(2026, 10, 21), actor=None).mutual_end_on == until


def test_p13_the_close_of_the_year_is_a_rule(elena):
    set_rule("year.close", text="06-30")
    assert accepted(elena, D(2026, 3, 30)).mutual_end_on == D(2026, 6, 30)
    set_rule("year.close", text="quando capita")
    with pytest.raises(Refused, match=r"year\.close"):
        leave_end.annotate_exit(case=ExitCase.objects.get(), recorded_on=D(2026, 4, 10), actor=None)


def test_p8_nobody_leaves_in_part(elena):
    with pytest.raises(Refused, match="in parte"):
        leave.ask_exit(party=elena, received_on=D(2026, 3, 5), qty=1, actor=None)
    assert leave.ask_exit(party=elena, received_on=D(2026, 3, 5), qty=3, actor=None).state == "received"


def test_p14_one_open_case_a_member_by_the_database_too(elena):
    asked(elena)
    with pytest.raises(Refused, match="ancora aperta"):
        asked(elena)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExitCase.objects.create(party=elena, kind="exit", received_on=START)
    with pytest.raises(Refused, match="ancora aperta"):
        ask_transfer(seller=elena, qty=1, received_on=D(2026, 3, 6), actor=None)


def test_p14_each_act_only_from_its_states_and_only_once(elena):
    case = asked(elena)
    board = decided(D(2026, 4, 1))
    with pytest.raises(IllegalTransition):
        leave.communicate_exit(case=case, on=D(2026, 4, 2), actor=None)
    case = leave.decide_exit(case=case, accept=True, resolution=board, actor=None)
    with pytest.raises(IllegalTransition):
        leave.decide_exit(case=case, accept=False, resolution=board, reasons="tardi", actor=None)
    with pytest.raises(Refused, match="Prima annoti"):
        leave_end.annotate_exit(case=case, recorded_on=D(2026, 4, 10), actor=None)
    case = leave.communicate_exit(case=case, on=D(2026, 4, 2), actor=None)
    with pytest.raises(Refused, match="già"):
        leave.communicate_exit(case=case, on=D(2026, 4, 3), actor=None)
    with pytest.raises(Refused, match="2 aprile 2026"):
        leave_end.annotate_exit(case=case, recorded_on=D(2026, 4, 1), actor=None)
    case = leave_end.annotate_exit(case=case, recorded_on=D(2026, 4, 10), actor=None)
    with pytest.raises(IllegalTransition):
        leave_end.annotate_exit(case=case, recorded_on=D(2026, 4, 10), actor=None)
    with pytest.raises(Refused, match="bilancio"):
        leave_end.refund_exit(case=case, recorded_on=D(2026, 4, 11), method="bonifico", actor=None)
    with pytest.raises(Refused, match="31 dicembre 2026"):
        leave_end.note_balance(case=case, approved_on=D(2026, 12, 31), actor=None)
    assert RegisterEntry.objects.filter(kind="end").count() == 1


def test_decisions_need_sense(elena):
    case = asked(elena)
    with pytest.raises(Refused, match="più vecchia"):
        leave.decide_exit(case=case, accept=True, resolution=decided(D(2026, 3, 4)), actor=None)
    with pytest.raises(Refused, match="motivo"):
        leave.decide_exit(case=case, accept=False, resolution=decided(D(2026, 4, 1)), actor=None)
    case = leave.decide_exit(case=case, accept=True, resolution=decided(D(2026, 4, 1)), actor=None)
    with pytest.raises(Refused, match="delibera"):
        leave.communicate_exit(case=case, on=D(2026, 3, 31), actor=None)
    leave.withdraw_exit(case=case, on=D(2026, 4, 2), actor=None)
    with pytest.raises(Refused, match="10 gennaio 2024"):
        asked(elena, D(2024, 1, 9))


def test_p13_a_refused_exit_may_be_opposed_and_won(elena):
    case = leave.decide_exit(case=asked(elena), accept=False, resolution=decided(D(2026, 4, 1)), reasons="Mancano i presupposti", actor=None)
    case = leave.communicate_exit(case=case, on=D(2026, 4, 2), actor=None)
    assert (case.state, case.opposition_due_on, case.membership_end_on) == ("refused", D(2026, 6, 1), None)
    case = leave.oppose_exit(case=case, on=D(2026, 6, 3), actor=None)
    case = leave_end.settle_exit(case=case, upheld=True, on=D(2026, 11, 5), actor=None)
    assert (case.state, case.membership_end_on) == ("accepted", D(2026, 11, 5))
    with pytest.raises(Refused, match="non si può più ritirare"):
        leave.withdraw_exit(case=case, on=D(2026, 11, 6), actor=None)
    assert leave_end.annotate_exit(case=case, recorded_on=D(2026, 11, 6), actor=None).state == "effective"


def test_p13_a_refused_exit_may_be_opposed_and_lost(elena):
    case = leave.decide_exit(case=asked(elena), accept=False, resolution=decided(D(2026, 4, 1)), reasons="Mancano i presupposti", actor=None)
    with pytest.raises(Refused, match="dopo la comunicazione"):
        leave.oppose_exit(case=case, on=D(2026, 6, 1), actor=None)
    case = leave.communicate_exit(case=case, on=D(2026, 4, 2), actor=None)
    case = leave.oppose_exit(case=case, on=D(2026, 6, 1), actor=None)
    assert leave_end.settle_exit(case=case, upheld=False, on=D(2026, 11, 5), actor=None).state == "refused"
    with pytest.raises(Refused, match="già"):
        leave.oppose_exit(case=case, on=D(2026, 11, 6), actor=None)
    assert asked(elena, D(2026, 12, 1)).state == "received"


def test_p13_a_ban_on_transfers_opens_the_exit_after_two_years_with_notice(elena):
    ban = ExitCase.Ground.TRANSFER_BAN
    with pytest.raises(Refused, match="lo statuto permette"):
        leave.ask_exit(party=elena, received_on=D(2026, 3, 5), ground=ban, actor=None)
    set_rule("transfer.banned", text="sì")
    with pytest.raises(Refused, match="statuto vieta"):
        ask_transfer(seller=elena, qty=1, received_on=D(2026, 3, 5), actor=None)
    with pytest.raises(Refused, match="10 gennaio 2026"):
        leave.ask_exit(party=elena, received_on=D(2026, 1, 9), ground=ban, actor=None)
    case = leave.ask_exit(party=elena, received_on=D(2026, 1, 10), ground=ban, actor=None)
    case = leave.decide_exit(case=case, accept=True, resolution=decided(D(2026, 2, 1)), actor=None)
    case = leave.communicate_exit(case=case, on=D(2026, 2, 2), actor=None)
    assert case.membership_end_on == D(2026, 4, 11)


def test_the_member_asks_and_withdraws_but_decides_nothing(elena, leo):
    create_member_login(party=elena, actor=None)
    elena.refresh_from_db()
    assert elena.login
    with pytest.raises(PermissionDenied):
        leave.ask_exit(party=leo, received_on=D(2026, 3, 5), actor=elena.login)
    case = leave.ask_exit(party=elena, received_on=D(2026, 3, 5), actor=elena.login)
    assert case.by_member
    with pytest.raises(PermissionDenied):
        leave.decide_exit(case=case, accept=True, resolution=decided(D(2026, 4, 1)), actor=elena.login)
    case = leave.withdraw_exit(case=case, on=D(2026, 3, 6), actor=elena.login)
    assert (case.state, case.withdrawn_on) == ("withdrawn", D(2026, 3, 6))
    case = leave.decide_exit(case=asked(elena), accept=True, resolution=decided(D(2026, 4, 1)), actor=None)
    with pytest.raises(Refused, match="ufficio"):
        leave.withdraw_exit(case=case, on=D(2026, 4, 2), actor=elena.login)


def test_every_act_asks_for_its_permission(elena):
    sync_roles()
    board = User.objects.create_user("c@coop.example")
    set_roles(user=board, roles=["board"], actor=None)
    board = User.objects.get(pk=board.pk)
    case, one = asked(elena), decided(D(2026, 4, 1))
    on = {"recorded_on": D(2026, 4, 1)}
    acts: list[Any] = [
        lambda: leave.ask_exit(party=elena, received_on=START, actor=board),
        lambda: leave.open_exclusion(party=elena, received_on=START, reason="prova", actor=board),
        lambda: leave.open_death(party=elena, happened_on=START, received_on=START, actor=board),
        lambda: leave.decide_exit(case=case, accept=True, resolution=one, actor=board),
        lambda: leave.communicate_exit(case=case, on=START, actor=board),
        lambda: leave.oppose_exit(case=case, on=START, actor=board),
        lambda: leave.withdraw_exit(case=case, on=START, actor=board),
        lambda: leave_end.annotate_exit(case=case, **on, actor=board),
        lambda: leave_end.approve_balance(close_on=START, approved_on=START, actor=board),
        lambda: leave_end.note_balance(case=case, approved_on=START, actor=board),
        lambda: leave_end.note_instalments(case=case, text="rate", actor=board),
        lambda: leave_end.refund_exit(case=case, method="x", **on, actor=board),
        lambda: leave_end.let_heir_enter(case=case, heir=elena, resolution=one, **on, actor=board),
        lambda: leave_end.settle_exit(case=case, upheld=True, on=START, actor=board),
        lambda: leave_end.undo_exit(case=case, note="prova", **on, actor=board),
    ]
    before = Event.objects.count()
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert Event.objects.count() == before


def test_the_terms_are_dated_rules(elena):
    set_rule("exit.examine_days", value=Decimal(30))
    assert asked(elena).examine_due_on == D(2026, 4, 4)
