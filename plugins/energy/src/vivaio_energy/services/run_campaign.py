"""Leading a campaign through its steps."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.suppliers.selectors import why_no_orders
from vivaio_core.trail.services import record
from vivaio_energy.models.campaigns import Adhesion, Campaign
from vivaio_energy.models.contracts import Offer
from vivaio_energy.services.join_campaign import price
from vivaio_energy.states import CAMPAIGN, AdhesionState, CampaignState, after


def advance_campaign(*, actor: User | None, campaign: Campaign, act: str, on: date, offer: Offer | None = None, note: str = "") -> Campaign:
    """Take the step `act` of `states.CAMPAIGN`; `vote` needs the offer and how the members chose it, `open` sends it to everybody.

    Raises PermissionDenied, IllegalTransition, and Refused when something the step needs is missing.
    """
    allow(actor, CAMPAIGN[act].permission)
    with transaction.atomic():
        fresh: Campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
        step = after(CAMPAIGN, act, fresh.state, fresh.title)
        _check(fresh, act, on, offer, note)
        if act == "vote":
            fresh.chosen_offer, fresh.choice_note = offer, note.strip()
        before, fresh.state = fresh.state, step.target
        fresh.save(update_fields=["state", "chosen_offer", "choice_note"])
        payload = {
            "campaign": fresh.title,
            "from": before,
            "to": fresh.state,
            "counted": fresh.counted,
            "note": note.strip(),
            "offer": fresh.chosen_offer_id,
        }
        record(kind=f"energy.campaign_{act}", actor=actor, target=f"energy.Campaign:{fresh.pk}", payload=payload)
        if fresh.state == CampaignState.OPEN:
            _send_offer(fresh, actor)
    return fresh


def _check(campaign: Campaign, act: str, on: date, offer: Offer | None, note: str) -> None:
    if act == "collect" and campaign.deadline < on:
        raise Refused(_("The last day for adhesions is already past: please correct it first."), "deadline")
    if act == "vote":
        if offer is None or offer.campaign_id != campaign.pk:
            raise Refused(_("Please choose one of the offers written for this campaign."), "offer")
        if not note.strip():
            raise Refused(_("Please write how and when the members chose, for example the assembly and its date."), "note")
        if campaign.counted < offer.min_adhesions:
            numbers = {"need": offer.min_adhesions, "have": campaign.counted}
            raise Refused(_("This offer needs %(need)d adhesions and there are %(have)d: please negotiate again.") % numbers, "offer")
    if act == "open" and campaign.chosen_offer and campaign.chosen_offer.valid_to < on:
        raise Refused(_("The chosen offer can no longer be signed: please ask the supplier for a new one."), "offer")
    published = offer if act == "vote" else campaign.chosen_offer if act == "open" else None
    if published and (why := why_no_orders(published.supplier.seller, on)):
        raise Refused(_("This offer cannot be published: %(why)s") % {"why": why}, "offer")


def _send_offer(campaign: Campaign, actor: User | None) -> None:
    ready = Adhesion.objects.select_for_update().filter(campaign=campaign, state=AdhesionState.DATA_COMPLETE).order_by("pk")
    for adhesion in ready.select_related("member", "point"):
        price(adhesion=adhesion, campaign=campaign, actor=actor)
