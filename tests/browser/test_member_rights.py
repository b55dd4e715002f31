"""A member's rights on a phone, without JavaScript where it matters: shares, extract, correction, all data in a file, being forgotten;
and the office that answers them."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from entrance import ADMINISTRATOR, enter_as_member, enter_as_staff, send
from looks import axe, fit, italian, no_overflow
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PAGES = [
    *("/area/", "/area/socio/", "/area/socio/attestato/", "/area/dati/", "/area/dati/correzione/"),
    *("/area/dati/tutti/", "/area/dati/tutti/leggi/", "/area/dati/cancellazione/", "/area/storia/"),
]
PHONE = {"width": 360, "height": 740}
STATES: dict[str, object] = {}


@pytest.fixture
def member(insieme, visit):
    """A phone signed in as the member, without JavaScript; codes are limited, so the session is kept for the next test."""
    if "member" not in STATES:
        page = visit(insieme, "/accesso/login/code/")
        enter_as_member(page)
        STATES["member"] = page.context.storage_state()
    return visit(insieme, "/area/", storage_state=STATES["member"], java_script_enabled=False, viewport=PHONE, accept_downloads=True)


@pytest.fixture
def administrator(insieme, visit):
    if "office" not in STATES:
        page = visit(insieme, "/accesso/login/")
        enter_as_staff(page, ADMINISTRATOR)
        STATES["office"] = page.context.storage_state()
    return visit(insieme, "/ufficio/", storage_state=STATES["office"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_page_of_the_members_rights_is_fit(insieme, visit, member, theme):
    page = visit(insieme, "/area/", storage_state=STATES["member"], color_scheme=theme)
    for path in PAGES:
        page.goto(path)
        fit(page)
        expect(page.locator("h1")).to_have_count(1)


def test_the_extract_is_printed_without_menus(insieme, visit, member):
    page = visit(insieme, "/area/socio/attestato/", storage_state=STATES["member"])
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for gone in (".head", ".foot", ".area-head", ".assist"):
        expect(page.locator(gone).first).to_be_hidden()


def test_all_my_data_in_one_file_without_javascript(member: Page, tmp_path: Path):
    member.get_by_role("link", name="Scarica tutti i miei dati").first.click()
    with member.expect_download() as waiting:
        member.get_by_role("main").get_by_role("button", name="Scarica tutti i miei dati").click()
    file = tmp_path / "dati.zip"
    waiting.value.save_as(file)
    held = zipfile.ZipFile(io.BytesIO(file.read_bytes()))
    data = json.loads(held.read("dati.json"))["data"]
    assert {"people", "register", "energy", "trail", "access"} <= set(data)
    held.extractall(tmp_path)
    member.goto("/area/storia/")
    expect(member.get_by_role("main")).to_contain_text("Consegnati tutti i dati in un file")


def test_a_correction_goes_to_the_office_and_comes_back_with_an_answer(member: Page, administrator: Page):
    member.goto("/area/dati/correzione/")
    send(member)
    expect(member.get_by_role("alert").first).to_be_visible()
    member.locator("input[name=what][value=birth]").check()
    member.locator("textarea[name=wanted]").fill("22 settembre 1978")
    send(member)
    expect(member.get_by_role("main")).to_contain_text("22 settembre 1978")
    administrator.goto("/ufficio/")
    administrator.locator(".office-more summary").click()
    administrator.get_by_role("main").locator("a[href*='/richieste/correggere/']").first.click()
    axe(administrator)
    administrator.locator("main td a[href*='/richieste/correggere/']").first.click()
    italian(administrator)
    axe(administrator)
    no_overflow(administrator)
    administrator.get_by_role("link", name="Rispondi alla richiesta").click()
    administrator.locator("input[name=done][value=no]").check()
    administrator.locator("input[name=answer]").fill("Serve la carta d'identità.")
    send(administrator)
    member.goto("/area/dati/")
    expect(member.get_by_role("main")).to_contain_text("Serve la carta d'identità.")


def test_being_forgotten_is_refused_to_a_member_with_the_reason(member: Page, administrator: Page):
    member.goto("/area/dati/cancellazione/")
    member.locator("input[name=sure]").check()
    send(member)
    expect(member.get_by_role("main")).to_contain_text("L'ufficio risponde entro")
    administrator.goto("/ufficio/richieste/cancellare/")
    axe(administrator)
    administrator.locator("main td a[href*='/richieste/cancellare/']").first.click()
    administrator.get_by_role("link", name="Prepara il piano").click()
    send(administrator)
    expect(administrator.get_by_role("main")).to_contain_text("in corso")
    assert administrator.get_by_role("link", name="Cancella…").count() == 0
    italian(administrator)
    axe(administrator)
    no_overflow(administrator)
    administrator.get_by_role("link", name="Rifiuta", exact=True).click()
    administrator.locator("textarea[name=reason]").fill("È ancora socia, e ha un contratto di luce.")
    send(administrator)
    member.goto("/area/dati/cancellazione/")
    expect(member.get_by_role("main")).to_contain_text("È ancora socia")


def test_a_client_is_forgotten_in_two_steps(administrator: Page):
    administrator.goto("/ufficio/persone/nuova-persona/")
    administrator.locator("input[name=first_name]").fill("Zelinda")
    administrator.locator("input[name=last_name]").fill("Daforget Prova")
    send(administrator)
    administrator.get_by_role("link", name="Chiede la cancellazione").click()
    send(administrator)
    administrator.get_by_role("link", name="Prepara il piano").click()
    send(administrator)
    administrator.get_by_role("link", name="Cancella…").click()
    expect(administrator.get_by_role("main")).to_contain_text("Nessuno può tornare indietro")
    axe(administrator)
    send(administrator)
    administrator.locator("input[name=sure]").check()
    send(administrator)
    expect(administrator.get_by_role("main")).to_contain_text(re.compile("Persona cancellata \\d+"))
    administrator.goto("/ufficio/persone/?q=daforget")
    expect(administrator.get_by_role("main")).not_to_contain_text("Zelinda")
