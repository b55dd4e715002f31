"""A member asks to leave and thinks again."""

import pytest
from entrance import enter_as_member
from looks import fit
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}


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
