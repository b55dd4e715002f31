"""Signing: the member accepts the offer, or the office writes a change of name. The offer is copied and never changes (energy I4)."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.pages.numbers import day as day_in_words
from vivaio_core.people.errors import Refused, allow
from vivaio_core.suppliers.selectors import why_no_orders
from vivaio_core.trail.services import record
from vivaio_energy.models.campaigns import Adhesion, Campaign
from vivaio_energy.models.contracts import Offer, SupplyContract
from vivaio_energy.models.points import SupplyPoint
from vivaio_energy.permissions import allow_for
from vivaio_energy.services.join_campaign import move
from vivaio_energy.snapshots import digest, snapshot
from vivaio_energy.states import ADHESION, after
from vivaio_energy.switching import withdrawal_until


def accept_offer(*, actor: User | None, adhesion: Adhesion, on: date, early_start: bool = False) -> SupplyContract:
    """The member accepts the offer put before him; a contract to be sent is made with the offer's copy.

    Raises PermissionDenied, IllegalTransition, NoRuleForDate, Refused when the offer can no longer be signed.
    """
    assisted = allow_for(actor, adhesion.member)
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().get(pk=adhesion.campaign_id)
        fresh = Adhesion.objects.select_for_update(of=("self",)).select_related("member", "point", "campaign").get(pk=adhesion.pk)
        after(ADHESION, "accept", fresh.state, str(fresh.campaign))
        offer = Offer.objects.select_related("supplier__seller__party").get(adhesions=fresh)
        _check_offer(offer, on)
        fresh.accepted_on, fresh.withdrawal_until = on, withdrawal_until(on)
        reached = campaign.tiers.filter(threshold__lte=campaign.counted).order_by("-threshold").first()
        contract = _sign(fresh.point, offer, on, tier=reached.benefit if reached else "", adhesion=fresh, early_start=early_start)
        payload = {"contract": contract.pk, "assisted": assisted, "offer_hash": contract.snapshot_hash, "early_start": early_start}
        fields = ["accepted_on", "withdrawal_until"]
        move(adhesion=fresh, campaign=campaign, act="accept", fields=fields, actor=actor, payload=payload)
    return contract


def sign_transfer(*, actor: User | None, point: SupplyPoint, offer: Offer, signed_on: date, planned_on: date) -> SupplyContract:
    """A change of name on the bill with a change of supplier: its date is not computed, a person types it (energy E3)."""
    allow(actor, "energy.handle_switch")
    if planned_on < signed_on:
        raise Refused(_("The supply cannot start before the signature: please check the two dates."), "planned_on")
    with transaction.atomic():
        _check_offer(offer, signed_on)
        contract = _sign(point, offer, signed_on, kind=SupplyContract.Kind.TRANSFER, planned_on=planned_on)
        payload = {"offer_hash": contract.snapshot_hash, "planned_on": planned_on.isoformat()}
        target = f"energy.SupplyContract:{contract.pk}"
        record(kind="energy.transfer_sign", actor=actor, subject=point.member, target=target, payload=payload)
    return contract


def _check_offer(offer: Offer, on: date) -> None:
    if why := why_no_orders(offer.supplier.seller, on):
        raise Refused(_("This offer cannot be signed now: %(why)s Please call us.") % {"why": why})
    if not offer.valid_from <= on <= offer.valid_to:
        dates = {"start": day_in_words(offer.valid_from), "end": day_in_words(offer.valid_to)}
        raise Refused(_("This offer can be signed from %(start)s to %(end)s. Please call us: we look for the one that is valid now.") % dates)


def _sign(point: SupplyPoint, offer: Offer, signed_on: date, *, tier: str = "", **fields: Any) -> SupplyContract:
    if offer.commodity != point.commodity:
        raise Refused(_("This offer is not for this kind of supply point: please choose another."), "offer")
    content = snapshot(offer, tier)
    try:
        with transaction.atomic():
            return SupplyContract.objects.create(
                point=point,
                member=point.member,
                supplier=offer.supplier,
                fee_cents=offer.fee_cents,
                offer_snapshot=content,
                snapshot_hash=digest(content),
                signed_on=signed_on,
                **fields,
            )
    except IntegrityError:
        raise Refused(_("A request for this point is already on its way: please wait for its answer or give it up first."), "point") from None
