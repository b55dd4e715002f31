"""Copies a whole site into an empty database, in one transaction, and compares every row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice, zip_longest
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.utils.translation import gettext as _

from vivaio_core.contract.errors import ContractError
from vivaio_core.site.move.tables import Row, describe, fields_of, moved_models, rows
from vivaio_core.site.settings.data import database

TARGET = "target"
BATCH = 500


class MoveRefused(ContractError):
    """The data cannot be moved; nothing was written that matters. The text says what to do."""


def connect(url: str) -> None:
    """Make the PostgreSQL at `url` reachable as the connection `target`. Raises MoveRefused for the site's own database or one in use."""
    try:
        config = database(url)
    except Exception as error:
        raise MoveRefused(_("This address of a database is not understood: %(error)s") % {"error": error}) from None
    if not str(config["ENGINE"]).endswith("postgresql"):
        raise MoveRefused(_("Sites move to PostgreSQL: write for example postgres://user:password@server/base"))
    here = connections["default"].settings_dict
    if all(str(config.get(key) or "") == str(here.get(key) or "") for key in ("ENGINE", "NAME", "HOST", "PORT")):
        raise MoveRefused(_("This is the database that the site uses already."))
    connections.settings[TARGET] = connections.configure_settings({"default": here, TARGET: config})[TARGET]
    if connections[TARGET].introspection.table_names():
        raise MoveRefused(_("The database is not empty: make a new one, so that nothing is overwritten."))


def copy_all(report: Callable[[str, int], None]) -> int:
    """Copy every row into the target's tables, set the sequences, compare. Return the number of rows. Raises MoveRefused when a row differs.

    The target has just been migrated. `report` receives the name and the row count of each table.
    """
    tables = moved_models()
    total = 0
    # On SQLite this also keeps everybody else from writing meanwhile.
    with transaction.atomic(), transaction.atomic(using=TARGET), _guards_down(tables):
        _empty(tables)
        for model in tables:
            count = _copy(model)
            total += count
            if count:
                report(describe(model), count)
        _set_sequences(tables)
    for model in tables:
        _compare(model)
    ContentType.objects.clear_cache()
    return total


@contextmanager
def _guards_down(tables: list[type[models.Model]]) -> Iterator[None]:
    """Append-only triggers rest while the tables are filled: what migrations wrote there has to give way to the same rows of here."""
    names = [connections[TARGET].ops.quote_name(model._meta.db_table) for model in tables]
    with connections[TARGET].cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def _empty(tables: list[type[models.Model]]) -> None:
    with connections[TARGET].cursor() as cursor:
        for model in tables:
            cursor.execute(f"DELETE FROM {connections[TARGET].ops.quote_name(model._meta.db_table)}")  # noqa: S608 - a table's quoted name


def _copy(model: type[models.Model]) -> int:
    fields, source = fields_of(model), rows(model, "default")
    target: Any = models.QuerySet(model=model, using=TARGET)
    count = 0
    while objects := [_instance(model, fields, row) for row in islice(source, BATCH)]:
        # Raw: no date of today, no signal, no save of ours comes between the two tables.
        target._insert(objects, fields=fields, using=TARGET, raw=True)
        count += len(objects)
    return count


def _instance(model: type[models.Model], fields: list[models.Field[Any, Any]], row: Row) -> models.Model:
    instance = model.__new__(model)
    for field, value in zip(fields, row, strict=True):
        instance.__dict__[field.attname] = value
    return instance


def _set_sequences(tables: list[type[models.Model]]) -> None:
    statements = connections[TARGET].ops.sequence_reset_sql(no_style(), tables)
    with connections[TARGET].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _compare(model: type[models.Model]) -> None:
    for here, there in zip_longest(rows(model, "default"), rows(model, TARGET)):
        if here != there:
            text = _("The table %(table)s differs after the copy. Stop the site, make a new empty database and repeat.")
            raise MoveRefused(text % {"table": describe(model)})
