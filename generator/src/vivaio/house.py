"""Where things lie in the nursery's checkout."""

import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from vivaio.errors import Refused
from vivaio.text import _


@dataclass(frozen=True)
class House:
    """The checkout that this nursery runs from."""

    root: Path

    @property
    def template(self) -> Path:
        """What copier renders."""
        return self.root / "template"

    @property
    def examples(self) -> Path:
        """The model cooperatives."""
        return self.root / "examples"

    @property
    def sites(self) -> Path:
        """Where sites grow that are given no other place; git ignores it."""
        return self.root / "siti"

    @property
    def cache(self) -> Path:
        """Wheels and migrated databases that can be made again at any time."""
        return self.root / ".cache"

    @property
    def pins(self) -> Path:
        """The hashed requirements."""
        return self.root / "requirements"

    def source(self) -> tuple[str, str]:
        """Where the template comes from and at which commit, for a later update: (`_src_path`, `_commit`)."""
        commit = self._git("describe", "--tags", "--always")
        origin = self._git("config", "--get", "remote.origin.url")
        public = origin.startswith(("https://", "ssh://", "git@"))
        return (origin if public else str(self.root)), (commit or f"v{version('vivaio')}")

    def _git(self, *words: str) -> str:
        try:
            done = subprocess.run(["git", "-C", str(self.root), *words], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603, S607
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout.strip() if done.returncode == 0 else ""


@cache
def house() -> House:
    """Find the checkout. Raises Refused when the nursery is not run from one."""
    for folder in Path(__file__).resolve().parents:
        if (folder / "copier.yml").is_file() and (folder / "template").is_dir():
            return House(folder)
    raise Refused(_("Vivaio works from its own folder, the one with the file «vivaio»: enter it and write ./vivaio and the command."))
