"""From the link that the first start prints to the office: a password, the app of the telephone, nobody else before."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from demo_site import DemoSite, found, served
from doors import code_of
from entrance import send
from looks import fit
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LINK = re.compile(r"/accesso/invito/[\w-]{43}/")


@pytest.fixture(scope="module")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """A real site, not a demonstration, that nobody administers yet."""
    folder = tmp_path_factory.mktemp("siti") / "nuova"
    found("insieme", folder, demo=False)
    with served(folder) as site:
        yield site


def printed_link(log: Path) -> str:
    """The link that the start prints, a moment after the site answers."""
    end = time.monotonic() + 20
    while not (found := LINK.findall(log.read_text(encoding="utf-8"))):
        assert time.monotonic() < end, "no link was printed"
        time.sleep(0.2)
    return str(found[-1])


def test_the_first_administrator_goes_from_the_printed_link_to_the_office(new_site, visit):
    link = printed_link(new_site.folder / "var" / "served.log")
    page = visit(new_site, link, forgive=410)
    fit(page)
    assert page.locator("input[name=email]").input_value() == "amministratore@prova.example"
    page.locator("input[name=first_name]").fill("Ada")
    page.locator("input[name=last_name]").fill("Neri")
    for name in ("password", "again"):
        page.locator(f"input[name={name}]").fill("torta-di-mele-e-rose-7")
    send(page)
    expect(page).to_have_url(re.compile(r"/accesso/2fa/totp/activate/"))
    fit(page)
    page.goto("/ufficio/")
    expect(page).to_have_url(re.compile(r"/accesso/2fa/totp/activate/"))
    page.locator("main summary").click()
    page.locator("input[name=code]").fill(code_of(page.locator("main details code").inner_text().strip()))
    send(page)
    expect(page).to_have_url(re.compile(r"/accesso/2fa/recovery-codes/"))
    fit(page)
    assert page.locator(".codes li").count() == 10
    page.get_by_role("main").locator("a[href='/accesso/casa/']").click()
    expect(page).to_have_url(re.compile(r"/ufficio/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada")
    late = visit(new_site, link, forgive=410)
    assert late.locator("input[name=password]").count() == 0
