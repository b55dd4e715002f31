"""The states of an application as data: what may follow what, and the sentence for what may not."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.admission.models.application import Application, Sponsorship
from vivaio_core.people.errors import IllegalTransition

State = Application.State

TRANSITIONS: dict[tuple[str, str], str] = {
    (State.DRAFT, "submit"): State.SUBMITTED,
    (State.SUBMITTED, "review"): State.UNDER_REVIEW,
    (State.UNDER_REVIEW, "admit"): State.APPROVED,
    (State.UNDER_REVIEW, "refuse"): State.REFUSED,
    (State.APPROVED, "annotate"): State.ANNOTATED,
    (State.ANNOTATED, "reopen"): State.APPROVED,
    (State.UNDER_REVIEW, "enter"): State.ANNOTATED,
    (State.APPROVED, "enter"): State.ANNOTATED,
    (State.REFUSED, "appeal"): State.APPEALED,
    (State.APPEALED, "grant"): State.APPROVED,
    (State.APPEALED, "reject"): State.REFUSED_FINAL,
    (State.SUBMITTED, "withdraw"): State.WITHDRAWN,
    (State.UNDER_REVIEW, "withdraw"): State.WITHDRAWN,
    (State.APPROVED, "withdraw"): State.WITHDRAWN,
    (State.APPEALED, "withdraw"): State.WITHDRAWN,
}
OPEN = (State.SUBMITTED, State.UNDER_REVIEW, State.APPROVED, State.APPEALED)
CHANGEABLE = (State.SUBMITTED, State.UNDER_REVIEW, State.APPEALED)
"""States in which what the applicant gave can still be completed."""

LABELS: dict[str, str | Promise] = {
    "submit": gettext_lazy("Send"),
    "review": gettext_lazy("Take under review"),
    "admit": gettext_lazy("The organ admits"),
    "refuse": gettext_lazy("The organ refuses"),
    "annotate": gettext_lazy("Enter in the register"),
    "reopen": gettext_lazy("Reopen"),
    "appeal": gettext_lazy("Record the appeal"),
    "grant": gettext_lazy("The assembly admits"),
    "reject": gettext_lazy("The assembly confirms the refusal"),
    "withdraw": gettext_lazy("Withdraw it for the applicant"),
}


def after(application: Application, act: str) -> str:
    """The state that follows `act`. Raises IllegalTransition with a sentence."""
    follows = TRANSITIONS.get((application.state, act))
    if follows is None:
        text = _("The application of %(name)s is now “%(state)s”: this step is not possible from here.")
        raise IllegalTransition(text % {"name": application.display_name, "state": application.get_state_display()})
    return follows


def possible(application: Application) -> list[str]:
    """The acts that the present state allows."""
    return [act for (state, act) in TRANSITIONS if state == application.state]


def refuse_answered(sponsorship: Sponsorship) -> None:
    """A sponsor answers once. Raises IllegalTransition."""
    if sponsorship.state != Sponsorship.State.ASKED:
        raise IllegalTransition(_("This request has been answered already."))
