"""From applicant to numbered member: on a phone, by the links of the letters, through the office."""

import re
import time

import pytest
from entrance import OPERATOR, enter_as_staff, send
from looks import axe, fit, italian
from playwright.sync_api import Page, expect
from stdnum.it.codicefiscale import calc_check_digit

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
BEGIN = "PRVLNI62C58F257"
DATA = {
    "first_name": "Lina",
    "last_name": "Prova",
    "birth_date": "18/03/1962",
    "birth_place": "Modena",
    "fiscal_code": BEGIN + calc_check_digit(BEGIN),
    "email": "lina.prova@casa.example",
    "phone": "320 5550100",
    "address": "Via Emilia 1, 41121 Modena",
}


def newest_link(page: Page, kind: str) -> str:
    """The newest link of a kind in the trial mail; letters leave by the worker, a moment later."""
    other = page.context.new_page()
    deadline = time.monotonic() + 60
    found = None
    while found is None and time.monotonic() < deadline:
        other.goto("/posta-di-prova/")
        found = re.search(rf"/adesione/{kind}/[0-9a-f]{{64}}/", other.get_by_role("main").inner_text())
        if found is None:
            time.sleep(0.5)
    other.close()
    assert found, f"no letter with a link to {kind}"
    return found[0]


def test_a_phone_takes_an_applicant_to_a_numbered_member(insieme, visit):
    page = visit(insieme, "/diventare-socio/", viewport=PHONE, has_touch=True, is_mobile=True)
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
    page.locator("input[name=shares]").fill("3")
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
    status = page.url
    sponsor = visit(insieme, newest_link(page, "presentazione"), viewport=PHONE, java_script_enabled=False)
    italian(sponsor)
    sponsor.locator("input[name=known]").check()
    sponsor.locator("textarea").fill("La conosco da anni.")
    sponsor.get_by_role("button", name="Sì, presento").click()
    expect(sponsor.get_by_role("heading", level=1)).to_contain_text("Grazie")
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Elena Ferrari")
    number = admitted_by_the_office(insieme, visit)
    page.goto(status)
    expect(page.get_by_role("main")).to_contain_text(f"con il numero {number}")
    fit(page)


def admitted_by_the_office(insieme, visit) -> str:
    """The operator examines, says who it is, records the board's decision, tells it, enters it in the register; returns the number."""
    office = visit(insieme, "/accesso/login/")
    enter_as_staff(office, OPERATOR)
    office.goto("/ufficio/domande/?q=prova+lina")
    italian(office)
    axe(office)
    office.get_by_role("link", name="Lina Prova").first.click()
    italian(office)
    axe(office)
    office.get_by_role("link", name="Prenda in esame").click()
    send(office)
    office.get_by_role("link", name="Chi è?").first.click()
    italian(office)
    axe(office)
    office.get_by_label("È nuovo: lo registri").check()
    send(office)
    expect(office.get_by_role("main")).to_contain_text("Pronta per l'ammissione")
    office.get_by_role("link", name="L'organo ammette").click()
    office.locator("input[name=minute_no]").fill("11/2026")
    send(office)
    expect(office.get_by_role("main")).to_contain_text("da annotare")
    office.get_by_role("link", name="Comunichi l'esito").click()
    send(office)
    office.get_by_role("link", name="Annoti nel libro soci").click()
    italian(office)
    axe(office)
    office.locator("input[name=paid]").fill("75,00")
    send(office)
    expect(office.locator("body")).to_contain_text(re.compile(r"nel libro soci con il numero \d+"))
    said = office.locator("body").inner_text()
    found = re.search(r"nel libro soci con il numero (\d+)", said)
    assert found, said[:2000]
    axe(office)
    return found[1]


def test_a_used_link_and_a_wrong_one_say_so(insieme, visit):
    page = visit(insieme, f"/adesione/presentazione/{'0' * 64}/", forgive=410)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    fit(page)
