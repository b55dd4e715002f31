"""Writes of dated rules: loading the apps' files, adding a row of the cooperative's own."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.pages.numbers import day
from vivaio_core.rules import bounds, cache, files
from vivaio_core.rules.errors import RuleRefused
from vivaio_core.rules.models import OWN, Parameter
from vivaio_core.trail.locks import PARAMETERS, hold
from vivaio_core.trail.services import record

_BOUNDS = ("statute", "statute_min", "statute_max")
_FIELDS = ("label", "value", "text", "unit", "valid_to", "source", "mark", "note", *_BOUNDS)


@dataclass(frozen=True)
class Loaded:
    """What a load did: rows added, rows changed, rows left alone because the cooperative's own row stands in their place."""

    added: int = 0
    changed: int = 0
    kept: int = 0


def load_rules() -> Loaded:
    """Bring every app's rules/it.toml into the database; a second run changes nothing. Raises RuleRefused with the file at fault."""
    counts = {"added": 0, "changed": 0, "kept": 0, "same": 0}
    with transaction.atomic():
        hold(PARAMETERS)
        own = list(Parameter.objects.filter(origin=OWN, basis=Parameter.Basis.LAW))
        there = {(row.code, row.valid_from): row for row in Parameter.objects.exclude(origin=OWN)}
        for origin, row in files.read_all(files.sources()):
            counts[_load(origin, row, own, there)] += 1
        if counts["added"] or counts["changed"]:
            record(kind="rules.load", payload={"added": counts["added"], "changed": counts["changed"]})
            transaction.on_commit(cache.forget)
    return Loaded(counts["added"], counts["changed"], counts["kept"])


def add_parameter(
    *,
    actor: User,
    code: str,
    valid_from: date,
    source: str,
    value: Decimal | None = None,
    text: str = "",
    valid_to: date | None = None,
    mark: str = Parameter.Mark.UNVERIFIED,
    note: str = "",
    basis: str = Parameter.Basis.OWN,
) -> Parameter:
    """Add a row to a rule that exists; the row of the same layer in force on `valid_from` ends on the day before.

    `basis` own: a value of statute or resolution, within what the law leaves to it on every day it covers. `basis` law: the law itself changed.
    Raises PermissionDenied, RuleRefused (unknown code, beyond the law, overlap with a later row, no source, number and text mixed up).
    """
    if not actor.has_perm("rules.add_parameter"):
        raise PermissionDenied
    with transaction.atomic():
        hold(PARAMETERS)
        known = list(Parameter.objects.filter(code=code).order_by("valid_from"))
        _refuse_faults(known, value, text.strip(), source, valid_from, valid_to)
        laws = [row for row in known if row.basis == Parameter.Basis.LAW]
        if basis == Parameter.Basis.OWN:
            _refuse_beyond(laws, value, text.strip(), valid_from, valid_to)
        _make_room([row for row in known if row.basis == basis], valid_from, valid_to)
        made = Parameter(code=code, value=value, text=text.strip(), valid_from=valid_from, valid_to=valid_to, source=source.strip())
        made.mark, made.note, made.basis, made.origin = mark, note.strip(), basis, OWN
        _save_like((laws or known)[-1], made)
        payload = {"rule": str(made), "value": text or str(value), "valid_from": valid_from.isoformat(), "source": made.source, "basis": basis}
        record(kind="rules.add", actor=actor, target=f"rules.Parameter:{made.pk}", payload=payload)
        transaction.on_commit(cache.forget)
        return made


def _save_like(like: Parameter, made: Parameter) -> None:
    """Store a row named and measured like its rule; a row of the law keeps what the law leaves to the statute."""
    made.label, made.unit, made.choices = like.label, like.unit, like.choices
    if made.basis == Parameter.Basis.LAW:
        for name in _BOUNDS:
            setattr(made, name, getattr(like, name))
    made.save(force_insert=True)


def _refuse_faults(known: list[Parameter], value: Decimal | None, text: str, source: str, valid_from: date, valid_to: date | None) -> None:
    if not known:
        raise RuleRefused(_("This rule does not exist: choose one of the list."), "code")
    if (value is None) == (not text.strip()) or (value is None) != (known[0].value is None):
        raise RuleRefused(_("Write the value as a number.") if known[0].value is not None else _("Write the value as a text."), "value")
    if len(source.strip()) < 3:
        raise RuleRefused(_("Write where the value comes from: the law, the minutes, the page."), "source")
    if valid_to and valid_to < valid_from:
        raise RuleRefused(_("The last day comes before the first one."), "valid_to")


def _refuse_beyond(laws: list[Parameter], value: Decimal | None, text: str, valid_from: date, valid_to: date | None) -> None:
    """Refuse an own value that on some day of its own goes beyond what the law leaves to the statute."""
    for law in laws:
        touches = (valid_to is None or law.valid_from is None or law.valid_from <= valid_to) and (law.valid_to is None or law.valid_to >= valid_from)
        beyond = bounds.fault(law, value, text) if touches else None
        if beyond and law.valid_from and law.valid_from > valid_from:
            raise RuleRefused(_("From %(day)s: %(fault)s") % {"day": day(law.valid_from), "fault": beyond[0].lower() + beyond[1:]}, "value")
        if beyond:
            raise RuleRefused(beyond, "value")


def _make_room(known: list[Parameter], valid_from: date, valid_to: date | None) -> None:
    """End the version in force the day before; refuse what would overlap a later one."""
    for row in known:
        starts_before = row.valid_from is None or row.valid_from < valid_from
        still_valid = row.valid_to is None or row.valid_to >= valid_from
        if starts_before and still_valid:
            row.valid_to = valid_from - timedelta(days=1)
            row.save(update_fields=["valid_to"])
        elif still_valid and (valid_to is None or row.valid_from is None or row.valid_from <= valid_to):
            raise RuleRefused(_("Another value already starts in these days: choose other dates."), "valid_from")


def _load(origin: str, row: files.Row, own: list[Parameter], there: dict[tuple[str, date | None], Parameter]) -> str:
    if _covered(row, own):
        return "kept"
    values = {name: getattr(row, name) for name in _FIELDS} | {"choices": "|".join(row.choices), "basis": Parameter.Basis.LAW}
    later = [
        mine.valid_from for mine in own if mine.code == row.code and mine.valid_from and (row.valid_from is None or mine.valid_from > row.valid_from)
    ]
    if later and (row.valid_to is None or min(later) <= row.valid_to):
        values["valid_to"] = min(later) - timedelta(days=1)
    present = there.get((row.code, row.valid_from))
    if present is None:
        Parameter.objects.create(code=row.code, valid_from=row.valid_from, origin=origin, **values)
        return "added"
    if present.origin == origin and all(getattr(present, name) == value for name, value in values.items()):
        return "same"
    Parameter.objects.filter(pk=present.pk).update(origin=origin, **values)
    return "changed"


def _covered(row: files.Row, own: list[Parameter]) -> bool:
    """True when a row of the cooperative's own stands on the first day of the file's row."""
    return any(
        mine.code == row.code
        and (mine.valid_from == row.valid_from or (mine.valid_from and row.valid_from and mine.valid_from < row.valid_from))
        and (mine.valid_to is None or row.valid_from is None or mine.valid_to >= row.valid_from)
        for mine in own
    )
