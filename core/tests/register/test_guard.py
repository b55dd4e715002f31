"""The database itself keeps the libro soci (people P4): raw SQL included, on both databases."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from membership import admitted

from vivaio_core.people.services import register_party
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.services import shares
from vivaio_core.register.triggers import GUARD

pytestmark = pytest.mark.django_db
D = date
COLUMNS = (
    "register_id, kind, party_id, member_no, category, qty, nominal_cents, amount_cents, premium_cents, status, effective_on, created_at,"
    " reason, payment_ref, text, operation_id"
)
COPY = f"INSERT INTO register_registerentry ({{}}, {COLUMNS}) SELECT {{}}, {COLUMNS} FROM register_registerentry"


@pytest.fixture
def entry(db: None) -> RegisterEntry:
    party = register_party(first_name="Gianna", last_name="Verdi", fiscal_code="VRDGNN62C58F257V")
    admitted(party, D(2024, 5, 1))
    shares.pay(party=party, amount_cents=2500, on=D(2024, 5, 2), method="bonifico", actor=None)
    return RegisterEntry.objects.get()


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_registerentry SET qty = 100, amount_cents = 250000",
        "UPDATE register_registerentry SET text = 'altro'",
        "DELETE FROM register_registerentry",
        "UPDATE register_sharepayment SET amount_cents = 1",
        "DELETE FROM register_sharepayment",
        "DELETE FROM register_operation",
    ],
)
def test_p4_nothing_is_changed_or_deleted(entry, statement):
    refused(statement)
    assert RegisterEntry.objects.get().qty == 1


@pytest.mark.parametrize(("seq", "day"), [(1, "2024-05-02"), (3, "2024-05-02"), (2, "2024-04-30")])
def test_p4_a_row_of_one_s_own_making_needs_the_next_number_and_a_day_that_does_not_go_back(entry, seq, day):
    refused(COPY.format("seq, recorded_on", f"{seq}, '{day}'"))


def test_p4_the_next_number_on_a_later_day_is_taken(entry):
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO register_registerentry (seq, recorded_on, {COLUMNS}) SELECT 2, '2024-05-02', {COLUMNS} FROM register_registerentry"
        )
    assert RegisterEntry.objects.count() == 2


@pytest.mark.sqlite
def test_p4_insert_or_replace_is_no_way_around(entry):
    refused(COPY.format("id, seq, recorded_on", "id, 2, recorded_on").replace("INSERT", "INSERT OR REPLACE"))
    refused(
        'INSERT OR REPLACE INTO register_sharepayment (id, party_id, amount_cents, "on", method, reference, created_at)'
        ' SELECT id, party_id, 1, "on", method, reference, created_at FROM register_sharepayment'
    )


@pytest.mark.postgres
def test_p4_truncate_is_refused(entry):
    refused("TRUNCATE register_registerentry CASCADE")


def test_the_guard_comes_back_with_every_migrate():
    GUARD.remove(connection)
    assert GUARD.missing(connection)
    call_command("migrate", verbosity=0)
    assert GUARD.missing(connection) == []
