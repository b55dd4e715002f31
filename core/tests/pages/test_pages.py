"""The page types: queries that do not grow, pagination, menus that follow, small public answers, error pages."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from membership import admitted
from page_checks import faults
from wagtail.models import PageViewRestriction

from vivaio_core.pages.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from vivaio_core.pages.selectors.figures import growth
from vivaio_core.pages.services import create_first_pages
from vivaio_core.pages.theme import version
from vivaio_core.people.services import register_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings):
    create_first_pages(settings.COOP)
    return settings.COOP


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def add_news(number: int) -> None:
    index = NewsIndexPage.objects.get()
    for place in range(number):
        day = date(2026, 1, 1) - timedelta(days=place)
        index.add_child(instance=NewsPage(title=f"Notizia {place}", slug=f"n-{number}-{place}", day=day, intro="Una notizia.", locale=index.locale))


def test_home_asks_little_and_the_same_however_much_there_is(client, site):
    add_news(3)
    client.get("/")
    few = queries(client, "/")
    add_news(40)
    client.get("/")
    assert queries(client, "/") == few <= 10


def test_home_drawn_anew_does_not_ask_more_with_more_news(client, site):
    add_news(3)
    client.get("/")
    cache.clear()
    first = queries(client, "/")
    add_news(40)
    client.get("/")
    cache.clear()
    assert queries(client, "/") == first


def test_home_shows_at_once_what_has_changed(client, site):
    assert "Un anello per ogni anno" not in client.get("/").content.decode()
    party = register_party(first_name="Gianna", last_name="Verdi", email="g@casa.example", fiscal_code="VRDGNN62C58F257V")
    admitted(party, date(2024, 5, 6))
    assert growth() == (1,)
    assert "Un anello per ogni anno" in client.get("/").content.decode()
    home = HomePage.objects.get()
    home.headline = "Cambiata."
    home.save_revision().publish()
    assert "Cambiata." in client.get("/").content.decode()


def test_news_come_ten_at_a_time_with_equal_queries(client, site):
    assert "Non ci sono ancora notizie" in client.get("/notizie/").content.decode()
    add_news(10)
    client.get("/notizie/")
    few = queries(client, "/notizie/")
    add_news(90)
    client.get("/notizie/")
    assert queries(client, "/notizie/") == few
    html = client.get("/notizie/").content.decode()
    assert html.count("news__item") == 10
    assert "Pagina 1 di 10" in html
    assert "1 gennaio 2026" in html
    assert client.get("/notizie/?pagina=10000").status_code == client.get("/notizie/?pagina=x").status_code == 200
    assert faults(html) == []


def test_the_menu_follows_the_pages(client, site):
    assert "/chi-siamo/" in client.get("/").content.decode()
    StandardPage.objects.get(slug="chi-siamo").unpublish()
    assert "/chi-siamo/" not in client.get("/").content.decode()


def test_a_page_for_some_is_in_nobodys_list(client, site):
    add_news(1)
    assert "Notizia 0" in client.get("/").content.decode()
    PageViewRestriction.objects.create(page=NewsPage.objects.get(), restriction_type=PageViewRestriction.LOGIN)
    assert "Notizia 0" not in client.get("/").content.decode()
    assert "Notizia 0" not in client.get("/notizie/").content.decode()


def test_the_menu_says_where_one_is(client, site):
    assert '<a href="/trasparenza/" aria-current="page">' in client.get("/trasparenza/").content.decode()


def test_the_colours_are_kept_by_their_version(client, site):
    kept = client.get("/tema.css", {"v": version(site.brand.accent)})
    assert kept["Content-Type"].startswith("text/css")
    assert "immutable" in kept["Cache-Control"]
    assert client.get("/tema.css", {"v": "old"})["Cache-Control"] == "no-cache"
    assert client.post("/tema.css").status_code == 405


def test_favicon_robots_and_sitemap(client, site):
    assert client.get("/emblema.svg")["Content-Type"] == "image/svg+xml"
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /area/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    assert "/chi-siamo/" in client.get("/sitemap.xml").content.decode()


def test_a_demonstration_asks_not_to_be_listed_and_says_what_it_is(client, site, settings):
    settings.COOP = site.model_copy(update={"site": site.site.model_copy(update={"demo": True})})
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"
    assert "persone e contratti sono inventati" in client.get("/contatti/").content.decode()


def test_a_page_that_is_not_there(client, site):
    response = client.get("/non-c-e/")
    assert response.status_code == 404
    assert "Questa pagina non c'è" in response.content.decode()
    assert faults(response.content.decode()) == []


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_pages_of_a_broken_site_ask_the_database_nothing(name, site):
    with CaptureQueriesContext(connection) as captured:
        html = render_to_string(name)
    assert len(captured) == 0
    assert faults(html) == []
    assert site.cooperative.name in html
    assert site.contact.phone in html


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html"])
def test_the_other_error_pages_are_sound(name, site):
    assert faults(render_to_string(name)) == []


def test_contacts_show_only_what_there_is(client, site, settings):
    html = client.get("/contatti/").content.decode()
    assert 'href="tel:059000000"' in html
    assert "wa.me" not in html
    contact = site.contact.model_copy(update={"whatsapp": "+390595550100"})
    settings.COOP = site.model_copy(update={"contact": contact})
    assert 'href="https://wa.me/390595550100"' in client.get("/contatti/").content.decode()
