"""Reads dated parameters. A date outside every validity is an error, never a guess."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vivaio_core.contract.errors import ContractError


class NoRuleForDate(ContractError):
    """No parameter is valid on the date; the text says which dates are covered and what to do."""


@dataclass(frozen=True)
class Rule:
    """One dated value: `code`, `value`, `unit`, validity `[valid_from, valid_to]` (both days included), source, mark."""

    id: int
    code: str
    value: Decimal
    unit: str
    valid_from: date | None
    valid_to: date | None
    source: str
    mark: str


def rule(code: str, on: date) -> Rule:
    """The value of `code` on the day `on`. Raises NoRuleForDate."""
    raise NotImplementedError
