"""The libro soci: signs, days, numbers, corrections (people P4 to P12), with the worked example of the dossier."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from membership import admitted, left

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import MemberNumber, Membership, Party
from vivaio_core.people.selectors import membership_status
from vivaio_core.people.services import record_resolution, register_party
from vivaio_core.register.models.book import Operation, RegisterEntry, SharePayment
from vivaio_core.register.selectors import book
from vivaio_core.register.services import members, mend, shares
from vivaio_core.rules.models import Parameter
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify

pytestmark = pytest.mark.django_db
D = date
CODES = ["VRDGNN62C58F257V", "BNCLRD91T03F257L", "87654320453", "76543215008"]


@pytest.fixture
def people() -> list[Party]:
    names = [("Gianna", "Verdi"), ("Leonardo", "Bianchi"), ("Ada", "Neri"), ("Ugo", "Poli")]
    return [register_party(first_name=first, last_name=last, fiscal_code=code) for (first, last), code in zip(names, CODES, strict=True)]


def board(on: D) -> object:
    return record_resolution(organ="board", held_on=on, minute_no="1", actor=None)


def test_p6_the_worked_example_is_right_to_the_unit(people):
    party = people[0]
    members.admit(party=party, qty=4, resolution=board(D(2026, 1, 10)), recorded_on=D(2026, 2, 1), actor=None)
    wrong = shares.increase(party=party, qty=20, effective_on=D(2026, 3, 1), recorded_on=D(2026, 3, 1), actor=None)
    mend.correct(entry=wrong, recorded_on=D(2026, 4, 15), note="errore di battitura", actor=None)
    shares.increase(party=party, qty=2, effective_on=D(2026, 3, 1), recorded_on=D(2026, 4, 15), actor=None)
    assert list(RegisterEntry.objects.values_list("seq", "qty", "amount_cents")) == [(1, 4, 10000), (2, 20, 50000), (3, -20, -50000), (4, 2, 5000)]
    now, then = book.holding(party, D(2026, 3, 31)), book.holding(party, D(2026, 3, 31), known_on=D(2026, 3, 31))
    assert (now.qty, now.amount_cents, now.status) == (6, 15000, 1)
    assert (then.qty, then.amount_cents, then.status) == (24, 60000, 1)
    assert Membership.objects.get().shares == 6
    assert book.totals(D(2026, 3, 31)).amount_cents == 15000
    assert [row["shares"] for row in book.standing(D(2026, 3, 31), D(2026, 3, 31))] == [24]


def test_p12_the_vote_counts_from_the_annotation(people):
    members.admit(party=people[0], qty=1, resolution=board(D(2026, 1, 10)), recorded_on=D(2026, 2, 1), actor=None)
    assert not book.voters(D(2026, 5, 1)).exists()
    assert [bond.party for bond in book.voters(D(2026, 5, 2))] == [people[0]]
    assert book.votes_from(Membership.objects.get()) == D(2026, 5, 2)
    left(people[0], D(2026, 6, 1))
    assert book.voters(D(2026, 5, 31)).exists()
    assert not book.voters(D(2026, 6, 1)).exists()


def test_p11_the_number_comes_back_with_its_owner(people):
    first, second = people[:2]
    admitted(first, D(2021, 1, 1))
    assert admitted(second, D(2021, 1, 1)).member_no == 2
    left(first, D(2022, 1, 1))
    with pytest.raises(Refused, match="finito dopo"):
        admitted(first, D(2021, 6, 1))
    again = admitted(first, D(2023, 1, 1))
    assert again.member_no == 1
    assert list(MemberNumber.objects.values_list("number", flat=True)) == [1, 2]
    assert [membership_status(first, day) for day in (D(2021, 1, 1), D(2022, 1, 1), D(2023, 1, 1))] == ["member", "former", "member"]


def test_p4_the_day_of_annotation_never_goes_back_and_a_refusal_uses_no_number(people):
    admitted(people[0], D(2024, 5, 1))
    with pytest.raises(Refused, match="ha già annotazioni del 1 maggio 2024"):
        members.admit(party=people[1], qty=1, resolution=board(D(2024, 4, 1)), recorded_on=D(2024, 4, 30), actor=None)
    assert MemberNumber.objects.count() == 1
    with pytest.raises(Refused):
        members.admit(party=people[1], qty=0, resolution=board(D(2024, 6, 1)), recorded_on=D(2024, 6, 1), actor=None)
    assert admitted(people[1], D(2024, 6, 1)).member_no == 2
    assert list(RegisterEntry.objects.values_list("seq", flat=True)) == [1, 2]


def test_p5_every_movement_carries_what_proves_it(people):
    resolution = record_resolution(organ="board", held_on=D(2024, 1, 10), minute_no="12/2024", subject="Ammissioni", actor=None)
    bond = members.admit(
        party=people[0], qty=2, resolution=resolution, recorded_on=D(2024, 2, 1), actor=None, premium_cents=500, payment_ref="Bonifico 7"
    )
    entry = RegisterEntry.objects.get()
    assert bond.effective_on == resolution.held_on == entry.effective_on
    assert (entry.nominal_cents, entry.amount_cents, entry.premium_cents, entry.payment_ref) == (2500, 5000, 500, "Bonifico 7")
    assert (entry.member_no, entry.resolution, entry.operation.kind, entry.recorded_on) == (1, resolution, "admission", D(2024, 2, 1))
    with pytest.raises(Refused, match="prima della delibera"):
        members.admit(party=people[1], qty=1, resolution=board(D(2024, 3, 10)), recorded_on=D(2024, 3, 9), actor=None)


def test_p8_an_end_keeps_the_shares_until_they_are_refunded(people):
    party = people[0]
    admitted(party, D(2022, 1, 1), qty=4, paid=True)
    with pytest.raises(Refused, match="ancora socio"):
        shares.refund(party=party, qty=4, effective_on=D(2023, 1, 1), recorded_on=D(2023, 1, 1), actor=None)
    left(party, D(2024, 1, 1))
    assert book.holding(party, D(2024, 1, 1)) == book.Holding(4, 10000, 0)
    with pytest.raises(Refused, match="non è socio"):
        shares.increase(party=party, qty=1, recorded_on=D(2024, 2, 1), actor=None)
    with pytest.raises(Refused, match="4 quote"):
        shares.refund(party=party, qty=5, effective_on=D(2024, 6, 1), recorded_on=D(2024, 6, 1), actor=None)
    paid = shares.refund(party=party, qty=4, effective_on=D(2024, 6, 1), recorded_on=D(2024, 6, 1), actor=None, method="bonifico")
    assert book.holding(party, D(2024, 6, 1)) == book.Holding(0, 0, 0)
    assert SharePayment.objects.get(amount_cents__lt=0).amount_cents == -10000
    with pytest.raises(Refused, match="è stato pagato"):
        mend.undo(operation=paid, recorded_on=D(2024, 7, 1), note="sbagliato", actor=None)
    ending = Operation.objects.get(kind="end")
    with pytest.raises(Refused, match="ancora socio"):
        mend.undo(operation=ending, recorded_on=D(2024, 7, 1), note="sbagliato", actor=None)


def test_p9_an_entry_is_corrected_once_and_a_correction_never(people):
    admitted(people[0], D(2024, 1, 1), qty=3)
    entry = RegisterEntry.objects.get()
    mend.correct(entry=entry, recorded_on=D(2024, 2, 1), note="persona sbagliata", actor=None)
    assert not Membership.objects.exists()
    assert book.holding(people[0], D(2024, 6, 1)) == book.Holding(0, 0, 0)
    for wrong in RegisterEntry.objects.all():
        with pytest.raises(Refused):
            mend.correct(entry=wrong, recorded_on=D(2024, 3, 1), note="ancora", actor=None)
    with pytest.raises(Refused, match="perché"):
        mend.correct(entry=entry, recorded_on=D(2024, 3, 1), note=" ", actor=None)
    assert admitted(people[0], D(2024, 3, 1)).member_no == 1


def test_p10_a_transfer_is_one_operation_that_admits_and_ends(people):
    seller, buyer = people[:2]
    admitted(seller, D(2023, 1, 1), qty=3)
    on = D(2024, 3, 1)
    moved = shares.transfer(seller=seller, buyer=buyer, qty=1, effective_on=on, recorded_on=on, resolution=board(on), actor=None)
    kinds = list(moved.entries.order_by("seq").values_list("kind", "qty", "status"))
    assert kinds == [("transfer_out", -1, 0), ("admission", 0, 1), ("transfer_in", 1, 0)]
    assert membership_status(buyer, on) == "member"
    last = shares.transfer(seller=seller, buyer=buyer, qty=2, effective_on=on, recorded_on=on, resolution=board(on), actor=None)
    assert list(last.entries.order_by("seq").values_list("kind", flat=True)) == ["transfer_out", "transfer_in", "end"]
    assert Membership.objects.get(party=seller).end_reason == "transfer"
    assert book.totals(on).qty == 3
    mend.undo(operation=last, recorded_on=D(2024, 4, 1), note="compratore ci ripensa", actor=None)
    assert [book.holding(party, on).qty for party in (seller, buyer)] == [2, 1]
    assert membership_status(seller, on) == "member"
    with pytest.raises(Refused, match="già stata annullata"):
        mend.undo(operation=last, recorded_on=D(2024, 4, 1), note="ancora", actor=None)


def test_p10_shares_keep_their_nominal_value_when_they_move(people):
    seller, buyer = people[:2]
    admitted(seller, D(2023, 1, 1), qty=2)
    row = Parameter.objects.get(code="shares.nominal_cents")
    Parameter.objects.filter(pk=row.pk).update(valid_to=D(2023, 12, 31))
    Parameter.objects.create(code=row.code, value=5000, valid_from=D(2024, 1, 1), source="Assemblea", unit=row.unit)
    from vivaio_core.rules import cache

    cache.forget()
    shares.increase(party=seller, qty=1, recorded_on=D(2024, 2, 1), actor=None)
    assert book.lots(seller, D(2024, 2, 1)) == {2500: 2, 5000: 1}
    on = D(2024, 3, 1)
    shares.transfer(seller=seller, buyer=buyer, qty=3, effective_on=on, recorded_on=on, resolution=board(on), actor=None)
    assert book.holding(seller, on).amount_cents == 0
    assert book.holding(buyer, on).amount_cents == 10000
    cache.forget()


def test_a_change_of_category_and_of_data_is_written_into_the_book(people):
    admitted(people[0], D(2024, 1, 1))
    members.annotate(party=people[0], text="", category="special", effective_on=D(2024, 2, 1), recorded_on=D(2024, 2, 1), actor=None)
    members.annotate(party=people[0], text="Nuova residenza: via Lunga 7", effective_on=D(2024, 2, 2), recorded_on=D(2024, 2, 2), actor=None)
    assert Membership.objects.get().category == "special"
    assert RegisterEntry.objects.get(seq=3).text == "Nuova residenza: via Lunga 7"
    with pytest.raises(Refused):
        members.annotate(party=people[0], text=" ", effective_on=D(2024, 3, 1), recorded_on=D(2024, 3, 1), actor=None)


def test_money_for_shares_is_written_down(people):
    admitted(people[0], D(2024, 1, 1), qty=2)
    shares.pay(party=people[0], amount_cents=5000, on=D(2024, 1, 5), method="bonifico", reference="CRO 12", actor=None)
    assert book.paid_cents(people[0], D(2024, 1, 5)) == book.subscribed_cents(people[0], D(2024, 1, 5)) == 5000
    assert book.paid_cents(people[0], D(2024, 1, 4)) == 0
    for wrong in ({"amount_cents": 0, "method": "bonifico"}, {"amount_cents": 100, "method": " "}):
        with pytest.raises(Refused):
            shares.pay(party=people[0], on=D(2024, 1, 5), actor=None, **wrong)


def test_nobody_is_admitted_without_a_fiscal_code_or_twice(people):
    nameless = register_party(first_name="Eva", last_name="Neri")
    with pytest.raises(Refused, match="codice fiscale"):
        admitted(nameless, D(2021, 1, 1))
    admitted(people[0], D(2021, 1, 1))
    with pytest.raises(Refused, match="è già socio"):
        admitted(people[0], D(2021, 2, 1))


@pytest.mark.parametrize("reason", ["", "perché sì"])
def test_p8_an_end_needs_a_reason(people, reason):
    admitted(people[0], D(2021, 1, 1))
    with pytest.raises(Refused):
        left(people[0], D(2022, 1, 1), reason)
    with pytest.raises(Refused, match="prima di cominciare"):
        left(people[0], D(2021, 1, 1))


def test_p14_each_operation_is_in_the_trail_and_who_may_not_is_refused(people):
    admitted(people[0], D(2021, 1, 1), qty=2)
    entry = RegisterEntry.objects.get()
    stranger = User.objects.create_user("chi@prova.example")
    on = D(2022, 1, 1)
    acts = [
        lambda: members.admit(party=people[1], qty=1, resolution=board(on), recorded_on=on, actor=stranger),
        lambda: members.end(party=people[0], reason="exit", effective_on=on, recorded_on=on, actor=stranger),
        lambda: members.annotate(party=people[0], text="nuovo", effective_on=on, recorded_on=on, actor=stranger),
        lambda: shares.increase(party=people[0], qty=1, recorded_on=on, actor=stranger),
        lambda: shares.transfer(seller=people[0], buyer=people[1], qty=1, effective_on=on, recorded_on=on, resolution=board(on), actor=stranger),
        lambda: shares.refund(party=people[0], qty=1, effective_on=on, recorded_on=on, actor=stranger),
        lambda: shares.pay(party=people[0], amount_cents=1, on=on, method="contanti", actor=stranger),
        lambda: mend.correct(entry=entry, recorded_on=on, note="perché", actor=stranger),
        lambda: mend.undo(operation=entry.operation, recorded_on=on, note="perché", actor=stranger),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert RegisterEntry.objects.count() == 1
    event = Event.objects.get(kind="register.admit")
    assert (event.subject, event.payload["qty"]) == (people[0], 2)
    assert verify().ok


def test_reads_need_a_constant_number_of_queries(people):
    admitted(people[0], D(2021, 1, 1))

    def counted() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            list(book.standing(D(2024, 1, 1)))
            book.totals(D(2024, 1, 1))
            list(book.voters(D(2024, 1, 1)))
            list(book.book())
        return len(queries)

    counted()
    before = counted()
    for party in people[1:]:
        admitted(party, D(2022, 1, 1))
    assert counted() == before
    assert book.drift(D(2024, 1, 1)) == []
    Membership.objects.filter(party=people[0]).update(ended_on=D(2023, 1, 1), end_reason="exit")
    assert book.drift(D(2024, 1, 1)) == [people[0].pk]
