"""Decisions about duplicates: two different ones, or one and the same. Each is a person's, and a merge can be undone as a whole (people P3)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.duplicates import moving
from vivaio_core.people.duplicates.decided import tell_different
from vivaio_core.people.duplicates.models import DuplicatePair, Merge
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import CollectivityMember, Identifier, MemberNumber, Party
from vivaio_core.people.services import CORRECTABLE
from vivaio_core.trail.services import record

State = DuplicatePair.State
FILLED = tuple(name for name in CORRECTABLE if name not in ("first_name", "last_name", "display_name"))


def suspect(*, one: Party, other: Party, on: date, actor: User | None) -> DuplicatePair:
    """Put two entries before whoever decides; a pair decided earlier is open again. Raises PermissionDenied, Refused."""
    allow(actor, "people.change_duplicatepair")
    if one.pk == other.pk:
        raise Refused(_("Choose another entry: this is the same one."), "other")
    first, second = sorted((one, other), key=lambda party: party.pk)
    with transaction.atomic():
        pair, _created = DuplicatePair.objects.get_or_create(party_a=first, party_b=second, defaults={"found_on": on})
        if pair.state in (State.IGNORED, State.UNDONE):
            pair.state = State.OPEN
            pair.save(update_fields=["state"])
        return pair


def ignore(*, pair: DuplicatePair, note: str, actor: User | None) -> DuplicatePair:
    """Say that two entries are two different ones. Raises PermissionDenied, Refused (decided already)."""
    allow(actor, "people.change_duplicatepair")
    with transaction.atomic():
        current = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
        if current.state not in (State.OPEN, State.UNDONE):
            raise Refused(_("Somebody has decided this already."))
        current.state, current.note, current.ignored_by = State.IGNORED, " ".join(note.split())[:200], actor
        current.save(update_fields=["state", "note", "ignored_by"])
        tell_different(current, actor)
        return current


def merge(*, winner: Party, loser: Party, actor: User | None) -> Merge:
    """Make one of two entries: everything of `loser` goes to `winner`, and `loser` stays as «merged into» it. Books are never rewritten.

    Raises PermissionDenied; Refused when the loser is in the register or a row cannot move: then nothing has happened.
    """
    allow(actor, "people.add_merge")
    with transaction.atomic():
        rows = {party.pk: party for party in Party.objects.select_for_update().filter(pk__in=[winner.pk, loser.pk]).order_by("pk")}
        if len(rows) != 2:
            raise Refused(_("Choose another entry: this is the same one."), "other")
        kept, gone = rows[winner.pk], rows[loser.pk]
        _refuse(kept, gone)
        before = {"winner": _data(kept), "loser_login": gone.login_id, "codes": _retire_codes(kept, gone), "groups": _leave_shared_groups(kept, gone)}
        moves = moving.move_all(gone, kept)
        gone.status, gone.merged_into, login, gone.login = Party.Status.MERGED, kept, gone.login, None
        gone.save(update_fields=["status", "merged_into", "login"])
        _fill(kept, gone, login)
        made = Merge.objects.create(winner=kept, loser=gone, moves=moving.printed(moves), before={**before, "after": _data(kept)})
        _settle_pair(kept, gone, State.MERGED)
        _record("people.merge", made, actor)
        return made


def undo_merge(*, made: Merge, actor: User | None) -> Merge:
    """Take a merge back as a whole, as long as nothing else has touched what it moved. Raises PermissionDenied, Refused."""
    allow(actor, "people.add_merge")
    with transaction.atomic():
        current = Merge.objects.select_for_update().get(pk=made.pk)
        rows = {party.pk: party for party in Party.objects.select_for_update().filter(pk__in=[current.winner_id, current.loser_id]).order_by("pk")}
        kept, gone = rows[current.winner_id], rows[current.loser_id]
        if current.undone_at or gone.merged_into_id != kept.pk or kept.status != Party.Status.ACTIVE:
            raise Refused(_("This merge was undone already, or the entry that stayed is no longer in use."))
        if _data(kept) != current.before["after"]:
            raise Refused(_("The data of %(name)s were corrected after the merge: it can no longer be undone as a whole.") % {"name": kept})
        moving.move_back(current.moves, kept, gone)
        Identifier.objects.filter(pk__in=current.before["codes"]).update(active=True)
        CollectivityMember.objects.filter(pk__in=current.before["groups"]).update(to_on=None)
        _restore(kept, gone, current.before)
        current.undone_at = timezone.now()
        current.save(update_fields=["undone_at"])
        _settle_pair(kept, gone, State.UNDONE)
        _record("people.undo_merge", current, actor)
        return current


def _refuse(kept: Party, gone: Party) -> None:
    for party in (kept, gone):
        if party.status != Party.Status.ACTIVE:
            raise Refused(_("%(name)s is no longer in use.") % {"name": party})
    if kept.kind != gone.kind:
        raise Refused(_("A person and an organisation cannot be one and the same."))
    booked = {number.party_id for number in MemberNumber.objects.filter(party__in=[kept, gone])}
    if len(booked) == 2:
        raise Refused(_("Both are in the register of members, and the register is never rewritten: close one membership first, then leave both."))
    if gone.pk in booked:
        raise Refused(_("%(name)s is in the register of members: keep that entry and merge the other one into it.") % {"name": gone})
    if kept.login_id and gone.login_id:
        raise Refused(_("Both enter the member area: close one of the two accesses first."))


def _retire_codes(kept: Party, gone: Party) -> list[int]:
    """A scheme has one active code: the loser's goes to the history where the winner has its own. Return their ids."""
    own = set(kept.identifiers.filter(active=True).values_list("scheme", flat=True))
    if Identifier.Scheme.CF in own:
        own.add(Identifier.Scheme.CF_PROVISIONAL)
    codes = gone.identifiers.filter(active=True, scheme__in=own)
    ids = list(codes.values_list("pk", flat=True))
    Identifier.objects.filter(pk__in=ids).update(active=False)
    return ids


def _leave_shared_groups(kept: Party, gone: Party) -> list[int]:
    """Nobody belongs twice to a group: the loser's belonging ends on the day it began. Return their ids."""
    own = kept.belongings.filter(to_on__isnull=True).values("collectivity")
    ids = []
    for belonging in gone.belongings.filter(to_on__isnull=True, collectivity__in=own):
        belonging.to_on = belonging.from_on
        belonging.save(update_fields=["to_on"])
        ids.append(belonging.pk)
    return ids


def _data(party: Party) -> dict[str, Any]:
    """What a merge may fill, ready to be kept."""
    return {
        name: getattr(party, name).isoformat() if isinstance(getattr(party, name), date) else getattr(party, name) for name in (*FILLED, "login_id")
    }


def _fill(kept: Party, gone: Party, login: User | None) -> None:
    """Where the winner says nothing, what the loser said."""
    for name in FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    kept.login = kept.login or login
    kept.save(update_fields=[*FILLED, "login"])


def _restore(kept: Party, gone: Party, before: dict[str, Any]) -> None:
    for name, value in before["winner"].items():
        setattr(kept, name, date.fromisoformat(value) if name == "birth_date" and value else value)
    kept.save(update_fields=[*FILLED, "login"])
    gone.status, gone.merged_into, gone.login_id = Party.Status.ACTIVE, None, before["loser_login"]
    gone.save(update_fields=["status", "merged_into", "login"])


def _settle_pair(kept: Party, gone: Party, state: str) -> None:
    first, second = sorted((kept, gone), key=lambda party: party.pk)
    pair, _created = DuplicatePair.objects.get_or_create(party_a=first, party_b=second, defaults={"found_on": timezone.localdate()})
    pair.state = state
    pair.save(update_fields=["state"])


def _record(kind: str, made: Merge, actor: User | None) -> None:
    for subject, other in ((made.winner, made.loser), (made.loser, made.winner)):
        payload = {"other": other.display_name, "rows": len(made.moves), "mutation": str(made.mutation_id)}
        record(kind=kind, actor=actor, subject=subject, target=f"people.Merge:{made.pk}", payload=payload)
