"""Figures of the circuit for the transparency page: sums of many, never of one."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from vivaio_core.pages.numbers import plain
from vivaio_core.site.plugin import Indicator
from vivaio_liberex.selectors.figures import circuit
from vivaio_liberex.words import choices


def all_of(on: date) -> list[Indicator]:
    """Who takes part, what passed in a year, what circulates; nothing while nobody takes part."""
    found, unit, url = circuit(on), choices().unit_name, reverse("liberex:service")
    if not found.participants:
        return []
    shown = [Indicator("liberex.participants", _("Participants of the circuit of credits"), plain(found.participants), url=url)]
    if found.turnover is not None and found.in_circulation is not None:
        year = Indicator("liberex.turnover", _("Credits paid between participants in a year"), plain(found.turnover // 100), unit, url=url)
        held = Indicator("liberex.circulation", _("Credits in circulation"), plain(found.in_circulation // 100), unit, url=url)
        shown += [year, held]
    return shown
