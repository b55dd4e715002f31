"""The campaigns of a demonstration: each goes its way through the same services as everybody's."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from vivaio_core.people.models import Collectivity, Party
from vivaio_core.site.demo import DemoContext
from vivaio_energy.demo_plan import CampaignPlan, OfferPlan
from vivaio_energy.models.campaigns import Adhesion, Campaign, CampaignQuestion, ConsentText, PriceTier
from vivaio_energy.models.contracts import Offer
from vivaio_energy.models.points import Commodity, Supplier, SupplyPoint
from vivaio_energy.services import handle_contract as steps
from vivaio_energy.services.join_campaign import join_with_operator, note_bill, start_adhesion
from vivaio_energy.services.run_campaign import advance_campaign
from vivaio_energy.services.sign_contract import accept_offer
from vivaio_energy.states import AdhesionState


def add_campaign(plan: CampaignPlan, suppliers: dict[str, Supplier], member: Party | None, context: DemoContext) -> None:
    """One campaign with its adhesions; the visitor's own stays half-way where adhesions are still collected."""
    campaign = _prepare(plan, context.on)
    opened = campaign.opens_on
    campaign = advance_campaign(actor=None, campaign=campaign, act="collect", on=opened)
    own = SupplyPoint.objects.filter(member=member, commodity=Commodity.POWER).first() if member else None
    points = list(SupplyPoint.objects.filter(commodity=Commodity.POWER).exclude(member=member).select_related("member").order_by("key"))
    days = max(1, plan.opened_days_ago - 3) if plan.offer is None else max(1, plan.opened_days_ago // 2)
    text = ConsentText.objects.get()
    for number, point in enumerate(context.random.sample(points, min(plan.adhesions, len(points)))):
        day = opened + timedelta(days=number * days // plan.adhesions)
        channel = Adhesion.Channel.PHONE if number % 3 else Adhesion.Channel.DESK
        adhesion = join_with_operator(actor=None, campaign=campaign, point=point, consent=text, channel=channel, at=_at_ten(day), on=day)
        if number % 8:
            note_bill(actor=None, adhesion=adhesion, on=day)
    if plan.offer is not None:
        _choose(campaign, plan.offer, suppliers, context.on - timedelta(days=plan.opened_days_ago // 3))
        _sign(campaign, plan.accepted, context.on)
    elif own is not None:
        start_adhesion(actor=None, campaign=campaign, member=own.member, point=own, on=context.on - timedelta(days=2))


def _prepare(plan: CampaignPlan, on: date) -> Campaign:
    campaign = Campaign.objects.create(
        title=plan.title,
        slug=plan.slug,
        kind=plan.kind,
        summary=plan.summary,
        body=plan.body.strip(),
        opens_on=on - timedelta(days=plan.opened_days_ago),
        deadline=on + timedelta(days=plan.closes_in_days),
        places=plan.places,
    )
    PriceTier.objects.bulk_create([PriceTier(campaign=campaign, threshold=tier.threshold, benefit=tier.benefit) for tier in plan.tiers])
    CampaignQuestion.objects.bulk_create([CampaignQuestion(campaign=campaign, question=one.question, answer=one.answer) for one in plan.questions])
    campaign.collectivities.set(Collectivity.objects.filter(name__in=plan.groups))
    return campaign


def _choose(campaign: Campaign, plan: OfferPlan, suppliers: dict[str, Supplier], on: date) -> None:
    offer = Offer.objects.create(
        supplier=suppliers[plan.supplier],
        campaign=campaign,
        name=plan.name,
        unit_price=Decimal(plan.unit_price),
        fixed_fee_cents=plan.fixed_fee_cents,
        fee_cents=plan.fee_cents,
        valid_from=on,
        valid_to=campaign.deadline,
        price_until=campaign.deadline + timedelta(days=365),
        conditions=plan.conditions,
        provenance="Trattativa della cooperativa con il fornitore",
    )
    campaign = advance_campaign(actor=None, campaign=campaign, act="negotiate", on=on)
    campaign = advance_campaign(actor=None, campaign=campaign, act="vote", on=on, offer=offer, note=plan.chosen)
    advance_campaign(actor=None, campaign=campaign, act="open", on=on)


def _sign(campaign: Campaign, accepted: int, on: date) -> None:
    """Contracts on their way: to send, sent, refused, waiting to start, in turn."""
    signed = on - timedelta(days=9)
    for number, adhesion in enumerate(Adhesion.objects.filter(campaign=campaign, state=AdhesionState.PRICED).order_by("pk")[:accepted]):
        contract = accept_offer(actor=None, adhesion=adhesion, on=signed)
        if number % 4 == 0:
            continue
        contract = steps.submit_switch(actor=None, contract=contract, requested_on=on - timedelta(days=5))
        if number % 4 == 2:
            steps.reject_switch(actor=None, contract=contract, reason="l'intestatario non corrisponde al punto", on=on - timedelta(days=2))
        elif number % 4 == 3:
            steps.accept_switch(actor=None, contract=contract, on=on - timedelta(days=1))


def _at_ten(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))
