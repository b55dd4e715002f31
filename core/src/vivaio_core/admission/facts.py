"""What this room tells the others: somebody was entered in the register."""

from dataclasses import dataclass
from datetime import date

from django.dispatch import Signal


@dataclass(frozen=True)
class MemberAdmitted:
    """`on` is the first day of the membership; `party` and `membership` are ids."""

    party: int
    membership: int
    on: date


member_admitted = Signal()
"""Sent with `fact=MemberAdmitted(…)` once the transaction that admitted is committed."""
