"""What the lines before this one said, so that a file is compared with itself too."""

from collections import defaultdict
from dataclasses import dataclass, field

from vivaio_core.imports.judging.person import Person
from vivaio_core.people.models import Identifier


@dataclass(frozen=True)
class Earlier:
    """A line of the file that comes in: its place, its number for people, and whom it is about."""

    place: int
    line: int | None
    person: Person

    @property
    def name(self) -> str:
        """For sentences."""
        return self.person.display_name


@dataclass
class Memory:
    """Lines seen so far, by what could make them the same as another."""

    by_row: dict[str, Earlier] = field(default_factory=dict)
    by_code: dict[str, Earlier] = field(default_factory=dict)
    by_key: dict[str, list[Earlier]] = field(default_factory=lambda: defaultdict(list))
    by_vat: dict[str, list[Earlier]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Earlier]] = field(default_factory=lambda: defaultdict(list))
    by_contact: dict[tuple[str, str], Earlier] = field(default_factory=dict)

    def add(self, key: str, earlier: Earlier) -> None:
        """Remember a line that comes in, or would after a decision."""
        person = earlier.person
        self.by_row.setdefault(key, earlier)
        code = person.own_code
        if code:
            self.by_code.setdefault(code.value, earlier)
            self.by_key[code.key].append(earlier)
        if Identifier.Scheme.VAT in person.codes:
            self.by_vat[person.codes[Identifier.Scheme.VAT].key].append(earlier)
        if person.display_name:
            self.by_name[person.search_key].append(earlier)
        for name in ("email", "phone", "address"):
            if getattr(person, name):
                self.by_contact.setdefault((name, getattr(person, name)), earlier)
