"""A member acts for an organisation she represents: on a phone, at 320 points, without JavaScript."""

import pytest
from entrance import enter_as_member, send
from looks import fit, no_overflow
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
STATES: dict[str, object] = {}
PAGES = [
    *("/area/", "/area/agisce-per/", "/area/socio/", "/area/dati/", "/area/dati/correzione/", "/area/storia/"),
    *("/area/energia/", "/area/documenti-sociali/", "/area/quote/recesso/"),
]


@pytest.fixture
def member(insieme, visit) -> Page:
    if "member" not in STATES:
        page = visit(insieme, "/accesso/login/code/")
        enter_as_member(page)
        STATES["member"] = page.context.storage_state()
    return visit(insieme, "/area/", storage_state=STATES["member"], java_script_enabled=False, viewport={"width": 320, "height": 700})


def change(page: Page, name: str) -> None:
    page.locator(".acting summary").click()
    page.locator(".acting").get_by_role("button", name=name).click()


def test_for_an_organisation_and_back_without_javascript(member: Page):
    bar = member.locator(".acting")
    expect(bar).to_contain_text("Agisce per sé")
    member.locator(".acting summary").click()
    first = bar.get_by_role("button").first
    name = first.inner_text()
    first.click()
    expect(member.get_by_role("status")).to_contain_text(f"Da adesso agisce per {name}")
    expect(member.locator("h1")).to_have_text(name)
    for path in PAGES:
        member.goto(path)
        expect(bar).to_contain_text(f"Agisce per {name}")
        no_overflow(member)
    member.goto("/area/dati/correzione/")
    member.locator("input[name=what]").first.check()
    member.locator("textarea[name=wanted]").fill("Con la ragione sociale nuova")
    send(member)
    member.goto("/area/storia/")
    expect(member.get_by_role("main")).to_contain_text(f"Elena Ferrari per {name}")
    change(member, "Per me")
    expect(member.locator("h1")).to_contain_text("Elena")
    member.goto("/area/storia/")
    expect(member.get_by_role("main")).not_to_contain_text("Chiesta all'ufficio una correzione")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_choice_is_fit_to_everybody(insieme, visit, member, theme):
    page = visit(insieme, "/area/agisce-per/", storage_state=STATES["member"], color_scheme=theme)
    fit(page)
    page.locator(".acting summary").click()
    page.get_by_role("main").locator(".acting__choices button").first.click()
    fit(page)
    change(page, "Per me")
