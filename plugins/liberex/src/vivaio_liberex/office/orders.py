"""Standing orders of one participant in the office: read on its page, ended for who asks on the telephone."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_liberex.models.standing import StandingOrder
from vivaio_liberex.office.participant_base import ParticipantAct
from vivaio_liberex.services.standing import end
from vivaio_liberex.words import credits


class EndOrder(ParticipantAct):
    """An end asked by the payer."""

    permission = "liberex.act_for_member"
    page_title = lazy("End the standing order")
    explanation = lazy("Nothing is paid any more from the next instalment on; what was paid stays paid. Who pays asked for it.")
    button = lazy("End it")
    order: StandingOrder

    def prepare(self) -> None:
        """The order of the address, of this participant."""
        super().prepare()
        self.order = get_object_or_404(self.record.standing_orders.select_related("payee"), pk=self.kwargs["order"])

    def get_page_subtitle(self) -> str:
        """Whose, to whom, how much."""
        return _("%(payer)s to %(payee)s, %(sum)s") % {"payer": self.record, "payee": self.order.payee, "sum": credits(self.order.amount)}

    def act(self, data: dict[str, Any]) -> str:
        """End it."""
        end(standing=self.order, on=timezone.localdate(), actor=self.actor)
        return _("The standing order has ended.")
