"""Who may stay as they are and who must sign: people P18 as pure functions on lists, without a database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

BEFORE_ALL = 0
"""The number that stands for a signature never asked: those who were in before the signature was required."""


class Reason(StrEnum):
    """Why somebody stands as they do."""

    NO_TEXT = "no_text"
    SIGNED = "signed"
    EXEMPT = "exempt"
    TO_SIGN = "to_sign"
    MISSED = "missed"
    NEVER = "never"


@dataclass(frozen=True)
class Text:
    """A published version: its `number`, its first day in force, the last day to sign again (None: earlier signatures stay good)."""

    number: int
    in_force_from: date
    resign_by: date | None = None


@dataclass(frozen=True)
class Signed:
    """The version `number` was signed on the day `on`."""

    number: int
    on: date


@dataclass(frozen=True)
class Standing:
    """What P18 answers: `must_sign` is the number of the version to sign, `by` the last day to do so while it has not passed,
    `since_invalid` the first of the days without a valid signature."""

    valid: bool
    must_sign: int | None
    by: date | None
    since_invalid: date | None
    reason: Reason


def in_force(texts: Iterable[Text], on: date) -> Text | None:
    """The version in force on the day: the latest of those that have begun."""
    return max((text for text in texts if text.in_force_from <= on), key=lambda text: (text.in_force_from, text.number), default=None)


def standing(texts: Sequence[Text], signed: Sequence[Signed], on: date, *, since: date | None = None, exempt: bool = False) -> Standing:
    """How somebody stands on the day `on`.

    `since` is the first day on which the signature was due (None: nobody asked for it); `exempt` says that they were in before it was required:
    they stand as if they had signed a version before all others, so that only a version that asks everybody to sign again concerns them.
    """
    now = in_force(texts, on)
    if now is None:
        return Standing(True, None, None, None, Reason.NO_TEXT)
    last = _last(signed, on, exempt)
    if not _valid(texts, last, on):
        unasked = last is None and since is None
        invalid_from = None if unasked else _since(texts, signed, on, since, exempt)
        return Standing(False, now.number, None, invalid_from, Reason.NEVER if last is None else Reason.MISSED)
    pending = [text.resign_by for text in texts if text.in_force_from <= on and text.resign_by and text.number > (last or 0)]
    if pending:
        return Standing(True, now.number, min(pending), None, Reason.TO_SIGN)
    return Standing(True, None, None, None, Reason.EXEMPT if last == BEFORE_ALL else Reason.SIGNED)


def needed(texts: Iterable[Text], on: date) -> tuple[int, int]:
    """The least version that keeps somebody valid on the day, and the least that leaves nothing to sign; 0 when any signature will do."""
    asking = [text for text in texts if text.in_force_from <= on and text.resign_by]
    missed = max((text.number for text in asking if text.resign_by and text.resign_by < on), default=0)
    return missed, max((text.number for text in asking), default=0)


def _last(signed: Iterable[Signed], on: date, exempt: bool) -> int | None:
    """The newest version signed by the end of the day."""
    return max((one.number for one in signed if one.on <= on), default=BEFORE_ALL if exempt else None)


def _valid(texts: Iterable[Text], last: int | None, on: date) -> bool:
    """The sentence of P18: every later version in force asks nothing, or its deadline has not passed, or it or a newer one is signed."""
    if last is None:
        return False
    return all(text.resign_by is None or on <= text.resign_by or text.number <= last for text in texts if text.in_force_from <= on)


def _since(texts: Sequence[Text], signed: Sequence[Signed], on: date, since: date | None, exempt: bool) -> date:
    """The first day of the present run of days without a valid signature: nothing changes between the days on which something happens."""
    first = min(text.in_force_from for text in texts)
    start = max(first, since) if since else first
    ends = [text.resign_by + timedelta(days=1) for text in texts if text.resign_by]
    turns = sorted({start, *ends, *(text.in_force_from for text in texts), *(one.on for one in signed)}, reverse=True)
    found = on
    for turn in (day for day in turns if start <= day <= on):
        if _valid(texts, _last(signed, turn, exempt), turn):
            break
        found = turn
    return found
