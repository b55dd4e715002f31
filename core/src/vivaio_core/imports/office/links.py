"""Addresses of imports in the office."""

from django.urls import reverse
from django.utils.translation import gettext as _

from vivaio_core.imports.models import ImportBatch

SPACE = "office_imports"


def page_of(batch: ImportBatch) -> str:
    """The page of an import."""
    return reverse(f"{SPACE}:page", args=[batch.pk])


def step(batch: ImportBatch, name: str) -> str:
    """A step of an import."""
    return reverse(f"{SPACE}:{name}", args=[batch.pk])


def crumb() -> dict[str, str]:
    """The list above every page."""
    return {"url": reverse(f"{SPACE}:index"), "label": _("Imports")}
