"""Writes of saved views: whoever sees a list may keep a view of it, and take his own away again."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.office.models import SavedView
from vivaio_core.people.errors import Refused
from vivaio_core.trail.services import record

MOST = 20


def save_view(*, list_name: str, name: str, query: str, shared: bool, actor: User) -> SavedView:
    """Keep `query` of a list under a name; one's own of that name is replaced. Raises Refused (no name, taken, too many)."""
    name = " ".join(name.split())[:60]
    if not name:
        raise Refused(_("Write a name for the view."), "name")
    if len(query) > 500:
        raise Refused(_("These filters are too long to be kept."))
    with transaction.atomic():
        own = SavedView.objects.select_for_update().filter(list_name=list_name, owner=actor)
        if SavedView.objects.filter(Q(list_name=list_name), name=name, shared=True).exclude(owner=actor).exists():
            raise Refused(_("Somebody shares a view of this name: choose another one."), "name")
        if own.exclude(name=name).count() >= MOST:
            raise Refused(_("There are %(most)s views of this list already: take one away first.") % {"most": MOST}, "name")
        made, _created = own.update_or_create(list_name=list_name, owner=actor, name=name, defaults={"query": query, "shared": shared})
        record(kind="office.save_view", actor=actor, target=f"office.SavedView:{made.pk}", payload={"name": name})
        return made


def drop_view(*, view: SavedView, actor: User) -> None:
    """Take a view away. Raises PermissionDenied unless it is one's own, or shared and one may manage logins."""
    if view.owner_id != actor.pk and not (view.shared and actor.has_perm("access.change_user")):
        raise PermissionDenied
    with transaction.atomic():
        record(kind="office.drop_view", actor=actor, target=f"office.SavedView:{view.pk}", payload={"name": view.name})
        view.delete()
