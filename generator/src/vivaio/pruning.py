"""The nursery's cache keeps what was used last, not everything that ever was."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

KEEP = 3


def use(entry: Path) -> Path:
    """Note that `entry` is of use now, so that it is among the last to go; a cache that is read-only stays as it is."""
    with suppress(OSError):
        os.utime(entry)
    return entry


def prune(entries: Iterable[Path], keep: int = KEEP) -> list[Path]:
    """Remove all but the `keep` entries used last; return those removed. What another process removes meanwhile is no fault."""
    aged = []
    for entry in entries:
        with suppress(OSError):
            aged.append((entry.stat().st_mtime_ns, entry))
    gone = [entry for _age, entry in sorted(aged, reverse=True)[keep:]]
    for entry in gone:
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            with suppress(OSError):
                entry.unlink()
    return gone
