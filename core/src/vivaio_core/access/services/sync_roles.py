"""Writes the roles of code into the database."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from vivaio_core.access.errors import AccessRefused
from vivaio_core.access.roles import FILES, GRANTS, PAGES, TITLES
from vivaio_core.site.registry import plugins

Name = tuple[str, str]


def sync_roles() -> None:
    """Bring the groups of the core roles to what core and the installed plugins grant; a second run changes nothing.

    Wagtail's own two groups go if nobody is in them. Raises AccessRefused when a manifest grants what does not exist.
    """
    with transaction.atomic():
        Group.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True).delete()
        known = {(row.content_type.app_label, row.codename): row for row in Permission.objects.select_related("content_type")}
        page, files = Page.get_first_root_node(), Collection.get_first_root_node()
        for role in TITLES:
            group, _created = Group.objects.get_or_create(name=role)
            wanted = _wanted(role, known)
            if set(group.permissions.values_list("pk", flat=True)) != {permission.pk for permission in wanted}:
                group.permissions.set(wanted)
            pages = _named(known, ["wagtailcore"], PAGES.get(role, ()))
            _grant(GroupPagePermission.objects.filter(group=group, page=page), pages, {"group": group, "page": page})
            uploads = _named(known, ["wagtailimages", "wagtaildocs", "wagtailcore"], FILES.get(role, ()))
            _grant(GroupCollectionPermission.objects.filter(group=group, collection=files), uploads, {"group": group, "collection": files})


def _wanted(role: str, known: dict[Name, Permission]) -> set[Permission]:
    found = {
        permission
        for (app, codename), permission in known.items()
        if any(grant.covers(app, permission.content_type.model, codename) for grant in GRANTS[role])
    }
    for plugin in plugins():
        for grant in plugin.manifest.grants:
            if grant.role == role:
                found |= {_permission(plugin.manifest.slug, name, known) for name in grant.permissions}
    return found


def _permission(slug: str, name: str, known: dict[Name, Permission]) -> Permission:
    app, codename = name.split(".", 1)
    permission = known.get((app, codename))
    if permission is None:
        raise AccessRefused(_("The module %(slug)s grants %(name)s, which does not exist: correct its manifest.") % {"slug": slug, "name": name})
    return permission


def _named(known: dict[Name, Permission], apps: list[str], codenames: tuple[str, ...]) -> set[Permission]:
    return {permission for (app, codename), permission in known.items() if app in apps and codename in codenames}


def _grant(present: QuerySet[Any], wanted: set[Permission], place: dict[str, Any]) -> None:
    """Keep of the rows `present` those that grant what is wanted, and make the others."""
    there = set(present.values_list("permission", flat=True))
    ids = {permission.pk for permission in wanted}
    if there - ids:
        present.exclude(permission__in=ids).delete()
    present.model.objects.bulk_create([present.model(permission_id=pk, **place) for pk in sorted(ids - there)])
