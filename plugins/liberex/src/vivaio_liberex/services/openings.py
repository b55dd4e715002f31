"""Opening balances from a file: read and judged first, written as a whole when a person confirms. Twice adds nothing."""

from datetime import date

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger.api import post
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record
from vivaio_liberex.models.opening import OpeningFile
from vivaio_liberex.reading import rows_of
from vivaio_liberex.selectors.openings import drafts, judged, judged_again
from vivaio_liberex.words import credits

HEADINGS = {
    "code": ("codice", "codice partecipante", "conto", "code", "account"),
    "amount": ("saldo", "importo", "balance", "amount"),
}
MOST = 1000


def read_openings(*, content: bytes, file_name: str, on: date, actor: User | None) -> OpeningFile:
    """Read a file and judge every line; nothing is booked. Raises PermissionDenied; Refused for a file that cannot be used."""
    allow(actor, "liberex.add_openingfile")
    found = judged(list(rows_of(content, HEADINGS)))
    if not found:
        raise Refused(_("The file has headings and no lines."), "file")
    if len(found) > MOST:
        raise Refused(_("At most %(most)s lines at a time: divide the file.") % {"most": MOST}, "file")
    with transaction.atomic():
        made = OpeningFile.objects.create(file_name=file_name[:200], on=on, rows=found, uploaded_by=actor)
        record(
            kind="liberex.opening_read", actor=actor, target=f"liberex.OpeningFile:{made.pk}", payload={"file": made.file_name, "count": len(found)}
        )
        return made


def confirm_openings(*, opening: OpeningFile, actor: User | None) -> int:
    """Book what the file says in one group; return how many balances were new. A second call books nothing.

    Raises PermissionDenied; Refused while a line is at fault, as the books are now.
    """
    allow(actor, "liberex.add_openingfile")
    with transaction.atomic():
        row = OpeningFile.objects.select_for_update().get(pk=opening.pk)
        if row.state == OpeningFile.State.CONFIRMED:
            return 0
        found = judged_again(row.rows)
        faults = [one for one in found if one["fault"]]
        if faults:
            row_numbers = ", ".join(str(one["line"]) for one in faults[:20])
            raise Refused(_("Nothing was written: correct these lines and bring the file in again: %(lines)s.") % {"lines": row_numbers})
        fresh = [one for one in found if not one["known"] and one["cents"]]
        post(*drafts(fresh, row.on))
        row.rows, row.state, row.confirmed_at = found, OpeningFile.State.CONFIRMED, Now()
        row.save(update_fields=["rows", "state", "confirmed_at"])
        payload = {"file": row.file_name, "count": len(fresh), "sum": credits(sum(one["cents"] for one in fresh))}
        record(kind="liberex.opening_write", actor=actor, target=f"liberex.OpeningFile:{row.pk}", payload=payload)
        return len(fresh)
