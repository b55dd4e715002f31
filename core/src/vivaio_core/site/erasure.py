"""What rooms and plugins say about the personal data they hold, and the plan by which those data go (people P29). No database here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Disposal(StrEnum):
    """What becomes of personal data: they stay, they no longer point at anybody, or their rows go."""

    KEEP = "keep"
    PSEUDONYMISE = "pseudonymise"
    DELETE = "delete"


@dataclass(frozen=True)
class DataClass:
    """One kind of personal data held about a party: `count` rows, and what an erasure does with them once nothing asks to keep them.

    `retention` names a dated rule whose value is the years that the data must stay, counted from `since`; `ground` says why, in words.
    `in_force` is a bond that is still alive (a membership, a supply): as long as there is one, nothing of the party can be erased.
    """

    code: str
    label: str
    count: int
    disposal: Disposal
    ground: str = ""
    retention: str = ""
    since: date | None = None
    in_force: bool = False


@dataclass(frozen=True)
class Line:
    """One line of a plan. `until` is the last day on which kept data must stay; None on a kept line means for ever, or while it is in force."""

    code: str
    label: str
    count: int
    action: Disposal
    ground: str = ""
    until: date | None = None
    in_force: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain data, for the request's row."""
        return {**vars(self), "action": self.action.value, "until": self.until.isoformat() if self.until else None}


@dataclass(frozen=True)
class Plan:
    """What an erasure does, data class by data class. A class that the plan does not name is kept."""

    lines: tuple[Line, ...] = ()

    def action(self, code: str) -> Disposal:
        """What to do with a data class."""
        return next((line.action for line in self.lines if line.code == code), Disposal.KEEP)

    @property
    def obstacles(self) -> list[Line]:
        """The bonds in force; with one of them the plan cannot be carried out."""
        return [line for line in self.lines if line.in_force]

    @property
    def kept_until(self) -> date | None:
        """The last day on which something that will go later must stay; None when nothing is left to do."""
        return max((line.until for line in self.lines if line.until), default=None)

    def as_json(self) -> list[dict[str, Any]]:
        """Plain data, for the request's row."""
        return [line.as_json() for line in self.lines]


def plan_from(content: Sequence[dict[str, Any]]) -> Plan:
    """The plan that `as_json` wrote."""
    return Plan(tuple(_line(row) for row in content))


def joined(classes: Iterable[DataClass]) -> list[DataClass]:
    """Classes of one code brought together: somebody may stand behind several merged entries."""
    found: dict[str, DataClass] = {}
    for one in classes:
        other = found.get(one.code)
        if other is None:
            found[one.code] = one
            continue
        since = max((day for day in (one.since, other.since) if day), default=None)
        both = {"count": one.count + other.count, "since": since, "in_force": one.in_force or other.in_force}
        found[one.code] = DataClass(**{**vars(other), **both})
    return [one for one in found.values() if one.count]


def _line(row: dict[str, Any]) -> Line:
    until = date.fromisoformat(row["until"]) if row.get("until") else None
    return Line(**{**row, "action": Disposal(row["action"]), "until": until})
