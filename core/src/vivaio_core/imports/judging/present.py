"""Who is already in the records, asked for many lines at once: a constant number of queries for each chunk (people P3)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from vivaio_core.imports.judging.person import Person
from vivaio_core.imports.models import ImportBatch, ImportRow
from vivaio_core.people.matching import OWN_TO_ONE
from vivaio_core.people.models import Identifier, MemberNumber, Party


@dataclass(frozen=True)
class Known:
    """A party as far as a match needs it."""

    pk: int
    name: str
    search_key: str
    birth_date: date | None
    birth_place: str


@dataclass
class Present:
    """What the records hold about the codes, names and addresses of a chunk."""

    by_code: dict[str, Known] = field(default_factory=dict)
    by_key: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_vat: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_contact: dict[tuple[str, str], list[Known]] = field(default_factory=lambda: defaultdict(list))
    imported: dict[str, str] = field(default_factory=dict)
    by_number: dict[int, Known] = field(default_factory=dict)
    number_of: dict[int, int] = field(default_factory=dict)


def look_up(people: Sequence[Person], keys: Iterable[str], mode: str, but: set[int], numbers: Iterable[int] = ()) -> Present:
    """Read once for the whole chunk; parties in `but` (made by this very run) do not count."""
    found = Present()
    _codes(found, people, but)
    _names(found, people, but)
    _contacts(found, people, but)
    rows = ImportRow.objects.filter(key__in=list(keys), status=ImportRow.Status.APPLIED, batch__mode=mode, batch__state=ImportBatch.State.CONFIRMED)
    found.imported = dict(rows.values_list("key", "batch__file_name"))
    wanted = Q(number__in=list(numbers)) | Q(party__in=[one.pk for one in found.by_code.values()])
    for number in MemberNumber.objects.filter(wanted).exclude(party__in=but if len(but) < 500 else []).select_related("party"):
        found.by_number[number.number] = _known(number.party)
        found.number_of[number.party_id] = number.number
    return found


def _known(party: Party) -> Known:
    return Known(party.pk, party.display_name, party.search_key, party.birth_date, party.birth_place)


def _codes(found: Present, people: Sequence[Person], but: set[int]) -> None:
    own = [code for person in people if (code := person.own_code)]
    vat = [person.codes[Identifier.Scheme.VAT].key for person in people if Identifier.Scheme.VAT in person.codes]
    codes = Q(scheme__in=OWN_TO_ONE, key__in=[code.key for code in own]) | Q(scheme__in=OWN_TO_ONE, value__in=[code.value for code in own])
    rows = Identifier.objects.filter(codes | Q(scheme=Identifier.Scheme.VAT, key__in=vat), active=True).select_related("party")
    for row in rows:
        if row.party_id in but:
            continue
        party = _known(row.party)
        if row.scheme == Identifier.Scheme.VAT:
            found.by_vat[row.key].append(party)
        else:
            found.by_code[row.value] = party
            found.by_key[row.key].append(party)


def _names(found: Present, people: Sequence[Person], but: set[int]) -> None:
    names = {person.search_key for person in people if person.display_name}
    for party in Party.objects.filter(status=Party.Status.ACTIVE, search_key__in=names):
        if party.pk not in but:
            found.by_name[party.search_key].append(_known(party))


def _contacts(found: Present, people: Sequence[Person], but: set[int]) -> None:
    """Shared e-mails, telephones and addresses: only hints, so the first few are enough."""
    for name in ("email", "phone", "address"):
        given = {getattr(person, name) for person in people} - {""}
        for party in Party.objects.filter(status=Party.Status.ACTIVE, **{f"{name}__in": given}) if given else ():
            if party.pk not in but and len(found.by_contact[(name, getattr(party, name))]) < 3:
                found.by_contact[(name, getattr(party, name))].append(_known(party))
