"""Figures of the circuit for the transparency page: sums of many, never of one."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from vivaio_core.pages.numbers import plain
from vivaio_core.site.plugin import Indicator
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.shared_health import shared_health
from vivaio_liberex.words import choices


def all_of(on: date) -> list[Indicator]:
    """Who takes part, what passed in a year, what circulates; nothing while nobody takes part."""
    participants = Participant.objects.exclude(state=Participant.State.CLOSED).count()
    if not participants:
        return []
    unit, url = choices().unit_name, reverse("liberex:service")
    shown = [Indicator("liberex.participants", _("Participants of the circuit of credits"), plain(participants), url=url)]
    health = shared_health(on)
    if health.turnover is not None and health.in_circulation is not None:
        months = [(f"{first:%m/%Y}", turnover / 100) for first, turnover in health.months]
        whole, held = plain(health.turnover // 100), plain(health.in_circulation // 100)
        shown.append(Indicator("liberex.turnover", _("Credits paid between participants in a year"), whole, unit, series=months, url=url))
        shown.append(Indicator("liberex.circulation", _("Credits in circulation"), held, unit, url=url))
    if health.velocity_year is not None:
        shown.append(
            Indicator("liberex.velocity", _("How often a credit was spent in a year"), plain(float(health.velocity_year)), _("times"), url=url)
        )
    return shown
