"""States as data: which step leads from where to where, and the permission it needs."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.people.errors import IllegalTransition


class CampaignState(TextChoices):
    """Life of a campaign."""

    DRAFT = "draft", gettext_lazy("in preparation")
    COLLECTING = "collecting", gettext_lazy("collecting adhesions")
    NEGOTIATING = "negotiating", gettext_lazy("negotiating with suppliers")
    OFFER_VOTED = "offer_voted", gettext_lazy("offer chosen by the members")
    OPEN = "open", gettext_lazy("offer open")
    CLOSED = "closed", gettext_lazy("closed")
    REPORTING = "reporting", gettext_lazy("closed, results published")


class AdhesionState(TextChoices):
    """Life of an adhesion."""

    INTERESTED = "interested", gettext_lazy("to be completed")
    DATA_COMPLETE = "data_complete", gettext_lazy("complete, counted")
    PRICED = "priced", gettext_lazy("offer to be accepted")
    ACCEPTED = "accepted", gettext_lazy("offer accepted")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")


class ContractState(TextChoices):
    """Life of a supply contract."""

    REQUESTED = "requested", gettext_lazy("to be sent to the supplier")
    SUBMITTED = "submitted", gettext_lazy("sent to the supplier")
    ACCEPTED = "accepted", gettext_lazy("accepted, waiting to start")
    REJECTED = "rejected", gettext_lazy("refused by the supplier")
    ACTIVE = "active", gettext_lazy("active")
    ENDED = "ended", gettext_lazy("ended")


@dataclass(frozen=True)
class Step:
    """One named step: allowed `sources`, resulting `target`, the `permission` of the office, the button's `label`.

    `own` says that the member may take it for himself, without the permission.
    """

    label: Promise | str
    sources: tuple[str, ...]
    target: str
    permission: str
    own: bool = False


C, A, K = CampaignState, AdhesionState, ContractState

CAMPAIGN: dict[str, Step] = {
    "collect": Step(gettext_lazy("Open to adhesions"), (C.DRAFT,), C.COLLECTING, "energy.run_campaign"),
    "negotiate": Step(gettext_lazy("Start negotiating"), (C.COLLECTING,), C.NEGOTIATING, "energy.run_campaign"),
    "vote": Step(gettext_lazy("Record the members' choice"), (C.NEGOTIATING,), C.OFFER_VOTED, "energy.choose_offer"),
    "open": Step(gettext_lazy("Open the offer"), (C.OFFER_VOTED,), C.OPEN, "energy.run_campaign"),
    "close": Step(gettext_lazy("Close"), (C.OPEN,), C.CLOSED, "energy.run_campaign"),
    "report": Step(gettext_lazy("Publish the results"), (C.CLOSED,), C.REPORTING, "energy.run_campaign"),
}
ADHESION: dict[str, Step] = {
    "complete": Step(gettext_lazy("Complete"), (A.INTERESTED,), A.DATA_COMPLETE, "energy.act_for_member", own=True),
    "price": Step(gettext_lazy("Send the offer"), (A.DATA_COMPLETE,), A.PRICED, "energy.run_campaign"),
    "accept": Step(gettext_lazy("Accept the offer"), (A.PRICED,), A.ACCEPTED, "energy.act_for_member", own=True),
    "withdraw": Step(gettext_lazy("Withdraw"), (A.INTERESTED, A.DATA_COMPLETE, A.PRICED, A.ACCEPTED), A.WITHDRAWN, "energy.act_for_member", own=True),
}
CONTRACT: dict[str, Step] = {
    "submit": Step(gettext_lazy("Record as sent"), (K.REQUESTED, K.REJECTED), K.SUBMITTED, "energy.handle_switch"),
    "accept": Step(gettext_lazy("Supplier accepts"), (K.SUBMITTED,), K.ACCEPTED, "energy.handle_switch"),
    "reject": Step(gettext_lazy("Supplier refuses"), (K.SUBMITTED,), K.REJECTED, "energy.handle_switch"),
    "activate": Step(gettext_lazy("Supply started"), (K.ACCEPTED,), K.ACTIVE, "energy.handle_switch"),
    "end": Step(gettext_lazy("End"), (K.REQUESTED, K.SUBMITTED, K.ACCEPTED, K.REJECTED, K.ACTIVE), K.ENDED, "energy.handle_switch"),
}

JOINABLE = (C.COLLECTING, C.OPEN)
PUBLIC = tuple(state for state in C if state != C.DRAFT)
RUNNING = (C.COLLECTING, C.NEGOTIATING, C.OFFER_VOTED, C.OPEN)
ADHESION_ORDER = (A.INTERESTED, A.DATA_COMPLETE, A.PRICED, A.ACCEPTED)
PENDING = (K.REQUESTED, K.SUBMITTED, K.ACCEPTED)


def after(table: dict[str, Step], act: str, state: str, name: str) -> Step:
    """The step `act` taken from `state`. Raises IllegalTransition, which names the thing and its state."""
    step = table[act]
    if state not in step.sources:
        label = dict([*C.choices, *A.choices, *K.choices])[state]
        raise IllegalTransition(_("“%(name)s” is “%(state)s”: this step is not possible from here.") % {"name": name, "state": label})
    return step


def possible(table: dict[str, Step], state: str) -> list[tuple[str, Step]]:
    """The steps that the present state allows, in the order of the table."""
    return [(act, step) for act, step in table.items() if state in step.sources]


def counts(state: str, count_from: str) -> bool:
    """True when an adhesion in `state` is counted for the tiers (energy E10)."""
    return state in ADHESION_ORDER and ADHESION_ORDER.index(A(state)) >= ADHESION_ORDER.index(A(count_from))
