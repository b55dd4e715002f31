"""Is the person of a line somebody of the records, or of an earlier line? Certain, perhaps, or only a hint (people P2, P3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from vivaio_core.imports.judging.findings import ASK, WARNING, Finding, of_line
from vivaio_core.imports.judging.memory import Earlier, Memory
from vivaio_core.imports.judging.person import Person
from vivaio_core.imports.judging.present import Known, Present
from vivaio_core.people.models import Identifier

Somebody = Known | Earlier
MOST = 5


@dataclass
class Likeness:
    """`same` is certain, `alike` may be; findings hold the hints."""

    same: Somebody | None = None
    alike: list[Somebody] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def compare(person: Person, present: Present, memory: Memory) -> Likeness:
    """The same fiscal code is the same person; the same key, VAT number, or name and birth must be decided; contacts only hint."""
    found = Likeness()
    code = person.own_code
    if code:
        found.same = present.by_code.get(code.value) or memory.by_code.get(code.value)
        if found.same:
            return found
        _add(found.alike, [*present.by_key.get(code.key, ()), *memory.by_key.get(code.key, ())])
    vat = person.codes.get(Identifier.Scheme.VAT)
    if vat:
        _add(found.alike, [*present.by_vat.get(vat.key, ()), *memory.by_vat.get(vat.key, ())])
    if person.birth_date:
        namesakes: list[Somebody] = [*present.by_name.get(person.search_key, ()), *memory.by_name.get(person.search_key, ())]
        _add(found.alike, [one for one in namesakes if born_alike(person, one)])
    if found.alike:
        found.findings.append(of_line("alike", ASK, names=names_of(found.alike)))
    else:
        found.findings += _hints(person, present, memory)
    return found


def born_alike(person: Person, other: Somebody) -> bool:
    """The same day of birth, and no other place."""
    known = other.person if isinstance(other, Earlier) else other
    places = {place.casefold() for place in (person.birth_place, known.birth_place) if place}
    return person.birth_date == known.birth_date and len(places) < 2


def names_of(people: Sequence[Somebody]) -> str:
    """Names for a sentence; those of the file with their line."""
    return ", ".join(
        _("%(name)s (line %(line)s)") % {"name": one.name, "line": one.line or "+"} if isinstance(one, Earlier) else one.name for one in people
    )


def reference(one: Somebody) -> dict[str, object]:
    """How a row keeps whom it may be."""
    if isinstance(one, Earlier):
        return {"row": one.place, "name": one.name, "line": one.line}
    return {"party": one.pk, "name": one.name}


def handle(alike: dict[str, object]) -> str:
    """What a decision names: `party:12`, `row:7`."""
    return f"party:{alike['party']}" if "party" in alike else f"row:{alike.get('row')}"


def _add(found: list[Somebody], more: Sequence[Somebody]) -> None:
    for one in more:
        if one not in found and len(found) < MOST:
            found.append(one)


def _hints(person: Person, present: Present, memory: Memory) -> list[Finding]:
    found = []
    for name in ("email", "phone", "address"):
        contact = (name, getattr(person, name))
        others: list[Somebody] = [*present.by_contact.get(contact, ())]
        if contact[1] and contact in memory.by_contact:
            others.append(memory.by_contact[contact])
        if others:
            found.append(of_line(f"shared_{name}", WARNING, names=names_of(others[:3])))
    return found
