"""Writes judged people into the records: a few statements a chunk, one event for each (people P28)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from vivaio_core.access.models import User
from vivaio_core.imports.judging.memory import Earlier
from vivaio_core.imports.judging.people import PeopleJudge, Verdict
from vivaio_core.imports.models import ImportBatch, ImportRow
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Collectivity, CollectivityMember, Identifier, Party
from vivaio_core.people.provisional import MONTHS, months_after
from vivaio_core.rules.selectors import rule
from vivaio_core.trail.acts import Act
from vivaio_core.trail.services import record_all

S = Identifier.Scheme
APPLIED = ["status", "party", "made", "codes", "message", "alike", "duplicate_of", "key", "name"]


class PeopleWriter:
    """Writes one batch; remembers who came out of which row."""

    def __init__(self, batch: ImportBatch, judge: PeopleJudge, on: date, actor: User | None, mutation: UUID) -> None:
        self.batch, self.judge, self.on, self.actor, self.mutation = batch, judge, on, actor, mutation
        self.became: dict[int, Party] = {}

    def write(self, verdicts: Sequence[Verdict]) -> int:
        """Write those that come in, keep what was found about the others; return how many were written."""
        coming = [verdict for verdict in verdicts if verdict.comes_in]
        self.create(coming)
        for verdict in verdicts:
            row = verdict.row
            if verdict.comes_in:
                row.party, row.made, row.status = self.became[row.place], True, ImportRow.Status.APPLIED
            elif isinstance(verdict.same, Earlier):
                row.party = self.became.get(verdict.same.place)
        keep([verdict.row for verdict in verdicts])
        return len(coming)

    def create(self, verdicts: Sequence[Verdict]) -> None:
        """Parties, codes, groups and events of these people."""
        parties = Party.objects.bulk_create([verdict.person.party() for verdict in verdicts], batch_size=500)
        pairs = list(zip(verdicts, parties, strict=True))
        self.became |= {verdict.row.place: party for verdict, party in pairs}
        self.judge.made |= {party.pk for party in parties}
        Identifier.objects.bulk_create(
            [self._code(verdict, party, scheme) for verdict, party in pairs for scheme in verdict.person.codes], batch_size=500
        )
        belongings = [
            CollectivityMember(collectivity=group, party=party, from_on=self.on) for verdict, party in pairs for group in self._groups(verdict)
        ]
        CollectivityMember.objects.bulk_create(belongings, batch_size=500)
        acts = []
        for verdict, party in pairs:
            payload = {"name": party.display_name, "import": self.batch.pk, "mutation": str(self.mutation)}
            acts.append(Act("people.register", self.actor, party, f"people.Party:{party.pk}", payload))
            for group in self._groups(verdict):
                joined = {"group": group.name, "on": self.on.isoformat()}
                acts.append(Act("people.join", self.actor, party, f"people.Collectivity:{group.pk}", joined))
        record_all(acts=acts)

    def _groups(self, verdict: Verdict) -> list[Collectivity]:
        found = {fold(name): self.judge.groups.get(fold(name)) for name in verdict.person.groups}
        return [group for group in found.values() if group]

    def _code(self, verdict: Verdict, party: Party, scheme: str) -> Identifier:
        code, raw = verdict.person.codes[scheme], verdict.person.raw[scheme]
        made = Identifier(party=party, scheme=scheme, value_given=raw, value=code.value, key=code.key)
        if scheme == S.CF_PROVISIONAL:
            made.valid_from, made.valid_to = self.on, months_after(self.on, rule(MONTHS, self.on).days)
        return made


def keep(rows: Sequence[ImportRow]) -> None:
    """Save what has become of the rows."""
    ImportRow.objects.bulk_create(rows, batch_size=500, update_conflicts=True, unique_fields=["batch", "place"], update_fields=APPLIED)
