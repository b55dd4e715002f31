"""Writes about relations."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.trail.services import record

Kind = PartyRelation.Kind
BY_PERSONS = (Kind.REPRESENTS, Kind.EMPLOYEE_OF, Kind.FAMILY_OF, Kind.HEIR_OF, Kind.COMMON_REPRESENTATIVE)
TO_PERSONS = (Kind.FAMILY_OF, Kind.HEIR_OF, Kind.COMMON_REPRESENTATIVE)


def relate(*, source: Party, target: Party, kind: str, on: date, actor: User | None, note: str = "") -> PartyRelation:
    """Say what `source` is to `target` from the day `on`. Raises PermissionDenied, Refused."""
    allow(actor, "people.change_party")
    if kind not in Kind.values:
        raise Refused(_("Choose the relation."), "kind")
    with transaction.atomic():
        both = {one.pk: one for one in Party.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk")}
        _refuse(both[source.pk], both[target.pk], kind)
        if PartyRelation.objects.filter(source=source, target=target, kind=kind, to_on__isnull=True).exists():
            raise Refused(_("This relation is written down already."), "kind")
        made = PartyRelation.objects.create(source=source, target=target, kind=kind, from_on=on, note=" ".join(note.split())[:200])
        _record("people.relate", made, on, actor)
        return made


def end_relation(*, relation: PartyRelation, on: date, actor: User | None) -> PartyRelation:
    """End a relation: `on` is the first day on which it no longer holds. Raises PermissionDenied, Refused."""
    allow(actor, "people.change_party")
    with transaction.atomic():
        current = PartyRelation.objects.select_for_update().select_related("source", "target").get(pk=relation.pk)
        if current.to_on is not None:
            raise Refused(_("This relation has ended already."))
        if on < current.from_on:
            raise Refused(_("The relation cannot end before it began."), "on")
        current.to_on = on
        current.save(update_fields=["to_on"])
        _record("people.unrelate", current, on, actor)
        return current


def _refuse(source: Party, target: Party, kind: str) -> None:
    if source.pk == target.pk:
        raise Refused(_("A relation is between two different ones."), "other")
    if source.status != Party.Status.ACTIVE or target.status != Party.Status.ACTIVE:
        raise Refused(_("One of the two is no longer in use."), "other")
    if kind in BY_PERSONS and source.kind != Party.Kind.PERSON:
        raise Refused(_("Only a person can be this: %(name)s is an organisation.") % {"name": source}, "kind")
    if kind in TO_PERSONS and target.kind != Party.Kind.PERSON:
        raise Refused(_("One can be this only of a person: %(name)s is an organisation.") % {"name": target}, "kind")


def _record(kind: str, relation: PartyRelation, on: date, actor: User | None) -> None:
    target = f"people.PartyRelation:{relation.pk}"
    for subject, other in ((relation.source, relation.target), (relation.target, relation.source)):
        payload = {"relation": relation.kind, "who": relation.source_id, "with": other.display_name, "on": on.isoformat()}
        payload["from_here"] = subject == relation.source
        record(kind=kind, actor=actor, subject=subject, target=target, payload=payload)
