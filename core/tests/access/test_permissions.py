"""What a login may do is asked once, in one query."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vivaio_core.access.models import User
from vivaio_core.access.services.staff import set_roles
from vivaio_core.access.services.sync_roles import sync_roles

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_roles_and_own_permissions_come_in_one_query(db):
    sync_roles()
    user = User.objects.create_user("o@ufficio.example")
    set_roles(user=user, roles=["operator"], actor=None)
    own = Permission.objects.get(codename="delete_party")
    assert not fresh(user).has_perm("people.delete_party")
    user.user_permissions.add(own)
    found = fresh(user)
    with CaptureQueriesContext(connection) as queries:
        assert found.has_perm("people.delete_party")
        assert found.has_perm("people.change_party")
        assert not found.has_perm("access.delete_user")
    assert len(queries) == 1
    roles = {f"{app}.{name}" for app, name in Permission.objects.filter(group__user=user).values_list("content_type__app_label", "codename")}
    assert found.get_all_permissions() == roles | {"people.delete_party"}


def test_who_is_closed_may_nothing(db):
    sync_roles()
    user = User.objects.create_user("o@ufficio.example")
    set_roles(user=user, roles=["operator"], actor=None)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not fresh(user).has_perm("people.change_party")
    assert not User.objects.create_user("nessuno@casa.example").get_all_permissions()
