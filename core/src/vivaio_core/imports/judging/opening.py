"""Judges the lines of an old register of members: who each is about, and whether the book holds together (people P4 to P11, P28)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from vivaio_core.imports.judging.entries import Annotation, Kind, annotations_of
from vivaio_core.imports.judging.findings import ASK, DUPLICATE, ERROR, WARNING, Finding, of_line
from vivaio_core.imports.judging.given import given, key_of
from vivaio_core.imports.judging.likeness import Somebody, compare, handle, names_of, reference
from vivaio_core.imports.judging.memory import Earlier
from vivaio_core.imports.judging.people import COMES_IN, Decision, PeopleJudge, Status, Verdict, settle
from vivaio_core.imports.judging.person import Person, person_of
from vivaio_core.imports.judging.present import Present, look_up
from vivaio_core.imports.judging.whole_book import check_book
from vivaio_core.imports.models import ImportRow


@dataclass
class EntryVerdict(Verdict):
    """A line of the old register; `who` is a party's id, less than zero for somebody this file brings in."""

    entries: list[Annotation] = field(default_factory=list)
    who: int | None = None

    @property
    def brings_in(self) -> bool:
        """Whether this very line makes the person."""
        return self.comes_in and self.who == -self.row.place - 1


class OpeningJudge(PeopleJudge):
    """Remembers the people and member numbers of the lines before."""

    def __init__(self, **how: object) -> None:
        super().__init__(**how)  # type: ignore[arg-type]
        self.who_of: dict[int, int] = {}
        self.by_number: dict[int, tuple[int, str, str]] = {}
        self.number_of: dict[int, int] = {}
        self.names: dict[int, str] = {}
        self.entries: list[Annotation] = []

    def judge(self, rows: Sequence[ImportRow]) -> list[Verdict]:
        """As for people, with the annotations of each line."""
        read = [self._read(row) for row in rows]
        numbers = [one.entries[0].member_no for one in read if one.entries and one.entries[0].member_no]
        present = look_up([one.person for one in read], [row.key for row in rows], self.mode, self.made, [n for n in numbers if n])
        for verdict in read:
            self._judge_entry(verdict, present)
        return list(read)

    def finish(self) -> tuple[list[dict[str, Any]], dict[int, list[Finding]]]:
        """Numbers without gap or repetition, days that do not go back, memberships that make sense."""
        return check_book(self.entries, self.names)

    def _read(self, row: ImportRow) -> EntryVerdict:
        row.key = key_of(row, self.columns, self.mode)
        said = given(row, self.columns)
        entries = annotations_of(said, row.place, row.line, self.on)
        person = Person() if entries[0].kind == Kind.VOID else person_of(said, self.on, named=False)
        return EntryVerdict(row, person, said.findings, None, entries)

    def _judge_entry(self, verdict: EntryVerdict, present: Present) -> None:
        row, earlier = verdict.row, self.memory.by_row.get(verdict.row.key)
        alike: list[Somebody] = []
        if row.key in present.imported:
            verdict.findings = [of_line("imported_line", DUPLICATE, file=present.imported[row.key])]
        elif earlier and not (row.decision == Decision.OTHER and verdict.entries[0].seq is None):
            alike = [earlier]
            level = DUPLICATE if verdict.entries[0].seq is not None or row.decision == Decision.SAME else ASK
            verdict.findings = [of_line("same_line", level, line=earlier.line)]
        elif verdict.entries[0].kind != Kind.VOID:
            alike = self._find(verdict, present)
        settle(verdict, alike)
        row.name = row.name or (self.names.get(verdict.who, "") if verdict.who else "")
        if verdict.comes_in or row.status == Status.ASK:
            self._remember(verdict)

    def _find(self, verdict: EntryVerdict, present: Present) -> list[Somebody]:
        """Say who the line is about; return whom it may be when that must be decided."""
        person, number = verdict.person, verdict.entries[0].member_no
        likeness = compare(person, present, self.memory)
        by_code = self._id(likeness.same)
        by_number = self._by_number(number, present)
        if by_number and ((by_code and by_code != by_number[0]) or (person.display_name and not by_code and person.search_key != by_number[1])):
            verdict.findings.append(of_line("number_of_another", number=number, names=by_number[2]))
            return []
        verdict.who = by_code or (by_number[0] if by_number else None)
        if verdict.who is not None:
            had = self.number_of.get(verdict.who) or present.number_of.get(verdict.who)
            if number and had and had != number:
                verdict.findings.append(of_line("other_number", names=person.display_name))
            return []
        verdict.findings += [finding for finding in likeness.findings if finding.code != "alike"]
        return self._decide(verdict, likeness.alike or self._namesakes(verdict, present))

    def _decide(self, verdict: EntryVerdict, alike: Sequence[Somebody]) -> list[Somebody]:
        row, person = verdict.row, verdict.person
        chosen = next((one for one in alike if handle(reference(one)) == row.chosen), None)
        if row.decision == Decision.SAME and chosen:
            verdict.who = self._id(chosen)
            verdict.findings.append(of_line("decided_same", WARNING, names=names_of([chosen])))
        elif alike and row.decision != Decision.OTHER:
            verdict.findings.append(of_line("alike", ASK, names=names_of(alike)))
        elif verdict.entries[0].kind != Kind.ADMISSION:
            verdict.findings.append(of_line("nobody", ERROR))
        else:
            verdict.who = -row.place - 1
            if not person.display_name:
                verdict.findings.append(of_line("no_name"))
            if not person.own_code:
                verdict.findings.append(of_line("no_code", WARNING))
            if alike:
                verdict.findings.append(of_line("decided_other", WARNING))
        return list(alike)

    def _namesakes(self, verdict: EntryVerdict, present: Present) -> list[Somebody]:
        """Who a later entry with nothing but a name may be about."""
        key = verdict.person.search_key
        if verdict.entries[0].kind == Kind.ADMISSION or not key:
            return []
        return [*present.by_name.get(key, ()), *self.memory.by_name.get(key, ())][:5]

    def _id(self, one: Somebody | None) -> int | None:
        if one is None:
            return None
        return self.who_of.get(one.place) if isinstance(one, Earlier) else one.pk

    def _by_number(self, number: int | None, present: Present) -> tuple[int, str, str] | None:
        if number is None:
            return None
        known = present.by_number.get(number)
        return self.by_number.get(number) or ((known.pk, known.search_key, known.name) if known else None)

    def _remember(self, verdict: EntryVerdict) -> None:
        row, person, who = verdict.row, verdict.person, verdict.who
        self.memory.add(row.key, Earlier(row.place, row.line, person))
        if who is not None:
            self.who_of[row.place] = who
            self.names.setdefault(who, person.display_name)
            number = verdict.entries[0].member_no
            if number:
                self.by_number.setdefault(number, (who, person.search_key, person.display_name))
                self.number_of.setdefault(who, number)
        if row.status in COMES_IN:
            for entry in verdict.entries:
                entry.who = who
            self.entries += verdict.entries
