"""Out again: a member asks to leave and thinks again; another leaves by letter, is refunded, and the register shows it."""

import re
from datetime import UTC, datetime

import pytest
from entrance import OPERATOR, enter_as_member, enter_as_staff
from looks import fit, italian
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
LAST_YEAR = datetime.now(tz=UTC).year - 1


def fill(page: Page, **values: str) -> None:
    """Fill the fields of the act's form by name and send it."""
    form = page.locator("form.office-form")
    for name, value in values.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator("button[type=submit]").click()


def act(page: Page, button: str, **values: str) -> None:
    """One act of the case: its button, its form."""
    page.get_by_role("link", name=button, exact=True).click()
    italian(page)
    fill(page, **values)


def test_a_member_asks_to_leave_and_thinks_again(insieme, visit):
    page = visit(insieme, "/", viewport=PHONE, has_touch=True, is_mobile=True)
    enter_as_member(page)
    page.goto("/area/")
    page.get_by_role("link", name="Le mie quote", exact=True).first.click()
    page.locator("a[href='/area/quote/recesso/']").first.click()
    fit(page)
    expect(page.get_by_role("main")).to_contain_text("Il consiglio esamina la Sua richiesta entro il")
    page.get_by_role("button", name="Chiedo di recedere").click()
    expect(page.get_by_role("main")).to_contain_text("metta la spunta")
    page.locator("input[name=sure]").check()
    page.get_by_role("button", name="Chiedo di recedere").click()
    expect(page.get_by_role("main")).to_contain_text("fra 60 giorni")
    fit(page)
    page.get_by_role("button", name="Ritira la mia richiesta").click()
    expect(page.get_by_role("button", name="Chiedo di recedere")).to_be_visible()


def test_from_the_letter_to_the_refund_in_the_register(insieme, visit):
    page = visit(insieme, "/")
    enter_as_staff(page, OPERATOR)
    page.goto("/ufficio/soci/?state=open")
    found = re.search(r"\b\d+\b", page.locator("table.listing tbody tr").nth(8).inner_text())
    assert found
    number = found[0]
    page.goto(f"/ufficio/uscite/recesso/?socio={number}")
    fill(page, received_on=f"{LAST_YEAR}-09-01", reason="Mi trasferisco")
    expect(page.get_by_role("main")).to_contain_text("Mi trasferisco")
    fit(page)
    case = page.url
    act(page, "Accogli", held_on=f"{LAST_YEAR}-09-20", minute_no="12")
    act(page, "Scrivi quando è stata comunicata", on=f"{LAST_YEAR}-09-25")
    expect(page.get_by_role("main")).to_contain_text(f"31 dicembre {LAST_YEAR}")
    act(page, "Annota la fine nel libro soci")
    act(page, "Scrivi l'approvazione del bilancio", approved_on=f"{LAST_YEAR + 1}-01-02")
    act(page, "Rimborso", reference="CRO 1")
    expect(page.get_by_role("main")).to_contain_text("Chiusa")
    assert page.url == case
    fit(page)
    page.get_by_role("main").locator("a[href*='/ufficio/persone/']").first.click()
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"rimborso, -\d+"))
    expect(page.get_by_role("main")).to_contain_text(f"25 settembre {LAST_YEAR}")
    page.goto("/ufficio/libro-soci/")
    expect(page.locator("table.listing tbody tr").first).to_contain_text("rimborso")
