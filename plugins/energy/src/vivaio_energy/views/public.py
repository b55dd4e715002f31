"""Pages that everybody sees."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from vivaio_energy.forms import SearchForm
from vivaio_energy.models.campaigns import Campaign, PriceTier
from vivaio_energy.selectors import campaigns as reads
from vivaio_energy.selectors import claims, donations, figures
from vivaio_energy.states import PUBLIC

PER_PAGE = 12


def service(request: HttpRequest) -> HttpResponse:
    """What the cooperative does about energy, with its figures and running campaigns."""
    on = timezone.localdate()
    context = {
        "served": figures.served(on),
        "campaigns": reads.public_campaigns(when="running")[:3],
        "suppliers": figures.suppliers(on),
        "claims": claims.green_claims(on.year - 1),
        "accrued_cents": donations.accrued_cents(),
    }
    return render(request, "energy/service.html", context)


def campaign_list(request: HttpRequest) -> HttpResponse:
    """All campaigns, PER_PAGE at a time: a constant number of queries."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = reads.public_campaigns(asked.get("q", ""), asked.get("kind", ""), asked.get("when", ""))
    query = request.GET.copy()
    query.pop("p", None)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "energy/campaigns.html", {"page": page, "form": form, "query": query.urlencode(), "filtered": any(asked.values())})


def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign: how far we are, until when, who buys together, what people ask."""
    on = timezone.localdate()
    tiers = Prefetch("tiers", PriceTier.objects.order_by("threshold"))
    known = Campaign.objects.filter(state__in=PUBLIC).select_related("chosen_offer__supplier__seller__party").prefetch_related(tiers)
    found = get_object_or_404(known, slug=slug)
    context = {
        "campaign": found,
        "joinable": reads.joinable(found, on),
        "days_left": (found.deadline - on).days,
        "progress": reads.progress_of(found),
        "groups": reads.by_collectivity(found, on),
        "questions": found.questions.all(),
    }
    return render(request, "energy/campaign.html", context)


def donation_ledger(request: HttpRequest) -> HttpResponse:
    """The public ledger of donations, by year and project; no personal names."""
    context = {
        "rows": donations.ledger(),
        "funds": donations.funds(),
        "by_year": donations.accrued_by_year(),
        "accrued_cents": donations.accrued_cents(),
    }
    return render(request, "energy/donations.html", context)
