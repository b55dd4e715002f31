"""The end of an exit: balance sheets, refunds, and the way back (people P8, P14)."""

from datetime import date

import pytest
from cases_world import START, asked, decided, out
from membership import admitted

from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.people.selectors import membership_status
from vivaio_core.people.services import register_party
from vivaio_core.register.models.book import SharePayment
from vivaio_core.register.selectors import book
from vivaio_core.register.services import leave, leave_end, members, mend, shares

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


def test_p14_an_operation_is_undone_as_a_whole_until_the_refund_is_paid(elena):
    case = leave_end.undo_exit(case=out(elena), recorded_on=D(2026, 4, 11), note="data sbagliata", actor=None)
    assert (case.state, case.end_operation, membership_status(elena, D(2026, 4, 11))) == ("accepted", None, "member")
    case = leave_end.annotate_exit(case=case, recorded_on=D(2026, 4, 12), actor=None)
    case = leave_end.note_balance(case=case, approved_on=D(2027, 4, 28), actor=None)
    case = leave_end.refund_exit(case=case, recorded_on=D(2027, 9, 1), method="bonifico", actor=None)
    for operation in (case.close_operation, case.end_operation):
        with pytest.raises(Refused):
            mend.undo(operation=operation, recorded_on=D(2027, 9, 2), note="ripensato", actor=None)
    with pytest.raises(Refused, match="pagato"):
        leave_end.undo_exit(case=case, recorded_on=D(2027, 9, 2), note="ripensato", actor=None)
    case.refresh_from_db()
    assert case.state == "liquidated"


def test_p14_the_register_s_own_undo_sets_the_case_back(elena):
    case = out(elena)
    mend.undo(operation=case.end_operation, recorded_on=D(2026, 4, 11), note="data sbagliata", actor=None)
    case.refresh_from_db()
    assert (case.state, case.balance_close_on) == ("accepted", None)


def test_a_balance_with_losses_refunds_less_or_nothing(elena):
    case = leave_end.note_balance(case=out(elena), approved_on=D(2027, 4, 28), actor=None)
    with pytest.raises(Refused, match="importo"):
        leave_end.refund_exit(case=case, recorded_on=D(2027, 9, 1), method="bonifico", amount_cents=-1, actor=None)
    with pytest.raises(Refused):
        leave_end.refund_exit(case=case, recorded_on=D(2027, 9, 1), method=" ", amount_cents=5000, actor=None)
    case = leave_end.refund_exit(case=case, recorded_on=D(2027, 9, 1), method="", amount_cents=0, actor=None)
    assert not SharePayment.objects.filter(amount_cents__lt=0).exists()
    case = leave_end.undo_exit(case=case, recorded_on=D(2027, 9, 2), note="errore", actor=None)
    assert (case.state, book.holding(elena, D(2027, 9, 2)).qty) == ("effective", 3)
    case = leave_end.refund_exit(case=case, recorded_on=D(2027, 9, 3), method="bonifico", amount_cents=5000, actor=None)
    assert SharePayment.objects.get(amount_cents__lt=0).amount_cents == -5000


def test_shares_given_away_after_the_end_leave_nothing_to_refund(elena, leo):
    case = out(elena)
    shares.transfer(
        seller=elena, buyer=leo, qty=3, recorded_on=D(2026, 5, 1), effective_on=D(2026, 5, 1), resolution=decided(D(2026, 5, 1)), actor=None
    )
    case = leave_end.note_balance(case=case, approved_on=D(2027, 4, 28), actor=None)
    with pytest.raises(Refused, match="quote da rimborsare"):
        leave_end.refund_exit(case=case, recorded_on=D(2027, 9, 1), method="bonifico", amount_cents=100, actor=None)
    case = leave_end.refund_exit(case=case, recorded_on=D(2027, 9, 1), method="", actor=None)
    assert (case.state, case.close_operation) == ("liquidated", None)
    assert leave_end.undo_exit(case=case, recorded_on=D(2027, 9, 2), note="errore", actor=None).state == "effective"


def test_one_balance_sheet_starts_the_term_of_all_who_left_in_its_year(elena, leo):
    admitted(leo, D(2024, 1, 10))
    first = out(elena)
    death = leave.open_death(party=leo, happened_on=D(2026, 6, 1), received_on=D(2026, 7, 1), actor=None)
    leave_end.annotate_exit(case=death, recorded_on=D(2026, 7, 1), actor=None)
    assert leave_end.approve_balance(close_on=D(2025, 12, 31), approved_on=D(2026, 4, 28), actor=None) == 0
    assert leave_end.approve_balance(close_on=D(2026, 12, 31), approved_on=D(2027, 4, 28), actor=None) == 2
    assert leave_end.approve_balance(close_on=D(2026, 12, 31), approved_on=D(2027, 5, 28), actor=None) == 0
    first.refresh_from_db()
    assert first.liquidation_due_on == D(2027, 10, 25)
    with pytest.raises(Refused, match="già"):
        leave_end.note_balance(case=first, approved_on=D(2027, 4, 28), actor=None)


def test_who_comes_back_keeps_the_shares_and_can_leave_again(elena):
    case = out(elena)
    members.admit(party=elena, qty=1, resolution=decided(D(2026, 5, 1)), recorded_on=D(2026, 5, 2), actor=None)
    with pytest.raises(Refused, match="ancora aperta"):
        asked(elena, D(2026, 6, 1))
    case = leave_end.refund_exit(case=case, recorded_on=D(2026, 6, 1), method="", actor=None)
    assert (case.state, case.close_operation, book.holding(elena, D(2026, 6, 1)).qty) == ("liquidated", None, 4)
    assert asked(elena, D(2026, 6, 1)).state == "received"
