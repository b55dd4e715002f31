"""Price tiers: which are reached, which is next, how many are missing (energy E10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Tier:
    """One step: `threshold` adhesions give `benefit`."""

    threshold: int
    benefit: str


@dataclass(frozen=True)
class Progress:
    """Where a campaign stands. `following` is the next tier, None after the last one."""

    counted: int
    tiers: tuple[Tier, ...]
    places: int | None = None

    @property
    def reached(self) -> Tier | None:
        """The highest tier reached: its threshold is not above the count."""
        return next((tier for tier in reversed(self.tiers) if self.counted >= tier.threshold), None)

    @property
    def following(self) -> Tier | None:
        """The first tier not reached yet."""
        return next((tier for tier in self.tiers if self.counted < tier.threshold), None)

    @property
    def missing(self) -> int:
        """Adhesions missing to the next tier; 0 after the last one."""
        return self.following.threshold - self.counted if self.following else 0

    @property
    def goal(self) -> int:
        """The number that a progress bar fills up to: the next threshold or, after the last one, the last or the count."""
        if self.following:
            return self.following.threshold
        return max([self.counted, *(tier.threshold for tier in self.tiers)], default=0)

    @property
    def places_left(self) -> int | None:
        """Places still free; None without a limit."""
        return None if self.places is None else max(0, self.places - self.counted)

    def words(self) -> str:
        """The public sentence; after the last tier nothing is missing."""
        adhesions = ngettext("%(count)d adhesion", "%(count)d adhesions", self.counted) % {"count": self.counted}
        if not self.following:
            return _("%(adhesions)s: the best price is reached") % {"adhesions": adhesions} if self.tiers else adhesions
        missing = ngettext("%(count)d is missing to the next tier", "%(count)d are missing to the next tier", self.missing) % {"count": self.missing}
        return _("%(adhesions)s of %(goal)d, %(missing)s") % {"adhesions": adhesions, "goal": self.goal, "missing": missing}


def progress(counted: int, tiers: Sequence[Tier], places: int | None = None) -> Progress:
    """The progress of `counted` adhesions over tiers given in any order."""
    return Progress(counted, tuple(sorted(tiers, key=lambda tier: tier.threshold)), places)
