"""The assembly approves the prevalence of a year; what it approved is frozen (people P21, P23)."""

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.mutuality.models.years import PrevalenceYear
from vivaio_core.mutuality.selectors.prevalence import fingerprint, prevails, year_of
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Resolution
from vivaio_core.trail.locks import EXCHANGES, hold
from vivaio_core.trail.services import record


def approve_year(*, year: int, resolution: Resolution, actor: User | None) -> PrevalenceYear:
    """Freeze a year's totals as they are now. Raises PermissionDenied; Refused when it is not over, not computable or approved already."""
    allow(actor, "mutuality.add_prevalenceyear")
    if resolution.held_on.year <= year:
        raise Refused(_("A year is approved after it is over."), "held_on")
    with transaction.atomic():
        hold(EXCHANGES)
        found = year_of(year, resolution.held_on)
        if found.approved:
            raise Refused(_("The year %(year)s has been approved already.") % {"year": year})
        if not found.prevalence.computable:
            raise Refused(_("There are no exchanges in %(year)s: the prevalence cannot be computed.") % {"year": year})
        parts = [[part.activity, part.letter, part.prevalence.members_cents, part.prevalence.total_cents] for part in found.parts]
        made = PrevalenceYear.objects.create(
            year=year,
            members_cents=found.prevalence.members_cents,
            total_cents=found.prevalence.total_cents,
            parts=parts,
            source_hash=fingerprint(found.parts),
            resolution=resolution,
        )
        payload = {"year": str(year), "percent": found.prevalence.percent}
        record(kind="mutuality.approve", actor=actor, target=f"mutuality.PrevalenceYear:{made.pk}", payload=payload)
        return made


def record_return(*, year: PrevalenceYear, actor: User | None) -> PrevalenceYear:
    """Write down that the cooperative is prevalent again from this year on. Raises PermissionDenied, Refused for a year below the line."""
    allow(actor, "mutuality.change_prevalenceyear")
    with transaction.atomic():
        current = PrevalenceYear.objects.select_for_update().get(pk=year.pk)
        if not prevails(current):
            raise Refused(_("In %(year)s the members' part is not more than half.") % {"year": current.year})
        if current.returned:
            raise Refused(_("The return is already written down."))
        current.returned = True
        current.save(update_fields=["returned"])
        record(kind="mutuality.return", actor=actor, target=f"mutuality.PrevalenceYear:{current.pk}", payload={"year": str(current.year)})
        return current
