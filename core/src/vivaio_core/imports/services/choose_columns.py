"""Which column holds what. A person may go back to it until the lines are confirmed; what was chosen stays."""

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.imports import states
from vivaio_core.imports.columns import columns_of, label_of, missing
from vivaio_core.imports.models import ImportBatch
from vivaio_core.people.errors import Refused, allow


def choose_columns(*, batch: ImportBatch, columns: dict[str, int], actor: User | None) -> ImportBatch:
    """Keep the choice: field → place of its column. Raises PermissionDenied, IllegalTransition, Refused."""
    allow(actor, "imports.change_importbatch")
    names = {column.name for column in columns_of(batch.mode)}
    if not set(columns) <= names or any(not 0 <= place < len(batch.headers) for place in columns.values()):
        raise Refused(_("This column is not in the file."))
    twice = [name for name, place in columns.items() if list(columns.values()).count(place) > 1]
    if twice:
        labels = ", ".join(label_of(name) for name in twice)
        raise Refused(_("One column cannot hold several things: %(names)s.") % {"names": labels})
    lacks = missing(columns, batch.mode)
    if lacks:
        raise Refused(str(lacks))
    with transaction.atomic():
        current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        current.state = states.after(current, "map")
        current.columns, current.work, current.run, current.failure = columns, "", "", ""
        current.save(update_fields=["state", "columns", "work", "run", "failure"])
        return current
