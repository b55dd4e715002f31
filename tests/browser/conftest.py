"""A real Chromium in front of real demonstration sites, each grown and served once for all journeys."""

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from chromium import CURE, FLAGS, chromium
from demo_site import DemoSite, grow, served
from looks import Watch
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
# Milliseconds. The bound is far off: two journeys share the machine, and no promise is about how long a page takes.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys; without it they fail and say what to install."""
    program = chromium()
    assert program, CURE
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS, headless=True)
        yield started
        started.close()


@pytest.fixture(scope="session")
def insieme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """The first model cooperative, served."""
    folder = tmp_path_factory.mktemp("siti") / "insieme"
    grow("insieme", folder)
    with served(folder) as site:
        yield site


@pytest.fixture(scope="session")
def trattori(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """The second one, an agricultural cooperative."""
    folder = tmp_path_factory.mktemp("siti") / "trattori"
    grow("mille-trattori", folder)
    with served(folder) as site:
        yield site


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """`visit(site, path, **options)` opens a page in a context of its own; at the end nothing may have been refused or broken."""
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def opened(site: DemoSite, path: str = "/", *, forgive: int | None = None, **options: object) -> Page:
        context = browser.new_context(base_url=site.url, locale="it-IT", **{"viewport": DESKTOP, **options})  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch = Watch(urlsplit(site.url).netloc)
        if forgive:
            watch.forgive(forgive)
        watch.attach(page)
        watches.append(watch)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [line for watch in watches for line in watch.seen] == []
