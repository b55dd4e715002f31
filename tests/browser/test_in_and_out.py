"""From applicant to numbered member and out again with the refund, on one site, over seventeen months; then the libro soci of each day.

Nothing is written behind the pages: the applicant and the member hold a phone, the presenting member has no JavaScript, the office sits at a desk.
The second and third part happen on later days: the site is served again with its clock moved (tests/fixtures/later).
"""

import re
import time
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from demo_site import DemoSite, grow, served
from entrance import OPERATOR, enter_as_member, enter_as_staff, send
from looks import axe, fit, italian
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from stdnum.it.codicefiscale import calc_check_digit

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
BEGIN = "PRVLNI62C58F257"
EMAIL = "lina.prova@casa.example"
DATA = {
    "first_name": "Lina",
    "last_name": "Prova",
    "birth_date": "18/03/1962",
    "birth_place": "Modena",
    "fiscal_code": BEGIN + calc_check_digit(BEGIN),
    "email": EMAIL,
    "phone": "320 5550100",
    "address": "Via Emilia 1, 41121 Modena",
}
TODAY = datetime.now(tz=ZoneInfo("Europe/Rome")).date()
YESTERDAY = date.fromordinal(TODAY.toordinal() - 1)
LEAVES = date(TODAY.year + 1, 1, 15)
"""The request and its answer: with the close of the year on 31 December the mutual relations go on until the end of that year."""
REFUNDED = date(TODAY.year + 2, 4, 28)
"""The balance sheet of the year of the exit is approved, and the shares are refunded."""
QTY, CENTS = 3, 7500


@dataclass(frozen=True)
class Row:
    """One line of the printed register: shares, value and paid in cents, «cessato» or nothing."""

    qty: int
    cents: int
    paid: int
    ended: str


Printed = dict[int, Row]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of its own: nobody else lives in its future."""
    folder = tmp_path_factory.mktemp("siti") / "dentro-e-fuori"
    grow("insieme", folder)
    return folder


def newest_link(page: Page, kind: str) -> str:
    """The newest link of a kind in the trial mail; letters leave by the worker, a moment later."""
    other = page.context.new_page()
    deadline = time.monotonic() + 60
    found = None
    while found is None and time.monotonic() < deadline:
        other.goto("/posta-di-prova/")
        found = re.search(rf"/adesione/{kind}/[0-9a-f]{{64}}/", other.get_by_role("main").inner_text())
        if found is None:
            other.wait_for_timeout(300)
    other.close()
    assert found, f"no letter with a link to {kind}"
    return found[0]


def act(page: Page, button: str, **values: str) -> None:
    """One act of the office: its button, its form by field names, its sending."""
    page.get_by_role("main").get_by_role("link", name=button, exact=True).first.click()
    italian(page)
    form = page.locator("form.office-form")
    for name, value in values.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator("button[type=submit]").click()


def desk(site: DemoSite, visit) -> Page:
    """The operator at the desk."""
    page = visit(site, "/accesso/login/")
    enter_as_staff(page, OPERATOR)
    return page


def printed(office: Page, on: date, known_on: str = "") -> Printed:
    """The register as of a day, from the XLSX; the totals on the screen and the PDF are those of its rows."""
    office.goto(f"/ufficio/libro-soci/alla-data/?on={on.isoformat()}&known_on={known_on}")
    lead = office.locator("header.office-head .office-lead").first.inner_text().replace("\xa0", " ")
    with office.expect_download() as download:
        office.get_by_role("link", name="Excel").click()
    sheet = load_workbook(BytesIO(download.value.path().read_bytes()), read_only=True).active
    assert sheet is not None
    rows = {}
    for cells in sheet.iter_rows(min_row=4, values_only=True):
        number, qty, value, paid, ended = (cells[place] for place in (0, 8, 9, 10, 11))
        rows[int(str(number))] = Row(int(str(qty)), round(float(str(value)) * 100), round(float(str(paid)) * 100), str(ended or ""))
    said = [int(figure.replace(".", "").replace(",", "")) for figure in re.findall(r"\d[\d.]*(?:,\d\d)?", lead)][:3]
    assert said == [sum(not row.ended for row in rows.values()), sum(row.qty for row in rows.values()), sum(row.cents for row in rows.values())]
    with office.expect_download() as download:
        office.get_by_role("link", name="PDF per il libro bollato").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    return rows


def test_an_applicant_becomes_a_numbered_member_and_leaves_with_the_refund(grown, visit):
    with served(grown) as site:
        status = applied(site, visit)
        office = desk(site, visit)
        before = printed(office, TODAY)
        assert printed(office, YESTERDAY) == before
        number = admitted(office)
        status.reload()
        expect(status.get_by_role("main")).to_contain_text(f"con il numero {number}")
        fit(status)
        paid_in_full(office)
    with served(grown, (LEAVES - TODAY).days) as site:
        asked_to_leave(site, visit)
        office = desk(site, visit)
        case = let_go(office)
    with served(grown, (REFUNDED - TODAY).days) as site:
        office = desk(site, visit)
        refunded(office, case)
        assert printed(office, YESTERDAY) == before
        assert printed(office, TODAY) == before | {number: Row(QTY, CENTS, CENTS, "")}
        assert printed(office, TODAY, YESTERDAY.isoformat()) == before
        leaving = printed(office, LEAVES)
        assert leaving.pop(number).qty == QTY
        assert leaving == before
        assert printed(office, REFUNDED) == before
        office.goto("/ufficio/libro-soci/")
        expect(office.locator("table.listing tbody tr").first).to_contain_text("rimborso")


def applied(site: DemoSite, visit) -> Page:
    """On a phone: data, group, presenting member, shares, charter, the link that proves the e-mail; the member says yes. The status page."""
    page = visit(site, "/diventare-socio/", **PHONE)
    page.get_by_role("main").locator("a[href='/adesione/']").first.click()
    fit(page)
    page.get_by_role("link", name="Faccio domanda per me").click()
    send(page)
    expect(page.get_by_role("main")).to_contain_text("Guardi i campi segnati")
    fit(page)
    for name, value in DATA.items():
        page.locator(f"input[name={name}]").fill(value)
    send(page)
    fit(page)
    page.get_by_label("Chi guida elettrico").check()
    page.locator("input[name=sponsor_email]").fill("socio@prova.example")
    page.locator("input[name=sponsor_name]").fill("Ferrari")
    send(page)
    fit(page)
    page.locator("input[name=shares]").fill(str(QTY))
    send(page)
    fit(page)
    for box in page.get_by_role("main").locator("input[type=checkbox]").all():
        box.check()
    send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("posta")
    fit(page)
    page.goto(newest_link(page, "conferma"))
    fit(page)
    send(page)
    expect(page).to_have_url(re.compile(r"/adesione/stato/"))
    fit(page)
    sponsor = visit(site, newest_link(page, "presentazione"), viewport=PHONE["viewport"], java_script_enabled=False)
    italian(sponsor)
    sponsor.locator("input[name=known]").check()
    sponsor.locator("textarea").fill("La conosco da anni.")
    sponsor.get_by_role("button", name="Sì, presento").click()
    expect(sponsor.get_by_role("heading", level=1)).to_contain_text("Grazie")
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Elena Ferrari")
    return page


def admitted(office: Page) -> int:
    """Examined, identified, admitted by the board, told, entered in the register: the member number."""
    office.goto("/ufficio/domande/?q=prova+lina")
    italian(office)
    axe(office)
    office.get_by_role("link", name="Lina Prova").first.click()
    italian(office)
    axe(office)
    act(office, "Prenda in esame")
    office.get_by_role("link", name="Chi è?").first.click()
    italian(office)
    axe(office)
    office.get_by_label("È nuovo: lo registri").check()
    send(office)
    expect(office.get_by_role("main")).to_contain_text("Pronta per l'ammissione")
    act(office, "L'organo ammette", minute_no="11/2026")
    expect(office.get_by_role("main")).to_contain_text("da annotare")
    act(office, "Comunichi l'esito")
    act(office, "Annoti nel libro soci")
    expect(office.locator("body")).to_contain_text(re.compile(r"nel libro soci con il numero \d+"))
    found = re.search(r"nel libro soci con il numero (\d+)", office.locator("body").inner_text())
    assert found
    axe(office)
    return int(found[1])


def paid_in_full(office: Page) -> None:
    """The shares are paid and the member area is opened, both on the person's page."""
    office.get_by_role("main").locator("a[href*='/ufficio/persone/']").filter(has_text="Lina Prova").first.click()
    expect(office.get_by_role("main")).to_contain_text("ancora da versare 75,00 €")
    act(office, "Pagamento di quote", euro="75,00", method="bonifico")
    expect(office.get_by_role("main")).not_to_contain_text("ancora da versare")
    act(office, "aprilo")
    expect(office.get_by_role("main")).to_contain_text(f"entra con {EMAIL}")


def asked_to_leave(site: DemoSite, visit) -> None:
    """The member reads what happens and asks, on a phone."""
    page = visit(site, "/", **PHONE)
    enter_as_member(page, EMAIL)
    page.goto("/area/quote/recesso/")
    expect(page.get_by_role("main")).to_contain_text(f"fino al 31 dicembre {LEAVES.year}")
    fit(page)
    page.locator("input[name=sure]").check()
    page.get_by_role("button", name="Chiedo di recedere").click()
    expect(page.get_by_role("main")).to_contain_text("fra 60 giorni")
    fit(page)


def let_go(office: Page) -> str:
    """Granted, communicated, entered in the register; the page of the case."""
    office.goto("/ufficio/uscite/?q=prova+lina")
    office.get_by_role("main").get_by_role("link", name="Lina Prova").first.click()
    act(office, "Accogli", minute_no="2")
    act(office, "Scrivi quando è stata comunicata")
    expect(office.get_by_role("main")).to_contain_text(f"31 dicembre {LEAVES.year}")
    act(office, "Annota la fine nel libro soci")
    expect(office.get_by_role("main")).to_contain_text("da rimborsare")
    fit(office)
    return office.url.split("/", 3)[3]


def refunded(office: Page, case: str) -> None:
    """The balance sheet is approved, the money goes back, the case is closed and the person's page tells it."""
    office.goto(f"/{case}")
    act(office, "Scrivi l'approvazione del bilancio")
    expect(office.get_by_role("main")).to_contain_text("25 ottobre")
    act(office, "Rimborso", method="bonifico", reference="CRO 1")
    expect(office.get_by_role("main")).to_contain_text("Chiusa")
    fit(office)
    office.get_by_role("main").locator("a[href*='/ufficio/persone/']").first.click()
    expect(office.get_by_role("main")).to_contain_text(f"rimborso, -{QTY}")


def test_a_used_link_and_a_wrong_one_say_so(insieme, visit):
    page = visit(insieme, f"/adesione/presentazione/{'0' * 64}/", forgive=410)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    fit(page)
