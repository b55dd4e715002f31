"""Every write about people. Each act checks state and permission and leaves an event in the trail, in one transaction."""

import re
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people import matching, provisional, states
from vivaio_core.people.duplicates.decided import remember_different
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.folding import search_key
from vivaio_core.people.identifiers import Checked
from vivaio_core.people.models import Collectivity, CollectivityKind, CollectivityMember, Identifier, MemberNumber, Party, Resolution
from vivaio_core.people.relations.speaking import party_speaking, speaks_for
from vivaio_core.trail.services import record

CORRECTABLE = (
    *("first_name", "last_name", "display_name", "addressed_as", "birth_date", "birth_place", "birth_place_code"),
    *("legal_form", "language", "email", "phone", "address"),
)
OWN_CORRECTABLE = ("email", "phone", "address", "addressed_as")
PLACE = re.compile(r"[A-Z][0-9]{3}")
OF_PERSONS = ("first_name", "last_name", "addressed_as", "birth_date", "birth_place", "birth_place_code")


def register_party(
    *,
    kind: str = Party.Kind.PERSON,
    birth_date: date | None = None,
    fiscal_code: str = "",
    vat: str = "",
    confirmed: bool = False,
    actor: User | None = None,
    **texts: str,
) -> Party:
    """Write down a person or an organisation; `texts` are the other data that can be corrected (CORRECTABLE), empty when not given.

    `confirmed` says that a person has seen who is alike and it is another one: nobody is asked about the two again.
    Raises PermissionDenied; Refused (no name, unsound or taken code); NeedsDecision (somebody alike).
    """
    allow(actor, "people.add_party")
    _refuse_unknown(texts, CORRECTABLE)
    values = _clean(kind, {**dict.fromkeys(CORRECTABLE, ""), **texts, "birth_date": birth_date})
    codes = {scheme: matching.checked(scheme, raw) for scheme, raw in (("cf", fiscal_code), ("vat", vat)) if raw.strip()}
    with transaction.atomic():
        for scheme, code in codes.items():
            matching.refuse_taken(None, scheme, code)
        names = {"first_name": values["first_name"], "last_name": values["last_name"], "name": values["display_name"]}
        others = matching.decided(matching.alike(party=None, codes=codes, birth_date=birth_date, **names), confirmed)
        party = Party.objects.create(kind=kind, **values)
        for scheme, raw in (("cf", fiscal_code), ("vat", vat)):
            if scheme in codes:
                _identify(party, scheme, raw, codes[scheme])
        record(kind="people.register", actor=actor, subject=party, target=f"people.Party:{party.pk}", payload={"name": party.display_name})
        remember_different(party, others, actor)
        return party


def correct_party(*, party: Party, actor: User | None, **changes: Any) -> Party:
    """Change data of a party; the trail keeps what was there before. Raises PermissionDenied, Refused."""
    allow(actor, "people.change_party")
    return _correct(party, actor, CORRECTABLE, changes)


def correct_own_data(*, actor: User, **changes: Any) -> Party:
    """Somebody changes how we reach and address him, or the organisation for which he acts. Raises Refused when the login has no party."""
    return _correct(party_speaking(actor), actor, OWN_CORRECTABLE, changes)


def add_identifier(
    *, party: Party, scheme: str, raw: str, actor: User | None, confirmed: bool = False, on: date | None = None, evidence: str = ""
) -> Identifier:
    """Give a party a code from the day `on`; an earlier active one of the same scheme is superseded and kept, a provisional one by the definite.

    A provisional code needs `on`: it expires by the rule `identifiers.provisional_months` (I8). Raises PermissionDenied, Refused, NeedsDecision.
    """
    allow(actor, "people.change_party")
    code = matching.checked(scheme, raw)
    with transaction.atomic():
        matching.refuse_taken(party, scheme, code)
        others = matching.decided(matching.alike(party=party, codes={scheme: code}, first_name="", last_name="", name="", birth_date=None), confirmed)
        until = provisional.first_day_out(party, on) if scheme == Identifier.Scheme.CF_PROVISIONAL else None
        present = party.identifiers.filter(scheme=scheme, value=code.value, active=True).first()
        if present:
            return present
        for old in party.identifiers.filter(scheme__in=provisional.replaced_by(scheme), active=True):
            old.active, old.valid_to = False, max(on, old.valid_from or on) if on else old.valid_to
            old.save(update_fields=["active", "valid_to"])
        made = _identify(party, scheme, raw, code, valid_from=on, valid_to=until, evidence=" ".join(evidence.split())[:200])
        payload = {"scheme": scheme, "value": code.value}
        record(kind="people.identify", actor=actor, subject=party, target=f"people.Identifier:{made.pk}", payload=payload)
        remember_different(party, others, actor)
        return made


def propose_collectivity(
    *,
    name: str,
    description: str = "",
    contact: Party | None = None,
    kind: CollectivityKind | None = None,
    parent: Collectivity | None = None,
    actor: User | None,
) -> Collectivity:
    """Write down a group that might be served. Raises PermissionDenied, Refused (no name, name taken)."""
    allow(actor, "people.add_collectivity")
    with transaction.atomic():
        _refuse_name(name, None)
        made = Collectivity.objects.create(name=name.strip(), description=description.strip(), contact=contact, kind=kind, parent=parent)
        record(kind="people.propose_group", actor=actor, target=f"people.Collectivity:{made.pk}", payload={"group": made.name})
        return made


def collectivity_kind(*, name: str, actor: User | None) -> CollectivityKind | None:
    """The kind of group of this name, written down when it is new; none without a name. Raises PermissionDenied."""
    allow(actor, "people.change_collectivity")
    known = CollectivityKind.objects.filter(name__iexact=name.strip()).first()
    return known or (CollectivityKind.objects.create(name=name.strip()) if name.strip() else None)


def correct_collectivity(*, collectivity: Collectivity, name: str, description: str, actor: User | None, **more: Any) -> Collectivity:
    """Change name and description of a group, and whichever of contact, kind and parent are given. Raises PermissionDenied, Refused."""
    allow(actor, "people.change_collectivity")
    _refuse_unknown(more, ("contact", "kind", "parent"))
    with transaction.atomic():
        _refuse_name(name, collectivity)
        _refuse_circle(collectivity, more.get("parent"))
        collectivity.name, collectivity.description = name.strip(), description.strip()
        for field, value in more.items():
            setattr(collectivity, field, value)
        collectivity.save(update_fields=["name", "description", *more])
        record(kind="people.correct_group", actor=actor, target=f"people.Collectivity:{collectivity.pk}", payload={"group": collectivity.name})
        return collectivity


def change_collectivity(*, collectivity: Collectivity, act: str, on: date, actor: User | None, resolution: Resolution | None = None) -> Collectivity:
    """Do `include`, `suspend` or `close` (states.TRANSITIONS). Closing ends all belongings on that day. Raises IllegalTransition."""
    allow(actor, "people.change_collectivity")
    with transaction.atomic():
        current = Collectivity.objects.select_for_update().get(pk=collectivity.pk)
        current.state = states.after(current, act)
        if act == "include":
            current.included_by = resolution or current.included_by
        current.save(update_fields=["state", "included_by"])
        payload = {"group": current.name, "on": on.isoformat()}
        record(kind=f"people.{act}_group", actor=actor, target=f"people.Collectivity:{current.pk}", payload=payload)
        if act == "close":
            for belonging in current.members.filter(to_on__isnull=True).select_related("party"):
                _leave(belonging, on, actor)
        return current


def include_collectivity(*, collectivity: Collectivity, on: date, actor: User | None) -> Collectivity:
    """Put a group on the list of those served. Raises IllegalTransition."""
    return change_collectivity(collectivity=collectivity, act="include", on=on, actor=actor)


def join_collectivity(*, party: Party, collectivity: Collectivity, on: date, actor: User | None, role: str = "") -> CollectivityMember:
    """Put a party into an included group from the day `on`. Raises PermissionDenied, Refused."""
    allow(actor, "people.change_collectivity")
    with transaction.atomic():
        group = Collectivity.objects.select_for_update().get(pk=collectivity.pk)
        if group.state != Collectivity.State.INCLUDED:
            raise Refused(_("“%(name)s” is not on the list of included groups.") % {"name": group.name}, "collectivity")
        if group.members.filter(party=party, to_on__isnull=True).exists():
            raise Refused(_("%(party)s already belongs to “%(name)s”.") % {"party": party, "name": group.name}, "collectivity")
        made = CollectivityMember.objects.create(collectivity=group, party=party, from_on=on, role=role.strip()[:80])
        payload = {"group": group.name, "on": on.isoformat()}
        record(kind="people.join", actor=actor, subject=party, target=f"people.Collectivity:{group.pk}", payload=payload)
        return made


def leave_collectivity(*, party: Party, collectivity: Collectivity, on: date, actor: User | None) -> CollectivityMember:
    """End a belonging: `on` is the first day out. Raises PermissionDenied, Refused."""
    allow(actor, "people.change_collectivity")
    with transaction.atomic():
        belonging = CollectivityMember.objects.select_for_update().filter(collectivity=collectivity, party=party, to_on__isnull=True).first()
        if belonging is None:
            raise Refused(_("%(party)s does not belong to “%(name)s”.") % {"party": party, "name": collectivity.name}, "collectivity")
        return _leave(belonging, on, actor)


def link_login(*, party: Party, user: User, actor: User | None) -> Party:
    """Give a party the login with which it enters the member area. Raises PermissionDenied, Refused when either is linked already."""
    allow(actor, "people.change_party")
    with transaction.atomic():
        current = Party.objects.select_for_update().get(pk=party.pk)
        if Party.objects.filter(login=user).exclude(pk=party.pk).exists():
            raise Refused(_("This login already belongs to somebody else."), "email")
        if current.login_id not in (None, user.pk):
            raise Refused(_("%(party)s already has a login.") % {"party": current}, "email")
        party.login = current.login = user
        current.save(update_fields=["login"])
        record(kind="people.link_login", actor=actor, subject=current, target=f"access.User:{user.pk}")
        return current


def record_resolution(*, organ: str, held_on: date, minute_no: str, actor: User | None, subject: str = "") -> Resolution:
    """Write down what an organ decided; the same minutes and subject twice are one row. Raises PermissionDenied, Refused."""
    allow(actor, "people.add_resolution")
    number, text = minute_no.strip(), " ".join(subject.split())[:200]
    if not number:
        raise Refused(_("Write the number of the minutes."), "minute_no")
    if organ not in Resolution.Organ.values:
        raise Refused(_("Choose which organ decided."), "organ")
    with transaction.atomic():
        made, created = Resolution.objects.get_or_create(organ=organ, held_on=held_on, minute_no=number, subject=text)
        if created:
            payload = {"organ": organ, "on": held_on.isoformat(), "minute_no": number, "subject": text}
            record(kind="people.resolve", actor=actor, target=f"people.Resolution:{made.pk}", payload=payload)
        return made


def next_number() -> int:
    """The next member number; to be called under the lock MEMBER_NUMBERS."""
    return int(MemberNumber.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _identify(party: Party, scheme: str, raw: str, code: Checked, **more: Any) -> Identifier:
    return Identifier.objects.create(party=party, scheme=scheme, value_given=raw.strip()[:254], value=code.value, key=code.key, **more)


def _refuse_unknown(given: dict[str, Any], allowed: tuple[str, ...]) -> None:
    if set(given) - set(allowed):
        raise TypeError(f"not correctable: {sorted(set(given) - set(allowed))}")


def _leave(belonging: CollectivityMember, on: date, actor: User | None) -> CollectivityMember:
    if on < belonging.from_on:
        raise Refused(_("The belonging cannot end before it began."), "on")
    belonging.to_on = on
    belonging.save(update_fields=["to_on"])
    payload = {"group": belonging.collectivity.name, "on": on.isoformat()}
    record(kind="people.leave", actor=actor, subject=belonging.party, target=f"people.Collectivity:{belonging.collectivity_id}", payload=payload)
    return belonging


def _clean(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """Stripped texts, the shown name and the search key. Raises Refused without a name."""
    values = {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in values.items()}
    values["birth_place_code"] = values["birth_place_code"].upper()
    if values["birth_place_code"] and not PLACE.fullmatch(values["birth_place_code"]):
        raise Refused(_("The code of a place is one letter and three digits, as in the fiscal code."), "birth_place_code")
    if kind == Party.Kind.PERSON:
        if not (values["first_name"] and values["last_name"]):
            raise Refused(_("A person needs a first name and a last name."), "last_name" if values["first_name"] else "first_name")
        values["display_name"] = f"{values['first_name']} {values['last_name']}"[:200]
    elif not values["display_name"]:
        raise Refused(_("An organisation needs a name."), "display_name")
    else:
        values |= {**dict.fromkeys(OF_PERSONS, ""), "birth_date": None}
    return {**values, "search_key": search_key(values["first_name"], values["last_name"], values["display_name"])}


def _correct(party: Party, actor: User | None, allowed: tuple[str, ...], changes: dict[str, Any]) -> Party:
    _refuse_unknown(changes, allowed)
    with transaction.atomic():
        current = Party.objects.select_for_update().get(pk=party.pk)
        values = _clean(current.kind, {name: changes.get(name, getattr(current, name)) for name in CORRECTABLE})
        before = {name: getattr(current, name) for name in values}
        changed = [name for name in CORRECTABLE if values[name] != before[name]]
        if not changed:
            return current
        for name, value in values.items():
            setattr(current, name, value)
        current.save(update_fields=list(values))
        payload = {"fields": changed, "before": {name: str(before[name] or "") for name in changed}, "own": speaks_for(actor, current)}
        record(kind="people.correct", actor=actor, subject=current, target=f"people.Party:{current.pk}", payload=payload)
        return current


def _refuse_circle(group: Collectivity, parent: Collectivity | None) -> None:
    above = parent
    while above is not None:
        if above.pk == group.pk:
            raise Refused(_("A group cannot be part of itself."), "parent")
        above = above.parent


def _refuse_name(name: str, but: Collectivity | None) -> None:
    if len(name.strip()) < 3:
        raise Refused(_("Write the name of the group."), "name")
    others = Collectivity.objects.exclude(pk=but.pk) if but else Collectivity.objects.all()
    if others.filter(name__iexact=name.strip()).exists():
        raise Refused(_("A group with this name is already there."), "name")
