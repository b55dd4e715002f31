"""Reads of campaigns, for the public pages and the office."""

from datetime import date

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Value, When

from vivaio_core.people.models import Collectivity
from vivaio_energy.models.campaigns import Adhesion, Campaign, PriceTier
from vivaio_energy.states import JOINABLE, PUBLIC, RUNNING
from vivaio_energy.tiers import Progress, Tier, progress


def public_campaigns(words: str = "", kind: str = "", when: str = "") -> QuerySet[Campaign]:
    """Campaigns that visitors may see, those that take adhesions first. `when` is `running` or `past`; tiers come along."""
    rank = Case(When(state__in=JOINABLE, then=Value(0)), When(state__in=RUNNING, then=Value(1)), default=Value(2), output_field=IntegerField())
    found: QuerySet[Campaign] = Campaign.objects.filter(state__in=PUBLIC).prefetch_related(Prefetch("tiers", PriceTier.objects.order_by("threshold")))
    if words.strip():
        found = found.filter(Q(title__icontains=words.strip()) | Q(summary__icontains=words.strip()))
    if kind in Campaign.Kind.values:
        found = found.filter(kind=kind)
    if when in ("running", "past"):
        found = found.filter(state__in=RUNNING) if when == "running" else found.exclude(state__in=RUNNING)
    ranked: QuerySet[Campaign] = found.defer("body").annotate(rank=rank).order_by("rank", "deadline", "pk")
    return ranked


def progress_of(campaign: Campaign) -> Progress:
    """Counted adhesions against the tiers; no query when the tiers were prefetched."""
    return progress(campaign.counted, [Tier(tier.threshold, tier.benefit) for tier in campaign.tiers.all()], campaign.places)


def joinable(campaign: Campaign, on: date) -> bool:
    """True when somebody can join on the day."""
    full = campaign.places is not None and campaign.counted >= campaign.places
    return campaign.state in JOINABLE and campaign.opens_on <= on <= campaign.deadline and not full


def by_collectivity(campaign: Campaign, on: date) -> list[tuple[Collectivity, int]]:
    """The groups that buy together in the campaign and how many adhesions each brings."""
    since = Q(member__belongings__from_on__lte=on) & (Q(member__belongings__to_on__isnull=True) | Q(member__belongings__to_on__gt=on))
    joined = Adhesion.objects.filter(since, campaign=campaign, state__in=["data_complete", "priced", "accepted"])
    counted = dict(joined.order_by().values_list("member__belongings__collectivity").annotate(n=Count("pk", distinct=True)))
    return [(group, counted.get(group.pk, 0)) for group in campaign.collectivities.all()]
