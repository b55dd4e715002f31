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
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from _ledger_faults import FAULTS, Fault
from _sites import OWN, ROOT

PACKAGE = "vivaio_core.ledger"
STAY = ("models", "errors", "amounts", "apps", "migrations", "triggers")
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


def infect(fault: Fault) -> None:
    """Load the ledger anew with the fault in it. Models, errors and what they stand on stay: what is changed there is changed in place."""
    sys.meta_path.insert(0, Finder(fault))
    gone = [name for name in sys.modules if name.startswith(f"{PACKAGE}.") and not name.removeprefix(f"{PACKAGE}.").startswith(STAY)]
    for name in gone:
        del sys.modules[name]
    faulty = f"{PACKAGE}.{fault.module}"
    if faulty in sys.modules:
        importlib.reload(sys.modules[faulty])
    # Now, not later: pytest puts a finder of its own in front.
    for name in gone:
        importlib.import_module(name)


def tested(fault: Fault | None) -> tuple[int, str, float]:
    """Run the tests in a fork of this process, Django loaded: pytest's code, the first test that failed, seconds."""
    import pytest

    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        child = os.fork()
        if child == 0:
            os.dup2(said.fileno(), 1)
            if fault:
                infect(fault)
            files = [f"core/tests/ledger/test_{name}.py" for name in TESTS]
            os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=line", *files], plugins=[Guards()])))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        told = [line for line in said.read().splitlines() if line.startswith(("FAILED", "ERROR"))]
    return code, told[0].split("::")[1].split(" ")[0] if told else "", time.monotonic() - began


def on(engine: str, part: str) -> int:
    """Print what each fault meets on the database of DATABASE_URL; 0 when every one was noticed, and nothing where there is none."""
    sys.path[:0] = [str(ROOT / "tests" / folder) for folder in ("site", "fixtures")] + [str(ROOT / "tools")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    importlib.import_module(f"{PACKAGE}.api")
    code, who, seconds = tested(None) if not part else (0, "", 0.0)
    print(f"{engine}: without a fault {'all passes' if code == 0 else f'fails: {who}'} ({seconds:.0f} s)", flush=True)
    chosen = [fault for fault in FAULTS if fault.engine in ("", engine) and part in fault.name and not (fault.locks and engine == "sqlite")]
    noticed = 0
    for fault in chosen:
        found, who, seconds = tested(fault)
        noticed += found == 1
        print(f"{'noticed' if found == 1 else f'NOT NOTICED ({found})':<16} {fault.name:<60} {who[:70]} ({seconds:.0f} s)", flush=True)
    print(f"{engine}: {noticed} of {len(chosen)} noticed\n", flush=True)
    return int(code != 0 or noticed < len(chosen))


def main(arguments: list[str]) -> int:
    """0 when everything was noticed."""
    engines = [argument for argument in arguments if argument in ("sqlite", "postgresql")] or ["sqlite", "postgresql"]
    part = next((argument for argument in arguments if argument not in engines), "")
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    codes = []
    for engine in engines:
        with ExitStack() as stack:
            if engine == "postgresql":
                sys.path.insert(0, str(ROOT / "tests" / "fixtures"))
                from postgres_server import postgres_server

                environment["DATABASE_URL"] = stack.enter_context(postgres_server())
            codes.append(subprocess.run([OWN, __file__, "--on", engine, part], cwd=ROOT, env=environment, check=False).returncode)
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(on(sys.argv[2], sys.argv[3]) if sys.argv[1:2] == ["--on"] else main(sys.argv[1:]))
