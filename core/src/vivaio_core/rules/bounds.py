"""What the cooperative's own value may be, given the value of the law (people P30): never beyond."""

from decimal import Decimal
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from vivaio_core.pages.numbers import euros

NO, LOWER, RAISE, FREE = "no", "lower", "raise", "free"
CENTS = "centesimi"


class Bounded(Protocol):
    """A value of the law, with what the statute may do to it."""

    @property
    def number(self) -> Decimal | None:
        """The value; None for a rule that is a word."""

    @property
    def text(self) -> str:
        """The word; empty for a rule that is a number."""

    @property
    def unit(self) -> str:
        """The unit of the value."""

    @property
    def statute(self) -> str:
        """One of NO, LOWER, RAISE, FREE."""

    @property
    def statute_min(self) -> Decimal | None:
        """The least own value, if there is one."""

    @property
    def statute_max(self) -> Decimal | None:
        """The greatest own value, if there is one."""

    @property
    def choices(self) -> str:
        """The words that may be written, parted by «|»; empty for any."""


def reach(law: Bounded) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest own number, both included; None where there is no end."""
    if law.statute == NO:
        return law.number, law.number
    if law.statute == LOWER:
        return law.statute_min, law.number
    return (law.number if law.statute == RAISE else law.statute_min), law.statute_max


def within(law: Bounded, number: Decimal | None, text: str) -> bool:
    """True when the own value is one the law leaves to the statute."""
    if law.number is None or number is None:
        same_kind = law.number is None and number is None
        allowed = [law.text] if law.statute == NO else law.choices.split("|") if law.choices else [text]
        return same_kind and text in allowed
    least, most = reach(law)
    return (least is None or least <= number) and (most is None or number <= most)


def fault(law: Bounded, number: Decimal | None, text: str) -> str | None:
    """Why the own value goes beyond, in words; None when it does not."""
    return None if within(law, number, text) else _("%(law)s %(statute)s") % {"law": lays_down(law), "statute": may(law)}


def lays_down(law: Bounded) -> str:
    """«La legge fissa 60 giorni:», or what to start from where the statute chooses."""
    text = _("The value to start from is %(value)s:") if law.statute == FREE else _("The law lays down %(value)s:")
    return text % {"value": told(law)}


def may(law: Bounded) -> str:
    """What the statute may do, as the end of a sentence."""
    if law.statute == NO:
        return _("the statute cannot change it.")
    if law.number is None:
        return (
            _("the statute may choose among: %(words)s.") % {"words": law.choices.replace("|", ", ")}
            if law.choices
            else _("the statute may write another.")
        )
    least, most = ("" if end is None else amount(end, CENTS if law.unit == CENTS else "") for end in reach(law))
    if law.statute == LOWER:
        return _("the statute may only lower it, not below %(least)s.") % {"least": least} if least else _("the statute may only lower it.")
    if law.statute == RAISE:
        return _("the statute may only raise it, not above %(most)s.") % {"most": most} if most else _("the statute may only raise it.")
    return _free(least, most)


def _free(least: str, most: str) -> str:
    if least and most:
        return _("the statute may choose from %(least)s to %(most)s.") % {"least": least, "most": most}
    if least:
        return _("the statute may choose, not below %(least)s.") % {"least": least}
    return _("the statute may choose, not above %(most)s.") % {"most": most} if most else _("the statute may choose freely.")


def told(row: Bounded) -> str:
    """A value as people read it: «60 giorni», or the word."""
    return f"«{row.text}»" if row.number is None else amount(row.number, row.unit)


def amount(value: Decimal, unit: str) -> str:
    """A number with its unit, without idle zeros; cents also in euro."""
    places = max(0, -int(value.normalize().as_tuple().exponent))
    written = f"{number_format(value, places, use_l10n=True, force_grouping=True)} {unit}".strip()
    return f"{written} ({euros(int(value))})" if unit == CENTS else written
