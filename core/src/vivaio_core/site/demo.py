"""What a plugin's `demo` receives."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any


@dataclass(frozen=True)
class DemoContext:
    """`data` is the example's demo.toml, `folder` where it lies; `random` is seeded, so that each run is the same."""

    data: dict[str, Any]
    folder: Path
    on: date
    random: Random
