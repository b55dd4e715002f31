"""A folder that appears whole or not at all: made beside its place under a clear name, renamed at the end."""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vivaio.errors import Refused
from vivaio.text import _

MARK = "vivaio-incompleto"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def growing(place: Path) -> Iterator[Path]:
    """Give a temporary sibling of `place`; on success it takes `place`'s name, on any failure it is removed.

    A process killed meanwhile leaves only `.<name>.vivaio-incompleto-<pid>`, which the next run beside it cleans away.
    Raises Refused for a place that is taken, closed or full.
    """
    check_free(place)
    parent = place.parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        sweep(parent, place.name)
        work = parent / f".{place.name}.{MARK}-{os.getpid()}"
        work.mkdir()
    except OSError as error:
        raise Refused(disk_text(error, parent)) from None
    try:
        yield work
        if place.is_dir():
            place.rmdir()
        work.rename(place)
    except OSError as error:
        raise Refused(disk_text(error, place)) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def check_free(place: Path) -> None:
    """Raises Refused when `place` is a file, holds something, or lies where nobody may write."""
    if "\0" in str(place) or len(place.name.encode("utf-8", "replace")) > 200:
        raise Refused(_("The folder's name is too long or not valid: choose a short one."))
    try:
        taken = place.exists() and (not place.is_dir() or any(place.iterdir()))
    except OSError as error:
        raise Refused(disk_text(error, place)) from None
    if taken:
        raise Refused(_("{place} already holds something: choose another name, or empty the folder. Nothing was written.").format(place=place))
    parent = next(folder for folder in [place.parent, *place.parent.parents] if folder.exists())
    if not os.access(parent, os.W_OK | os.X_OK):
        raise Refused(_("You may not write in {folder}: choose another folder, for example in your home.").format(folder=parent))


def sweep(parent: Path, name: str) -> list[Path]:
    """Remove what killed runs left beside `name`; those of a run that still lives stay. Returns what was removed."""
    gone = []
    for left in parent.glob(f".*.{MARK}-*"):
        match = re.fullmatch(rf"\.{re.escape(name)}\.{MARK}-(\d+)", left.name)
        if match and not _alive(int(match[1])):
            shutil.rmtree(left, ignore_errors=True)
            gone.append(left)
    return gone


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def disk_text(error: OSError, place: Path) -> str:
    """What to tell a person about an error of the disk."""
    if error.errno in FULL:
        return _("There is no room left on the disk of {place}: free some space and repeat the command. Nothing was left half-done.").format(
            place=place
        )
    if error.errno in CLOSED:
        return _("You may not write in {folder}: choose another folder, for example in your home.").format(folder=error.filename or place)
    return _("The disk refuses {place} ({error}): check the folder and repeat the command.").format(place=place, error=error.strerror or error)


def write_whole(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner only. Raises Refused with the cure."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
            handle.write(text)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise Refused(disk_text(error, path)) from None
