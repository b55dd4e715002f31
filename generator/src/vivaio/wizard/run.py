"""Leads through the questions: forwards, back, a summary at the end where any answer can be changed."""

from collections.abc import Callable, Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from vivaio.text import _
from vivaio.wizard.prompts import Back, ask_choice, dim_empty
from vivaio.wizard.steps import Step, Values, steps
from vivaio_core.contract.manifest import Manifest

Keep = Callable[[Values], None]


def run(values: Values, available: Mapping[str, Manifest], keep: Keep, extra: Sequence[Step] = ()) -> bool:
    """Fill `values` in place, `keep` is called after each answer. True when the person says «create»; False when they stop.

    Questions already answered (a draft, flags) are not asked again; the summary lets one change them. Raises KeyboardInterrupt.
    """
    order = [*steps(available), *extra]
    _forward(order, values, keep)
    while True:
        _summary(order, values)
        try:
            choice = ask_choice(
                _("Is everything right?"),
                {"create": _("Yes, create the site"), "change": _("Change an answer"), "stop": _("Stop here and keep the answers")},
            )
            if choice != "change":
                return choice == "create"
            _change(order, values, keep)
        except Back:
            _change(order, values, keep)


def _forward(order: Sequence[Step], values: Values, keep: Keep) -> None:
    known, place = set(values), 0
    past: list[int] = []  # the way taken, so that going back skips what was never asked
    while place < len(order):
        step = order[place]
        if step.key in known or not step.applies(values):
            place += 1
            continue
        try:
            step.ask(values)
        except Back:
            place = past.pop() if past else _before(order, values, place)
            known.discard(order[place].key)  # an answer of the draft: back means to see it again
            continue
        keep(values)
        past.append(place)
        place += 1


def _before(order: Sequence[Step], values: Values, place: int) -> int:
    earlier = [index for index in range(place) if order[index].applies(values)]
    return earlier[-1] if earlier else place


def _insist(step: Step, values: Values, keep: Keep) -> None:
    while True:
        try:
            step.ask(values)
        except Back:
            continue
        keep(values)
        return


def _change(order: Sequence[Step], values: Values, keep: Keep) -> None:
    try:
        asked = {step.key: step for step in order if step.applies(values)}
        picked = ask_choice(_("Which answer?"), {key: f"{step.title}: {_short(step.show(values))}" for key, step in asked.items()})
        before = {step.key for step in order if step.applies(values)}
        asked[picked].ask(values)
        keep(values)
        for step in order:
            if step.applies(values) and step.key not in before and step.key not in values:
                _insist(step, values, keep)
    except Back:
        return


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _summary(order: Sequence[Step], values: Values) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", justify="right")
    table.add_column()
    for step in order:
        if step.applies(values):
            table.add_row(escape(step.title), escape(step.show(values)) or dim_empty())
    Console(highlight=False).print(Panel(table, title=_("Summary"), border_style="green", expand=False, padding=(1, 2)))
