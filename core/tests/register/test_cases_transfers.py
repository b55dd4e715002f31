"""Transfers of shares: answers, silence, the court, the entry as one operation, the way back (people P10, P13, P14)."""

from datetime import date
from typing import Any

import pytest
from cases_world import START, accepted, asked, decided, fit_to_enter, out
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from membership import admitted

from vivaio_core.access.models import User
from vivaio_core.access.services.staff import set_roles
from vivaio_core.access.services.sync_roles import sync_roles
from vivaio_core.people.errors import IllegalTransition, Refused
from vivaio_core.people.models import Membership, Party
from vivaio_core.people.selectors import membership_status
from vivaio_core.people.services import register_party
from vivaio_core.register.models.book import Operation, RegisterEntry
from vivaio_core.register.models.cases import ShareTransfer
from vivaio_core.register.selectors import book, cases
from vivaio_core.register.services import mend
from vivaio_core.register.services import share_transfers as services
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify
from vivaio_core.trail.sentences import told

pytestmark = pytest.mark.django_db
D = date


@pytest.fixture
def elena(db: None) -> Party:
    party = register_party(first_name="Elena", last_name="Ferrari", fiscal_code="VRDGNN62C58F257V")
    admitted(party, START, 3)
    return party


@pytest.fixture
def leo(db: None) -> Party:
    return fit_to_enter(register_party(first_name="Leo", last_name="Bianchi", fiscal_code="BNCLRD91T03F257L"))


def requested(seller: Party, qty: int = 3, **more: Any) -> ShareTransfer:
    return services.ask_transfer(seller=seller, qty=qty, received_on=D(2026, 3, 5), actor=None, **more)


def answered(transfer: ShareTransfer, on: D, *, yes: bool) -> ShareTransfer:
    given = {"authorise": yes, "reasons": "" if yes else "Non ha i requisiti"}
    return services.answer_transfer(transfer=transfer, resolution=decided(D(2026, 4, 1)), communicated_on=on, actor=None, **given)


def entered(transfer: ShareTransfer, on: D, **more: Any) -> ShareTransfer:
    return services.register_transfer(transfer=transfer, effective_on=on, recorded_on=on, actor=None, **more)


def test_p10_one_operation_moves_the_shares_admits_the_buyer_and_ends_the_seller(elena, leo):
    transfer = entered(answered(requested(elena, buyer=leo), D(2026, 4, 2), yes=True), D(2026, 4, 10))
    operation = transfer.operation
    assert [(entry.kind, entry.qty) for entry in operation.entries.order_by("seq")] == [
        *[("transfer_out", -3), ("admission", 0), ("transfer_in", 3), ("end", 0)]
    ]
    assert {entry.effective_on for entry in operation.entries.all()} == {D(2026, 4, 10)}
    assert (membership_status(elena, D(2026, 4, 10)), membership_status(leo, D(2026, 4, 10))) == ("former", "member")
    assert Membership.objects.get(party=elena).end_reason == "transfer"
    assert (transfer.state, transfer.registered_on) == ("registered", D(2026, 4, 10))
    assert book.drift(D(2026, 4, 10)) == []
    assert verify().ok
    for event in Event.objects.filter(target=f"register.ShareTransfer:{transfer.pk}"):
        assert "registrato un atto" not in told(event)


def test_p10_a_part_leaves_both_members(elena, leo):
    admitted(leo, START)
    transfer = entered(answered(requested(elena, 2, buyer=leo), D(2026, 4, 2), yes=True), D(2026, 4, 10))
    assert [entry.kind for entry in transfer.operation.entries.order_by("seq")] == ["transfer_out", "transfer_in"]
    assert (book.holding(elena, D(2026, 4, 10)).qty, book.holding(leo, D(2026, 4, 10)).qty) == (1, 3)


def test_p13_silence_frees_from_the_day_after_the_deadline(elena, leo):
    transfer = requested(elena, buyer=leo)
    assert transfer.answer_due_on == D(2026, 5, 4)
    assert [transfer.state_on(day) for day in (D(2026, 5, 4), D(2026, 5, 5))] == ["received", "free_by_silence"]
    with pytest.raises(IllegalTransition):
        entered(transfer, D(2026, 5, 4))
    with pytest.raises(Refused, match="solo dopo il 4 maggio 2026"):
        services.register_transfer(transfer=transfer, effective_on=D(2026, 5, 4), recorded_on=D(2026, 5, 6), actor=None)
    transfer = entered(transfer, D(2026, 5, 5))
    out_entry = RegisterEntry.objects.get(kind="transfer_out")
    assert (out_entry.resolution, out_entry.text) == (None, "Nessuna risposta comunicata entro il 4 maggio 2026: libera per silenzio.")


def test_p13_a_refusal_after_the_deadline_is_kept_and_does_not_count(elena, leo):
    transfer = answered(requested(elena, buyer=leo), D(2026, 5, 5), yes=False)
    assert (transfer.state, transfer.answer, transfer.answered_on) == ("free_by_silence", "no", D(2026, 5, 5))
    with pytest.raises(Refused, match="già stata comunicata"):
        answered(transfer, D(2026, 5, 6), yes=False)
    assert entered(transfer, D(2026, 5, 6)).state == "registered"
    assert RegisterEntry.objects.get(kind="transfer_out").resolution is None


def test_p13_a_refusal_in_time_counts_even_if_written_down_later(elena, leo):
    transfer = requested(elena, buyer=leo)
    assert transfer.state_on(D(2026, 6, 1)) == "free_by_silence"
    transfer = answered(transfer, D(2026, 5, 4), yes=False)
    assert (transfer.state, transfer.opposition_due_on) == ("refused", D(2026, 7, 3))
    with pytest.raises(IllegalTransition):
        entered(transfer, D(2026, 6, 1))


def test_a_refused_seller_may_win_in_court(elena, leo):
    transfer = answered(requested(elena, buyer=leo), D(2026, 5, 4), yes=False)
    with pytest.raises(Refused, match="dopo la comunicazione"):
        services.oppose_refusal(transfer=transfer, on=D(2026, 5, 3), actor=None)
    transfer = services.oppose_refusal(transfer=transfer, on=D(2026, 8, 1), actor=None)
    with pytest.raises(Refused, match="dopo l'opposizione"):
        services.settle_transfer(transfer=transfer, upheld=True, on=D(2026, 7, 1), actor=None)
    transfer = services.settle_transfer(transfer=transfer, upheld=True, on=D(2026, 9, 1), actor=None)
    with pytest.raises(Refused, match="1 settembre 2026"):
        entered(transfer, D(2026, 8, 31))
    transfer = entered(transfer, D(2026, 9, 2))
    assert services.undo_transfer(transfer=transfer, recorded_on=D(2026, 9, 3), note="errore", actor=None).state == "authorised"


def test_a_refused_seller_may_lose_and_ask_again(elena):
    transfer = answered(requested(elena), D(2026, 5, 4), yes=False)
    transfer = services.oppose_refusal(transfer=transfer, on=D(2026, 6, 1), actor=None)
    transfer = services.settle_transfer(transfer=transfer, upheld=False, on=D(2026, 9, 1), actor=None)
    assert transfer.state == "refused"
    with pytest.raises(Refused, match="già occupato"):
        services.oppose_refusal(transfer=transfer, on=D(2026, 9, 2), actor=None)
    assert requested(elena).state == "received"


def test_refusals_of_a_request_and_of_an_answer(elena, leo):
    for qty in (0, 4):
        with pytest.raises(Refused, match="può cedere 3 quote"):
            requested(elena, qty)
    with pytest.raises(Refused, match="può cedere 0 quote"):
        requested(leo, 1)
    with pytest.raises(Refused, match="stessa persona"):
        requested(elena, buyer=elena)
    transfer = requested(elena, buyer_name="Un cugino")
    with pytest.raises(Refused, match="dopo la richiesta e la delibera"):
        answered(transfer, D(2026, 3, 31), yes=True)
    with pytest.raises(Refused, match="motivo"):
        services.answer_transfer(transfer=transfer, authorise=False, resolution=decided(D(2026, 4, 1)), communicated_on=D(2026, 4, 2), actor=None)
    transfer = answered(transfer, D(2026, 4, 2), yes=True)
    with pytest.raises(Refused, match="chi riceve"):
        entered(transfer, D(2026, 4, 10))
    with pytest.raises(Refused, match="2 aprile 2026"):
        entered(transfer, D(2026, 4, 1), buyer=leo)
    assert entered(transfer, D(2026, 4, 10), buyer=leo).buyer == leo


def test_p14_one_open_transfer_a_seller_by_the_database_too(elena):
    requested(elena, 1)
    with pytest.raises(Refused, match="ancora aperta"):
        requested(elena, 1)
    with pytest.raises(Refused, match="ancora aperta"):
        asked(elena)
    with pytest.raises(IntegrityError), transaction.atomic():
        ShareTransfer.objects.create(seller=elena, qty=1, received_on=START, answer_due_on=START)


def test_p8_who_is_out_may_still_give_the_shares_away(elena, leo):
    accepted(elena)
    with pytest.raises(Refused, match="ancora aperta"):
        requested(elena)


def test_p8_shares_to_be_refunded_may_go_to_another(elena, leo):
    out(elena)
    transfer = services.ask_transfer(seller=elena, qty=3, received_on=D(2026, 5, 1), buyer=leo, actor=None)
    transfer = services.register_transfer(transfer=transfer, effective_on=D(2026, 7, 1), recorded_on=D(2026, 7, 1), actor=None)
    assert [entry.kind for entry in transfer.operation.entries.order_by("seq")] == ["transfer_out", "admission", "transfer_in"]


def test_p14_undoing_takes_back_the_whole_and_the_case_with_it(elena, leo):
    transfer = entered(answered(requested(elena, buyer=leo), D(2026, 4, 2), yes=True), D(2026, 4, 10))
    with pytest.raises(Refused, match="tutta l'operazione"):
        mend.correct(entry=RegisterEntry.objects.get(kind="end"), recorded_on=D(2026, 4, 11), note="solo questa", actor=None)
    mend.undo(operation=transfer.operation, recorded_on=D(2026, 4, 11), note="persona sbagliata", actor=None)
    transfer.refresh_from_db()
    assert (transfer.state, transfer.operation) == ("authorised", None)
    assert (membership_status(elena, D(2026, 4, 11)), membership_status(leo, D(2026, 4, 11))) == ("member", "none")
    assert services.withdraw_transfer(transfer=transfer, on=D(2026, 4, 12), actor=None).state == "withdrawn"
    assert Operation.objects.filter(kind="undo").count() == 1


def test_p14_a_silent_transfer_goes_back_to_its_silence(elena, leo):
    transfer = entered(requested(elena, buyer=leo), D(2026, 5, 5))
    transfer = services.undo_transfer(transfer=transfer, recorded_on=D(2026, 5, 6), note="errore", actor=None)
    assert (transfer.state, transfer.state_on(D(2026, 5, 6))) == ("received", "free_by_silence")


def test_p14_nothing_goes_back_onto_another_open_case(elena, leo):
    transfer = entered(answered(requested(elena, 1, buyer=leo), D(2026, 4, 2), yes=True), D(2026, 4, 10))
    services.ask_transfer(seller=elena, qty=1, received_on=D(2026, 5, 1), actor=None)
    with pytest.raises(Refused, match="cessione di Elena Ferrari è aperta"):
        services.undo_transfer(transfer=transfer, recorded_on=D(2026, 5, 2), note="errore", actor=None)
    assert book.holding(leo, D(2026, 5, 2)).qty == 1


def test_a_withdrawal_and_its_refusals(elena, leo):
    transfer = requested(elena, buyer=leo)
    with pytest.raises(Refused, match="prima dell'inizio"):
        services.withdraw_transfer(transfer=transfer, on=D(2026, 3, 4), actor=None)
    transfer = services.withdraw_transfer(transfer=transfer, on=D(2026, 3, 6), actor=None)
    with pytest.raises(IllegalTransition):
        services.withdraw_transfer(transfer=transfer, on=D(2026, 3, 6), actor=None)
    assert transfer.state_on(D(2027, 1, 1)) == "withdrawn"


def test_clocks_of_a_transfer_in_words(elena):
    transfer = requested(elena)
    assert cases.next_words(cases.transfer_clocks(transfer, D(2026, 4, 22)), D(2026, 4, 22)) == "entro il 4 maggio 2026, fra 12 giorni"
    transfer = answered(transfer, D(2026, 5, 8), yes=True)
    assert cases.transfer_clocks(transfer, D(2026, 6, 1))[0].words(D(2026, 6, 1)) == "fatto l'8 maggio 2026, con 4 giorni di ritardo"


def test_every_act_asks_for_its_permission(elena):
    sync_roles()
    board = User.objects.create_user("c@coop.example")
    set_roles(user=board, roles=["board"], actor=None)
    board = User.objects.get(pk=board.pk)
    transfer = requested(elena)
    given: dict[str, Any] = {"transfer": transfer, "actor": board}
    acts: list[Any] = [
        lambda: services.ask_transfer(seller=elena, qty=1, received_on=START, actor=board),
        lambda: services.answer_transfer(authorise=True, resolution=decided(D(2026, 4, 1)), communicated_on=START, **given),
        lambda: services.oppose_refusal(on=START, **given),
        lambda: services.settle_transfer(upheld=True, on=START, **given),
        lambda: services.register_transfer(effective_on=START, recorded_on=START, **given),
        lambda: services.withdraw_transfer(on=START, **given),
        lambda: services.undo_transfer(recorded_on=START, note="prova", **given),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
