"""On which days the instalments of a monthly order fall. Pure functions."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date


def in_month(year: int, month: int, day: int) -> date:
    """That day of the month; the last one of a month that is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def falls(day: int, first: date, last: date) -> Iterator[date]:
    """All days `day` of the months between the two days, both included."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        found = in_month(year, month, day)
        if first <= found <= last:
            yield found
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def next_after(day: int, after: date) -> date:
    """The first such day behind `after`."""
    found = in_month(after.year, after.month, day)
    if found > after:
        return found
    year, month = (after.year + 1, 1) if after.month == 12 else (after.year, after.month + 1)
    return in_month(year, month, day)
