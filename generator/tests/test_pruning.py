"""What the nursery keeps between one site and the next does not grow for ever."""

import os
from pathlib import Path

from vivaio.house import House, house
from vivaio.migrated import cached_database
from vivaio.pruning import prune, use
from vivaio.wheels import Source, fill_vendor, wheel


def aged(path: Path, days: int) -> Path:
    os.utime(path, (1_700_000_000 - days * 86_400,) * 2)
    return path


def own(tmp_path: Path) -> House:
    """This checkout with a cache of its own."""
    root = tmp_path / "nursery"
    root.mkdir()
    for name in ("core", "plugins", "requirements", "tools"):
        (root / name).symlink_to(house().root / name)
    return House(root)


def database(folder: Path, name: str, days: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.sqlite3"
    path.write_bytes(b"tables")
    return aged(path, days)


def test_the_entries_used_last_stay(tmp_path: Path) -> None:
    made = [database(tmp_path, f"n{days}", days) for days in range(6)]
    use(made[5])
    assert {path.name for path in prune(tmp_path.glob("*.sqlite3"))} == {"n2.sqlite3", "n3.sqlite3", "n4.sqlite3"}
    assert {path.name for path in tmp_path.iterdir()} == {"n0.sqlite3", "n1.sqlite3", "n5.sqlite3"}


def test_what_is_gone_already_is_no_fault(tmp_path: Path) -> None:
    assert prune([tmp_path / "nobody.sqlite3"]) == []


def test_a_site_without_a_ready_database_makes_room_for_its_own(tmp_path: Path) -> None:
    nursery = own(tmp_path)
    for days in range(5):
        database(nursery.cache / "migrated", f"n{days}", days)
    site = tmp_path / "site"
    site.mkdir()
    fill_vendor(site, [], nursery, editable=True)
    assert {path.stem for path in (nursery.cache / "migrated").iterdir()} == {"n0", "n1"}
    ready = cached_database(nursery, [])
    database(ready.parent, ready.stem, 9)
    database(ready.parent, "n2", 2)
    fill_vendor(site, [], nursery, editable=True)
    assert (site / "vendor" / "migrated.sqlite3").read_bytes() == b"tables"
    assert ready.stat().st_mtime > 1_700_000_000, "what is used is the last to go"


def test_a_new_wheel_takes_the_place_of_the_oldest_of_its_own_kind(tmp_path: Path) -> None:
    nursery = own(tmp_path)
    wheels = nursery.cache / "wheels"
    for name in ("vivaio_energy", "vivaio_core"):
        for days in range(4):
            folder = wheels / f"{name}{days}"
            folder.mkdir(parents=True)
            (folder / f"{name}-0.1.0-py3-none-any.whl").touch()
            aged(folder, days)
    built = wheel(Source("energy", nursery.root / "plugins" / "energy"), nursery)
    assert built.name.startswith("vivaio_energy-")
    left = {path.name for path in wheels.iterdir()}
    assert left == {built.parent.name, "vivaio_energy0", "vivaio_energy1", *(f"vivaio_core{days}" for days in range(4))}
