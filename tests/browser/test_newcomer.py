"""A newcomer walks through the public site: on desktop and phone, in both themes, by keyboard, without JavaScript."""

import re
from urllib.parse import urlsplit

import pytest
from looks import Watch, fit
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
PAGES = [
    "/",
    "/chi-siamo/",
    "/servizi/",
    "/servizi/energia/",
    "/notizie/",
    "/trasparenza/",
    "/contatti/",
    "/diventare-socio/",
    "/privacy/",
    "/accessibilita/",
    "/energia/",
    "/energia/campagne/",
    "/energia/donazioni/",
    "/accesso/login/code/",
    "/accesso/login/",
]
WALK = ["Chi siamo", "Servizi", "Notizie", "Trasparenza", "Contatti", "Come diventare socio"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_fit_for_everybody(insieme, visit, path, theme):
    page = visit(insieme, path, color_scheme=theme)
    fit(page)
    expect(page.locator("h1")).to_have_count(1)


def test_the_walk_through_the_menu_tells_the_cooperative(insieme, visit):
    page = visit(insieme)
    expect(page.get_by_text("persone e contratti sono inventati")).to_be_visible()
    for name in WALK:
        page.get_by_role("navigation").first.get_by_role("link", name=name, exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.get_by_role("main").inner_text().strip() != ""
    assert page.url.endswith("/diventare-socio/")


def test_news_are_read_one_by_one(insieme, visit):
    page = visit(insieme, "/notizie/")
    first = page.get_by_role("main").locator("a[href*='/notizie/']").first
    title = first.inner_text().strip()
    first.click()
    assert title.split("\n")[0] in page.get_by_role("heading", level=1).inner_text()
    fit(page)


def test_contacts_are_in_reach_on_every_page(insieme, visit):
    page = visit(insieme)
    for path in PAGES[:10]:
        page.goto(path)
        assert page.locator("a[href^='tel:']").count() > 0, path
        assert page.locator("a[href^='mailto:']").count() > 0, path


def test_the_figures_are_drawn_with_a_table_behind(insieme, visit):
    page = visit(insieme, "/trasparenza/")
    assert page.locator("main svg").count() > 0
    for drawing in page.locator("main figure svg[role=img]").all():
        assert drawing.locator("title").count() + (1 if drawing.get_attribute("aria-label") else 0) > 0


def test_the_keyboard_jumps_over_the_menu(insieme, visit):
    page = visit(insieme)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_phone_has_the_whole_menu(insieme, visit):
    page = visit(insieme, viewport=PHONE, has_touch=True, is_mobile=True)
    link = page.get_by_role("link", name="Come diventare socio", exact=True).first
    if not link.is_visible():
        page.get_by_text(re.compile("^Menu$", re.IGNORECASE)).first.click()
    link.click()
    assert page.url.endswith("/diventare-socio/")


def test_everything_is_read_without_javascript(insieme, visit):
    page = visit(insieme, java_script_enabled=False)
    for path in PAGES:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_first_view_is_light(insieme, visit):
    page = visit(insieme)
    sizes = page.evaluate(
        "() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
        ".map(entry => [new URL(entry.name).pathname, entry.initiatorType, entry.encodedBodySize])"
    )
    assert sum(size for _name, _kind, size in sizes if _kind in {"link", "css", "script"} and not _name.endswith(".woff2")) <= 60_000, sizes


def test_an_unknown_address_is_said_in_italian_with_a_way_home(insieme, visit):
    page = visit(insieme, "/non-esiste/", forgive=404)
    expect(page.get_by_role("heading", level=1)).to_contain_text("non")
    fit(page)
    page.get_by_role("main").get_by_role("link").first.click()
    assert "/non-esiste/" not in page.url


def test_a_request_to_another_site_is_noticed(insieme, browser):
    """The watch that stands beside every journey sees what it promises to see."""
    page = browser.new_page()
    watch = Watch(urlsplit(insieme.url).netloc)
    watch.attach(page)
    page.goto(insieme.url)
    assert watch.seen == []
    with page.expect_request(re.compile("spia")):
        page.set_content('<img src="http://127.0.0.1:9/spia.png" alt="">')
    assert any(line.startswith("third party") for line in watch.seen)
    page.close()
