"""A member enters by e-mail code, adds a meter (a wrong POD, then a right one), joins a campaign, and the public count grows."""

import re

import pytest
from entrance import enter_as_member, send
from looks import fit
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
WRONG, RIGHT, OTHER = "IT001E1234567", "IT001E99887766", "IT001E55443322"
AREA = ["/area/", "/area/dati/", "/area/storia/", "/area/energia/", "/area/energia/punti/nuovo/"]


def joined(page: Page, campaign: str) -> int:
    """How many have joined, as the public page draws it big."""
    page.goto(campaign)
    return int(page.locator(".progress__figure strong").first.inner_text().replace(".", ""))


def open_campaign(page: Page) -> str:
    """The address of the first campaign that takes adhesions of electricity."""
    page.goto("/area/energia/")
    link = page.get_by_role("main").locator("a[href*='/energia/campagne/']").first
    return str(link.get_attribute("href")).removesuffix("aderisci/").replace("/area/energia/", "/energia/")


STATE: dict[str, object] = {}


@pytest.fixture
def member(insieme, visit):
    """A page signed in as the member of the demonstration; codes are limited, so the session is kept for the next test."""
    if not STATE:
        page = visit(insieme, "/accesso/login/code/")
        enter_as_member(page)
        STATE["kept"] = page.context.storage_state()
    return visit(insieme, "/area/", storage_state=STATE["kept"])


def test_each_page_of_the_area_is_fit(member):
    for path in AREA:
        member.goto(path)
        fit(member)


def test_a_wrong_code_is_refused_in_italian(insieme, visit):
    page = visit(insieme, "/accesso/login/code/")
    page.locator("input[name=email]").fill("sconosciuta@prova.example")
    send(page)
    page.locator("input[name=code]").fill("0000-0000")
    send(page)
    expect(page.get_by_role("alert").first).to_be_visible()
    fit(page)


def test_from_a_wrong_pod_to_a_counted_adhesion(member):
    campaign = open_campaign(member)
    before = joined(member, campaign)
    member.goto(f"/area{campaign}aderisci/")
    fit(member)
    if member.locator("input[name=point]").count():
        member.locator("input[name=point][value=new]").check()
        send(member)
    for code in (WRONG, RIGHT):
        member.locator("input[name=code]").fill(code)
        member.locator("input[name=address]").fill("Via Emilia Est 12, Modena")
        send(member)
        if code == WRONG:
            said = member.locator(".errorlist").first
            expect(said).to_contain_text("14")
            assert member.locator("input[name=code]").input_value() == WRONG
            fit(member)
    expect(member).to_have_url(re.compile(r"/adesioni/\d+/dati/"))
    fit(member)
    member.locator("input[name=annual_consumption]").fill("2700")
    send(member)
    expect(member).to_have_url(re.compile(r"/consenso/"))
    fit(member)
    send(member)
    expect(member).to_have_url(re.compile(r"/consenso/"))
    expect(member.locator(".errorlist, [role=alert]").first).to_be_visible()
    member.locator("input[name=agreed]").check()
    send(member)
    expect(member).to_have_url(re.compile(r"/adesioni/\d+/$"))
    fit(member)
    expect(member.locator("main")).to_contain_text(RIGHT)
    assert joined(member, campaign) == before + 1
    member.goto("/area/storia/")
    fit(member)


def test_from_the_code_in_a_letter_to_the_consent_without_javascript(insieme, visit):
    page = visit(insieme, "/accesso/login/code/", java_script_enabled=False)
    enter_as_member(page)
    page.goto("/energia/campagne/?when=running")
    campaign = str(page.get_by_role("main").locator("a[href^='/energia/campagne/']").first.get_attribute("href"))
    before = joined(page, campaign)
    page.get_by_role("main").locator("a[href$='/aderisci/']").first.click()
    page.locator("input[name=point][value=new]").check()
    send(page)
    page.locator("input[name=code]").fill(OTHER)
    page.locator("input[name=address]").fill("Via Canalino 3, Modena")
    send(page)
    page.locator("input[name=annual_consumption]").fill("2700")
    send(page)
    expect(page).to_have_url(re.compile(r"/consenso/"))
    page.locator("input[name=agreed]").check()
    send(page)
    expect(page).to_have_url(re.compile(r"/adesioni/\d+/$"))
    expect(page.get_by_role("main")).to_contain_text(OTHER)
    assert joined(page, campaign) == before + 1
    page.goto("/area/energia/")
    expect(page.get_by_role("main")).to_contain_text(OTHER)


def test_a_member_finds_no_office(member):
    member.goto("/area/")
    assert member.locator("a[href^='/ufficio/']").count() == 0
