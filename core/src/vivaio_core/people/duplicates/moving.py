"""Everything that points at a party, found through Django's own picture of the models: rooms and plugins need no code for a merge.

What may not move is refused by the database's guards of the books, and the merge with it. The trail, the signatures and the exchanges stay
where they were written; whoever reads them reads those of the merged entries too, so that no figure of a year changes by a merge.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, transaction
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from vivaio_core.people.duplicates.models import DuplicatePair, Merge
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party

Move = dict[str, Any]
STAYING = {"trail.event", "documents.signature"}
WRITTEN_ONCE = {"mutuality.mutualexchange"}


@dataclass(frozen=True)
class Pointer:
    """A foreign key to a party."""

    model: type[Model]
    field: str

    @property
    def label(self) -> str:
        """`app.model`."""
        return self.model._meta.label_lower


def pointers() -> list[Pointer]:
    """Every foreign key to a party that hangs on it, in a stable order; a merge moves all but what is written once."""
    found = []
    for relation in Party._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if not (relation.auto_created and isinstance(field, ForeignKey)) or field.model in (Party, DuplicatePair, Merge):
            continue
        if field.model._meta.label_lower not in STAYING and field.model._meta.managed:
            found.append(Pointer(field.model, field.name))
    return sorted(found, key=lambda pointer: (pointer.label, pointer.field))


def move_all(loser: Party, winner: Party) -> list[Move]:
    """Point everything of `loser` at `winner`; return what moved, with a print of each row. Raises Refused when a row may not move."""
    moved: list[Move] = []
    for pointer in pointers():
        if pointer.label in WRITTEN_ONCE:
            continue
        for pk in pointer.model._base_manager.filter(**{pointer.field: loser}).order_by("pk").values_list("pk", flat=True):
            _point(pointer, pk, winner)
            moved.append({"model": pointer.label, "field": pointer.field, "pk": str(pk)})
    return moved


def move_back(moves: Sequence[Move], winner: Party, loser: Party) -> None:
    """Point the rows at `loser` again. Raises Refused when one is no longer as the merge left it."""
    by_name = {(pointer.label, pointer.field): pointer for pointer in pointers()}
    for move in reversed(moves):
        pointer = by_name.get((move["model"], move["field"]))
        row = pointer.model._base_manager.filter(pk=move["pk"], **{pointer.field: winner}).first() if pointer else None
        if pointer is None or row is None or print_of(row) != move["print"]:
            name = pointer.model._meta.verbose_name if pointer else move["model"]
            raise Refused(_("Something has changed since the merge (%(what)s): it can no longer be undone as a whole.") % {"what": name})
    for move in reversed(moves):
        _point(by_name[(move["model"], move["field"])], move["pk"], loser)


def printed(moves: Sequence[Move]) -> list[Move]:
    """The moves with a print of each row as it is now."""
    by_label = {pointer.label: pointer.model for pointer in pointers()}
    return [{**move, "print": print_of(by_label[move["model"]]._base_manager.get(pk=move["pk"]))} for move in moves]


def print_of(row: Model) -> str:
    """A print of all stored values of a row: equal only when nothing was changed."""
    values = {field.attname: field.value_to_string(row) for field in row._meta.concrete_fields}
    return hashlib.sha256(json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


def pointing_at(party: Party) -> Iterator[tuple[str, int]]:
    """What hangs on an entry, in words: name of the model and how many rows."""
    for pointer in pointers():
        count = pointer.model._base_manager.filter(**{pointer.field: party}).count()
        if count:
            meta = pointer.model._meta
            yield str(meta.verbose_name if count == 1 else meta.verbose_name_plural), count


def _point(pointer: Pointer, pk: Any, party: Party) -> None:
    try:
        with transaction.atomic():
            pointer.model._base_manager.filter(pk=pk).update(**{pointer.field: party})
    except DatabaseError as guard:
        text = _("“%(what)s” cannot change hands: it is in a book that is never rewritten, or both entries have one. Nothing was merged.")
        raise Refused(text % {"what": pointer.model._meta.verbose_name}) from guard
