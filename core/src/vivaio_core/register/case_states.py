"""States of exits and transfers as data: which act leads from where to where, and the permission it needs (people P14)."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.people.errors import IllegalTransition


class ExitKind(TextChoices):
    """How a membership ends by a case of its own."""

    EXIT = "exit", gettext_lazy("exit")
    EXCLUSION = "exclusion", gettext_lazy("exclusion")
    DEATH = "death", gettext_lazy("death")


class ExitState(TextChoices):
    """Life of an exit, an exclusion or a death."""

    RECEIVED = "received", gettext_lazy("to be examined")
    ACCEPTED = "accepted", gettext_lazy("granted")
    REFUSED = "refused", gettext_lazy("refused")
    OPPOSED = "opposed", gettext_lazy("before the court")
    EFFECTIVE = "effective", gettext_lazy("out, to be refunded")
    LIQUIDATED = "liquidated", gettext_lazy("closed")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")


class TransferState(TextChoices):
    """Life of a transfer of shares. `free_by_silence` comes by itself: no job writes it, the day does."""

    RECEIVED = "received", gettext_lazy("to be answered")
    AUTHORISED = "authorised", gettext_lazy("authorised")
    REFUSED = "refused", gettext_lazy("refused")
    OPPOSED = "opposed", gettext_lazy("before the court")
    FREE = "free_by_silence", gettext_lazy("free by silence")
    REGISTERED = "registered", gettext_lazy("entered in the register")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")


@dataclass(frozen=True)
class Step:
    """One act: allowed `sources`, resulting `target` (empty: the service says which), the button's `label`."""

    label: Promise | str
    sources: tuple[str, ...]
    target: str = ""


E, T = ExitState, TransferState
Table = dict[str, Step]

_DECISION: Table = {
    "accept": Step(gettext_lazy("Accept the case"), (E.RECEIVED,), E.ACCEPTED),
    "refuse": Step(gettext_lazy("Refuse the case"), (E.RECEIVED,), E.REFUSED),
    "communicate": Step(gettext_lazy("Write down the communication"), (E.ACCEPTED, E.REFUSED)),
    "annotate": Step(gettext_lazy("Enter the end in the register"), (E.ACCEPTED,), E.EFFECTIVE),
}
_REFUND: Table = {
    "balance": Step(gettext_lazy("Approval of the balance sheet"), (E.EFFECTIVE,)),
    "instalments": Step(gettext_lazy("Note instalments"), (E.EFFECTIVE,)),
    "refund": Step(gettext_lazy("Refund"), (E.EFFECTIVE,), E.LIQUIDATED),
}
_COURT: Table = {"settle": Step(gettext_lazy("Decision of the court"), (E.OPPOSED,))}
_BACK: Table = {
    "withdraw": Step(gettext_lazy("Withdraw the case"), (E.RECEIVED, E.ACCEPTED), E.WITHDRAWN),
    "undo": Step(gettext_lazy("Undo the last operation"), (E.EFFECTIVE, E.LIQUIDATED)),
}
_OPPOSE = gettext_lazy("Opposition before the court")
EXITS: dict[str, Table] = {
    ExitKind.EXIT: {**_DECISION, **_REFUND, "oppose": Step(_OPPOSE, (E.REFUSED,), E.OPPOSED), **_COURT, **_BACK},
    ExitKind.EXCLUSION: {**_DECISION, **_REFUND, "oppose": Step(_OPPOSE, (E.ACCEPTED, E.EFFECTIVE), E.OPPOSED), **_COURT, **_BACK},
    ExitKind.DEATH: {
        "annotate": Step(gettext_lazy("Enter the end in the register"), (E.RECEIVED,), E.EFFECTIVE),
        **_REFUND,
        "heir": Step(gettext_lazy("An heir enters"), (E.EFFECTIVE,), E.LIQUIDATED),
        **_BACK,
    },
}
TRANSFER: Table = {
    "authorise": Step(gettext_lazy("Authorise"), (T.RECEIVED, T.FREE), T.AUTHORISED),
    "refuse": Step(gettext_lazy("Refuse the transfer"), (T.RECEIVED, T.FREE), T.REFUSED),
    "register": Step(gettext_lazy("Enter the transfer in the register"), (T.AUTHORISED, T.FREE), T.REGISTERED),
    "oppose": Step(_OPPOSE, (T.REFUSED,), T.OPPOSED),
    "settle": Step(gettext_lazy("Decision of the court"), (T.OPPOSED,)),
    "withdraw": Step(gettext_lazy("Withdraw the case"), (T.RECEIVED, T.AUTHORISED, T.FREE), T.WITHDRAWN),
    "undo": Step(gettext_lazy("Undo the operation"), (T.REGISTERED,)),
}

OPEN_EXITS = (E.RECEIVED, E.ACCEPTED, E.OPPOSED, E.EFFECTIVE)
BEFORE_THE_END = (E.RECEIVED, E.ACCEPTED, E.OPPOSED)
OPEN_TRANSFERS = (T.RECEIVED, T.AUTHORISED, T.OPPOSED, T.FREE)


def after(table: Table, act: str, state: str) -> Step:
    """The step `act` taken from `state`. Raises IllegalTransition, which names the state."""
    step = table.get(act)
    if step is None or state not in step.sources:
        names = dict(T.choices if table is TRANSFER else E.choices)
        raise IllegalTransition(_("This case is “%(state)s”: this step is not possible from here.") % {"state": names[state]})
    return step


def possible(table: Table, state: str) -> list[tuple[str, Step]]:
    """The steps that the present state allows, in the order of the table."""
    return [(act, step) for act, step in table.items() if state in step.sources]
