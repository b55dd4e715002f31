"""Says what is being done and how long it took."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _
from rich.console import Console
from rich.status import Status

_LOADED = time.monotonic()
WIDTH = 30


class Progress:
    """One line a step, with its seconds; a spinner while it lasts where a person is looking."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)
        self._title, self._tenth = "", 0
        self._status: Status | None = None

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Time what happens inside; a failure leaves its line and passes on."""
        began = time.monotonic()
        try:
            with self.console.status(f"{title}…") as self._status:
                self._title, self._tenth = title, 0
                yield
        except BaseException:
            self.console.print(f"  [red]✗[/red] {title}")
            raise
        self.console.print(f"  [green]✓[/green] {title} [dim]{time.monotonic() - began:.1f} s[/dim]")

    def told(self, done: int, of: int) -> None:
        """How far the step is: a bar with the numbers beside the spinner, or a line for each tenth where nobody looks at a terminal."""
        share = done / max(of, 1)
        numbers = _("%(done)s of %(of)s") % {"done": f"{done:,}".replace(",", "."), "of": f"{of:,}".replace(",", ".")}
        if self.console.is_terminal and self._status is not None:
            full = int(share * WIDTH)
            self._status.update(f"{self._title} [green]{'━' * full}[/green][dim]{'━' * (WIDTH - full)}[/dim] {numbers}")
        elif int(share * 10) > self._tenth:
            self._tenth = int(share * 10)
            self.console.print(f"    {self._title}: {numbers}")

    def say(self, text: str = "") -> None:
        """Print a line as it is."""
        self.console.print(text)


def seconds_since_start() -> float:
    """How long this process has lived, as its user waited for it; where the system does not say, since this module was loaded."""
    try:
        ticks = int(Path("/proc/self/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()[19])
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return time.monotonic() - _LOADED
    return uptime - ticks / os.sysconf("SC_CLK_TCK")
