"""A site's folder appears whole or not at all: taken places, closed folders, full disks, killed runs."""

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import copier  # noqa: F401  the children below lose the right to read it
import pytest

from vivaio.answers.collect import Answers, validated
from vivaio.errors import Refused
from vivaio.folder import MARK, check_free, growing, sweep
from vivaio.house import house
from vivaio.render import grow
from vivaio.wheels import sources
from vivaio_core.contract.discovery import installed
from vivaio_core.contract.manifest import Manifest

NOBODY = 65534


@pytest.fixture
def answers() -> Answers:
    raw = {"cooperative": {"name": "Orto", "province": "MO"}, "contact": {"email": "a@b.it"}, "plugins": {slug: {} for slug in installed()}}
    return validated(raw, installed(), source="x")


def in_child(work: Callable[[], None]) -> str:
    """What `work` refuses with, run in a process of its own."""
    here, there = multiprocessing.Pipe()

    def body() -> None:
        try:
            work()
            there.send("")
        except Refused as refusal:
            there.send(str(refusal))

    child = multiprocessing.get_context("fork").Process(target=body)
    child.start()
    child.join(60)
    assert here.poll(1), f"the child died: {child.exitcode}"
    return str(here.recv())


def test_the_folder_is_whole(tmp_path: Path, answers: Answers) -> None:
    place = tmp_path / "sito"
    grow(place, answers, house())
    files = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
    assert len(files) == 15
    assert {"coop.toml", "manage.py", "config/settings.py", "own/README.md", ".copier-answers.yml", "compose.yaml", "Dockerfile"} <= set(files)
    assert list(tmp_path.iterdir()) == [place]
    assert len((place / "config/settings.py").read_text().splitlines()) <= 40


STRANGE = Manifest(slug="sano", title="Sound", summary="Nothing lacks", app="vivaio_sano.apps.Sano", version="1.0")


def test_a_module_that_is_not_in_the_checkout_is_asked_about_too(tmp_path: Path) -> None:
    raw = {"cooperative": {"name": "Orto", "province": "MO"}, "contact": {"email": "a@b.it"}, "plugins": {"sano": {}}}
    place = tmp_path / "sito"
    grow(place, validated(raw, {"sano": STRANGE}, source="x"), house())
    assert "[plugins.sano]" in (place / "coop.toml").read_text()
    assert "- sano" in (place / ".copier-answers.yml").read_text()


def test_the_sources_of_an_editable_module_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "site" / "vivaio_sano-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: vivaio-sano\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[vivaio.plugins]\nsano = vivaio_sano.manifest:manifest\n")
    (info / "RECORD").write_text("_vivaio_sano.pth,,\n")  # as pip leaves it: the package itself is not listed
    (info / "direct_url.json").write_text(f'{{"url": "{tmp_path.as_uri()}", "dir_info": {{"editable": true}}}}')
    monkeypatch.syspath_prepend(info.parent)
    with pytest.raises(Refused, match="pip install -e"):
        sources(house(), [STRANGE])
    (tmp_path / "pyproject.toml").touch()
    assert [source.folder for source in sources(house(), [STRANGE])][1:] == [tmp_path]


def test_an_empty_folder_is_used(tmp_path: Path, answers: Answers) -> None:
    (tmp_path / "sito").mkdir()
    grow(tmp_path / "sito", answers, house())
    assert (tmp_path / "sito" / "coop.toml").is_file()


def test_missing_parents_are_made(tmp_path: Path, answers: Answers) -> None:
    grow(tmp_path / "a" / "b c" / "sito", answers, house())
    assert (tmp_path / "a" / "b c" / "sito" / "coop.toml").is_file()


def test_a_taken_place_is_left_alone(tmp_path: Path, answers: Answers) -> None:
    (tmp_path / "file").write_text("mio")
    (tmp_path / "piena").mkdir()
    (tmp_path / "piena" / "x").write_text("mio")
    for name in ("file", "piena"):
        with pytest.raises(Refused, match="contiene già qualcosa"):
            grow(tmp_path / name, answers, house())
    assert (tmp_path / "file").read_text() == (tmp_path / "piena" / "x").read_text() == "mio"
    with pytest.raises(Refused, match="troppo lungo"):
        check_free(tmp_path / ("x" * 300))
    with pytest.raises(Refused):
        check_free(Path("a\0b"))


def test_a_closed_folder_says_so(tmp_path: Path, answers: Answers) -> None:
    closed = tmp_path / "chiusa"
    closed.mkdir(mode=0o555)
    tmp_path.chmod(0o755)

    def work() -> None:
        if os.geteuid() == 0:
            os.seteuid(NOBODY)
        grow(closed / "sito", answers, house())

    assert "Non può scrivere in" in in_child(work)
    assert list(closed.iterdir()) == []


def test_a_full_disk_leaves_nothing(tmp_path: Path, answers: Answers) -> None:
    place = tmp_path / "sito"

    def work() -> None:
        source = house().source()  # git's own writes are not the ones under test
        assert source
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))  # a write past this fails as on a full disk
        grow(place, answers, house())

    assert "non c'è più spazio" in in_child(work)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk; the limit above tests the same refusal")
def test_a_really_full_disk(tmp_path: Path, answers: Answers) -> None:
    disk = tmp_path / "disco"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24k", "tmpfs", str(disk)], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let root mount; the limit above tests the same refusal")
    try:
        with pytest.raises(Refused, match="non c'è più spazio"):
            grow(disk / "sito", answers, house())
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_failure_inside_leaves_nothing(tmp_path: Path, answers: Answers) -> None:
    def fail(work: Path) -> None:
        assert (work / "coop.toml").is_file()
        raise RuntimeError("vendor")

    with pytest.raises(RuntimeError):
        grow(tmp_path / "sito", answers, house(), fail)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_run_leaves_a_named_folder_that_the_next_run_cleans(tmp_path: Path, answers: Answers) -> None:
    place = tmp_path / "sito"
    code = (
        "import sys, time; from pathlib import Path; from vivaio.folder import growing\n"
        "with growing(Path(sys.argv[1])) as work: (work / 'half').touch(); print('in', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(place)], stdout=subprocess.PIPE)
    assert child.stdout
    child.stdout.readline()
    assert sweep(tmp_path, "sito") == []  # its run still lives
    child.send_signal(signal.SIGKILL)
    child.wait()
    (left,) = tmp_path.iterdir()
    assert left.name == f".sito.{MARK}-{child.pid}"
    grow(place, answers, house())
    assert list(tmp_path.iterdir()) == [place]


def test_two_runs_at_once_end_with_one_whole_folder(tmp_path: Path) -> None:
    place = tmp_path / "sito"
    with growing(place) as first:
        (first / "a").touch()
        outcome = in_child(lambda: _grow_quickly(place))
        assert outcome == ""
        with pytest.raises(Refused), growing(place):
            pytest.fail("the place is taken")
        time.sleep(0)
        (place / "b").unlink()
    assert [path.name for path in place.iterdir()] == ["a"]


def _grow_quickly(place: Path) -> None:
    with growing(place) as work:
        (work / "b").touch()
