"""The judge of a mode."""

from datetime import date

from vivaio_core.imports.columns import OPENING
from vivaio_core.imports.judging.opening import OpeningJudge
from vivaio_core.imports.judging.people import PeopleJudge


def judge_of(mode: str, columns: dict[str, int], on: date) -> PeopleJudge:
    """A fresh judge, which remembers what it has judged."""
    kind = OpeningJudge if mode == OPENING else PeopleJudge
    return kind(mode=mode, columns=columns, on=on)
