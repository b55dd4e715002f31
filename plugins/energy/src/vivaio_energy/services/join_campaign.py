"""Joining a campaign, alone or with an operator; the places are counted under a lock on the campaign (energy E10)."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.pages.numbers import day as day_in_words
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.trail.services import record
from vivaio_energy.errors import NoPlaceLeft
from vivaio_energy.models.campaigns import Adhesion, Campaign, ConsentText
from vivaio_energy.models.points import SupplyPoint
from vivaio_energy.permissions import allow_for
from vivaio_energy.states import ADHESION, JOINABLE, AdhesionState, CampaignState, after, counts


def start_adhesion(
    *, actor: User | None, campaign: Campaign, member: Party, point: SupplyPoint, on: date, channel: str = Adhesion.Channel.SITE
) -> Adhesion:
    """Begin an adhesion for one supply point; with an operator both names enter the trail.

    Raises PermissionDenied, NoPlaceLeft, and Refused when the campaign does not take adhesions or the point does not fit.
    """
    assisted = allow_for(actor, member)
    with transaction.atomic():
        held = Campaign.objects.select_for_update().get(pk=campaign.pk)
        _check_start(held, member, point, on)
        adhesion = Adhesion(campaign=held, member=member, point=point, channel=channel, started_on=on, assisted_by=actor if assisted else None)
        _take_place(held, "", AdhesionState.INTERESTED)
        try:
            with transaction.atomic():
                adhesion.save(force_insert=True)
        except IntegrityError:
            raise Refused(_("This point has already joined this campaign: you find it among your adhesions."), "point") from None
        payload = {"campaign": held.title, "point": point.pk, "channel": channel, "assisted": assisted}
        record(kind="energy.adhesion_start", actor=actor, subject=member, target=f"energy.Adhesion:{adhesion.pk}", payload=payload)
    return adhesion


def _check_open(campaign: Campaign, on: date) -> None:
    if campaign.state not in JOINABLE:
        raise Refused(_("“%(name)s” does not take adhesions now. Please look at the open campaigns.") % {"name": campaign})
    if on > campaign.deadline:
        raise Refused(
            _("Adhesions ended on %(day)s. Please call us: we tell you about the next campaign.") % {"day": day_in_words(campaign.deadline)}
        )
    if on < campaign.opens_on:
        raise Refused(_("Adhesions start on %(day)s. Please come back then.") % {"day": day_in_words(campaign.opens_on)})


def _check_start(campaign: Campaign, member: Party, point: SupplyPoint, on: date) -> None:
    _check_open(campaign, on)
    if point.member_id != member.pk:
        raise Refused(_("This supply point belongs to somebody else: please choose one of yours."), "point")
    if point.commodity != campaign.commodity:
        what = campaign.get_commodity_display()
        raise Refused(_("This campaign is for %(what)s: please choose a point of that kind.") % {"what": what}, "point")


def complete_adhesion(*, actor: User | None, adhesion: Adhesion, consent: ConsentText, agreed: bool, at: datetime, on: date) -> Adhesion:
    """Give the consent, with the version of its text and the time: from here the adhesion usually counts.

    Raises PermissionDenied, IllegalTransition, NoPlaceLeft when another took the last place, Refused when data or consent are missing.
    """
    assisted = allow_for(actor, adhesion.member)
    if not agreed:
        raise Refused(_("Without your consent we cannot go on: please tick the box, or leave the page if you do not agree."), "agreed")
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().get(pk=adhesion.campaign_id)
        fresh = Adhesion.objects.select_for_update(of=("self",)).select_related("member", "point").get(pk=adhesion.pk)
        _check_open(campaign, on)
        _check_data(fresh)
        if ConsentText.objects.order_by("-version").values_list("pk", flat=True).first() != consent.pk:
            raise Refused(_("The text you read has changed meanwhile: please read it again."), "agreed")
        fresh.consent, fresh.consent_at = consent, at
        payload = {"consent_version": consent.version, "assisted": assisted}
        move(adhesion=fresh, campaign=campaign, act="complete", fields=["consent", "consent_at"], actor=actor, payload=payload)
        if campaign.state == CampaignState.OPEN:
            price(adhesion=fresh, campaign=campaign, actor=actor)
    return fresh


def _check_data(adhesion: Adhesion) -> None:
    if adhesion.point.annual_consumption is None:
        raise Refused(_("The consumption of a year is missing: you find it on the first page of the bill."), "annual_consumption")


def join_with_operator(
    *, actor: User | None, campaign: Campaign, point: SupplyPoint, consent: ConsentText, channel: str, at: datetime, on: date
) -> Adhesion:
    """The whole adhesion in one act, from a signed paper form or a telephone call; all or nothing."""
    with transaction.atomic():
        started = start_adhesion(actor=actor, campaign=campaign, member=point.member, point=point, on=on, channel=channel)
        return complete_adhesion(actor=actor, adhesion=started, consent=consent, agreed=True, at=at, on=on)


def note_bill(*, actor: User | None, adhesion: Adhesion, on: date) -> Adhesion:
    """Write down that the member's bill was seen. Raises PermissionDenied."""
    allow(actor, "energy.act_for_member")
    with transaction.atomic():
        fresh = Adhesion.objects.select_for_update(of=("self",)).select_related("member").get(pk=adhesion.pk)
        fresh.bill_seen_on = on
        fresh.save(update_fields=["bill_seen_on"])
        record(kind="energy.bill_seen", actor=actor, subject=fresh.member, target=f"energy.Adhesion:{fresh.pk}", payload={"on": on.isoformat()})
    return fresh


def price(*, adhesion: Adhesion, campaign: Campaign, actor: User | None) -> None:
    """Put the chosen offer before one member, inside the caller's transaction that holds the campaign."""
    adhesion.offer = campaign.chosen_offer
    move(adhesion=adhesion, campaign=campaign, act="price", fields=["offer"], actor=actor, payload={"offer": campaign.chosen_offer_id})


def move(*, adhesion: Adhesion, campaign: Campaign, act: str, fields: list[str], actor: User | None, payload: dict[str, Any]) -> None:
    """Take a step of `states.ADHESION`, keep the campaign's count and write the trail, inside the transaction that holds the campaign."""
    step = after(ADHESION, act, adhesion.state, campaign.title)
    _take_place(campaign, adhesion.state, step.target)
    adhesion.state = step.target
    adhesion.save(update_fields=["state", *fields])
    told = {"campaign": campaign.title, "counted": campaign.counted, **payload}
    record(kind=f"energy.adhesion_{act}", actor=actor, subject=adhesion.member, target=f"energy.Adhesion:{adhesion.pk}", payload=told)


def _take_place(campaign: Campaign, before: str, now: str) -> None:
    delta = counts(now, campaign.count_from_state) - (before != "" and counts(before, campaign.count_from_state))
    if not delta:
        return
    if delta > 0 and campaign.places is not None and campaign.counted >= campaign.places:
        raise NoPlaceLeft(_("The last place was taken a moment ago. Please call us: if one becomes free we write to you."))
    campaign.counted += delta
    campaign.save(update_fields=["counted"])
