"""Says what is being done and how long it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


class Progress:
    """One line a step, with its seconds; a spinner while it lasts where a person is looking."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Time what happens inside; a failure leaves its line and passes on."""
        began = time.monotonic()
        try:
            with self.console.status(f"{title}…"):
                yield
        except BaseException:
            self.console.print(f"  [red]✗[/red] {title}")
            raise
        self.console.print(f"  [green]✓[/green] {title} [dim]{time.monotonic() - began:.1f} s[/dim]")

    def say(self, text: str = "") -> None:
        """Print a line as it is."""
        self.console.print(text)
