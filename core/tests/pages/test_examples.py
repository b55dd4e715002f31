"""The two model cooperatives: every page renders, every link leads somewhere, the texts are easy, the facts are marked."""

import re
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import Client
from page_checks import faults
from readability import gulpease, prose
from wagtail.models import Page

from vivaio_core.contract.load import load_coop
from vivaio_core.pages.demo import demo
from vivaio_core.pages.models import NewsPage
from vivaio_core.pages.services import create_first_pages
from vivaio_core.site.demo import DemoContext

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
FIRST = EXAMPLES.parent / "core" / "src" / "vivaio_core" / "pages" / "first"
NAMES = ["insieme", "mille-trattori"]
ON = date(2026, 11, 22)


def fill(name: str, settings: Any) -> None:
    folder = EXAMPLES / name
    settings.COOP = load_coop(folder / "answers.toml")
    create_first_pages(settings.COOP)
    demo(DemoContext(data={}, folder=folder, on=ON, random=Random(1)))


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_sound_and_every_link_leads_somewhere(name, client: Client, settings):
    fill(name, settings)
    pages = ["/" + page.url_path.removeprefix("/home/") for page in Page.objects.filter(depth__gte=2)]
    assert len(pages) >= 12
    links: set[str] = set()
    for path in pages:
        response = client.get(path)
        html = response.content.decode()
        assert response.status_code == 200, path
        assert faults(html) == [], path
        assert "persone e contratti sono inventati" in html
        links |= set(re.findall(r'href="(/[^"#?]*)"', html))
    for link in sorted(link for link in links if not link.startswith(("/static/", "/area/", "/accesso/"))):
        assert client.get(link).status_code == 200, link


@pytest.mark.django_db
def test_a_second_run_writes_nothing_and_the_news_are_recent(settings):
    fill("insieme", settings)
    before = list(Page.objects.values_list("pk", "last_published_at"))
    fill("insieme", settings)
    assert list(Page.objects.values_list("pk", "last_published_at")) == before
    assert NewsPage.objects.count() >= 6
    assert all((ON - day).days < 200 for day in NewsPage.objects.values_list("day", flat=True))


@pytest.mark.django_db
def test_the_two_models_share_no_text(settings):
    texts = [
        {line for path in (EXAMPLES / name / "pages").glob("*.md") for line in path.read_text().splitlines() if len(line) > 60} for name in NAMES
    ]
    assert not texts[0] & texts[1]
    assert load_coop(EXAMPLES / NAMES[0] / "answers.toml").brand != load_coop(EXAMPLES / NAMES[1] / "answers.toml").brand


@pytest.mark.parametrize("path", sorted([*EXAMPLES.glob("*/pages/*.md"), *FIRST.rglob("*.md")]), ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_what_members_read_is_easy(path):
    assert gulpease(prose(path.read_text(encoding="utf-8"))) >= 60


def test_declared_figures_of_the_seed_are_marked():
    for path in (EXAMPLES / "insieme" / "pages").glob("*.md"):
        for block in re.findall(r"^::: figures.*?\n(.*?)^:::", path.read_text(), re.MULTILINE | re.DOTALL):
            assert all("dichiarato" in line for line in block.splitlines()), path.name


def test_the_index_itself():
    assert gulpease("Il gatto dorme. Il cane corre. La casa è rossa.") == 100
    assert (
        gulpease("Conseguentemente l'amministrazione procederà all'espletamento delle formalità necessarie alla regolarizzazione contributiva.") < 40
    )
