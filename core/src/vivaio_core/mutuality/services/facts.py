"""What a plugin gave as facts, taken back when what they rest on is undone (people P20)."""

from collections.abc import Sequence

from django.db import transaction

from vivaio_core.access.models import User
from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.mutuality.services.exchanges import opposite_of, standing
from vivaio_core.people.errors import allow
from vivaio_core.trail.locks import EXCHANGES, hold
from vivaio_core.trail.services import record


def take_back(*, source_facts: Sequence[str], note: str, actor: User | None) -> list[MutualExchange]:
    """Reverse what still stands of these facts, also where the register had them written anew; unknown ones and those taken back are passed over.

    Whoever may write facts may take them back. Return the reversals. Raises PermissionDenied.
    """
    allow(actor, "mutuality.add_mutualexchange")
    with transaction.atomic():
        hold(EXCHANGES)
        rows = standing(source_facts)
        made = [opposite_of(row) for row in rows]
        for row in rows:
            payload = {"name": row.source_fact, "note": note, "on": row.on.isoformat()}
            record(kind="mutuality.reverse", actor=actor, subject=row.party, target=f"mutuality.MutualExchange:{row.pk}", payload=payload)
        return made
