"""Withdrawing an adhesion: a withdrawn one never yields a submitted switch (energy I6)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.pages.numbers import day as day_in_words
from vivaio_core.people.errors import Refused
from vivaio_energy.models.campaigns import Adhesion, Campaign
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.permissions import allow_for
from vivaio_energy.services.join_campaign import move
from vivaio_energy.states import ContractState


def withdraw_adhesion(*, actor: User | None, adhesion: Adhesion, on: date) -> Adhesion:
    """Take an adhesion back; an accepted one until its last day for second thoughts, together with its contract.

    Raises PermissionDenied, IllegalTransition, Refused when the days are over or the supply has started.
    """
    assisted = allow_for(actor, adhesion.member)
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().get(pk=adhesion.campaign_id)
        fresh = Adhesion.objects.select_for_update(of=("self",)).select_related("member", "campaign").get(pk=adhesion.pk)
        if fresh.withdrawal_until and on > fresh.withdrawal_until:
            day = day_in_words(fresh.withdrawal_until)
            raise Refused(_("You could change your mind until %(day)s. Please call us: we look for the best way out together.") % {"day": day})
        contract = SupplyContract.objects.select_for_update(of=("self",)).filter(adhesion=fresh).first()
        if contract and contract.state == ContractState.ACTIVE:
            raise Refused(_("The supply has already started. Please call us: we look for the best way out together."))
        fresh.withdrawn_on = on
        payload = {"assisted": assisted, "contract": contract.pk if contract else None}
        move(adhesion=fresh, campaign=campaign, act="withdraw", fields=["withdrawn_on"], actor=actor, payload=payload)
        if contract and contract.state != ContractState.ENDED:
            contract.state, contract.end_reason = ContractState.ENDED, SupplyContract.EndReason.WITHDRAWAL
            contract.save(update_fields=["state", "end_reason"])
    return fresh
