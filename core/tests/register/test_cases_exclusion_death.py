"""Exclusions and deaths: organs, formal notice, the court, heirs (art. 2531, 2533, 2534)."""

from datetime import date

import pytest
from cases_world import START, decided, fit_to_enter, set_rule
from membership import admitted

from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Membership, Party
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.people.selectors import membership_status
from vivaio_core.people.services import register_party
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.models.cases import ExitCase
from vivaio_core.register.selectors import book
from vivaio_core.register.services import leave, leave_end, shares

pytestmark = pytest.mark.django_db
D = date


@pytest.fixture
def elena(db: None) -> Party:
    party = register_party(first_name="Elena", last_name="Ferrari", email="e@casa.example", fiscal_code="VRDGNN62C58F257V")
    admitted(party, START, 3)
    return party


@pytest.fixture
def leo(db: None) -> Party:
    return fit_to_enter(register_party(first_name="Leo", last_name="Ferrari", fiscal_code="BNCLRD91T03F257L"))


def test_exclusion_by_the_right_organ_with_mutual_relations_at_once(elena):
    case = leave.open_exclusion(party=elena, received_on=D(2026, 3, 5), reason="Gravi inadempienze", actor=None)
    set_rule("exclusion.organ", text="assembly")
    with pytest.raises(Refused, match="assemblea"):
        leave.decide_exit(case=case, accept=True, resolution=decided(D(2026, 4, 1)), actor=None)
    case = leave.decide_exit(case=case, accept=True, resolution=decided(D(2026, 4, 1), "assembly"), actor=None)
    case = leave.communicate_exit(case=case, on=D(2026, 4, 2), actor=None)
    assert (case.membership_end_on, case.mutual_end_on, case.opposition_due_on) == (D(2026, 4, 2), D(2026, 4, 2), D(2026, 6, 1))
    case = leave_end.annotate_exit(case=case, recorded_on=D(2026, 4, 3), actor=None)
    assert Membership.objects.get(party=elena).end_reason == "exclusion"


def test_an_exclusion_annulled_by_the_court_is_taken_back_from_the_book(elena):
    case = leave.open_exclusion(party=elena, received_on=D(2026, 3, 5), reason="Gravi inadempienze", actor=None)
    case = leave.decide_exit(case=case, accept=True, resolution=decided(D(2026, 4, 1)), actor=None)
    case = leave.communicate_exit(case=case, on=D(2026, 4, 2), actor=None)
    case = leave_end.annotate_exit(case=case, recorded_on=D(2026, 4, 3), actor=None)
    case = leave.oppose_exit(case=case, on=D(2026, 5, 3), actor=None)
    case = leave_end.settle_exit(case=case, upheld=True, on=D(2026, 11, 5), actor=None)
    assert (case.state, case.end_operation, case.membership_end_on) == ("refused", None, None)
    assert membership_status(elena, D(2026, 4, 5)) == "member"
    assert [entry.kind for entry in RegisterEntry.objects.order_by("seq")] == ["admission", "end", "correction"]


def test_an_exclusion_confirmed_by_the_court_stands(elena):
    case = leave.open_exclusion(party=elena, received_on=D(2026, 3, 5), reason="Gravi inadempienze", actor=None)
    case = leave.decide_exit(case=case, accept=True, resolution=decided(D(2026, 4, 1)), actor=None)
    case = leave.communicate_exit(case=case, on=D(2026, 4, 2), actor=None)
    case = leave.oppose_exit(case=case, on=D(2026, 5, 3), actor=None)
    assert leave_end.settle_exit(case=case, upheld=False, on=D(2026, 11, 5), actor=None).state == "accepted"


def test_unpaid_shares_exclude_only_after_a_formal_notice(elena):
    given = {"party": elena, "received_on": D(2026, 3, 5), "reason": "Quote non versate", "ground": "unpaid", "actor": None}
    with pytest.raises(Refused, match="diffida"):
        leave.open_exclusion(**given)
    with pytest.raises(Refused, match="diffida"):
        leave.open_exclusion(**given, notice_on=D(2026, 3, 5))
    shares.pay(party=elena, amount_cents=7500, on=D(2026, 1, 1), method="bonifico", actor=None)
    with pytest.raises(Refused, match="sono pagate"):
        leave.open_exclusion(**given, notice_on=D(2026, 1, 5))
    with pytest.raises(Refused, match="motivo"):
        leave.open_exclusion(party=elena, received_on=D(2026, 3, 5), reason=" ", actor=None)
    shares.pay(party=elena, amount_cents=-100, on=D(2026, 1, 2), method="storno", actor=None)
    assert leave.open_exclusion(**given, notice_on=D(2026, 1, 5)).notice_on == D(2026, 1, 5)


def dead(party: Party) -> ExitCase:
    case = leave.open_death(party=party, happened_on=D(2025, 12, 31), received_on=D(2026, 2, 1), heirs="Leo, figlio", actor=None)
    return leave_end.annotate_exit(case=case, recorded_on=D(2026, 2, 2), actor=None)


def test_death_ends_the_membership_from_the_day_after_and_counts_in_its_year(elena):
    case = dead(elena)
    assert [membership_status(elena, day) for day in (D(2025, 12, 31), D(2026, 1, 1))] == ["member", "former"]
    assert (case.balance_close_on, case.mutual_end_on) == (D(2025, 12, 31), D(2025, 12, 31))
    assert Membership.objects.get(party=elena).end_reason == "death"


def test_heirs_are_refunded_unless_the_statute_lets_them_in(elena, leo):
    case = dead(elena)
    board = decided(D(2026, 3, 1))
    given = {"case": case, "heir": leo, "resolution": board, "recorded_on": D(2026, 3, 2), "actor": None}
    with pytest.raises(Refused, match="rimborsate"):
        leave_end.let_heir_enter(**given)
    set_rule("death.heirs", text="entry")
    with pytest.raises(Refused, match="erede"):
        leave_end.let_heir_enter(**given)
    PartyRelation.objects.create(source=leo, target=elena, kind="heir_of", from_on=D(2026, 1, 1))
    other = register_party(first_name="Ada", last_name="Ferrari")
    PartyRelation.objects.create(source=other, target=elena, kind="heir_of", from_on=D(2026, 1, 1))
    with pytest.raises(Refused, match="rappresentante comune"):
        leave_end.let_heir_enter(**given)
    PartyRelation.objects.create(source=leo, target=elena, kind="common_representative", from_on=D(2026, 1, 1))
    case = leave_end.let_heir_enter(**given)
    assert case.state == "liquidated"
    assert (book.holding(elena, D(2026, 3, 2)).qty, book.holding(leo, D(2026, 3, 2)).qty) == (0, 3)
    assert membership_status(leo, D(2026, 3, 2)) == "member"
    case = leave_end.undo_exit(case=case, recorded_on=D(2026, 3, 3), note="errore", actor=None)
    assert (case.state, membership_status(leo, D(2026, 3, 3))) == ("effective", "none")
