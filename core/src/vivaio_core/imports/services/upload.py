"""A file comes in: read once so that a broken one is told at once, kept in private, its columns guessed."""

import hashlib
from contextlib import closing
from itertools import islice

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.imports.columns import columns_of, guessed
from vivaio_core.imports.models import ImportBatch
from vivaio_core.imports.reading.open import open_sheet
from vivaio_core.imports.reading.sheet import fold_heading
from vivaio_core.imports.storage import FOLDER, private
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record

SAMPLE = 5


def upload(*, file_name: str, content: bytes, mode: str, actor: User | None) -> ImportBatch:
    """Take a file in. Raises PermissionDenied; Refused when it cannot be read: then nothing is kept."""
    allow(actor, "imports.add_importbatch")
    if mode not in ImportBatch.Mode.values:
        raise Refused(_("Say what the file holds."), "mode")
    sheet = open_sheet(content)
    with closing(sheet.lines) as lines:  # type: ignore[type-var]
        sample = [line.cells for line in islice(lines, SAMPLE)]
    if not sample:
        raise Refused(_("There is no line below the headings."), "file")
    digest = hashlib.sha256(content).hexdigest()
    batch = ImportBatch(
        mode=mode,
        file_name=_short(file_name),
        sha256=digest,
        size=len(content),
        sheet=sheet.title,
        other_sheets=sheet.others[:20],
        header_line=sheet.header_line,
        headers=sheet.headers,
        headers_key=headers_key(sheet.headers),
        sample=[[cell[:120] for cell in cells] for cells in sample],
        total=sheet.expected,
        uploaded_by=actor,
    )
    batch.columns = remembered(batch) or guessed(batch.headers, mode)
    batch.stored = private().save(f"{FOLDER}/{get_random_string(24)}", ContentFile(content))
    try:
        with transaction.atomic():
            batch.save()
            payload = {"file": batch.file_name, "mode": mode, "sha256": digest}
            record(kind="imports.upload", actor=actor, target=f"imports.ImportBatch:{batch.pk}", payload=payload)
    except BaseException:
        private().delete(batch.stored)
        raise
    return batch


def headers_key(headers: list[str]) -> str:
    """The same for two files with the same headings in the same order."""
    return hashlib.sha256("\n".join(fold_heading(header) for header in headers).encode()).hexdigest()


def remembered(batch: ImportBatch) -> dict[str, int]:
    """The columns chosen for the last file with the same headings, nothing when there was none."""
    earlier = ImportBatch.objects.filter(headers_key=batch.headers_key, mode=batch.mode).exclude(state=ImportBatch.State.UPLOADED)
    found = earlier.order_by("-id").values_list("columns", flat=True).first() or {}
    names = {column.name for column in columns_of(batch.mode)}
    return {name: place for name, place in found.items() if name in names and place < len(batch.headers)}


def _short(name: str) -> str:
    """The file's own name without folders, at most 200 characters with its ending."""
    bare = "".join(char for char in name.replace("\\", "/").rsplit("/", 1)[-1] if char.isprintable()).strip() or "file"
    return bare if len(bare) <= 200 else f"{bare[:190]}{bare[-10:]}"
