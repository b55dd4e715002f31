"""An index for searches in the middle of a name, on PostgreSQL and only where its extension pg_trgm is there already."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

INDEX = "party_search_trigram"
_HAS_IT = "SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"


def make(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index; nothing on SQLite, nothing without the extension: searches work all the same."""
    if _possible(schema_editor):
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} ON people_party USING gin (search_key gin_trgm_ops)")


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


def _possible(schema_editor: BaseDatabaseSchemaEditor) -> bool:
    if schema_editor.connection.vendor != "postgresql":
        return False
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_HAS_IT)
        return cursor.fetchone() is not None
