"""M3: cash and cheques only with a leave given before by another person, and within the dated limit of the law."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from vivaio_core.payments.limits import limit_cents
from vivaio_core.payments.models.charges import MethodAuthorisation, Receipt
from vivaio_core.payments.selectors.authorisations import usable
from vivaio_core.payments.services.authorise import ask_authorisation, authorise_method, decide_authorisation
from vivaio_core.people.errors import Refused
from vivaio_core.rules.errors import NoRuleForDate
from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import told

TODAY = timezone.localdate()
BEFORE = datetime(2022, 1, 3, 9, tzinfo=UTC)


@pytest.fixture
def leave(anna):
    """`leave(50000)`: given by the system long ago, good until the end of the year of `on`."""

    def given(limit, method="cash", on=TODAY, **fields):
        until = fields.pop("valid_to", date(on.year, 12, 31))
        given_at = fields.pop("at", BEFORE)
        return authorise_method(
            method=method, party=anna, limit=limit, reason="Senza banca", valid_to=until, on=until, actor=None, at=given_at, **fields
        )

    return given


@pytest.fixture
def cash(paid, anna):
    def taken(amount, authorisation, on=TODAY, **fields):
        given = {"method": "cash", "payer": anna, "authorisation": authorisation, "received_on": on, "value_on": on}
        return paid(amount, **{**given, **fields})

    return taken


@pytest.mark.parametrize("method", ["cash", "cheque"])
def test_m3_without_a_leave_nothing_is_taken(cash, method):
    with pytest.raises(Refused, match="utorizza"):
        cash(100, None, method=method)
    assert not Receipt.objects.exists()


def test_m3_a_leave_is_used_once(cash, leave):
    one = leave(5000)
    assert cash(5000, one).authorisation == one
    with pytest.raises(Refused):
        cash(100, one)
    assert Receipt.objects.count() == 1


def test_m3_who_asked_does_not_decide_and_who_gave_does_not_record(cash, anna, staff):
    rita, olga, lea = staff("rita"), staff("olga"), staff("lea", "board")
    ask = {"method": "cash", "party": anna, "limit": 5000, "reason": "POS rotto", "valid_to": TODAY, "on": TODAY}
    row = ask_authorisation(actor=rita, **ask)
    with pytest.raises(Refused):
        cash(5000, row, actor=rita)
    with pytest.raises(Refused):
        decide_authorisation(authorisation=row, given=True, on=TODAY, actor=rita)
    decide_authorisation(authorisation=row, given=True, on=TODAY, actor=lea)
    with pytest.raises(Refused):
        decide_authorisation(authorisation=row, given=False, on=TODAY, actor=olga)
    with pytest.raises(PermissionDenied):
        cash(5000, row, actor=lea)
    own = authorise_method(actor=olga, **ask)
    with pytest.raises(Refused):
        cash(5000, own, actor=olga)
    assert cash(5000, row, actor=rita).recorded_by == rita
    refused = decide_authorisation(authorisation=ask_authorisation(actor=rita, **ask), given=False, on=TODAY, actor=olga)
    with pytest.raises(Refused):
        cash(5000, refused, actor=olga)
    assert set(Event.objects.filter(kind__startswith="payments.").values_list("kind", flat=True)) == {
        "payments.ask",
        "payments.authorise",
        "payments.refuse",
    }
    assert told(Event.objects.filter(kind="payments.ask").first()) == "Chiesta un'autorizzazione, contanti fino a 50,00 €: POS rotto."


def test_m3_amount_person_method_charge_and_days_are_those_of_the_leave(cash, leave, anna, bruno, charge):
    owed, another = charge(), charge(cause="prova:2")
    for fields, row in (
        ({"amount": 5001}, leave(5000)),
        ({"payer": bruno}, leave(5000)),
        ({"method": "cheque"}, leave(5000)),
        ({"charge": another}, leave(5000, charge=owed)),
        ({}, leave(5000, charge=owed)),
        ({"on": TODAY + timedelta(days=1)}, leave(5000, valid_to=TODAY)),
        ({"on": TODAY - timedelta(days=1)}, leave(5000, at=timezone.now())),
    ):
        with pytest.raises(Refused):
            cash(**{"amount": 5000, "authorisation": row, **fields})
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    ("on", "cents", "fits"),
    [
        *((date(2022, 6, 1), 199_999, True), (date(2022, 6, 1), 200_000, False), (date(2022, 12, 31), 200_000, False)),
        *((date(2023, 1, 1), 499_999, True), (date(2023, 1, 1), 500_000, False), (date(2023, 1, 1), 500_001, False)),
    ],
)
def test_m3_cash_stays_strictly_below_the_limit_of_the_day(cash, leave, on, cents, fits):
    row = leave(10_000_000, on=on)
    if fits:
        assert cash(cents, row, on).amount == cents
        return
    with pytest.raises(Refused, match="restare sotto"):
        cash(cents, row, on)


def test_m3_a_payment_cut_into_pieces_counts_as_one(cash, leave):
    on = date(2023, 5, 2)
    cash(300_000, leave(300_000, on=on), on)
    with pytest.raises(Refused, match=r"3\.000,00"):
        cash(200_000, leave(200_000, on=on), on + timedelta(days=6))
    cash(199_999, leave(200_000, on=on), on + timedelta(days=6))
    cash(300_000, leave(300_000, on=on), on + timedelta(days=20))


def test_m3_a_cheque_has_no_limit_of_law_here(cash, leave):
    assert cash(900_000, leave(900_000, method="cheque"), method="cheque").method == "cheque"


def test_m3_a_day_without_a_rule_is_an_error_not_a_guess(leave, cash):
    with pytest.raises(NoRuleForDate):
        limit_cents(date(2019, 1, 1))
    assert (limit_cents(date(2020, 7, 1)), limit_cents(TODAY)) == (200_000, 500_000)


def test_m3_the_smallest_leave_that_is_enough_is_chosen(leave, anna, charge):
    owed = charge()
    large, small, narrow = leave(9000), leave(3000), leave(8000, charge=owed)
    assert usable(anna, "cash", 2500, TODAY, None) == small
    assert usable(anna, "cash", 2500, TODAY, owed) == narrow
    assert usable(anna, "cash", 20_000, TODAY, None) == large
    assert usable(anna, "cheque", 1, TODAY, None) is None


@pytest.mark.parametrize("fields", [{"method": "card"}, {"limit": 0}, {"reason": " "}, {"valid_to": TODAY - timedelta(days=1)}])
def test_m3_an_unsound_request_is_refused(anna, fields):
    ask = {"method": "cash", "party": anna, "limit": 5000, "reason": "POS rotto", "valid_to": TODAY, "on": TODAY, "actor": None}
    with pytest.raises(Refused):
        ask_authorisation(**{**ask, **fields})
    assert not MethodAuthorisation.objects.exists()
