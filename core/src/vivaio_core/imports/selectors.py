"""Reads of imports."""

from typing import Any

from django.db.models import Q, QuerySet

from vivaio_core.imports.columns import OPENING
from vivaio_core.imports.models import ImportBatch, ImportRow
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Party

Status = ImportRow.Status
READY = (Status.OK, Status.WARNING)
OPEN = (Status.ERROR, Status.ASK)


def batches() -> QuerySet[ImportBatch]:
    """All imports with who uploaded them, newest first."""
    return ImportBatch.objects.select_related("uploaded_by").defer("sample", "headers").order_by("-uploaded_at", "-id")


def search_batches(found: QuerySet[ImportBatch], words: str) -> QuerySet[ImportBatch]:
    """Keep those whose file name holds every word."""
    for word in words.split()[:8]:
        found = found.filter(file_name__icontains=word)
    return found


def rows(batch: ImportBatch, status: str = "", words: str = "") -> QuerySet[ImportRow]:
    """The lines of a batch in the order of the file, of one status and with the words in name or message."""
    found = batch.rows.select_related("party", "duplicate_of").order_by("place")
    found = found.filter(status=status) if status in Status.values else found
    for word in fold(words).split()[:8]:
        line = Q(line=int(word)) if word.isdecimal() and len(word) < 8 else Q()
        found = found.filter(Q(name__icontains=word) | Q(message__icontains=word) | line)
    return found


def ready(batch: ImportBatch) -> int:
    """How many lines a confirm would write."""
    return sum(batch.counts.get(status, 0) for status in READY)


def offers_codes(batch: ImportBatch) -> bool:
    """Whether some line offers a code with its zeros back."""
    asking = batch.rows.filter(status=Status.ASK).values_list("codes", flat=True)
    return any("lost_zeros" in codes for codes in asking.iterator())


def obstacle(batch: ImportBatch) -> bool:
    """Whether something keeps the whole batch from being confirmed: an old register comes in whole or not at all."""
    open_lines = any(batch.counts.get(status) for status in OPEN)
    return bool(batch.blocks) or (batch.mode == OPENING and open_lines)


def same_file(batch: ImportBatch) -> ImportBatch | None:
    """Another import of the very same file, the confirmed one first."""
    others = ImportBatch.objects.filter(sha256=batch.sha256, mode=batch.mode).exclude(pk=batch.pk).exclude(state=ImportBatch.State.UNDONE)
    return others.order_by("confirmed_at", "-id").first()


def waiting() -> int:
    """How many imports were checked and not confirmed yet."""
    return ImportBatch.objects.filter(state=ImportBatch.State.PREVIEWED).count()


def lines_about(party: Party) -> dict[str, Any]:
    """Every line of a file that became this party or was found to be it, with the file's name and headings."""
    found = ImportRow.objects.filter(Q(party=party) | Q(duplicate_of=party)).select_related("batch").order_by("batch", "place")
    lines = [
        {"file": row.batch.file_name, "uploaded": row.batch.uploaded_at.date().isoformat(), "line": row.line, "cells": _named(row)} for row in found
    ]
    return {"lines": lines} if lines else {}


def _named(row: ImportRow) -> dict[str, str]:
    headers = row.batch.headers
    return {(headers[place] if place < len(headers) else f"({place + 1})"): cell for place, cell in enumerate(row.cells) if cell}
