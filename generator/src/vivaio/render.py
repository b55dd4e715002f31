"""Grows a site's folder from validated answers, in process: copier for the template, tomlkit for coop.toml."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from vivaio.answers.collect import Answers
from vivaio.answers.document import coop_document
from vivaio.answers.logo import logo_kind
from vivaio.folder import growing
from vivaio.house import House
from vivaio.questions import data_of, generated

Fill = Callable[[Path], None]


def grow(place: Path, answers: Answers, house: House, fill: Fill | None = None) -> None:
    """Render the whole site into `place`, which appears only when all of it is there.

    `fill` adds to the unfinished folder (the wheels of vendor/). Raises Refused for a place that is taken, closed or full.
    """
    if answers.logo is not None:
        kind = logo_kind(answers.logo)
        brand = answers.coop.brand.model_copy(update={"logo": f"brand/logo.{kind}"})
        answers = Answers(answers.coop.model_copy(update={"brand": brand}), answers.manifests, answers.logo)
    with growing(place) as work:
        render_template(work, answers, house)
        (work / "coop.toml").write_text(coop_document(answers.coop, answers.manifests), encoding="utf-8")
        if answers.logo is not None:
            target = work / "own" / "static" / answers.coop.brand.logo
            target.parent.mkdir(parents=True)
            shutil.copyfile(answers.logo, target)
        if fill is not None:
            fill(work)


def render_template(work: Path, answers: Answers, house: House) -> None:
    """The template's files except coop.toml. Copier is imported here: it costs more than a second, and most commands do without."""
    from copier import run_copy

    source, commit = house.source()
    data = {**data_of(answers), "vivaio_source": source, "vivaio_commit": commit}
    with tempfile.TemporaryDirectory(prefix="vivaio-") as temporary:
        # Outside the checkout, so that copier takes the files as they are instead of cloning the repository at its newest tag.
        plain = Path(temporary)
        shutil.copyfile(house.root / "copier.yml", plain / "copier.yml")
        for name in ("questions", "template"):
            _copy(house.root / name, plain / name)
        # The files of the checkout ask about its own modules; a module that lies elsewhere is asked about here.
        for path, text in generated(House(plain), {manifest.slug: manifest for manifest in answers.manifests}).items():
            path.write_text(text, encoding="utf-8")
        run_copy(str(plain), work, data=data, defaults=True, overwrite=True, quiet=True, exclude=["coop.toml"])


def _copy(folder: Path, target: Path) -> None:
    """Copy a tree file by file: the first error keeps its number, which `shutil.copytree` loses."""
    target.mkdir()
    for path in sorted(folder.rglob("*")):
        if "__pycache__" in path.parts:
            continue
        if path.is_dir():
            (target / path.relative_to(folder)).mkdir()
        else:
            shutil.copy(path, target / path.relative_to(folder))
