"""The days on which the banks of the euro area work: not at weekends, nor on the six holidays of their common system (TARGET)."""

from datetime import date, timedelta

FIXED = ((1, 1), (5, 1), (12, 25), (12, 26))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous algorithm of 1876."""
    golden, century, rest = year % 19, year // 100, year % 100
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - shift + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def works(day: date) -> bool:
    """Whether banks work on the day: neither Saturday nor Sunday, New Year, Good Friday, Easter Monday, 1 May, 25 and 26 December."""
    feast = easter(day.year)
    return day.weekday() < 5 and (day.month, day.day) not in FIXED and day not in (feast - timedelta(days=2), feast + timedelta(days=1))


def working_day(day: date) -> date:
    """The day itself, or the next one on which banks work."""
    while not works(day):
        day += timedelta(days=1)
    return day


def after(day: date, count: int) -> date:
    """The day that comes `count` working days later."""
    for _step in range(count):
        day = working_day(day + timedelta(days=1))
    return day
