"""The signs of the libro soci (people P7), kept by the database too."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from membership import admitted, left

from vivaio_core.people.services import register_party
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.services import mend, shares

pytestmark = pytest.mark.django_db
D = date
INWARD, OUTWARD, STILL = ["increase", "ristorno", "transfer_in"], ["transfer_out", "refund"], ["category", "details", "void"]
WRONG = [
    *[("admission", qty, status) for qty, status in [(-1, 1), (1, 0), (1, -1)]],
    *[(kind, qty, status) for kind in INWARD for qty, status in [(-1, 0), (1, 1), (1, -1)]],
    *[(kind, qty, status) for kind in OUTWARD for qty, status in [(1, 0), (-1, 1), (-1, -1)]],
    *[("end", qty, status) for qty, status in [(1, -1), (-1, -1), (0, 0), (0, 1)]],
    *[(kind, qty, status) for kind in STILL for qty, status in [(1, 0), (-1, 0), (0, 1), (0, -1)]],
]


@pytest.fixture
def entry() -> RegisterEntry:
    """The admission of a member, number 1 of the book."""
    admitted(register_party(first_name="Gianna", last_name="Verdi", fiscal_code="VRDGNN62C58F257V"), D(2024, 5, 1))
    return RegisterEntry.objects.get()


@pytest.mark.parametrize(("kind", "qty", "status"), WRONG)
def test_p7_no_entry_has_a_wrong_sign(entry, kind, qty, status):
    entry.pk, entry.seq, entry.kind, entry.qty, entry.amount_cents, entry.status = None, 2, kind, qty, qty * entry.nominal_cents, status
    with pytest.raises(DatabaseError, match="entry_signs"), transaction.atomic():
        entry.save(force_insert=True)


def test_p7_the_operations_write_the_signs_of_the_rule_and_a_correction_their_opposite(entry):
    party = entry.party
    added = shares.increase(party=party, qty=3, effective_on=D(2024, 6, 1), recorded_on=D(2024, 6, 1), actor=None)
    mend.correct(entry=added, recorded_on=D(2024, 6, 2), note="battuta due volte", actor=None)
    left(party, D(2024, 9, 1))
    shares.refund(party=party, qty=1, effective_on=D(2025, 7, 1), recorded_on=D(2025, 7, 1), actor=None)
    written = list(RegisterEntry.objects.order_by("seq").values_list("kind", "qty", "amount_cents", "status"))
    assert written == [
        ("admission", 1, 2500, 1),
        ("increase", 3, 7500, 0),
        ("correction", -3, -7500, 0),
        ("end", 0, 0, -1),
        ("refund", -1, -2500, 0),
    ]


@pytest.mark.parametrize(
    "change", [{"qty": -1, "amount_cents": -2500}, {"status": 1}, {"effective_on": D(2024, 5, 2)}, {"party": None, "kind": "void"}]
)
def test_p7_p9_a_correction_is_nothing_but_the_opposite(entry, change):
    added = shares.increase(party=entry.party, qty=3, effective_on=D(2024, 6, 1), recorded_on=D(2024, 6, 1), actor=None)
    wrong = {"seq": 3, "kind": "correction", "qty": -3, "amount_cents": -7500, "reverses": added, **change}
    added.pk = None
    for name, value in wrong.items():
        setattr(added, name, value)
    added.reverses_id = RegisterEntry.objects.get(seq=2).pk
    with pytest.raises(DatabaseError), transaction.atomic():
        added.save(force_insert=True)


def test_p9_raw_sql_corrects_no_correction(entry):
    added = shares.increase(party=entry.party, qty=3, effective_on=D(2024, 6, 1), recorded_on=D(2024, 6, 1), actor=None)
    fixed = mend.correct(entry=added, recorded_on=D(2024, 6, 2), note="battuta due volte", actor=None)
    fixed.reverses_id, fixed.pk, fixed.seq, fixed.qty, fixed.amount_cents = fixed.pk, None, 4, 3, 7500
    with pytest.raises(DatabaseError, match="not the opposite"), transaction.atomic():
        fixed.save(force_insert=True)
