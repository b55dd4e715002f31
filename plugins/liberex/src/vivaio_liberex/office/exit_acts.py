"""The steps of leaving in the office: each page says first what will happen."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.pages.numbers import euros
from vivaio_liberex.office import forms
from vivaio_liberex.office.participant_base import ParticipantAct
from vivaio_liberex.selectors.leaving import outlook
from vivaio_liberex.services import leave


class Exit(ParticipantAct):
    """A step of the exit: the page says what will happen."""

    permission = leave.CLOSE

    @property
    def explanation(self) -> str:  # type: ignore[override]
        """What the next step does, and what stands in its way."""
        ahead = outlook(self.record, timezone.localdate())
        return " ".join((*ahead.told, *ahead.obstacles))


class Leave(Exit):
    """The beginning."""

    page_title = lazy("Begin the exit")
    form_class: Any = forms.NoteForm
    button = lazy("Begin the exit")

    def act(self, data: dict[str, Any]) -> str:
        """Begin."""
        leave.leave(participant=self.record, on=timezone.localdate(), actor=self.actor, **data)
        return _("The exit has begun.")


class Stay(ParticipantAct):
    """The exit taken back."""

    permission = leave.CLOSE
    page_title = lazy("Take the exit back")
    explanation = lazy("The account receives again. A credit line must be granted anew.")
    button = lazy("Take the exit back")

    def act(self, data: dict[str, Any]) -> str:
        """Stay."""
        leave.stay(participant=self.record, on=timezone.localdate(), actor=self.actor)
        return _("The exit is taken back.")


class Settle(Exit):
    """The balance brought to zero."""

    page_title = lazy("Settle the exit")
    button = lazy("Settle")

    def get_form_class(self) -> Any:
        """Credits may go before their days are over only when the participant agrees; a debt asks nothing."""
        return forms.SettleForm if self.record.account.balance > 0 else forms.EmptyForm

    def act(self, data: dict[str, Any]) -> str:
        """Settle."""
        made = leave.settle(participant=self.record, on=timezone.localdate(), actor=self.actor, **data)
        asked = _("A charge of %(sum)s is raised.") % {"sum": euros(made.charge.amount)} if made.charge else ""
        done = _("The account is at zero.")
        return f"{done} {asked}".strip()


class Undo(ParticipantAct):
    """The settlement taken back."""

    permission = leave.CLOSE
    page_title = lazy("Take the settlement back")
    explanation = lazy("The credits go back the same way; a charge raised for it is cancelled.")
    form_class: Any = forms.ReasonForm
    button = lazy("Take it back")

    def act(self, data: dict[str, Any]) -> str:
        """Undo."""
        leave.undo_settlement(participant=self.record, on=timezone.localdate(), actor=self.actor, **data)
        return _("The settlement is taken back.")


class Close(Exit):
    """The end."""

    page_title = lazy("Close the account")
    button = lazy("Close for ever")

    def act(self, data: dict[str, Any]) -> str:
        """Close."""
        leave.close(participant=self.record, on=timezone.localdate(), actor=self.actor)
        return _("The account is closed.")
