"""The office pays for a participant who asks for it, at the counter or by telephone: both names stay with the payment."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.payments.fields import MoneyField
from vivaio_core.people.errors import Refused
from vivaio_liberex.ask_forms import WhoField
from vivaio_liberex.office.participant_base import ParticipantAct
from vivaio_liberex.services.pay import pay
from vivaio_liberex.words import choices, credits


class PayForForm(forms.Form):
    """To whom, how much, what for; `key` makes the payment one, however often it is sent."""

    payee = WhoField(label=lazy("Whom does the participant pay?"), help_text=lazy("Name or code."))
    amount = MoneyField(label=lazy("How much?"))
    memo = forms.CharField(label=lazy("What for?"), max_length=140, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)


class PayFor(ParticipantAct):
    """A payment on behalf of the participant."""

    permission = "liberex.act_for_member"
    page_title = lazy("Pay for the participant")
    explanation = lazy("The credits pass at once, within the limits of the account. Your name stays beside the participant's on the receipt.")
    form_class: Any = PayForForm
    button = lazy("Pay")

    def get_initial(self) -> dict[str, Any]:
        """A key of its own: a second click pays nothing more."""
        return {"key": uuid4()}

    def act(self, data: dict[str, Any]) -> str:
        """Pay. Raises Refused."""
        if choices().mode != "own":
            raise Refused(_("These credits belong to an outside circuit: pay on its own pages, here they appear afterwards."))
        made = pay(payer=self.record, on=timezone.localdate(), actor=self.actor, **data)
        return _("%(sum)s paid to %(payee)s.") % {"sum": credits(made.amount), "payee": made.payee}
