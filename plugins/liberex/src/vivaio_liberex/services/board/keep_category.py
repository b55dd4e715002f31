"""The shelves of the board."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused
from vivaio_core.trail.services import record
from vivaio_liberex.board.draft import line
from vivaio_liberex.models.board import Category
from vivaio_liberex.models.participants import Sector
from vivaio_liberex.searching import key_of


def keep_category(*, title: str, order: int, active: bool, sector: Sector | None, actor: User | None, category: Category | None = None) -> Category:
    """Write or correct a category; listings stay where they are. Raises PermissionDenied; Refused for a title that is taken or empty."""
    if actor is not None and not actor.has_perm(f"liberex.{'change' if category else 'add'}_category"):
        raise PermissionDenied
    name = line(title)[:60]
    with transaction.atomic():
        row = category or Category()
        if not key_of(name):
            raise Refused(_("Write a title."), "title")
        others = Category.objects.exclude(pk=row.pk).values_list("title", flat=True)
        if key_of(name) in map(key_of, others):
            raise Refused(_("Another category has this title: write a different one."), "title")
        row.title, row.order, row.active, row.sector = name, order, active, sector
        row.save()
        record(kind="liberex.category", actor=actor, target=f"liberex.Category:{row.pk}", payload={"title": row.title})
    return row
