"""Writes the roles of code into the database."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from vivaio_core.access.errors import AccessRefused
from vivaio_core.access.roles import FILES, GRANTS, PAGES, TITLES
from vivaio_core.site.registry import plugins


def sync_roles() -> None:
    """Bring the groups of the core roles to what core and the installed plugins grant; a second run changes nothing.

    Wagtail's own two groups go if nobody is in them. Raises AccessRefused when a manifest grants what does not exist.
    """
    with transaction.atomic():
        Group.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True).delete()
        for role in TITLES:
            group, _created = Group.objects.get_or_create(name=role)
            group.permissions.set(_permissions(role))
            _grant_pages(group, PAGES.get(role, ()))
            _grant_files(group, FILES.get(role, ()))


def _permissions(role: str) -> set[Permission]:
    found = {permission for grant in GRANTS[role] for permission in grant.permissions()}
    for plugin in plugins():
        for grant in plugin.manifest.grants:
            if grant.role == role:
                found |= {_permission(plugin.manifest.slug, name) for name in grant.permissions}
    return found


def _permission(slug: str, name: str) -> Permission:
    app, codename = name.split(".", 1)
    permission = Permission.objects.filter(content_type__app_label=app, codename=codename).first()
    if permission is None:
        raise AccessRefused(_("The module %(slug)s grants %(name)s, which does not exist: correct its manifest.") % {"slug": slug, "name": name})
    return permission


def _grant_pages(group: Group, codenames: tuple[str, ...]) -> None:
    root = Page.get_first_root_node()
    wanted = set(Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="page", codename__in=codenames))
    GroupPagePermission.objects.filter(group=group, page=root).exclude(permission__in=wanted).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _grant_files(group: Group, codenames: tuple[str, ...]) -> None:
    root = Collection.get_first_root_node()
    wanted = set(Permission.objects.filter(content_type__app_label__in=["wagtailimages", "wagtaildocs", "wagtailcore"], codename__in=codenames))
    GroupCollectionPermission.objects.filter(group=group, collection=root).exclude(permission__in=wanted).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
