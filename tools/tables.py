"""Write core/src/vivaio_core/site/start/tables.sql: what the migrations of core leave in an empty SQLite file.

Run it after a change of core's migrations, or of the versions of Django, Wagtail or allauth: `.venv/bin/python tools/tables.py`.
A minute at most. tests/house/test_databases.py fails while the script and the migrations differ.
"""

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "core/src/vivaio_core/site/start/tables.sql"
OURS = {"django_migrations", "sqlite_sequence"}
HEAD = "-- Written by tools/tables.py: the tables of an empty site. Not to be edited by hand.\n"


def migrated(path: Path) -> None:
    """Apply every migration but the plugins' to an empty file."""
    os.chdir(ROOT / "tests/site")
    sys.path.insert(0, ".")
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": f"sqlite:///{path}"}
    import django

    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from vivaio_core.site.registry import plugins

    executor = MigrationExecutor(connection)
    later = {plugin.label for plugin in plugins()}
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] not in later])
    connection.close()


def literal(value: object) -> str:
    """A value of a row as SQL."""
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"


def script(database: sqlite3.Connection) -> Iterator[str]:
    """Lines of SQL: recorded migrations in a comment, tables, rows, then indexes and triggers."""
    entries = list(database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"))
    virtual = tuple(f"{name}_" for _, name, sql in entries if sql.startswith("CREATE VIRTUAL"))
    entries = [(kind, name, sql) for kind, name, sql in entries if not (virtual and name.startswith(virtual))]
    for app, name in database.execute("SELECT app, name FROM django_migrations ORDER BY id"):
        yield f"-- migrations: {app}.{name}"
    for kind, name, sql in entries:
        if kind == "table" and name != "sqlite_sequence":
            yield f"{sql};"
    for kind, name, sql in entries:
        if kind != "table" or name in OURS or sql.startswith("CREATE VIRTUAL"):
            continue
        for row in database.execute(f'SELECT * FROM "{name}"'):
            yield f'INSERT INTO "{name}" VALUES ({", ".join(map(literal, row))});'
    for kind, _, sql in entries:
        if kind != "table":
            yield f"{sql};"


def main() -> None:
    """Migrate a throw-away file and write the script beside the code that lays it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        migrated(path)
        with sqlite3.connect(path) as database:
            TARGET.write_text(HEAD + "\n".join(script(database)) + "\n", encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
