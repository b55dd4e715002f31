"""Breaks the ledger's rules one by one and runs its tests: each fault must be noticed, on both databases.

`ledger_mutations.py [sqlite|postgresql] [part of a fault's name]`; without arguments both databases and all faults. A fault is a change of one text
in one module, made while it is imported: no file is touched. The tests stop at the first that fails.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from _ledger_faults import FAULTS, Fault
from _sites import OWN, ROOT, table

PACKAGE = "vivaio_core.ledger"
TESTS = ["amounts_and_limits", "posting", "doors", "expiry", "reading", "checking", "acts", "crowd", "machine"]


class Faulty(importlib.machinery.SourceFileLoader):
    """Compiles the module with the fault in it, and keeps no compiled file."""

    def __init__(self, fullname: str, path: str, fault: Fault) -> None:
        super().__init__(fullname, path)
        self.fault = fault

    def get_code(self, fullname: str) -> CodeType:
        """The faulty code. Raises SystemExit when the text to change is not there: the list of faults has grown old."""
        source = Path(self.path).read_text(encoding="utf-8")
        if self.fault.old not in source:
            print(f"not found in {self.path}: {self.fault.old}", file=sys.stderr)
            os._exit(9)
        return compile(source.replace(self.fault.old, self.fault.new), self.path, "exec")


class Finder(importlib.abc.MetaPathFinder):
    """Answers for the one module of the fault."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> Any:
        """Its spec, with the faulty loader."""
        if fullname != f"{PACKAGE}.{self.fault.module}" or path is None:
            return None
        found = importlib.machinery.PathFinder.find_spec(fullname, path)
        if found is None or found.origin is None:
            return None
        return importlib.util.spec_from_file_location(fullname, found.origin, loader=Faulty(fullname, found.origin, self.fault))


class Guards:
    """A pytest plugin: whenever the tests' database is put in place, the guard of the sources as they are now is put into it."""

    def pytest_sessionstart(self, session: Any) -> None:
        """The template was migrated with the sound sources, and is kept so."""
        from databases import PostgresTemplate, SqliteTemplate
        from django.db import connection

        for template in (PostgresTemplate, SqliteTemplate):
            template.restore = self._after(template.restore, connection)  # type: ignore[attr-defined]

    @staticmethod
    def _after(restore: Any, connection: Any) -> Any:
        def renewed(self: Any) -> None:
            from vivaio_core.ledger.triggers import GUARD

            restore(self)
            GUARD.remove(connection)
            GUARD.install(connection)
            connection.close()

        return renewed


def one(number: int) -> int:
    """Run the tests with one fault, or with none for −1; pytest's code."""
    import pytest

    if number >= 0:
        sys.meta_path.insert(0, Finder(FAULTS[number]))
    files = [f"core/tests/ledger/test_{name}.py" for name in TESTS]
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=line", *files], plugins=[Guards()]))


def run(number: int, environment: dict[str, str]) -> tuple[int, str, float]:
    """In a process of its own: code, the test that noticed, seconds."""
    began = time.monotonic()
    done = subprocess.run([OWN, __file__, "--one", str(number)], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    told = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    who = told[0].split("::")[1].split(" ")[0] if told else done.stderr.strip()[-60:]
    return done.returncode, who, time.monotonic() - began


def on(engine: str, environment: dict[str, str], part: str) -> bool:
    """Print the table of a database; True when every fault was noticed and none is seen where none is."""
    code, who, seconds = run(-1, environment)
    print(f"{engine}: without a fault {'all passes' if code == 0 else f'fails: {who}'} ({seconds:.0f} s)", flush=True)
    rows, good = [], code == 0
    for number, fault in enumerate(FAULTS):
        if fault.engine not in ("", engine) or part not in fault.name or (fault.name.startswith("groups lock") and engine == "sqlite"):
            continue
        code, who, seconds = run(number, environment)
        good = good and code == 1
        rows.append([fault.name, "noticed" if code == 1 else "NOT NOTICED", who[:70], f"{seconds:.0f}"])
        print(".", end="", flush=True)
    print()
    table([f"fault, on {engine}", "", "by", "s"], rows)
    print(f"{sum(row[1] == 'noticed' for row in rows)} of {len(rows)} noticed\n", flush=True)
    return good


def main(arguments: list[str]) -> int:
    """0 when everything was noticed."""
    engines = [argument for argument in arguments if argument in ("sqlite", "postgresql")] or ["sqlite", "postgresql"]
    part = next((argument for argument in arguments if argument not in engines), "")
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    good = True
    if "sqlite" in engines:
        good = on("sqlite", environment, part)
    if "postgresql" in engines:
        sys.path.insert(0, str(ROOT / "tests" / "fixtures"))
        from postgres_server import postgres_server

        with postgres_server() as url:
            good = on("postgresql", {**environment, "DATABASE_URL": url}, part) and good
    return int(not good)


if __name__ == "__main__":
    sys.exit(one(int(sys.argv[2])) if sys.argv[1:2] == ["--one"] else main(sys.argv[1:]))
