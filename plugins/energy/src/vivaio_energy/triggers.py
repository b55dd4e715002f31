"""The database's own guard, raw SQL included: donations and fund movements are written once (energy E7), a signed offer never
changes (I4), two supplies never share a point and day (I1), no donation exceeds its rule (I3)."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY = ("energy_donationentry", "energy_fundmovement", "energy_consenttext")
CONTRACT = "energy_supplycontract"
_OVERLAP = """EXISTS (SELECT 1 FROM energy_supplycontract c WHERE c.point_id = NEW.point_id AND c.id <> {id} AND c.state IN ('active', 'ended')
 AND c.effective_on IS NOT NULL AND (c.ended_on IS NULL OR c.ended_on > NEW.effective_on)
 AND (NEW.ended_on IS NULL OR NEW.ended_on > c.effective_on))"""
_OCCUPIES = "NEW.state IN ('active', 'ended') AND NEW.effective_on IS NOT NULL"
_TOO_MUCH = "NEW.amount_cents > (SELECT amount_cents FROM energy_donationrule WHERE id = NEW.rule_id)"
_SIGNED = "NEW.offer_snapshot IS NOT OLD.offer_snapshot OR NEW.snapshot_hash IS NOT OLD.snapshot_hash"


def names() -> dict[str, str]:
    """Trigger → its table."""
    kept = {f"{table}_{verb}": table for table in APPEND_ONLY for verb in ("update", "delete")}
    return {**kept, f"{CONTRACT}_signed": CONTRACT, f"{CONTRACT}_overlap": CONTRACT, "energy_donationentry_rule": "energy_donationentry"}


def sqlite() -> list[str]:
    """SQLite's triggers; the overlap needs one for INSERT and one for UPDATE."""
    made = [
        f"CREATE TRIGGER IF NOT EXISTS {table}_{verb} BEFORE {verb.upper()} ON {table} BEGIN SELECT RAISE(ABORT, 'energy: append only'); END"
        for table in APPEND_ONLY
        for verb in ("update", "delete")
    ]
    made.append(_sqlite(f"{CONTRACT}_signed", f"BEFORE UPDATE ON {CONTRACT}", _SIGNED, "a signed offer never changes"))
    for name, verb in ((f"{CONTRACT}_overlap", "UPDATE"), (f"{CONTRACT}_overlap_new", "INSERT")):
        overlap = _OVERLAP.format(id="NEW.id" if verb == "UPDATE" else "-1")
        made.append(_sqlite(name, f"BEFORE {verb} ON {CONTRACT}", f"{_OCCUPIES} AND {overlap}", "two supplies on one point and day"))
    made.append(_sqlite("energy_donationentry_rule", "BEFORE INSERT ON energy_donationentry", _TOO_MUCH, "more than the rule"))
    return made


def _sqlite(name: str, when: str, condition: str, message: str) -> str:
    return f"CREATE TRIGGER IF NOT EXISTS {name} {when} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'energy: {message}'); END"


def postgresql() -> list[str]:
    """PostgreSQL's; the overlap trigger takes the point's row lock first, so that two sessions cannot pass each other."""
    refuse = "RAISE EXCEPTION 'energy: {}' USING ERRCODE = 'integrity_constraint_violation';"
    signed = _SIGNED.replace("IS NOT OLD", "IS DISTINCT FROM OLD")
    overlap = f"PERFORM 1 FROM energy_supplypoint WHERE id = NEW.point_id FOR UPDATE; IF {_OVERLAP.format(id='NEW.id')} THEN {refuse} END IF;"
    made = [_function("energy_append_only", refuse.format("append only"))]
    made += [_trigger(f"{table}_{verb}", verb.upper(), table, "energy_append_only") for table in APPEND_ONLY for verb in ("update", "delete")]
    made += [
        _function("energy_signed", f"IF {signed} THEN {refuse.format('a signed offer never changes')} END IF; RETURN NEW;"),
        _trigger(f"{CONTRACT}_signed", "UPDATE", CONTRACT, "energy_signed"),
        _function("energy_overlap", f"IF {_OCCUPIES} THEN {overlap.format('two supplies on one point and day')} END IF; RETURN NEW;"),
        _trigger(f"{CONTRACT}_overlap", "INSERT OR UPDATE", CONTRACT, "energy_overlap"),
        _function("energy_within_rule", f"IF {_TOO_MUCH} THEN {refuse.format('more than the rule')} END IF; RETURN NEW;"),
        _trigger("energy_donationentry_rule", "INSERT", "energy_donationentry", "energy_within_rule"),
    ]
    return made


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _trigger(name: str, verb: str, table: str, function: str) -> str:
    return f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guard in place; twice is the same as once. SQLite loses it when a migration rebuilds a table, hence after each `migrate` too."""
    with connection.cursor() as cursor:
        for statement in postgresql() if connection.vendor == "postgresql" else sqlite():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guard away, for reversing the migration."""
    with connection.cursor() as cursor:
        for name, table in {**names(), f"{CONTRACT}_overlap_new": CONTRACT}.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are not there; empty when the guard stands."""
    query = "SELECT tgname FROM pg_trigger" if connection.vendor == "postgresql" else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return sorted(set(names()) - found)


def after_migrate(sender: Any, using: str, **_: Any) -> None:
    """Signal handler of `post_migrate`."""
    from django.db import connections

    connection = connections[using]
    if "energy_fundmovement" in connection.introspection.table_names():
        install(connection)
