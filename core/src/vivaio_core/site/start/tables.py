"""The tables of an empty SQLite file in one script, so that a first start need not replay two hundred migrations.

`tables.sql` is what the migrations of core and of what it stands on leave behind, written by tools/tables.py and held equal to them by
tests/house/test_databases.py. Plugins' migrations, and any newer than the script, run after it as on every site that is updated.
"""

from importlib.resources import files
from uuid import uuid4

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from wagtail.models import Page

SCRIPT = files("vivaio_core.site.start") / "tables.sql"
RECORDED = "-- migrations: "


def lay_tables(on_disk: set[tuple[str, str]]) -> bool:
    """Make the tables in the empty SQLite database, all or none; False, and nothing made, when the script does not fit.

    It fits when the database is SQLite and every migration the script stands for is in `on_disk` (app label, name): with an older Wagtail
    than the script's, the ordinary migrations are right.
    """
    if connection.vendor != "sqlite":
        return False
    script = SCRIPT.read_text(encoding="utf-8")
    recorded = [tuple(entry.split(".")) for line in script.splitlines() if line.startswith(RECORDED) for entry in line.removeprefix(RECORDED).split()]
    if not set(recorded) <= on_disk:
        return False
    connection.ensure_connection()
    connection.connection.executescript(f"BEGIN;\n{script}\nCOMMIT;")
    connection.close()
    _make_its_own(recorded)
    return True


def _make_its_own(recorded: list[tuple[str, ...]]) -> None:
    """What differs from one site to another: when it was made, and the keys that tie the translations of a page together."""
    record = MigrationRecorder.Migration
    record.objects.bulk_create(record(app=app, name=name, applied=timezone.now()) for app, name in recorded)
    for page in Page.objects.only("pk"):
        Page.objects.filter(pk=page.pk).update(translation_key=uuid4())
