"""`./vivaio test [what] [--quick] [--db sqlite|postgres|both] [pytest's own arguments]`: every check of the house, in one command.

Without `what` everything runs. `what` is a plugin's slug, `core`, `generator`, `browser`, `static`, or a path of tests.
"""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from compile_messages import compile_catalogues
from stages import BIN, ROOT, Result, Run, Stage, check, in_browser, on_postgres, perform, report, tests

# stages has put the folder of the fixtures on the path.
from hledger import install_hledger  # isort: skip

PLUGINS = sorted(path.parent.name for path in (ROOT / "plugins").glob("*/pyproject.toml"))
SOURCES = ["core/src", "generator/src", *(f"plugins/{slug}/src" for slug in PLUGINS)]
UNIT = ["tests", "core/tests", "generator/tests", *(f"plugins/{slug}/tests" for slug in PLUGINS)]
NOT_BROWSER = ["-m", "not browser"]


def static() -> list[Stage]:
    """Checks that start no site: layout, types, arrows, texts."""
    ruff, python = str(BIN / "ruff"), sys.executable
    types = [str(BIN / "mypy"), *SOURCES, "tools", "tests/fixtures", "conftest.py"]
    return [
        Stage(
            "stile",
            check("stile", [ruff, "check", "--quiet"], [ruff, "format", "--check", "--quiet"]),
            "Provi: .venv/bin/ruff check --fix && .venv/bin/ruff format",
        ),
        Stage("tipi", check("tipi", types), "Le righe qui sopra dicono file e riga; mypy è in modalità strict."),
        Stage(
            "frecce",
            check("frecce", [str(BIN / "lint-imports"), "--no-logo"]),
            "Un import va contro le frecce di pyproject.toml, [tool.importlinter].",
        ),
        Stage(
            "testi italiani",
            check("testi italiani", [python, "tools/messages.py", "--check"]),
            "Provi: .venv/bin/python tools/messages.py --prune, poi scriva i testi mancanti nei .po",
        ),
    ]


def everything(database: str, extra: list[str], *, quick: bool) -> list[Stage]:
    """All stages; `quick` leaves out PostgreSQL, rendered sites and the browser."""
    here = [path for path in UNIT if (ROOT / path).is_dir()]
    marks = ["-m", "not browser and not slow"] if quick else NOT_BROWSER
    cure = "Ripeta una sola prova: .venv/bin/pytest <file>::<prova>"
    found = [*static()]
    if database != "postgres":
        found.append(Stage("prove su SQLite", partial(tests, Run("", [*here, *marks, *extra])), cure))
    if database != "sqlite" and not quick:
        found.append(
            Stage(
                "prove su PostgreSQL", partial(on_postgres, [*here, *NOT_BROWSER, *extra]), f"{cure} con DATABASE_URL, o ./vivaio test --db postgres"
            )
        )
    if not quick:
        found.append(Stage("percorsi nel browser", partial(in_browser, ["tests", "-m", "browser", *extra]), cure))
    return found


def part(what: str, database: str, extra: list[str]) -> list[Stage]:
    """The stages of one part of the house. Raises SystemExit with the list of parts when it is not known."""
    if what == "static":
        return static()
    if what == "browser":
        return [Stage("percorsi nel browser", partial(in_browser, ["tests", "-m", "browser", *extra]), "Guardi la pagina: ./vivaio demo")]
    plugins = {slug: [f"plugins/{slug}/tests", "--conforms", slug, "--conforms-files"] for slug in PLUGINS}
    known = {"core": ["core/tests"], "generator": ["generator/tests"], **plugins}
    paths = known.get(what) or ([str(Path(what).resolve())] if Path(what.split("::")[0]).exists() else [])
    if not paths:
        raise SystemExit(
            f"Non conosco «{what}». Si può scegliere: {', '.join([*known, 'static', 'browser'])}, o un file di prove. Senza nulla si prova tutto."
        )
    works: dict[str, Callable[[], Result]] = {
        "sqlite": partial(tests, Run("", [*paths, *NOT_BROWSER, *extra])),
        "postgres": partial(on_postgres, [*paths, *NOT_BROWSER, *extra]),
    }
    wanted = list(works) if database == "both" else [database or "sqlite"]
    return [Stage(f"{what} su {name}", works[name], "Le righe qui sopra dicono quale prova e perché.") for name in wanted]


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="./vivaio test", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", default="")
    parser.add_argument("--quick", action="store_true", help="without PostgreSQL, rendered sites and browser")
    parser.add_argument("--db", choices=["sqlite", "postgres", "both"], default="")
    options, extra = parser.parse_known_args()
    for source in SOURCES:
        compile_catalogues(ROOT / source)
    if not options.what and not options.quick:
        install_hledger()
    stages = part(options.what, options.db, extra) if options.what else everything(options.db or "both", extra, quick=options.quick)
    return report(perform(stages))


if __name__ == "__main__":
    sys.exit(main())
