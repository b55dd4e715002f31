"""A demonstration filled twice: the second time creates nothing. Runs inside the small site, and leaves nothing there."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from random import Random

from django.apps import apps
from django.db import transaction

from vivaio_core.conformance.lists import growing
from vivaio_core.site.plugin import Plugin

ON = date(2026, 1, 15)


def examples_for(slug: str, folder: Path) -> list[Path]:
    """The first example below `folder` that has data for the plugin, as `<slug>.toml` or as a section of demo.toml; none is no fault."""
    from vivaio_core.site.demo_run import FILE, read_demo

    here = sorted(path.parent.resolve() for path in folder.glob(f"examples/*/{FILE}"))
    return [one for one in here if (one / f"{slug}.toml").is_file() or slug in read_demo(one)][:1]


def demo_twice(config: Plugin, examples: Iterable[Path]) -> list[str]:
    """Findings of `demo()`: with no data at all, then with each example on a site that the example has filled."""
    with tempfile.TemporaryDirectory(prefix="vivaio-") as empty:
        bad = _twice(config, Path(empty), first=lambda: None)
    for folder in examples:
        bad += _twice(config, folder, first=lambda folder=folder: _fill(folder))  # type: ignore[misc]
    return list(dict.fromkeys(bad))


def _twice(config: Plugin, folder: Path, first: Callable[[], None]) -> list[str]:
    try:
        with transaction.atomic():
            first()
            _run(config, folder)
            before = _rows()
            _run(config, folder)
            grown = _rows() - before
            lists = growing(config)
            transaction.set_rollback(True)
    except Exception as error:
        return [f"demo() si ferma: {type(error).__name__}: {error}"]
    return lists + [f"demo() la seconda volta crea di nuovo {name}: quello che c'è già non va rifatto." for name in sorted(grown)]


def _fill(folder: Path) -> None:
    """Everything that `manage.py demo` fills, on a site prepared as `start` prepares it."""
    from vivaio_core.access.services.sync_roles import sync_roles
    from vivaio_core.pages.services import create_first_pages
    from vivaio_core.rules.services import load_rules
    from vivaio_core.site.coop import coop
    from vivaio_core.site.demo_run import demo_steps

    load_rules()
    sync_roles()
    create_first_pages(coop())
    for _title, work in demo_steps(folder=folder, on=ON):
        work()


def _run(config: Plugin, folder: Path) -> None:
    from vivaio_core.site.coop import coop
    from vivaio_core.site.demo import DemoContext
    from vivaio_core.site.demo_run import FILE, read_demo

    data = read_demo(folder) if (folder / FILE).is_file() else {}
    config.demo(DemoContext(data=data, folder=folder, on=ON, random=Random(coop().cooperative.name)))  # noqa: S311 - invented people


def _rows() -> Counter[str]:
    return Counter({model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed and not model._meta.proxy})
