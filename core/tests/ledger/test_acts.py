"""Accounts are opened, limited, suspended, closed; acts of people are in the trail (L16)."""

import pytest
from django.core.exceptions import PermissionDenied

from vivaio_core.access.models import User
from vivaio_core.ledger.api import close_account, freeze, open_account, open_book, seal, set_limits, unfreeze
from vivaio_core.ledger.errors import Refused
from vivaio_core.ledger.models import Account
from vivaio_core.ledger.owners import party_of, reference, references
from vivaio_core.people.duplicates.services import merge
from vivaio_core.people.services import register_party
from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import told

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return list(Event.objects.filter(kind__startswith="ledger.").order_by("seq").values_list("kind", flat=True))


def test_l16_acts_of_people_are_in_the_trail(anna):
    set_limits(account=anna, floor=-50000, ceiling=80000, reason="delibera 3", actor=None)
    freeze(account=anna, reason="verifica", actor=None)
    unfreeze(account=anna, reason="verificata", actor=None)
    close_account(account=anna, reason="uscita", actor=None)
    assert acts() == ["ledger.limits", "ledger.freeze", "ledger.unfreeze", "ledger.close"]
    text = told(Event.objects.get(kind="ledger.limits"))
    assert text == "Conto anna, saldo minimo da −100,00 € a −500,00 €, saldo massimo da senza limite a 800,00 €: delibera 3."


def test_l16_only_the_limit_that_changed_is_told(anna):
    set_limits(account=anna, floor=-50000, ceiling=None, reason="fido", actor=None)
    assert told(Event.objects.get(kind="ledger.limits")) == "Conto anna, saldo minimo da −100,00 € a −500,00 €: fido."


def test_the_same_again_is_no_act(anna):
    set_limits(account=anna, floor=-10000, ceiling=None, reason="uguale", actor=None)
    unfreeze(account=anna, reason="uguale", actor=None)
    assert acts() == []


def test_opening_twice_gives_the_same_account_with_its_limits(book):
    first = open_account(book=book, code="socio:1", owner="party:1", floor=-100)
    again = open_account(book=book, code="socio:1", owner="party:1", floor=-999)
    assert (again.pk, again.floor, again.balance) == (first.pk, -100, 0)
    with pytest.raises(ValueError, match="belongs"):
        open_account(book=book, code="socio:1", owner="party:2")
    with pytest.raises(ValueError, match="belongs"):
        open_account(book=book, code="socio:1", owner="party:1", kind="system")


def test_limits_are_minor_units_and_in_order(anna, book):
    for floor, ceiling in ((-100.0, None), ("0", None), (0, 2**63)):
        with pytest.raises(Refused) as caught:
            set_limits(account=anna, floor=floor, ceiling=ceiling, reason="x", actor=None)
        assert caught.value.code == "amount"
    with pytest.raises(Refused) as caught:
        set_limits(account=anna, floor=10, ceiling=9, reason="x", actor=None)
    assert caught.value.code == "ceiling"
    with pytest.raises(Refused):
        open_account(book=book, code="x", floor=10, ceiling=9)


def test_only_who_may_change_accounts_does(anna):
    user = User.objects.create_user("qualcuno@prova.example")
    for act in (freeze, unfreeze, close_account):
        with pytest.raises(PermissionDenied):
            act(account=anna, reason="x", actor=user)
    with pytest.raises(PermissionDenied):
        set_limits(account=anna, floor=0, ceiling=None, reason="x", actor=user)
    with pytest.raises(PermissionDenied):
        seal(anna.book, actor=user)
    assert Account.objects.get(pk=anna.pk).state == "open"


def test_l15_an_owner_is_read_through_the_merge(book):
    first = register_party(first_name="Elena", last_name="Ferrari", fiscal_code="VRDGNN62C58F257V", confirmed=True)
    second = register_party(first_name="Elena", last_name="Ferrari", fiscal_code="BNCLRD91T03F257L", confirmed=True)
    account = open_account(book=book, code="socio:1", owner=reference(second))
    assert party_of(account) == second
    merge(winner=first, loser=second, actor=None)
    assert party_of(account) == first
    assert account.owner in references(first)
    freeze(account=account, reason="verifica", actor=None)
    assert Event.objects.get(kind="ledger.freeze").subject == first


@pytest.mark.parametrize("owner", ["", "contract:7", "party:", "party:x", "party:999999999"])
def test_l15_other_owners_are_nobody_of_the_people(book, owner):
    assert party_of(open_account(book=book, code="x", owner=owner)) is None


def test_books_of_other_units_are_written_in_their_unit(anna):
    points = open_book(code="punti", unit="LBX", scale=0)
    set_limits(account=open_account(book=points, code="a"), floor=-1500, ceiling=None, reason="prova", actor=None)
    assert "−1.500 LBX" in told(Event.objects.get(kind="ledger.limits"))
