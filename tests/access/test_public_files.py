"""What machines ask of a site: robots, map, health, and the answer to what is not there."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from vivaio_core.pages.services import create_first_pages
from vivaio_core.site.coop import coop

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def client(db):
    create_first_pages(coop())
    return Client()


def test_robots_keep_out_of_private_rooms_and_find_the_map(client):
    response = client.get("/robots.txt")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    text = response.content.decode()
    for path in ("/area/", "/ufficio/", "/accesso/"):
        assert f"Disallow: {path}" in text
    assert re.search(r"^Sitemap: https?://.+/sitemap\.xml$", text, re.MULTILINE)


def test_every_address_of_the_map_answers(client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [node.text or "" for node in tree.iter(f"{SPACE}loc")]
    paths = [re.sub(r"^https?://[^/]+", "", address) for address in found]
    assert len(paths) >= 5
    assert [path for path in paths if client.get(path).status_code != 200] == []
    assert not [path for path in paths if path.startswith(("/area/", "/ufficio/", "/accesso/"))]


@pytest.mark.parametrize("path", ["/non-esiste/", "/energia/campagne/non-esiste/", "/chi-siamo/non-esiste/", "/%00/", "/è/", f"/{'a' * 3000}/"])
def test_what_is_not_there_is_said_in_italian(client, path):
    response = client.get(path)
    assert response.status_code == 404
    page = response.content.decode()
    assert '<html lang="it"' in page
    assert 'href="/"' in page


def test_health_answers_without_a_session(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert not response.cookies


def test_every_answer_carries_the_headers_that_protect(client):
    for path in ("/", "/contatti/", "/accesso/login/", "/energia/", "/non-esiste/"):
        response = client.get(path)
        policy = response["Content-Security-Policy"]
        assert "'unsafe-inline'" not in policy, path
        assert "nonce-" not in policy, path
        assert "script-src 'self'" in policy, path
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
