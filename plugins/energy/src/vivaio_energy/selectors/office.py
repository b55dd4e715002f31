"""Lists of the office: each with what a row shows, so that the number of queries does not grow with the rows."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from vivaio_core.people.folding import fold
from vivaio_core.suppliers.selectors import suppliers as core_suppliers
from vivaio_core.trail.models import Event
from vivaio_energy.codes import normalise
from vivaio_energy.models.campaigns import Adhesion, Campaign
from vivaio_energy.models.contracts import GuaranteeOfOrigin, Offer, SupplyContract
from vivaio_energy.models.donations import DonationEntry, DonationRule, FundedProject, FundMovement
from vivaio_energy.models.points import Supplier, SupplyPoint


def points() -> QuerySet[SupplyPoint]:
    """All meters, newest first."""
    return SupplyPoint.objects.select_related("member").order_by("-pk")


def search_points(rows: QuerySet[SupplyPoint], words: str) -> QuerySet[SupplyPoint]:
    """By code, name or address."""
    code = normalise(words)
    found = Q(member__search_key__contains=fold(words)) | Q(address__icontains=words) | Q(holder_name__icontains=words)
    return rows.filter(found | Q(key__startswith=code[:14]) if code else found)


def campaigns() -> QuerySet[Campaign]:
    """All campaigns, by deadline."""
    return Campaign.objects.defer("body").order_by("-deadline", "-pk")


def adhesions() -> QuerySet[Adhesion]:
    """All adhesions, newest first."""
    return Adhesion.objects.select_related("member", "campaign", "point").order_by("-pk")


def search_adhesions(rows: QuerySet[Adhesion], words: str) -> QuerySet[Adhesion]:
    """By member, campaign or code."""
    found = Q(member__search_key__contains=fold(words)) | Q(campaign__title__icontains=words)
    code = normalise(words)
    return rows.filter(found | Q(point__key__startswith=code[:14]) if code else found)


def contracts() -> QuerySet[SupplyContract]:
    """All contracts, newest first."""
    return SupplyContract.objects.select_related("member", "supplier__seller__party", "point").order_by("-pk")


def search_contracts(rows: QuerySet[SupplyContract], words: str) -> QuerySet[SupplyContract]:
    """By member, supplier or code."""
    found = Q(member__search_key__contains=fold(words)) | Q(supplier__seller__party__search_key__contains=fold(words))
    code = normalise(words)
    return rows.filter(found | Q(point__key__startswith=code[:14]) if code else found)


def suppliers(on: date) -> QuerySet[Supplier]:
    """All sellers, by name, each with `shown`: what core says of it on the day."""
    shown = core_suppliers(on).filter(pk=OuterRef("seller")).order_by().values("shown")[:1]
    return Supplier.objects.select_related("seller__party").annotate(shown=Subquery(shown)).order_by("seller__party__search_key", "pk")


def offers() -> QuerySet[Offer]:
    """All offers, newest first."""
    return Offer.objects.select_related("supplier__seller__party", "campaign").order_by("-valid_from", "-pk")


def guarantees() -> QuerySet[GuaranteeOfOrigin]:
    """All guarantees of origin."""
    return GuaranteeOfOrigin.objects.select_related("supplier__seller__party").order_by("-production_year", "-production_month", "-pk")


def projects() -> QuerySet[FundedProject]:
    """All projects with their fund."""
    return FundedProject.objects.select_related("fund").order_by("title", "pk")


def rules() -> QuerySet[DonationRule]:
    """All donation rules."""
    return DonationRule.objects.select_related("supplier__seller__party", "project").order_by("-first_year", "-pk")


def entries() -> QuerySet[DonationEntry]:
    """All donations, newest first."""
    return DonationEntry.objects.select_related("contract__member", "project", "rule__supplier__seller__party").order_by("-year", "-pk")


def movements() -> QuerySet[FundMovement]:
    """All movements of funds."""
    return FundMovement.objects.select_related("project", "fund").order_by("-on", "-pk")


def events_on(target: str) -> QuerySet[Event]:
    """What happened to one record, newest first."""
    return Event.objects.filter(target=target).select_related("actor").order_by("-seq")
