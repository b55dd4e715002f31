"""The prevalence told in words: what the years come to, the thresholds and where they come from."""

from datetime import date

from django.utils.translation import gettext as _

from vivaio_core.mutuality.prevalence import Band, Standing
from vivaio_core.pages.banded import Limit
from vivaio_core.pages.numbers import plain
from vivaio_core.rules.selectors import rule

BANDS = ((Band.ALERT, "prevalence.threshold"), (Band.ATTENTION, "prevalence.band_alert"), (Band.OK, "prevalence.band_ok"))


def standing(found: Standing, on: date) -> str:
    """What the approved years make of the cooperative, with the number of years of the rule in force on the day."""
    loss = rule("prevalence.loss_years", on)
    texts = {
        Standing.PREVALENT: _("In the approved years the exchange with members prevails."),
        Standing.FIRST_BELOW: _("In the last approved year the exchange with members does not prevail. After %(years)s years in a row it is lost."),
        Standing.LOST: _("Prevalence is lost: %(years)s years in a row the exchange with members did not prevail. It stays lost until the return."),
    }
    return f"{texts[found] % {'years': loss.days}} ({loss.source})"


def limits(on: date) -> list[Limit]:
    """Where each band begins, rising."""
    return [Limit(float(rule(code, on).value), str(band)) for band, code in BANDS]


def rules(on: date) -> list[tuple[str, str, bool]]:
    """Each threshold in words, its source, and whether somebody must still confirm it."""
    lines = {
        Band.ALERT: _("Prevalent above %(value)s %%; below it the year is “%(below)s”."),
        Band.ATTENTION: _("Below %(value)s %% it is an alarm."),
        Band.OK: _("From %(value)s %% up it is safe; below it calls for attention."),
    }
    found = [(band, rule(code, on)) for band, code in BANDS]
    return [(lines[band] % {"value": plain(float(one.value)), "below": Band.BELOW}, one.source, one.mark == "unverified") for band, one in found]
