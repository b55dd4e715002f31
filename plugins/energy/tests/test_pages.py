"""Public pages and the member's own: what they show, whom they let in, what they cost."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from energy_world import World

from vivaio_core.access.models import User
from vivaio_core.people.models import Party
from vivaio_energy.models.campaigns import Adhesion, Campaign, CampaignQuestion, PriceTier
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.points import SupplyPoint
from vivaio_energy.services.move_fund import record_history
from vivaio_energy.states import CampaignState

OPEN = {"opens_on": date(2020, 1, 1), "deadline": date(2099, 12, 31)}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.fixture
def someone(make: World) -> tuple[Client, User, Party]:
    """A signed-in member."""
    user, party = make.member("Elena")
    client = Client()
    client.force_login(user)
    return client, user, party


def text_of(page: bytes) -> str:
    """The page's words, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


def cost(url: str, client: Client | None = None) -> tuple[int, int]:
    client = client or Client()
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    assert page.status_code == 200
    return len(queries), len(page.content)


def many(start: int, stop: int) -> None:
    """Campaigns numbered from start to stop, with three tiers each."""
    rows = [
        Campaign(
            title=f"Campagna {number:05d}", slug=f"campagna-{number}", summary="Insieme", state=CampaignState.COLLECTING, counted=number % 90, **OPEN
        )
        for number in range(start, stop)
    ]
    made = Campaign.objects.bulk_create(rows, batch_size=500)
    PriceTier.objects.bulk_create(
        [PriceTier(campaign=campaign, threshold=threshold, benefit="meno") for campaign in made for threshold in (30, 60, 90)], batch_size=500
    )


def test_e10_the_campaign_page_says_how_many_are_missing(make: World) -> None:
    campaign = make.campaign(tiers=(50, 100, 200), places=300, **OPEN)
    Campaign.objects.filter(pk=campaign.pk).update(counted=124)
    CampaignQuestion.objects.create(campaign=campaign, question="Sono obbligato?", answer="No.")
    page = Client().get(campaign.get_absolute_url())
    words = text_of(page.content)
    assert "124 adesioni su 200, ne mancano 76 al prossimo scaglione" in words
    assert "176 posti su 300" in words
    assert "Sono obbligato?" in words
    assert reverse("energy_area:join", args=[campaign.slug]) in page.content.decode()


def test_a_campaign_in_preparation_is_not_shown(make: World) -> None:
    draft = make.campaign(CampaignState.DRAFT, **OPEN)
    assert Client().get(draft.get_absolute_url()).status_code == 404
    assert draft.title not in Client().get(reverse("energy:campaigns")).content.decode()


def test_the_list_of_campaigns_costs_the_same_at_100_and_10000_rows(make: World) -> None:
    url = reverse("energy:campaigns")
    many(0, 100)
    first = cost(url)
    many(100, 10_000)
    second, last = cost(url), cost(f"{url}?p=834&when=running&kind=supply&q=campagna")
    assert first[0] == second[0] == last[0] <= 8
    assert max(second[1], last[1]) <= 150_000


def test_the_list_filters_and_searches(make: World) -> None:
    make.campaign(title="Pannelli", kind="pv", **OPEN)
    make.campaign(CampaignState.CLOSED, title="Luce di ieri", **OPEN)
    url = reverse("energy:campaigns")
    found = {query: Client().get(f"{url}?{query}").content.decode() for query in ("kind=pv", "when=past", "q=ieri", "q=niente", "kind=boh&p=99")}
    assert "Pannelli" in found["kind=pv"]
    assert "Luce di ieri" not in found["kind=pv"]
    assert "Luce di ieri" in found["when=past"]
    assert "Pannelli" not in found["q=ieri"]
    assert "Nessuna campagna" in found["q=niente"]
    assert "Pannelli" in found["kind=boh&p=99"]


def test_e8_the_claim_is_shown_without_evidence(make: World) -> None:
    supplier = make.supplier(renewable_claim=True)
    make.running(supplier, date(2020, 1, 1))
    assert "Dichiarazione senza prova" in Client().get(reverse("energy:service")).content.decode()


def test_e7_the_public_ledger_names_projects_and_no_person(make: World) -> None:
    supplier, party = make.supplier(), make.party("Persona Riservata")
    rule = make.donation_rule(supplier, last_year=2022)
    make.running(supplier, date(2019, 5, 1), party=party)
    make.accrue(actor=None, year=2019, on=date(2026, 3, 2))
    record_history(actor=None, project=rule.project, amount_cents=1_500_000, source="Bilancio", on=date(2022, 12, 31))
    page = Client().get(reverse("energy:donations")).content.decode()
    assert rule.project.title in page
    assert "15.010,00" in page
    assert "Riservata" not in page


def test_public_pages_hold_nothing_that_the_policy_refuses(make: World, someone: tuple[Client, User, Party]) -> None:
    campaign = make.campaign(CampaignState.OPEN, chosen_offer=make.offer(), **OPEN)
    adhesion = make.adhesion(campaign, someone[2])
    public = [reverse(f"energy:{name}") for name in ("service", "campaigns", "donations")] + [campaign.get_absolute_url()]
    own = [reverse(f"energy_area:{name}") for name in ("home", "add_point")]
    own += [reverse(f"energy_area:{name}", args=[adhesion.pk]) for name in ("adhesion", "accept", "withdraw")]
    for url in [*public, *own]:
        page = someone[0].get(url)
        assert page.status_code == 200, url
        assert not INLINE.search(page.content.decode()), url


def test_the_whole_journey_of_a_member(make: World, someone: tuple[Client, User, Party]) -> None:
    client, _, _ = someone
    make.consent()
    campaign = make.campaign(CampaignState.OPEN, chosen_offer=make.offer(valid_to=date(2099, 1, 1)), **OPEN)
    join = reverse("energy_area:join", args=[campaign.slug])
    meter = {"commodity": "power", "code": "FR001E12345678", "address": "Via Emilia 1", "use": "domestic_resident"}
    refused = client.post(join, meter).content.decode()
    assert "altro Paese" in refused
    assert 'value="FR001E12345678"' in refused
    step2 = client.post(join, {**meter, "code": "it 001 e 7777 7777"})
    adhesion = Adhesion.objects.get()
    assert step2.url == reverse("energy_area:complete", args=[adhesion.pk])
    step3 = client.post(step2.url, {**meter, "annual_consumption": "2700"})
    assert step3.url == reverse("energy_area:consent", args=[adhesion.pk])
    assert "Senza il Suo consenso" in client.post(step3.url, {"version": "1"}).content.decode()
    receipt = client.post(step3.url, {"version": "1", "agreed": "on"})
    words = text_of(client.get(receipt.url).content)
    assert "Ricevuta" in words
    assert "versione 1" in words
    answer = reverse("energy_area:accept", args=[adhesion.pk])
    assert client.post(answer, {}).status_code == 200
    signed = client.post(answer, {"agreed": "on"})
    contract = SupplyContract.objects.get()
    assert signed.url == reverse("energy_area:contract", args=[contract.pk])
    assert "0,128 €/kWh" in text_of(client.get(signed.url).content)
    assert "Da inviare" in text_of(client.get(reverse("energy_area:home")).content)
    client.post(reverse("energy_area:withdraw", args=[adhesion.pk]))
    contract.refresh_from_db()
    assert (contract.state, contract.end_reason) == ("ended", "withdrawal")


def test_a_known_point_joins_and_the_same_point_twice_is_told(make: World, someone: tuple[Client, User, Party]) -> None:
    client, _, party = someone
    point = make.point(party)
    campaign = make.campaign(**OPEN)
    join = reverse("energy_area:join", args=[campaign.slug])
    assert client.post(join, {"point": str(point.pk)}).status_code == 302
    assert 'name="code"' in client.get(join).content.decode()
    taken = {"commodity": "power", "code": point.key, "address": "Via", "use": "business"}
    assert "già tra i Suoi" in client.post(join, taken).content.decode()
    foreign = make.point()
    answer = client.post(reverse("energy_area:add_point"), {**taken, "code": foreign.key}).content.decode()
    assert "a un altro nome" in answer
    assert str(foreign.member) not in answer


def test_nobody_sees_anothers_energy(make: World, someone: tuple[Client, User, Party]) -> None:
    campaign = make.campaign(CampaignState.OPEN, chosen_offer=make.offer(), **OPEN)
    other = make.adhesion(campaign)
    contract = make.running(make.supplier(), date(2020, 1, 1))
    urls = [reverse(f"energy_area:{name}", args=[other.pk]) for name in ("adhesion", "complete", "consent", "accept", "withdraw")]
    urls += [reverse("energy_area:contract", args=[contract.pk]), reverse("energy_area:edit_point", args=[contract.point_id])]
    for url in urls:
        assert someone[0].get(url).status_code == 404, url
        assert someone[0].post(url, {"agreed": "on", "address": "x"}).status_code == 404, url
        assert Client().get(url).status_code == 302, url
    assert SupplyPoint.objects.get(pk=contract.point_id).address == "Via Roma 2, Carpi"


def test_the_members_pages_cost_the_same_with_one_and_with_thirty(make: World, someone: tuple[Client, User, Party]) -> None:
    client, _, party = someone
    supplier = make.supplier()
    make.donation_rule(supplier)

    def grow(number: int) -> None:
        for _ in range(number):
            make.running(supplier, date(2021, 1, 1), party=party)
            make.adhesion(make.campaign(**OPEN), party)
        make.accrue(actor=None, year=2021, on=timezone.localdate())

    grow(1)
    first = [cost(url, client)[0] for url in (reverse("energy_area:home"), "/area/")]
    grow(29)
    assert [cost(url, client)[0] for url in (reverse("energy_area:home"), "/area/")] == first


def test_the_office_helps_with_a_point_that_is_corrected_by_its_owner(make: World, someone: tuple[Client, User, Party]) -> None:
    client, _, party = someone
    point = make.point(party)
    url = reverse("energy_area:edit_point", args=[point.pk])
    assert client.post(url, {"address": "Via Nuova 3", "use": "business", "annual_consumption": "12"}).status_code == 302
    point.refresh_from_db()
    assert (point.address, point.use, point.annual_consumption) == ("Via Nuova 3", "business", 12)
