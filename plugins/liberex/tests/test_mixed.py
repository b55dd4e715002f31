"""Mixed payments: C1 to C4 of the dossier, each on real books."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from circuit_world import Circuit
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from vivaio_core.access.models import User
from vivaio_core.ledger.api import check, expire_holds
from vivaio_core.ledger.models import Account
from vivaio_core.payments import methods
from vivaio_core.payments.facts import payment_settled
from vivaio_core.payments.models.charges import Charge, PaymentException, Receipt
from vivaio_core.payments.selectors.charges import left
from vivaio_core.payments.services.allocate import allocate
from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_core.payments.services.record_receipt import record_receipt
from vivaio_core.payments.services.void_charge import void_charge
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.rules.services import add_parameter
from vivaio_liberex.manifest import LiberexSettings
from vivaio_liberex.mixing import Price, part
from vivaio_liberex.models.mixed import MixedPayment
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.selectors.mixed import terms
from vivaio_liberex.services.finish_mixed import deliver_part, refund
from vivaio_liberex.services.mixed import cancel_promise, expire_promises, promise

ON = date(2026, 11, 20)


@pytest.fixture
def circuit(db) -> Circuit:
    return Circuit()


@pytest.fixture
def buyer(circuit):
    return circuit.member("Compra", line=100_000)


@pytest.fixture
def shop(circuit):
    return circuit.member("Vende")


@pytest.fixture
def owed(buyer, shop):
    """1,000.00 and VAT at 22 %, half of the taxable in credits."""
    return charge_of(buyer.party, shop.party)


@pytest.fixture(autouse=True)
def sound_books(db):
    yield
    assert check() == []


def charge_of(debtor: Party, creditor: Party | None, taxable: int | None = 100_000, vat: int | None = 22_000, share: int = 50) -> Charge:
    amount = (taxable or 0) + (vat or 0) if taxable is not None else 122_000
    return raise_charge(
        debtor=debtor, creditor=creditor, cause=f"prova:{uuid4()}", title="Lavori", amount=amount, due_on=ON, on=ON, actor=None,
        taxable=taxable, vat=vat, credit_share=share,
    )  # fmt: skip


def promised(charge: Charge, credits: int = 50_000, key: UUID | None = None) -> MixedPayment:
    return promise(charge=charge, amount=credits, key=key or uuid4(), on=ON, actor=None)


def money(charge: Charge, amount: int) -> Receipt:
    return record_receipt(method="bank_transfer", amount=amount, received_on=ON, value_on=ON, actor=None, charge=charge, external_ref=str(uuid4()))


def standing(who) -> tuple[int, int, int]:
    return Account.objects.values_list("balance", "held_out", "held_in").get(pk=getattr(who, "account_id", None) or who.pk)


def euro(code: str) -> int:
    return Account.objects.get(book__code="incassi", code=code).balance


def choose(settings, **chosen) -> None:
    """Other settings of the plugin."""
    known = LiberexSettings.model_validate(chosen)
    coop = settings.COOP
    settings.COOP = coop.model_copy(update={"plugins": {**coop.plugins, "liberex": known.model_dump()}})


def kinds() -> list[str]:
    return sorted(PaymentException.objects.filter(state="open").values_list("kind", flat=True))


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 100), st.booleans(), st.data())
@settings(max_examples=150, deadline=None)
def test_c1_nothing_is_left_over_and_nothing_beyond_the_share(taxable, vat, share, vat_in_euro, data):
    price = Price(taxable, vat, share, vat_in_euro)
    whole = taxable if vat_in_euro else taxable + vat
    assert 100 * price.most <= whole * share < 100 * (price.most + 1)
    credits = data.draw(st.integers(0, price.most))
    assert credits + price.euro(credits) == taxable + vat
    assert not vat_in_euro or price.euro(credits) >= vat
    if credits < price.whole:
        delivered = data.draw(st.integers(1, price.whole))
        smaller, fewer = part(price, credits, delivered)
        assert (smaller.whole, fewer <= smaller.most, fewer <= credits) == (delivered, True, True)
        assert fewer + smaller.euro(fewer) == delivered
        assert credits * delivered - fewer * price.whole < price.whole * 2


def test_c1_vat_stays_in_euro_unless_the_settings_say_otherwise(owed, settings):
    assert terms(owed, ON).most == 50_000
    choose(settings, vat_in_euro=False)
    assert terms(owed, ON).most == 61_000


def test_c1_without_a_known_vat_nothing_is_offered(buyer, shop, settings):
    charge = charge_of(buyer.party, shop.party, taxable=None, vat=None)
    assert (terms(charge, ON).most, bool(terms(charge, ON).why)) == (0, True)
    choose(settings, vat_in_euro=False)
    assert terms(charge, ON).most == 61_000


def test_c1_where_a_credit_is_not_one_euro_nothing_is_offered(owed):
    boss = User.objects.create_superuser("regole@prova.example")
    add_parameter(actor=boss, code="lbx.parity", value=Decimal("0.5"), valid_from=date(2020, 1, 1), source="Delibera")
    assert (terms(owed, ON).most, "un euro" in terms(owed, ON).why) == (0, True)
    with pytest.raises(Refused):
        promised(owed, 100)


@pytest.mark.parametrize("credits", [0, -1, 50_001, 10**12])
def test_c1_more_than_the_seller_takes_is_refused(owed, buyer, credits):
    with pytest.raises(Refused):
        promised(owed, credits)
    assert (standing(buyer), MixedPayment.objects.count()) == ((0, 0, 0), 0)


def test_c1_who_sells_cannot_pay_itself_and_strangers_pay_in_euro(buyer, shop):
    stranger = Party.objects.create(kind="person", first_name="Ada", last_name="Neri")
    assert terms(charge_of(buyer.party, stranger), ON).most == 0
    with pytest.raises(Refused):
        promised(charge_of(stranger, shop.party))
    with pytest.raises(Refused):
        promised(charge_of(shop.party, shop.party))


def test_c2_the_worked_example(owed, buyer, shop, django_capture_on_commit_callbacks):
    made = promised(owed)
    assert (made.credits, made.euro, standing(buyer), standing(shop)) == (50_000, 72_000, (0, 50_000, 0), (0, 0, 50_000))
    seen = []
    payment_settled.connect(lambda fact, **_: seen.append(fact), weak=False, dispatch_uid="prova")
    with django_capture_on_commit_callbacks(execute=True):
        money(owed, 72_000)
    payment_settled.disconnect(dispatch_uid="prova")
    assert (standing(buyer), standing(shop)) == ((-50_000, 0, 0), (50_000, 0, 0))
    assert (euro(f"incassato:{shop.party_id}"), euro("da-pagare"), euro("banca")) == (72_000, 0, -72_000)
    assert [(fact.cause, fact.amount) for fact in seen] == [(owed.cause, 122_000)]
    owed.refresh_from_db()
    assert (owed.state, left(owed), MixedPayment.objects.get().state) == ("settled", 0, "settled")
    words = Payment.objects.get()
    assert (words.payer, words.payee, words.amount, words.memo, words.origin) == (buyer, shop, 50_000, "Lavori", "mixed")


def test_c2_one_group_settles_credits_and_euro(owed):
    promised(owed)
    receipt = money(owed, 72_000)
    groups = Counter(receipt.allocations.get().charge.mixed.get().participant.account.paid.values_list("group", flat=True))
    assert receipt.transfer_key in groups


@pytest.mark.parametrize(("paid", "found"), [(71_999, ["short"]), (1, ["short"])])
def test_c2_short_money_settles_nothing(owed, buyer, paid, found):
    promised(owed)
    money(owed, paid)
    assert (standing(buyer), kinds(), MixedPayment.objects.get().state) == ((0, 50_000, 0), found, "promised")
    assert (euro("da-pagare"), left(owed)) == (paid, 122_000)


def test_c2_too_much_settles_and_the_excess_waits(owed, buyer):
    promised(owed)
    money(owed, 72_001)
    assert (standing(buyer), kinds(), MixedPayment.objects.get().state) == ((-50_000, 0, 0), ["over"], "settled")
    assert euro("da-pagare") == 1


def test_c2_late_money_settles_nothing_and_waits_in_the_queue(owed, buyer):
    late(promised(owed))
    receipt = money(owed, 72_000)
    assert (standing(buyer), kinds(), MixedPayment.objects.get().state) == ((0, 50_000, 0), ["expired_hold"], "promised")
    with pytest.raises(Refused):
        allocate(receipt=receipt, charge=owed, amount=72_000, on=ON, actor=None)
    assert promised(owed).state == "promised"
    allocate(receipt=receipt, charge=owed, amount=72_000, on=ON, actor=None)
    assert (standing(buyer), sorted(MixedPayment.objects.values_list("state", flat=True))) == ((-50_000, 0, 0), ["expired", "settled"])


def late(made: MixedPayment) -> None:
    """Its time is over: a promise of a second, waited for."""
    import time

    time.sleep(max(0.0, (made.expires_at - timezone.now()).total_seconds()) + 0.05)


@pytest.fixture(autouse=True)
def short_promises(request, monkeypatch):
    """Where a test waits for the end of a promise, it lasts half a second."""
    if "late" in request.node.name or "expire" in request.node.name:
        monkeypatch.setattr("vivaio_liberex.legs.timedelta", lambda days: timedelta(seconds=0.5))


def test_c2_cancelling_releases_both(owed, buyer, shop):
    made = promised(owed)
    for _ in range(2):
        assert cancel_promise(mixed=made, on=ON, actor=None).state == "cancelled"
    assert (standing(buyer), standing(shop), euro_held()) == ((0, 0, 0), (0, 0, 0), 0)
    money(owed, 122_000)
    owed.refresh_from_db()
    assert owed.state == "settled"


def euro_held() -> int:
    return Account.objects.get(book__code="incassi", code="da-pagare").held_out


def test_c2_a_cancelled_charge_releases_its_promise(owed, buyer):
    promised(owed)
    void_charge(charge=owed, reason="Errore", on=ON, actor=None)
    assert (standing(buyer), MixedPayment.objects.get().state) == ((0, 0, 0), "cancelled")


@pytest.mark.parametrize("by_the_ledger", [True, False])
def test_c2_promises_expire_by_the_clock_of_the_database(owed, buyer, by_the_ledger):
    made = promised(owed)
    assert expire_promises(on=ON) == 0
    late(made)
    if by_the_ledger:
        assert expire_holds() == 2
    assert [expire_promises(on=ON) for _ in range(2)] == [1, 0]
    assert (standing(buyer), euro_held(), MixedPayment.objects.get().state) == ((0, 0, 0), 0, "expired")
    money(owed, 122_000)


def test_c2_the_same_key_promises_once(owed, buyer):
    key = uuid4()
    assert promised(owed, key=key).pk == promised(owed, key=key).pk
    assert standing(buyer) == (0, 50_000, 0)
    for other in (promised, lambda charge, key: promised(charge, 40_000, key)):
        with pytest.raises(Refused):
            other(owed, key=key) if other is not promised else promised(owed)
    assert standing(buyer) == (0, 50_000, 0)


def test_c2_all_in_credits_is_paid_at_once(buyer, shop):
    charge = charge_of(buyer.party, shop.party, taxable=30_000, vat=0, share=100)
    assert promised(charge, 30_000).state == "settled"
    charge.refresh_from_db()
    assert (charge.state, standing(buyer), standing(shop)) == ("settled", (-30_000, 0, 0), (30_000, 0, 0))


def test_c2_part_delivery_keeps_the_proportion_and_releases_the_rest(owed, buyer, shop):
    smaller = deliver_part(mixed=promised(owed), delivered=61_000, on=ON, reason="Metà consegnata", key=uuid4(), actor=None)
    assert (smaller.credits, smaller.euro, smaller.charge.amount, smaller.charge.vat) == (25_000, 36_000, 61_000, 11_000)
    assert (standing(buyer), euro_held(), smaller.charge.cause) == ((0, 25_000, 0), 36_000, owed.cause)
    money(smaller.charge, 36_000)
    owed.refresh_from_db()
    assert (standing(buyer), standing(shop), owed.state) == ((-25_000, 0, 0), (25_000, 0, 0), "void")


@pytest.mark.parametrize("delivered", [0, -5, 122_000, 122_001])
def test_c2_a_part_is_less_than_the_whole(owed, buyer, delivered):
    made = promised(owed)
    with pytest.raises(Refused):
        deliver_part(mixed=made, delivered=delivered, on=ON, reason="Metà consegnata", key=uuid4(), actor=None)
    assert standing(buyer) == (0, 50_000, 0)


def test_c3_a_refund_gives_back_both_or_nothing(owed, buyer, shop, circuit):
    made = promised(owed)
    money(owed, 72_000)
    third = circuit.member("Terza")
    circuit.pay(shop, third, 1, ON)
    with pytest.raises(Refused):
        refund(mixed=made, on=ON, reason="Reso", actor=None)
    assert (standing(buyer), euro("da-pagare"), MixedPayment.objects.get().state) == ((-50_000, 0, 0), 0, "settled")
    circuit.pay(third, shop, 1, ON)
    for _ in range(2):
        refund(mixed=made, on=ON, reason="Reso", actor=None)
    owed.refresh_from_db()
    assert (standing(buyer), standing(shop), euro("da-pagare"), owed.state) == ((0, 0, 0), (0, 0, 0), 72_000, "open")
    assert MixedPayment.objects.get().state == "refunded"


def test_c3_a_promise_is_not_refunded(owed):
    with pytest.raises(Refused):
        refund(mixed=promised(owed), on=ON, reason="Reso", actor=None)


def test_c4_the_worked_example_of_a_premium(buyer, settings):
    """1,000.00 = 700.00 EUR and 300.00 in credits: the insurer has 1,000.00 EUR, the credits stay between member and cooperative."""
    insurer = Party.objects.create(kind="organisation", display_name="Assicurazione")
    charge = charge_of(buyer.party, insurer, taxable=100_000, vat=0, share=30)
    assert (terms(charge, ON).most, bool(terms(charge, ON).why)) == (0, True)
    choose(settings, advance_euro=True)
    made = promised(charge, 30_000)
    money(charge, 70_000)
    cooperative = Account.objects.get(book__code="liberex", code="cooperativa")
    assert (euro(f"incassato:{insurer.pk}"), euro("anticipi"), euro("banca"), euro("da-pagare")) == (100_000, -30_000, -70_000, 0)
    assert (standing(buyer), standing(cooperative)) == ((-30_000, 0, 0), (30_000, 0, 0))
    assert not Account.objects.filter(book__unit="LBX", owner=f"party:{insurer.pk}").exists()
    refund(mixed=made, on=ON, reason="Disdetta", actor=None)
    assert (euro(f"incassato:{insurer.pk}"), euro("anticipi"), standing(buyer)) == (0, 0, (0, 0, 0))


def test_the_method_is_known_to_core(owed, buyer, circuit):
    method = methods.of("mutual_credit")
    assert method.offer(owed, buyer.party, ON).most == 50_000
    assert method.offer(owed, Party.objects.create(kind="organisation", display_name="Fuori"), ON) is None
    poor = circuit.member("Povera", line=1_000)
    found = method.offer(charge_of(poor.party, None), poor.party, ON)
    assert (found.most, "10,00" in found.why) == (1_000, True)
    key = uuid4()
    method.reserve(owed, 10_000, key, None)
    assert (method.reserved(owed).value, method.reserved(owed).key, method.reserved(owed).expired) == (10_000, key, False)
    method.cancel(owed)
    assert method.reserved(owed) is None
