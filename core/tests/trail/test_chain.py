"""P19: the chain that cannot fork, cannot be changed and can forget."""

import json
import random
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from vivaio_core.access.models import User
from vivaio_core.people.services import register_party
from vivaio_core.trail.acts import Act
from vivaio_core.trail.chain import GENESIS, digest_of
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify
from vivaio_core.trail.services import erase, record, record_all
from vivaio_core.trail.triggers import GUARD

pytestmark = pytest.mark.django_db


def some(count: int = 5) -> list[Event]:
    return [record(kind="people.register", target=f"x:{number}", payload={"name": f"Ada {number}"}) for number in range(count)]


def refused(statement: str, params: list[object]) -> bool:
    """True when the database refuses a raw statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, params)
    except DatabaseError as error:
        return "append only" in str(error) or "UNIQUE" in str(error) or "unique" in str(error)
    return False


def without_guard(statement: str, params: list[object]) -> None:
    """What somebody with the keys of the database could do."""
    GUARD.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
    GUARD.install(connection)


def test_each_event_follows_the_one_before():
    first = Event.objects.order_by("seq").first()
    events = some()
    assert [event.prev_hash for event in events[1:]] == [event.hash for event in events[:-1]]
    assert first is None or first.prev_hash == GENESIS
    verdict = verify()
    assert verdict.ok
    assert verdict.count == Event.objects.count()


def test_many_at_once_are_one_chain_with_dates_of_their_own():
    some(1)
    days = [datetime(2014, 5, day, 9, tzinfo=UTC) for day in (1, 2, 3)]
    made = record_all(acts=[Act("register.admit", payload={"on": day.date().isoformat()}, at=day) for day in days])
    assert [event.at for event in made] == days
    record(kind="people.register")
    assert verify().ok


def test_a_rolled_back_act_leaves_no_event():
    before = Event.objects.count()
    with transaction.atomic():
        some(2)
        transaction.set_rollback(True)
    assert Event.objects.count() == before
    some(1)
    assert verify().ok


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_event SET kind = 'x' WHERE id = %s",
        'UPDATE trail_event SET payload = \'{"name": "altro"}\' WHERE id = %s',
        "UPDATE trail_event SET payload = NULL WHERE id = %s",
        "UPDATE trail_event SET salt = NULL WHERE id = %s",
        "UPDATE trail_event SET payload = NULL, salt = NULL, kind = 'x' WHERE id = %s",
        "UPDATE trail_event SET seq = seq + 1000 WHERE id = %s",
        "UPDATE trail_event SET actor_id = 7 WHERE id = %s",
        "DELETE FROM trail_event WHERE id = %s",
    ],
)
def test_raw_sql_cannot_change_the_past(statement):
    event = some(2)[0]
    assert refused(statement, [event.pk])
    assert verify().ok


@pytest.mark.sqlite
def test_insert_or_replace_cannot_rewrite_a_row():
    event = some(2)[0]
    columns = "id, seq, at, kind, target, payload, salt, digest, prev_hash, hash, actor_id, subject_id"
    assert refused(
        f"INSERT OR REPLACE INTO trail_event ({columns}) SELECT {columns.replace('kind', repr('x'))} FROM trail_event WHERE id = %s", [event.pk]
    )
    assert verify().ok


@pytest.mark.postgres
def test_truncate_is_refused():
    some(1)
    assert refused("TRUNCATE trail_event", [])


def test_a_fork_is_refused_even_with_right_hashes():
    events = some(3)
    twin = Event(seq=events[1].seq + 100, at=events[1].at, kind="x", digest="d", prev_hash=events[0].hash, hash="h" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        twin.save(force_insert=True)


def test_the_guard_comes_back_after_a_migration_that_rebuilds_the_table():
    GUARD.remove(connection)
    assert GUARD.missing(connection)
    GUARD.after_migrate(sender=None, using="default")
    assert GUARD.missing(connection) == []


def test_erasing_keeps_the_chain_whole_and_counts():
    party = register_party(first_name="Ada", last_name="Neri")
    events = list(Event.objects.filter(subject=party))
    some(2)
    assert erase(events=events, actor=None, reason="richiesta") == 1
    gone = Event.objects.get(pk=events[0].pk)
    assert (gone.payload, gone.salt) == (None, None)
    verdict = verify()
    assert verdict.ok
    assert verdict.erased == 1
    assert erase(events=events, actor=None, reason="richiesta") == 0
    assert refused("UPDATE trail_event SET payload = '{}', salt = 'a' WHERE id = %s", [gone.pk])


def test_only_an_administrator_erases():
    with pytest.raises(PermissionDenied):
        erase(events=some(1), actor=User.objects.create_user("chi@prova.example"), reason="prova")


def test_a_seeded_change_is_found_where_it_is():
    events = some(30)
    chosen = random.Random(20260101)
    for _ in range(12):
        victim = chosen.choice(events)
        field, value = chosen.choice([("payload", json.dumps({"name": "altro"})), ("kind", "people.altro"), ("target", "y:1"), ("salt", "0" * 32)])
        before = getattr(victim, field)
        without_guard(f"UPDATE trail_event SET {field} = %s WHERE id = %s", [value, victim.pk])
        verdict = verify()
        assert not verdict.ok
        assert verdict.broken_at == victim.seq
        without_guard(f"UPDATE trail_event SET {field} = %s WHERE id = %s", [json.dumps(before) if field == "payload" else before, victim.pk])
        assert verify().ok


def test_a_row_taken_out_of_the_middle_is_found():
    events = some(6)
    without_guard("DELETE FROM trail_event WHERE id = %s", [events[3].pk])
    verdict = verify()
    assert verdict.broken_at == events[3].seq
    assert verdict.reason == "gap"


def test_no_name_is_in_the_hash():
    event = record(kind="people.register", payload={"name": "Ada Neri"})
    assert "Ada" not in event.digest + event.hash
    assert digest_of({"name": "Ada Neri"}, "altro sale") != event.digest


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
    )
)
def test_a_digest_is_the_same_after_a_journey_through_json(payload):
    assert digest_of(payload, "sale") == digest_of(json.loads(json.dumps(payload)), "sale")
