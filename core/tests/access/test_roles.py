"""Roles: what core and the manifests grant, and nothing more."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from office import enter_office
from wagtail.models import GroupPagePermission

from vivaio_core.access.errors import AccessRefused
from vivaio_core.access.models import User
from vivaio_core.access.services.staff import set_roles
from vivaio_core.access.services.sync_roles import sync_roles
from vivaio_core.contract.manifest import Grant
from vivaio_core.site.registry import plugins

pytestmark = pytest.mark.django_db


def rights() -> set[tuple[str, str]]:
    found = set(Group.objects.values_list("name", "permissions__codename"))
    return found | set(GroupPagePermission.objects.values_list("group__name", "permission__codename"))


def test_the_roles_are_there_and_a_second_run_changes_nothing() -> None:
    sync_roles()
    first = rights()
    assert {"operator", "board", "administrator"} == set(Group.objects.values_list("name", flat=True))
    sync_roles()
    assert rights() == first


def test_what_somebody_added_by_hand_goes() -> None:
    sync_roles()
    first = rights()
    from django.contrib.auth.models import Permission

    Group.objects.get(name="board").permissions.add(Permission.objects.get(codename="delete_party"))
    sync_roles()
    assert rights() == first


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        ("operator", {"people.view_party", "people.change_party", "wagtailadmin.access_admin"}, {"people.delete_party", "access.change_user"}),
        ("board", {"people.view_party", "wagtailadmin.access_admin"}, {"people.change_party", "access.view_user"}),
        ("administrator", {"people.delete_party", "access.change_user"}, {"trail.change_event", "trail.delete_event"}),
    ],
)
def test_each_role_may_what_it_needs(role: str, may: set[str], may_not: set[str]) -> None:
    sync_roles()
    user = set_roles(user=User.objects.create_user("olga@ufficio.example"), roles=[role], actor=None)
    user = User.objects.get(pk=user.pk)
    assert user.is_staff
    assert user.has_perms(may)
    assert not [permission for permission in may_not if user.has_perm(permission)]


def test_grants_of_a_manifest_arrive() -> None:
    sync_roles()
    for plugin in plugins():
        for grant in plugin.manifest.grants:
            held = set(Group.objects.get(name=grant.role).permissions.values_list("content_type__app_label", "codename"))
            assert {tuple(name.split(".")) for name in grant.permissions} <= held


def test_a_grant_of_what_does_not_exist_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = plugins()[0]
    wrong = plugin.manifest.model_copy(update={"grants": (Grant(role="operator", permissions=("people.fly_party",)),)})
    monkeypatch.setattr(type(plugin), "manifest", wrong)
    with pytest.raises(AccessRefused, match=r"people\.fly_party"):
        sync_roles()


@pytest.mark.parametrize("role", ["operator", "board", "administrator"])
def test_each_role_enters_the_office(client: Client, role: str) -> None:
    sync_roles()
    user = set_roles(user=User.objects.create_user("olga@ufficio.example"), roles=[role], actor=None)
    assert enter_office(client, user).get("/ufficio/").status_code == 200


def test_members_and_strangers_do_not(client: Client, member: User) -> None:
    assert client.get("/ufficio/").url.startswith("/accesso/login/")
    client.force_login(member)
    assert client.get("/ufficio/").status_code == 302
