"""Judges the lines of a file of people: what each is, in the order of the file, by chunks. Writes nothing (people P3, P28)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from vivaio_core.imports.judging.findings import DUPLICATE, WARNING, Finding, of_line, status_of
from vivaio_core.imports.judging.given import Given, given, key_of
from vivaio_core.imports.judging.likeness import Likeness, Somebody, compare, handle, names_of, reference
from vivaio_core.imports.judging.memory import Earlier, Memory
from vivaio_core.imports.judging.person import Person, person_of
from vivaio_core.imports.judging.present import Known, look_up
from vivaio_core.imports.models import ImportRow
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Collectivity

Status, Decision = ImportRow.Status, ImportRow.Decision
COMES_IN = (Status.OK, Status.WARNING)


@dataclass
class Verdict:
    """A row with what was found about it, written into the row already; `person` is ready for the records."""

    row: ImportRow
    person: Person
    findings: list[Finding] = field(default_factory=list)
    same: Somebody | None = None

    @property
    def comes_in(self) -> bool:
        """Whether a confirm writes it."""
        return self.row.status in COMES_IN


class PeopleJudge:
    """Remembers the lines it has judged; ask it for one chunk after the other."""

    def __init__(self, *, mode: str, columns: dict[str, int], on: date) -> None:
        self.mode, self.columns, self.on = mode, columns, on
        self.memory = Memory()
        self.made: set[int] = set()
        self.groups = {fold(group.name): group for group in Collectivity.objects.filter(state=Collectivity.State.INCLUDED)}

    def judge(self, rows: Sequence[ImportRow]) -> list[Verdict]:
        """Fill status, codes, message and likeness of each row."""
        read = [self._read(row) for row in rows]
        present = look_up([verdict.person for verdict in read], [row.key for row in rows], self.mode, self.made)
        for verdict in read:
            self._judge_one(verdict, compare(verdict.person, present, self.memory), present.imported.get(verdict.row.key, ""))
        return read

    def finish(self) -> tuple[list[dict[str, Any]], dict[int, list[Finding]]]:
        """What only the whole file shows: reasons against a confirm, and more findings by place of the row."""
        return [], {}

    def add_late(self, row: ImportRow, findings: Sequence[Finding]) -> None:
        """Add findings of `finish` to a row judged before."""
        row.codes = [*row.codes, *(finding.code for finding in findings)]
        row.message = "\n".join(text for text in (row.message, *(finding.text for finding in findings)) if text)
        row.status = row.judged = status_of([*findings, Finding("", "", row.status)])

    def _read(self, row: ImportRow) -> Verdict:
        row.key = key_of(row, self.columns, self.mode)
        said: Given = given(row, self.columns)
        person = person_of(said, self.on)
        for name in person.groups:
            if fold(name) not in self.groups:
                said.fault("groups", "unknown_group", WARNING, name=name[:60])
        return Verdict(row, person, said.findings)

    def _judge_one(self, verdict: Verdict, likeness: Likeness, imported_from: str) -> None:
        row, earlier = verdict.row, self.memory.by_row.get(verdict.row.key)
        if imported_from:
            verdict.findings = [of_line("imported_line", DUPLICATE, file=imported_from)]
        elif earlier:
            verdict.findings, verdict.same = [of_line("same_line", DUPLICATE, line=earlier.line)], earlier
        else:
            verdict.findings += likeness.findings
            verdict.same = likeness.same
            if isinstance(likeness.same, Known):
                verdict.findings.append(of_line("known_code", DUPLICATE, name=likeness.same.name))
            elif likeness.same:
                verdict.findings.append(of_line("code_in_file", DUPLICATE, line=likeness.same.line))
        settle(verdict, likeness.alike)
        if row.status in (*COMES_IN, Status.ASK):
            self.memory.add(row.key, Earlier(row.place, row.line, verdict.person))


def settle(verdict: Verdict, alike: Sequence[Somebody]) -> None:
    """Write the findings into the row, with what a person decided about them."""
    row, person = verdict.row, verdict.person
    row.status = row.judged = status_of(verdict.findings)
    row.alike = [reference(one) for one in alike] + [{"field": name, "code": code} for name, code in person.suggested.items()]
    if row.status == Status.ASK:
        _decided(verdict, alike)
    if row.decision == Decision.SKIP:
        verdict.findings.append(of_line("decided_skip", Status.SKIPPED))
        row.status = Status.SKIPPED
    row.name = person.display_name[:200]
    row.codes = [finding.code for finding in verdict.findings]
    row.message = "\n".join(finding.text for finding in verdict.findings)
    row.duplicate_of_id = verdict.same.pk if isinstance(verdict.same, Known) else None


def _decided(verdict: Verdict, alike: Sequence[Somebody]) -> None:
    """A decision counts while what it was about still stands; lost zeros are no matter of likeness."""
    row = verdict.row
    if verdict.person.suggested:
        return
    if row.decision == Decision.OTHER:
        verdict.findings = [finding for finding in verdict.findings if finding.code != "alike"] + [of_line("decided_other", WARNING)]
        row.status = Status.WARNING
    elif row.decision == Decision.SAME:
        chosen = next((one for one in alike if handle(reference(one)) == row.chosen), None)
        if chosen:
            verdict.same = chosen
            verdict.findings = [of_line("decided_same", DUPLICATE, names=names_of([chosen]))]
            row.status = Status.DUPLICATE
