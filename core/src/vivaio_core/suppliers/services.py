"""Every write about suppliers; the trail tells each."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.documents.selectors import charter_blocks_supplier
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.suppliers import states
from vivaio_core.suppliers.models import Supplier
from vivaio_core.trail.acts import Act
from vivaio_core.trail.services import record, record_all


@dataclass(frozen=True)
class Profile:
    """What the cooperative knows of a supplier. `coop_type` is one of Supplier.CoopType, only for cooperatives."""

    supplies: str = ""
    is_cooperative: bool = False
    coop_type: str = ""
    employs_disadvantaged: bool = False
    local: bool = False
    staff_count: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Known:
    """A supplier to bring in with its days: a candidate without `started_on`, gone with `ended_on`."""

    party: Party
    profile: Profile
    proposed_on: date
    started_on: date | None = None
    ended_on: date | None = None


def propose_supplier(*, party: Party, profile: Profile, actor: User | None) -> Supplier:
    """Write down a candidate. Raises PermissionDenied, Refused when the party is a supplier already."""
    allow(actor, "suppliers.add_supplier")
    values = _clean(profile)
    with transaction.atomic():
        Party.objects.select_for_update().get(pk=party.pk)
        if Supplier.objects.filter(party=party).exists():
            raise Refused(_("%(party)s is already among the suppliers.") % {"party": party}, "party")
        made = Supplier.objects.create(party=party, **values)
        _told("suppliers.propose", made, actor)
        return made


def correct_supplier(*, supplier: Supplier, profile: Profile, actor: User | None) -> Supplier:
    """Change what is known of a supplier. Raises PermissionDenied, Refused."""
    allow(actor, "suppliers.change_supplier")
    values = _clean(profile)
    with transaction.atomic():
        current = _locked(supplier)
        for name, value in values.items():
            setattr(current, name, value)
        current.save(update_fields=list(values))
        _told("suppliers.correct", current, actor)
        return current


def start_supplier(*, supplier: Supplier, on: date, actor: User | None) -> Supplier:
    """Begin to buy from a candidate: `on` is the first day. Raises PermissionDenied, IllegalTransition; Refused while the charter of that day
    is not signed (people P16)."""
    allow(actor, "suppliers.change_supplier")
    with transaction.atomic():
        current = _locked(supplier)
        current.state = states.after(current, "start")
        hindrance = charter_blocks_supplier(current.party, on)
        if hindrance:
            raise Refused(hindrance)
        current.started_on = on
        current.save(update_fields=["state", "started_on"])
        _told("suppliers.start", current, actor, on=on.isoformat())
        return current


def end_supplier(*, supplier: Supplier, on: date, reason: str, actor: User | None) -> Supplier:
    """Stop buying from it: `on` is the first day out; open debts are still paid. Raises PermissionDenied, IllegalTransition, Refused."""
    allow(actor, "suppliers.change_supplier")
    if not reason.strip():
        raise Refused(_("Write why it stops."), "reason")
    with transaction.atomic():
        current = _locked(supplier)
        current.state = states.after(current, "end")
        if current.started_on and on < current.started_on:
            raise Refused(_("It cannot end before it began."), "on")
        current.ended_on = on
        current.save(update_fields=["state", "ended_on"])
        _told("suppliers.end", current, actor, on=on.isoformat(), reason=reason.strip()[:200])
        return current


def reopen_supplier(*, supplier: Supplier, actor: User | None) -> Supplier:
    """Make somebody who was a supplier a candidate again; the days of before stay in the trail. Raises PermissionDenied, IllegalTransition."""
    allow(actor, "suppliers.change_supplier")
    with transaction.atomic():
        current = _locked(supplier)
        current.state, before = states.after(current, "reopen"), (current.started_on, current.ended_on)
        current.started_on = current.ended_on = None
        current.save(update_fields=["state", "started_on", "ended_on"])
        days = {name: value.isoformat() if value else "" for name, value in zip(("from", "until"), before, strict=True)}
        _told("suppliers.reopen", current, actor, **days)
        return current


def bring_in_suppliers(*, known: Sequence[Known], actor: User | None) -> list[Supplier]:
    """Write many down with their own days, all or none; the charter of the past is not asked. Raises PermissionDenied, Refused."""
    allow(actor, "suppliers.add_supplier")
    rows = []
    for one in known:
        state = states.State.ENDED if one.ended_on else states.State.ACTIVE if one.started_on else states.State.CANDIDATE
        rows.append(Supplier(party=one.party, state=state, started_on=one.started_on, ended_on=one.ended_on, **_clean(one.profile)))
    with transaction.atomic():
        made = Supplier.objects.bulk_create(rows, batch_size=500)
        acts = [act for one, row in zip(known, made, strict=True) for act in _acts(one, row, actor)]
        record_all(acts=sorted(acts, key=lambda act: act.at or timezone.now()))
        return made


def _acts(one: Known, row: Supplier, actor: User | None) -> list[Act]:
    days = {"suppliers.propose": one.proposed_on, "suppliers.start": one.started_on, "suppliers.end": one.ended_on}
    made = []
    for kind, on in days.items():
        if on:
            payload = {"on": on.isoformat()}
            at = timezone.make_aware(datetime.combine(on, time(10, on.toordinal() % 60)))
            made.append(Act(kind, actor, one.party, f"suppliers.Supplier:{row.pk}", payload, at))
    return made


def _locked(supplier: Supplier) -> Supplier:
    return Supplier.objects.select_for_update(of=("self",)).select_related("party").get(pk=supplier.pk)


def _clean(profile: Profile) -> dict[str, Any]:
    values = {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in asdict(profile).items()}
    if values["coop_type"] and not values["is_cooperative"]:
        raise Refused(_("Only a cooperative has a kind of cooperative."), "coop_type")
    if values["coop_type"] and values["coop_type"] not in Supplier.CoopType.values:
        raise Refused(_("Choose which cooperative it is."), "coop_type")
    return {**values, "supplies": values["supplies"][:160], "note": values["note"][:300]}


def _told(kind: str, supplier: Supplier, actor: User | None, **payload: str) -> None:
    record(kind=kind, actor=actor, subject=supplier.party, target=f"suppliers.Supplier:{supplier.pk}", payload=payload)
