"""The stages of the test command: what each runs, how its result is counted, and what to do when it fails."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# Half of the time a process needs to start goes into compiling what it imports, and tests start hundreds: compiled once, out of everybody's way,
# even where the environment forbids it.
COMPILED = {"PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
# One more than the cores: a quarter of the time a worker waits, for a process it started, a server, a lock. Not many: each has its databases.
WORKERS = min((os.cpu_count() or 1) + 1, 5)
sys.path.insert(0, str(ROOT / "tests/fixtures"))

from chromium import CURE as CHROMIUM_CURE  # noqa: E402
from chromium import chromium, install_chromium  # noqa: E402
from postgres_server import NoPostgres, postgres_server  # noqa: E402


@dataclass
class Result:
    """What a stage brought: counts of tests (a check without tests counts as one), seconds, and the cure of a failure."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    cure: str = ""


@dataclass(frozen=True)
class Stage:
    """A name for people, the work, and the cure that is printed when it fails."""

    name: str
    work: "Callable[[], Result]"
    cure: str


@dataclass(frozen=True)
class Run:
    """One pytest: where, with what, how many workers, in which environment."""

    name: str
    arguments: list[str]
    workers: int = WORKERS
    environment: Mapping[str, str] = field(default_factory=dict)


def call(command: list[str], environment: Mapping[str, str] | None = None) -> int:
    """Run a command in the root, its output passed on; return its code."""
    env = {**os.environ, **COMPILED, "PYTHONUNBUFFERED": "1", **(environment or {})}
    return subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False).returncode


def check(name: str, *commands: list[str]) -> "Callable[[], Result]":
    """A stage without tests of its own: it passes when every command ends with 0."""

    def work() -> Result:
        codes = [call(command) for command in commands]
        return Result(name, passed=sum(code == 0 for code in codes), failed=sum(code != 0 for code in codes))

    return work


def tests(run: Run) -> Result:
    """A stage of pytest, counted from its own XML report; no test found at all is a failure."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        # xdist would begin with the files of most tests, which are not the longest: the order of UNIT stays.
        workers = ["-n", str(run.workers), "--dist", "loadfile", "--no-loadscope-reorder"] if run.workers > 1 else []
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *workers, *run.arguments]
        code = call(command, run.environment)
        if not report.exists():
            return Result(run.name, failed=1)
        found = next(ElementTree.parse(report).getroot().iter("testsuite"))
    suite = found.attrib
    print("Le più lunghe: " + ", ".join(f"{name} {seconds:.0f} s" for name, seconds in longest(found)), flush=True)
    failed = int(suite["failures"]) + int(suite["errors"])
    skipped = int(suite["skipped"])
    passed = int(suite["tests"]) - failed - skipped
    return Result(run.name, passed=passed, failed=failed or int(code != 0), skipped=skipped)


def longest(suite: ElementTree.Element, count: int = 8) -> list[tuple[str, float]]:
    """The files of tests that took most seconds of a worker, longest first."""
    spent: dict[str, float] = {}
    for case in suite.iter("testcase"):
        name = case.attrib["classname"].replace(".", "/")
        spent[name] = spent.get(name, 0.0) + float(case.attrib["time"])
    return sorted(spent.items(), key=lambda one: -one[1])[:count]


@contextmanager
def postgres_environment() -> Iterator[dict[str, str]]:
    """DATABASE_URL of the given server, or of one started for the stage. Raises NoPostgres."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield {}
        return
    with postgres_server() as url:
        yield {"DATABASE_URL": url}


def on_postgres(arguments: list[str], *, workers: int = WORKERS) -> Result:
    """The tests that touch the database, on a real PostgreSQL; without one the stage fails and says what to install."""
    name = "prove su PostgreSQL"
    with ExitStack() as stack:
        try:
            environment = stack.enter_context(postgres_environment())
        except NoPostgres as error:
            return Result(name, failed=1, cure=str(error))
        return tests(Run(name, arguments, workers, environment))


def in_browser(arguments: list[str]) -> Result:
    """Journeys in a real Chromium, installed by apt when it is missing and this user may."""
    name = "percorsi nel browser"
    if chromium() is None and not install_chromium():
        return Result(name, failed=1, cure=CHROMIUM_CURE)
    return tests(Run(name, arguments, workers=2, environment={"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}))


def perform(stages: list[Stage]) -> list[Result]:
    """Run the stages in order, all of them even when one fails, and tell the progress."""
    results = []
    for number, stage in enumerate(stages, 1):
        print(f"\n[{number}/{len(stages)}] {stage.name} …", flush=True)
        began = time.monotonic()
        result = stage.work()
        result.name, result.seconds = stage.name, time.monotonic() - began
        result.cure = result.cure or stage.cure
        print(f"[{number}/{len(stages)}] {stage.name}: {'non va' if result.failed else 'va bene'} ({result.seconds:.0f} s)", flush=True)
        results.append(result)
    return results


def report(results: list[Result]) -> int:
    """Print the table, the cures and the closing line; return the exit code."""
    print(f"\n{'passo':<34}{'riuscite':>10}{'fallite':>10}{'saltate':>10}{'secondi':>10}")
    for result in results:
        print(f"{result.name:<34}{result.passed:>10}{result.failed:>10}{result.skipped:>10}{result.seconds:>10.0f}")
    print(f"{'totale':<34}{'':>30}{sum(result.seconds for result in results):>10.0f}")
    for result in results:
        if result.failed:
            print(f"\nNon va: {result.name}. {result.cure}")
    passed, failed = sum(result.passed for result in results), sum(result.failed for result in results)
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return int(failed > 0 or passed == 0)
