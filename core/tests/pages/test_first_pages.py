"""A new cooperative has a real site from the first minute: true sentences, escaped, in Italian, made once."""

import re

import pytest
from django.test import Client
from wagtail.models import Page, Site

from vivaio_core.contract.coop import Coop
from vivaio_core.pages.content.values import values
from vivaio_core.pages.models import HomePage, LegalPage, ServicePage, StandardPage
from vivaio_core.pages.services import create_first_pages
from vivaio_core.site.registry import plugins
from vivaio_core.trail.models import Event

pytestmark = pytest.mark.django_db
PATHS = [
    *["/", "/chi-siamo/", "/servizi/", "/diventare-socio/", "/notizie/", "/trasparenza/", "/contatti/", "/privacy/", "/accessibilita/"],
]


def coop_of(**identity: object) -> Coop:
    return Coop.model_validate({"cooperative": {"name": "Prova", "province": "MO", **identity}, "contact": {"email": "info@prova.example"}})


def test_the_first_site_is_whole_and_made_once(client: Client, settings):
    made = create_first_pages(settings.COOP)
    assert made == len(PATHS) + len(plugins())
    assert create_first_pages(settings.COOP) == 0
    assert Event.objects.filter(kind="pages.first").count() == 1
    for path in PATHS:
        assert client.get(path).status_code == 200, path
    assert Site.objects.get(is_default_site=True).root_page.specific == HomePage.objects.get()
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_each_module_has_its_service_page_and_a_deleted_one_stays_deleted(settings):
    create_first_pages(settings.COOP)
    assert ServicePage.objects.count() == len(plugins())
    for page in ServicePage.objects.all():
        page.delete()
    assert create_first_pages(settings.COOP) == 0
    assert not ServicePage.objects.exists()


def test_what_an_editor_wrote_is_not_written_over(settings):
    create_first_pages(settings.COOP)
    page = StandardPage.objects.get(slug="chi-siamo")
    page.intro = "Scritto da noi."
    page.save_revision().publish()
    create_first_pages(settings.COOP)
    assert StandardPage.objects.get(slug="chi-siamo").intro == "Scritto da noi."


def test_a_hostile_name_stays_text_on_every_page(client: Client, settings):
    name = "{{ 7*7 }} \"x' & $name %s $ {% now 'Y' %} 🌱"
    settings.COOP = coop_of(name=name, purpose='Compriamo & "vendiamo" {{ 7*7 }} %(name)s')
    create_first_pages(settings.COOP)
    for path in PATHS:
        html = client.get(path).content.decode()
        assert "49" not in re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL), path
        assert "{{ 7*7 }} &quot;x&#x27; &amp; $name %s $ {% now &#x27;Y&#x27; %} 🌱" in html, path
        assert "\"x' & $name" not in html, path


def test_the_longest_name_fits(client: Client, settings):
    settings.COOP = coop_of(name="Cooperativa " + "m" * 68)
    create_first_pages(settings.COOP)
    assert client.get("/chi-siamo/").status_code == 200


def test_no_sentence_is_left_half_said_when_little_is_known(client: Client, settings):
    settings.COOP = coop_of()
    create_first_pages(settings.COOP)
    for path in PATHS:
        html = client.get(path).content.decode()
        text = re.sub(r"<[^>]+>", " ", html)
        assert not re.search(r"\$[a-z_]+|%\(|None|\(\s*\)|\s\.\s*\.|: \.", text), path
        assert "tel:" not in html


def test_an_association_is_not_called_a_cooperative(client: Client, settings):
    settings.COOP = coop_of(legal_form="association")
    create_first_pages(settings.COOP)
    assert "Prova è un&#x27;associazione di utenti che diventa cooperativa" in client.get("/").content.decode()
    assert values(settings.COOP)["kind"].startswith("un'associazione")


def test_the_legal_pages_follow_coop_toml(client: Client, settings):
    settings.COOP = coop_of(name="Prima")
    create_first_pages(settings.COOP)
    assert "Prima" in client.get("/privacy/").content.decode()
    settings.COOP = coop_of(name="Seconda & figli")
    html = client.get("/privacy/").content.decode()
    assert "Il titolare è Seconda &amp; figli" in html
    assert LegalPage.objects.get(kind="privacy").body.raw_data.__len__() == 0
