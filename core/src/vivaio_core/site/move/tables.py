"""Which tables make up a site's data, and how their rows are read alike on every database."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

# Rebuilt or refilled on the other side: the search index differs by database, sessions and cache are of the moment.
LEFT_BEHIND = {"wagtailsearch", "modelsearch", "sessions", "usersessions"}
LEFT_MODELS = {"coop_site.workerbeat", "coop_site.cacheentry"}

Row = tuple[Any, ...]


def moved_models() -> list[type[models.Model]]:
    """Every table with data of its own, joining tables included, in a stable order."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in LEFT_BEHIND and model._meta.label_lower not in LEFT_MODELS
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def fields_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields that are columns of this very table and take a value."""
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def rows(model: type[models.Model], using: str) -> Iterator[Row]:
    """All rows by primary key, as plain values, in constant memory."""
    names = [field.attname for field in fields_of(model)]
    manager = models.Manager.from_queryset(models.QuerySet)()
    manager.model = model
    yield from manager.using(using).order_by("pk").values_list(*names).iterator(chunk_size=1000)


def describe(model: type[models.Model]) -> str:
    """`app.Model`, for people who look for a table."""
    return model._meta.label
