"""Staff in the office: the second factor is not optional, acts of the operator stay in the memory, people are helped at the desk."""

import re

import pytest
from demo_site import manage
from django.utils import timezone
from entrance import ADMINISTRATOR, OPERATOR, PASSWORD, enter_as_staff, send
from looks import axe, fit, italian, no_overflow
from playwright.sync_api import BrowserContext, Page, expect
from stdnum.it.codicefiscale import calc_check_digit

pytestmark = pytest.mark.browser
OFFICE = ["/ufficio/", "/ufficio/persone/", "/ufficio/soci/", "/ufficio/collettivita/", "/ufficio/memoria/", "/ufficio/regole/", "/ufficio/pages/"]
OFFICE += ["/ufficio/libro-soci/", "/ufficio/libro-soci/alla-data/", "/ufficio/libro-soci/votanti/", "/ufficio/domande/", "/ufficio/uscite/"]
OFFICE += ["/ufficio/cessioni/", "/ufficio/documenti-sociali/testi/", "/ufficio/documenti-sociali/da-firmare/", "/ufficio/fornitori/"]
OFFICE += ["/ufficio/mutualita/prevalenza/", "/ufficio/mutualita/scambi/", "/ufficio/mutualita/ristorni/nuovo/", "/ufficio/importazioni/"]
OFFICE += ["/ufficio/persone/doppioni/", "/ufficio/richieste/vedere/"]
ENERGY = ["/ufficio/energia/contratti/", "/ufficio/energia/campagne/", "/ufficio/energia/campagne/nuova/"]
STATES: dict[str, object] = {}


def office(insieme, visit, email: str) -> Page:
    """A page signed in as `email`; the session is kept for the next test, since a code of the app works once."""
    if email not in STATES:
        page = visit(insieme, "/accesso/login/")
        enter_as_staff(page, email)
        context: BrowserContext = page.context
        STATES[email] = context.storage_state()
    return visit(insieme, "/ufficio/", storage_state=STATES[email])


@pytest.fixture
def operator(insieme, visit):
    return office(insieme, visit, OPERATOR)


@pytest.mark.parametrize("path", OFFICE)
def test_each_page_of_the_office_is_fit(operator, path):
    operator.goto(path)
    italian(operator)
    axe(operator)


def test_the_office_fits_on_a_telephone(operator):
    operator.goto("/ufficio/persone/")
    person = str(operator.locator("main td a[href^='/ufficio/persone/']").first.get_attribute("href"))
    for path in [*OFFICE, person, *ENERGY, "/ufficio/persone/nuova-persona/"]:
        operator.goto(path)
        no_overflow(operator)


def test_the_start_page_says_what_waits(operator):
    main = operator.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_be_visible()
    assert main.locator("a[href*='/ufficio/']").count() > 0


def test_an_operator_registers_a_person_and_the_memory_tells(operator):
    begin = "RSSLCU85M41F257"
    operator.goto("/ufficio/persone/nuova-persona/")
    operator.locator("input[name=first_name]").fill("Lucia")
    operator.locator("input[name=last_name]").fill("Rossi Prova")
    operator.locator("input[name=fiscal_code]").fill(begin + "X" if calc_check_digit(begin) != "X" else begin + "Y")
    send(operator)
    # Not a word of the page: its own label already says «codice fiscale», so that would be true before the answer is there.
    expect(operator.locator("input[name=fiscal_code]")).to_have_attribute("aria-invalid", "true")
    operator.locator("input[name=fiscal_code]").fill(begin + calc_check_digit(begin))
    send(operator)
    expect(operator).to_have_url(re.compile(r"/ufficio/persone/\d+/"))
    person = operator.url
    axe(operator)
    operator.goto(person)
    expect(operator.get_by_role("main")).to_contain_text("Non socio")
    operator.goto("/ufficio/memoria/")
    expect(operator.get_by_role("main")).to_contain_text("Rossi Prova")


def test_new_shares_are_entered_shown_on_their_day_and_taken_back(operator):
    operator.goto("/ufficio/persone/?q=bianchi&status=member")
    operator.locator("main td a[href^='/ufficio/persone/']").first.click()
    person = operator.url
    operator.get_by_role("link", name="Nuove quote").click()
    operator.locator("input[name=qty]").fill("3")
    operator.locator("input[name=minute_no]").fill("99/prova")
    send(operator)
    expect(operator).to_have_url(person)
    expect(operator.get_by_role("main")).to_contain_text("nuove quote, +3")
    axe(operator)
    operator.get_by_role("main").locator("a[href*='/libro-soci/operazione/']").first.click()
    operator.get_by_role("link", name="Annulla l'operazione").click()
    operator.locator("input[name=note]").fill("Prova del percorso")
    send(operator)
    expect(operator.get_by_role("main")).to_contain_text("rettificata dal n.")
    with operator.expect_download() as download:
        operator.goto("/ufficio/libro-soci/alla-data/")
        operator.get_by_role("link", name="PDF per il libro bollato").click()
    assert download.value.suggested_filename.endswith(f"{timezone.localdate().isoformat()}.pdf")


def test_an_operator_acts_for_a_member_and_both_names_stay(operator):
    operator.goto("/ufficio/persone/?q=bianchi")
    operator.locator("main td a[href^='/ufficio/persone/']").first.click()
    name = operator.get_by_role("heading", level=1).first.inner_text()
    operator.get_by_role("main").locator("a[href*='/energia/']").first.click()
    operator.locator("input[name=code]").fill("IT001E31415926")
    operator.locator("input[name=address]").fill("Via Giardini 9, Modena")
    send(operator)
    operator.goto("/ufficio/memoria/")
    told = operator.get_by_role("main").inner_text()
    assert name in told
    assert "Olga Ferri" in told or OPERATOR in told


def test_staff_without_a_second_factor_reaches_nothing_but_its_making(insieme, visit):
    make = (
        "from vivaio_core.access.models import User; from allauth.account.models import EmailAddress;"
        "from vivaio_core.access.services.staff import set_roles;"
        f"u = User.objects.create_user('nuovo@prova.example', '{PASSWORD}');"
        "EmailAddress.objects.create(user=u, email=u.email, verified=True, primary=True);"
        "set_roles(user=u, roles=['operator'], actor=None)"
    )
    manage(insieme.folder, "shell", "--no-imports", "-c", make)
    page = visit(insieme, "/accesso/login/")
    page.locator("input[name=login]").fill("nuovo@prova.example")
    page.locator("input[name=password]").fill(PASSWORD)
    send(page)
    expect(page).to_have_url(re.compile("/accesso/2fa/totp/activate/"))
    fit(page)
    for path in ("/ufficio/", "/ufficio/persone/"):
        page.goto(path)
        expect(page).to_have_url(re.compile("/accesso/2fa/totp/activate/"))


def test_an_administrator_helps_a_colleague_whose_telephone_is_lost(insieme, visit):
    page = office(insieme, visit, ADMINISTRATOR)
    page.goto("/ufficio/users/")
    page.get_by_role("main").get_by_role("link", name="Olga Ferri").first.click()
    no_overflow(page)
    page.get_by_role("link", name="Il secondo fattore è perso").click()
    expect(page.get_by_role("heading", name="Olga Ferri", level=2)).to_be_visible()
    italian(page)
    axe(page)
    no_overflow(page)
    send(page)
    expect(page.get_by_role("main")).to_contain_text("obbligatorio")
    assert page.url.endswith("/secondo-fattore/")


def test_the_administrator_enters_and_invites_by_a_link_that_works_once(insieme, visit):
    page = office(insieme, visit, ADMINISTRATOR)
    italian(page)
    script = (
        "from vivaio_core.access.models import User; from vivaio_core.access.services.staff import invite;"
        "u, _ = User.objects.get_or_create(email='invitata@prova.example');"
        "print(invite(user=u, actor=None))"
    )
    token = manage(insieme.folder, "shell", "--no-imports", "-c", script).strip().splitlines()[-1]
    guest = visit(insieme, f"/accesso/invito/{token}/", forgive=410)
    fit(guest)
    guest.locator("input[name=first_name]").fill("Irma")
    guest.locator("input[name=last_name]").fill("Galli")
    for name in ("password", "again"):
        guest.locator(f"input[name={name}]").fill("torta-di-mele-e-rose-7")
    send(guest)
    assert "/accesso/invito/" not in guest.url
    guest.goto(f"/accesso/invito/{token}/")
    expect(guest.get_by_role("heading", level=1)).to_be_visible()
    assert guest.locator("input[name=password]").count() == 0
    fit(guest)
