"""Every write about distributors; the trail tells each."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.suppliers.models import Distributor
from vivaio_core.trail.services import record


def agree_distributor(*, party: Party, kind: str, distributes: str, on: date, actor: User | None) -> Distributor:
    """Write down that a party distributes from the day `on`; one of before begins again. Raises PermissionDenied, Refused when it does already."""
    allow(actor, "suppliers.add_distributor")
    if kind not in Distributor.Kind.values:
        raise Refused(_("Choose what it is."), "kind")
    with transaction.atomic():
        Party.objects.select_for_update().get(pk=party.pk)
        known = Distributor.objects.select_for_update().filter(party=party).first()
        if known and known.ended_on is None:
            raise Refused(_("%(party)s is already among the distributors.") % {"party": party})
        if known and known.ended_on and on < known.ended_on:
            raise Refused(_("It still was a distributor on that day."), "on")
        made = known or Distributor(party=party)
        made.kind, made.distributes, made.started_on, made.ended_on = kind, " ".join(distributes.split())[:160], on, None
        made.save()
        _told("suppliers.agree", made, actor, on=on.isoformat())
        return made


def end_distributor(*, distributor: Distributor, on: date, reason: str, actor: User | None) -> Distributor:
    """End the agreement: `on` is the first day out. Raises PermissionDenied, Refused."""
    allow(actor, "suppliers.change_distributor")
    if not reason.strip():
        raise Refused(_("Write why it stops."), "reason")
    with transaction.atomic():
        current = Distributor.objects.select_for_update(of=("self",)).select_related("party").get(pk=distributor.pk)
        if current.ended_on:
            raise Refused(_("%(party)s is no longer a distributor.") % {"party": current})
        if on < current.started_on:
            raise Refused(_("It cannot end before it began."), "on")
        current.ended_on = on
        current.save(update_fields=["ended_on"])
        _told("suppliers.end_agreement", current, actor, on=on.isoformat(), reason=reason.strip()[:200])
        return current


def _told(kind: str, made: Distributor, actor: User | None, **payload: str) -> None:
    record(kind=kind, actor=actor, subject=made.party, target=f"suppliers.Distributor:{made.pk}", payload=payload)
