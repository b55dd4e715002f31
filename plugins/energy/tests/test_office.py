"""The office: lists, acts through services, who may do what, exports."""

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from energy_world import World

from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.people.models import Party
from vivaio_core.trail.models import Event
from vivaio_energy.models.campaigns import Adhesion, Campaign, ConsentText
from vivaio_energy.models.contracts import Offer, SupplyContract
from vivaio_energy.models.donations import DonationEntry, FundMovement
from vivaio_energy.models.points import Supplier, SupplyPoint
from vivaio_energy.states import CampaignState

OPEN = {"opens_on": date(2020, 1, 1), "deadline": date(2099, 12, 31)}
SECTIONS = [
    "campaigns",
    "adhesions",
    "contracts",
    "points",
    "fees",
    "donations",
    "projects",
    "offers",
    "suppliers",
    "guarantees",
    "rules",
    "funds",
    "texts",
]
LISTS = [f"office_energy_{section}" for section in SECTIONS]


def cost(client: Client, url: str) -> tuple[int, int]:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    assert page.status_code == 200, url
    return len(queries), len(page.content)


def many(start: int, stop: int) -> None:
    """So many meters of two parties."""
    party = Party.objects.get_or_create(display_name="Coop", kind="organisation", defaults={"search_key": "coop"})[0]
    rows = [
        SupplyPoint(key=f"IT001E{number:08d}", code_given="x", member=party, address=f"Via Emilia {number}", added_on=date(2026, 1, 1))
        for number in range(start, stop)
    ]
    SupplyPoint.objects.bulk_create(rows, batch_size=500)


def test_supply_points_cost_the_same_at_100_and_10000_rows(operator: Client) -> None:
    """The list itself, as live search asks for it, stays within eight; around it stands Wagtail's menu, the same on every page."""
    results, whole = reverse("office_energy_points:index_results"), reverse("office_energy_points:index")
    many(0, 100)
    first = cost(operator, results), cost(operator, whole)
    many(100, 10_000)
    second = cost(operator, results), cost(operator, whole)
    searched = cost(operator, f"{results}?q=IT001E000099&commodity=power")
    assert first[0][0] == second[0][0] <= 8
    assert first[1][0] == second[1][0]
    assert searched[0] <= 8
    assert max(second[0][1], second[1][1], searched[1]) <= 150_000


def test_every_list_costs_the_same_with_few_and_many_rows(make: World, entered: Callable[[str], Client]) -> None:
    client = entered("administrator")

    def grow(number: int) -> None:
        for _ in range(number):
            supplier = make.supplier()
            make.donation_rule(supplier)
            make.running(supplier, date(2021, 1, 1))
            make.priced()
        make.accrue(actor=None, year=2021, on=timezone.localdate())

    grow(2)
    first = {name: cost(client, reverse(f"{name}:index"))[0] for name in LISTS}
    start = cost(client, "/ufficio/")[0]
    grow(12)
    assert {name: cost(client, reverse(f"{name}:index"))[0] for name in LISTS} == first
    assert cost(client, "/ufficio/")[0] == start


def test_the_start_page_says_what_waits(make: World, operator: Client) -> None:
    make.adhesion(make.campaign(**OPEN), complete=False)
    make.donation_rule(make.supplier())
    page = operator.get("/ufficio/").content.decode()
    assert "adesione da completare" in page
    assert reverse("office_energy_adhesions:index") in page


def test_an_operator_registers_a_point_and_joins_for_a_member(make: World, operator: Client) -> None:
    party, text = make.party("Gianna Verdi"), make.consent()
    assert reverse("office_energy_points:add", args=[party.pk]) in operator.get(reverse("office_people:person", args=[party.pk])).content.decode()
    meter = {"commodity": "power", "code": make.pod(), "address": "Via Emilia 1", "use": "business", "annual_consumption": "10"}
    add = reverse("office_energy_points:add", args=[party.pk])
    assert "altro Paese" in operator.post(add, {**meter, "code": "FR001E12345678"}).content.decode()
    operator.post(add, meter)
    point = SupplyPoint.objects.get()
    campaign = make.campaign(**OPEN)
    join = reverse("office_energy_points:join", args=[point.pk])
    assert text.body in operator.get(join).content.decode()
    assert "Senza il consenso" in operator.post(join, {"campaign": campaign.pk, "channel": "phone"}).content.decode()
    operator.post(join, {"campaign": campaign.pk, "channel": "phone", "agreed": "on"})
    adhesion = Adhesion.objects.get()
    assert (adhesion.state, adhesion.channel, str(adhesion.assisted_by)) == ("data_complete", "phone", "Rita Poli")
    page = operator.get(reverse("office_energy_adhesions:page", args=[adhesion.pk])).content.decode()
    assert "Rita Poli" in page
    assert "Gianna Verdi" in page
    operator.post(reverse("office_energy_adhesions:bill", args=[adhesion.pk]), {"on": "2026-03-03"})
    adhesion.refresh_from_db()
    assert adhesion.bill_seen_on == date(2026, 3, 3)


def test_a_campaign_from_the_first_line_to_the_contract(make: World, entered: Callable[[str], Client]) -> None:
    client = entered("administrator")
    make.consent()
    data = {
        "title": "Luce di tutti",
        "slug": "",
        "kind": "supply",
        "commodity": "power",
        "summary": "Insieme",
        "opens_on": "2020-01-01",
        "deadline": "2099-12-31",
        "count_from_state": "data_complete",
        "tiers_text": "2: 0,14 €\n1: 0,15 €",
        "questions_text": "Perché?\nPerché sì.\n\nQuando?\nPresto.",
    }
    add = reverse("office_energy_campaigns:add")
    assert "non si legge" in client.post(add, {**data, "tiers_text": "molti: poco"}).content.decode()
    client.post(add, data)
    campaign = Campaign.objects.get()
    assert (campaign.slug, campaign.tiers.count(), campaign.questions.count(), campaign.state) == ("luce-di-tutti", 2, 2, "draft")
    act = lambda name: reverse("office_energy_campaigns:act", args=[campaign.pk, name])  # noqa: E731
    client.post(act("collect"), {})
    adhesion = make.adhesion(campaign)
    client.post(act("negotiate"), {})
    supplier = make.supplier()
    offer = {"supplier": supplier.pk, "campaign": campaign.pk, "name": "Offerta", "commodity": "power", "pricing": "fixed", "unit_price": "0,128"}
    client.post(
        reverse("office_energy_offers:add"),
        {**offer, "fixed_fee_cents": "0", "fee_cents": "1800", "valid_from": "2020-01-01", "valid_to": "2099-01-01", "min_adhesions": "0"},
    )
    chosen = Offer.objects.get()
    client.post(act("vote"), {"offer": chosen.pk, "note": "Assemblea"})
    client.post(act("open"), {})
    step = lambda name: reverse("office_energy_adhesions:act", args=[adhesion.pk, name])  # noqa: E731
    client.post(step("accept"), {"on": "2026-03-02"})
    contract = SupplyContract.objects.get()
    go = lambda name: reverse("office_energy_contracts:act", args=[contract.pk, name])  # noqa: E731
    assert "prima della firma" in client.post(go("submit"), {"on": "2026-03-01"}).content.decode()
    client.post(go("submit"), {"on": "2026-03-09"})
    client.post(go("reject"), {"reason": "nome diverso"})
    client.post(go("submit"), {"on": "2026-03-09"})
    client.post(go("accept"), {"on": "2026-03-12"})
    assert "non può partire prima" in client.post(go("activate"), {"on": "2026-03-31"}).content.decode()
    client.post(go("activate"), {"on": "2026-04-01"})
    contract.refresh_from_db()
    assert (contract.state, contract.effective_on) == ("active", date(2026, 4, 1))
    client.post(reverse("office_energy_fees:post"), {"year": "2026"})
    assert MutualExchange.objects.get().amount_cents == 1800
    assert "18,00" in client.get(reverse("office_energy_fees:index")).content.decode()
    client.post(go("end"), {"ended_on": "2026-09-01", "reason": "moved"})
    contract.refresh_from_db()
    assert contract.state == "ended"
    assert "nome diverso" in client.get(reverse("office_energy_contracts:page", args=[contract.pk])).content.decode()


def test_donations_from_the_office(make: World, entered: Callable[[str], Client]) -> None:
    client = entered("administrator")
    supplier = make.supplier()
    rule = make.donation_rule(supplier)
    make.running(supplier, date(2019, 5, 1))
    client.post(reverse("office_energy_donations:accrue"), {"year": "2019"})
    client.post(reverse("office_energy_donations:accrue"), {"year": "2019"})
    assert DonationEntry.objects.count() == 1
    act = lambda name: reverse("office_energy_projects:act", args=[rule.project_id, name])  # noqa: E731
    assert "ha maturato meno" in client.post(act("approve"), {"amount": "10,01", "note": "Cda", "on": "2026-01-01"}).content.decode()
    client.post(act("approve"), {"amount": "10,00", "note": "Cda", "on": "2026-01-01"})
    client.post(act("pay"), {"amount": "4,50", "note": "Bonifico", "on": "2026-01-02"})
    client.post(act("history"), {"amount": "100", "note": "Bilancio", "on": "2018-12-31"})
    assert list(FundMovement.objects.order_by("pk").values_list("kind", "amount_cents")) == [("approved", 1000), ("paid", 450), ("history", 10_000)]


def test_each_role_sees_and_does_its_own(make: World, entered: Callable[[str], Client]) -> None:
    campaign, project = make.campaign(CampaignState.NEGOTIATING, **OPEN), make.fund()
    point = make.point()
    vote, close = (reverse("office_energy_campaigns:act", args=[campaign.pk, act]) for act in ("vote", "negotiate"))
    approve, pay = (reverse("office_energy_projects:act", args=[project.pk, act]) for act in ("approve", "pay"))
    join, rules = reverse("office_energy_points:join", args=[point.pk]), reverse("office_energy_rules:add")
    allowed = {
        "operator": {vote: 0, close: 1, approve: 0, pay: 1, join: 1, rules: 0},
        "board": {vote: 1, close: 0, approve: 1, pay: 0, join: 0, rules: 0},
        "administrator": {vote: 1, close: 1, approve: 1, pay: 1, join: 1, rules: 1},
    }
    for role, table in allowed.items():
        client = entered(role)
        assert client.get(reverse("office_energy_points:page", args=[point.pk])).status_code == 200
        for url, may in table.items():
            answer = client.get(url)
            assert (answer.status_code == 200) is bool(may), (role, url, answer.status_code)
    stranger = Client()
    stranger.force_login(make.member()[0])
    for url in (vote, join, reverse("office_energy_points:index")):
        assert stranger.get(url).status_code in (302, 403)


def test_a_supplier_starts_from_an_organisation_and_records_are_kept_with_their_trail(make: World, entered: Callable[[str], Client]) -> None:
    client, party = entered("administrator"), make.party("Energia Buona", "organisation")
    url = reverse("office_energy_suppliers:add", args=[party.pk])
    client.post(url, {"serves": "famiglie", "renewable_claim": "on"})
    made = Supplier.objects.get()
    assert (made.party, made.seller.state) == (party, "candidate")
    assert client.get(url).status_code == 404
    assert Event.objects.filter(kind="energy.keep_record", target__startswith="energy.Supplier").count() == 1
    client.post(reverse("office_energy_texts:add"), {"version": "1", "body": "Testo", "published_on": "2026-01-01"})
    text = ConsentText.objects.get()
    refused = client.post(reverse("office_energy_texts:correct", args=[text.pk]), {"version": "1", "body": "Altro", "published_on": "2026-01-01"})
    assert "non si cambia mai" in refused.content.decode()
    text.refresh_from_db()
    assert text.body == "Testo"


def test_exports_are_whole_and_harmless(make: World, operator: Client) -> None:
    make.point(address="=HYPERLINK(1)", holder_name="+39")
    make.point()
    answer = operator.get(reverse("office_energy_points:index"), {"export": "csv"})
    body = b"".join(answer).decode()
    assert body.count("IT001E") >= 2
    assert "'=HYPERLINK" in body
    assert operator.get(reverse("office_energy_points:index"), {"export": "xlsx"}).status_code == 200
    assert Event.objects.filter(kind="office.export").count() == 2


def test_an_unknown_step_is_not_there(make: World, entered: Callable[[str], Client]) -> None:
    client = entered("administrator")
    contract, campaign, project = make.running(make.supplier(), date(2021, 1, 1)), make.campaign(), make.fund()
    adhesion = make.adhesion(make.campaign(**OPEN))
    for name, pk in (("contracts", contract.pk), ("campaigns", campaign.pk), ("projects", project.pk), ("adhesions", adhesion.pk)):
        assert client.get(reverse(f"office_energy_{name}:act", args=[pk, "boh"])).status_code == 404
