"""Writers are killed and the server crashes: nothing acknowledged is lost, nothing is half done, every snapshot sums to zero (dossier 4.2)."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from uuid import UUID, uuid5

import pytest
from books_crowd import begin, furnish, trade
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F, Sum
from postgres_server import postgres_server

from vivaio_core.ledger.api import check
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.site.settings.data import database

WRITERS, SECONDS = 4, 6
# On a machine that is busy with other things the same takes longer: the bound is far off.
PATIENCE = 120
NEVER_DONE = 10**6


@contextmanager
def server_of_our_own() -> Iterator[None]:
    """The default connection on a durable server that may be crashed, with the ledger's tables and no others."""
    kept = dict(connection.settings_dict)
    with postgres_server(durable=True) as url:
        connection.close()
        found = database(url)
        connection.settings_dict.update({name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
        try:
            MigrationExecutor(connection).migrate([("ledger", "0002_guard")])
            yield
        finally:
            connection.close()
            connection.settings_dict.clear()
            connection.settings_dict.update(kept)


@dataclass
class Stress:
    """Writers that are killed and begin again, and what was seen meanwhile."""

    folder: Path
    random: Random = field(default_factory=lambda: Random(4))
    writers: dict[int, BaseProcess] = field(default_factory=dict)
    kills: int = 0
    crashes: int = 0
    snapshots: int = 0

    def run(self, *, crash: bool) -> None:
        """For some seconds, and until enough was seen: look, kill somebody, now and then the server; then let nobody live."""
        begun = time.monotonic()
        next_kill, next_crash = 0.0, begun + 2
        while time.monotonic() < begun + SECONDS or not (self.enough(crash=crash) or time.monotonic() > begun + PATIENCE):
            for seed in range(WRITERS):
                if seed not in self.writers or not self.writers[seed].is_alive():
                    self.writers[seed] = begin(trade, seed, NEVER_DONE)
            if time.monotonic() > next_kill:
                next_kill = time.monotonic() + 0.3
                self.kill()
            if crash and time.monotonic() > next_crash:
                next_crash = time.monotonic() + 2
                self.crash()
            self.look()
        for process in self.writers.values():
            process.kill()
            process.join()

    def enough(self, *, crash: bool) -> bool:
        """As many kills, crashes, snapshots and acknowledged groups as tell something."""
        told = sum(path.read_text(encoding="utf-8").count("\n") for path in self.folder.glob("told-*"))
        return self.kills > 5 and self.snapshots > 20 and (self.crashes > 1 or not crash) and told > 20

    def kill(self) -> None:
        """SIGKILL to one of them: no farewell to the database."""
        chosen = self.writers[self.random.randrange(WRITERS)]
        if chosen.is_alive():
            chosen.kill()
            chosen.join()
            self.kills += 1

    def crash(self) -> None:
        """SIGKILL to a backend: the server takes everybody's connection, forgets its memory and recovers from its log."""
        with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
            pids = [row[0] for row in cursor.fetchall()]
            if pids:
                os.kill(self.random.choice(pids), signal.SIGKILL)
                self.crashes += 1
        connection.close()

    def look(self) -> None:
        """One snapshot: balances sum to zero, what is reserved going out to what is reserved coming in."""
        with suppress(DatabaseError, InterfaceError):
            sums = Account.objects.aggregate(balance=Sum("balance"), held=Sum(F("held_out") - F("held_in")))
            assert sums == {"balance": 0, "held": 0}
            self.snapshots += 1
            return
        connection.close()
        time.sleep(0.02)

    def acknowledged(self) -> list[UUID]:
        """What the writers were told is done."""
        return [UUID(line) for path in sorted(self.folder.glob("told-*")) for line in path.read_text(encoding="utf-8").split()]

    def judge(self, *, crash: bool) -> None:
        """Every acknowledged group is there once with its settlement; every group is whole; the books are sound."""
        keys = self.acknowledged()
        assert len(keys) == len(set(keys))
        assert self.enough(crash=crash)
        phases = dict(Transfer.objects.values_list("key", "phase"))
        for key in keys:
            assert [phases.get(one) for one in (key, uuid5(key, "fee"), uuid5(key, "hold"), uuid5(key, "settle"))] == ["move", "move", "hold", "post"]
        firsts = set(Transfer.objects.filter(group=F("key")).values_list("key", flat=True))
        grouped = Transfer.objects.filter(group__isnull=False)
        assert {key for first in firsts for key in (first, uuid5(first, "fee"), uuid5(first, "hold"))} == set(grouped.values_list("key", flat=True))
        assert len(firsts) - len(keys) <= WRITERS
        assert check() == []


@pytest.fixture
def stress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stress:
    monkeypatch.setenv("ACKNOWLEDGED", str(tmp_path / "told"))
    return Stress(tmp_path)


@pytest.mark.postgres
def test_kills_and_crashes_on_postgresql_lose_nothing_and_halve_nothing(transactional_db, stress):
    with server_of_our_own():
        furnish()
        stress.run(crash=True)
        for _ in range(200):
            with suppress(DatabaseError, InterfaceError):
                Account.objects.count()
                break
            connection.close()
            time.sleep(0.05)
        stress.judge(crash=True)


@pytest.mark.sqlite
def test_kills_on_sqlite_lose_nothing_and_halve_nothing(transactional_db, stress):
    furnish()
    stress.run(crash=False)
    stress.judge(crash=False)
