"""A member pays another one from the telephone in three taps; pressing twice pays once; without JavaScript too."""

import re

import pytest
from entrance import enter_as_member
from looks import fit, no_overflow
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
HOME = "/area/liberex/"


def balance(page: Page) -> int:
    page.goto(HOME)
    return cents(page.locator(".balance__value").inner_text())


def cents(text: str) -> int:
    sign, digits = ("-" if "−" in text else "", re.sub(r"[^0-9]", "", text))
    return int(sign + digits)


def test_a_member_pays_another_in_three_taps(insieme, visit):
    page = visit(insieme, "/accesso/login/code/", java_script_enabled=False, viewport=PHONE)
    enter_as_member(page)
    before = balance(page)
    no_overflow(page)
    page.get_by_role("main").get_by_role("link", name="Paga", exact=True).click()
    page.locator("input[name=q]").fill("panificio")
    page.locator("input[name=q]").press("Enter")
    page.locator(".people a").first.click()  # first tap: whom
    payee = page.locator("h1").inner_text().removeprefix("Quanto paga a ").removesuffix("?")
    no_overflow(page)
    page.locator("input[name=amount]").fill("99.999,99")
    page.get_by_role("button", name="Avanti").click()
    expect(page.get_by_role("main")).to_contain_text("Mancano")
    expect(page.locator("input[name=amount]")).to_have_value("99.999,99")
    page.locator("input[name=amount]").fill("1,5")
    page.locator("input[name=memo]").fill("Un caffè")
    page.get_by_role("button", name="Avanti").click()  # second tap: how much
    expect(page.get_by_role("main")).to_contain_text(payee)
    no_overflow(page)
    address = page.url
    page.get_by_role("button", name=re.compile("^Paga 1,50")).click()  # third tap: yes
    expect(page.locator("h1")).to_have_text("Pagato")
    no_overflow(page)
    receipt = page.url
    page.goto(address)
    assert page.url == receipt
    assert balance(page) == before - 150
    expect(page.locator(".moves li").first).to_contain_text("Un caffè")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_paying_are_fit_to_everybody(insieme, visit, theme):
    page = visit(insieme, "/accesso/login/code/", color_scheme=theme)
    enter_as_member(page)
    for path in (HOME, f"{HOME}paga/?q=panificio", f"{HOME}incassa/", f"{HOME}incassa/cartellino/", f"{HOME}estratto-conto/"):
        page.goto(path)
        fit(page)
