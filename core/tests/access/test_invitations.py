"""One-time links: the first administrator, new colleagues, lost telephones."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from doors import PASSWORD, enter_with_password
from office import enter_office

from vivaio_core.access.errors import AccessRefused
from vivaio_core.access.models import Invitation, User
from vivaio_core.access.services.staff import forget_second_factor, invite
from vivaio_core.access.services.sync_roles import sync_roles

pytestmark = pytest.mark.django_db
NEW = {"email": "ada@ufficio.example", "first_name": "Ada", "last_name": "Neri", "password": PASSWORD, "again": PASSWORD}


def test_the_first_administrator_gets_in_by_link_password_and_app(client: Client) -> None:
    token = invite(user=None, actor=None)
    address = f"/accesso/invito/{token}/"
    assert "info@prova.example" in client.get(address).content.decode()
    assert client.post(address, NEW).url == "/accesso/2fa/totp/activate/"
    assert client.get("/ufficio/").url == "/accesso/2fa/totp/activate/"
    page = client.get("/accesso/2fa/totp/activate/")
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda work, **_: work())
        assert client.post("/accesso/2fa/totp/activate/", {"code": code}).url == "/accesso/2fa/recovery-codes/"
    assert client.get("/accesso/2fa/recovery-codes/").status_code == 200
    assert client.get("/ufficio/").status_code == 200
    assert User.objects.get().is_superuser


def test_the_token_is_kept_as_a_hash_of_256_bits() -> None:
    token = invite(user=None, actor=None)
    assert len(token) >= 43
    assert token not in str(list(Invitation.objects.values()))


def test_a_link_works_once(client: Client) -> None:
    token = invite(user=None, actor=None)
    client.post(f"/accesso/invito/{token}/", NEW)
    again = Client().post(f"/accesso/invito/{token}/", NEW | {"email": "ladro@altrove.example"})
    assert again.status_code == 410
    assert User.objects.count() == 1


def test_a_link_is_too_old_after_48_hours(client: Client) -> None:
    token = invite(user=None, actor=None)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/accesso/invito/{token}/").status_code == 410
    assert client.post(f"/accesso/invito/{token}/", NEW).status_code == 410
    assert not User.objects.exists()


def test_looking_at_a_link_does_not_use_it_up(client: Client) -> None:
    token = invite(user=None, actor=None)
    for _ in range(3):
        assert client.get(f"/accesso/invito/{token}/").status_code == 200


def test_a_new_link_for_the_first_administrator_replaces_the_old() -> None:
    old, new = invite(user=None, actor=None), invite(user=None, actor=None)
    assert Client().get(f"/accesso/invito/{old}/").status_code == 410
    assert Client().get(f"/accesso/invito/{new}/").status_code == 200


def test_with_an_administrator_there_is_no_first_link(staff: User) -> None:
    with pytest.raises(AccessRefused):
        invite(user=None, actor=None)


def test_wrong_passwords_say_what_to_do(client: Client) -> None:
    token = invite(user=None, actor=None)
    answer = client.post(f"/accesso/invito/{token}/", NEW | {"again": "altra"})
    assert answer.context["form"].errors["again"]
    answer = client.post(f"/accesso/invito/{token}/", NEW | {"password": "corta", "again": "corta"})
    assert answer.context["form"].errors["password"]
    assert not User.objects.exists()


def test_the_office_invites_a_colleague_without_superuser_and_password(client: Client, staff: User) -> None:
    sync_roles()
    enter_office(client, staff)
    page = client.get("/ufficio/users/new/")
    assert page.status_code == 200
    form = page.context["form"]
    assert not {"password1", "is_superuser", "username"} & set(form.fields)
    operator = next(value for value, label in form.fields["groups"].choices if str(label) in {"Operator", "Operatore"})
    data = {"email": "Olga@Ufficio.example", "first_name": "Olga", "last_name": "Ferri", "groups": [str(operator)]}
    assert client.post("/ufficio/users/new/", data).status_code == 302
    olga = User.objects.get(email__iexact="olga@ufficio.example")
    assert (olga.is_staff, olga.is_superuser, olga.has_usable_password()) == (True, False, False)
    link = next(word for word in mail.outbox[-1].body.split() if "/accesso/invito/" in word)
    path = "/accesso/invito/" + link.split("/accesso/invito/", 1)[1]
    answer = Client().post(path, NEW | {"email": "altro@altrove.example", "first_name": "Olga"})
    assert answer.url == "/accesso/2fa/totp/activate/"
    assert User.objects.get(pk=olga.pk).email == "olga@ufficio.example"


def test_without_roles_a_login_is_not_staff_any_more(client: Client, staff: User) -> None:
    sync_roles()
    olga = User.objects.create_user("olga@ufficio.example", PASSWORD, first_name="Olga", last_name="Ferri", is_staff=True)
    enter_office(client, staff)
    data = {"email": olga.email, "first_name": "Olga", "last_name": "Ferri", "is_active": "on"}
    assert client.post(f"/ufficio/users/edit/{olga.pk}/", data).status_code == 302
    assert not User.objects.get(pk=olga.pk).is_staff


def test_a_lost_telephone_is_mended_by_a_colleague_only(client: Client, staff: User) -> None:
    sync_roles()
    olga = User.objects.create_superuser("olga@ufficio.example", PASSWORD)
    enter_office(client, olga)
    with pytest.raises(AccessRefused):
        forget_second_factor(user=olga, actor=olga)
    token = forget_second_factor(user=olga, actor=staff)
    assert not Authenticator.objects.filter(user=olga).exists()
    assert enter_with_password(Client(), olga).status_code == 200
    assert Client().get(f"/accesso/invito/{token}/").status_code == 200


def test_an_operator_cannot_touch_logins(staff: User) -> None:
    operator = User.objects.create_user("olga@ufficio.example", is_staff=True)
    for act in (lambda: invite(user=staff, actor=operator), lambda: forget_second_factor(user=staff, actor=operator)):
        with pytest.raises(PermissionDenied):
            act()


def test_who_is_no_superuser_cannot_invite_in_the_name_of_one(staff: User) -> None:
    from django.contrib.auth.models import Permission

    second = User.objects.create_user("olga@ufficio.example", is_staff=True)
    second.user_permissions.add(*Permission.objects.filter(content_type__app_label="access"))
    with pytest.raises(PermissionDenied):
        invite(user=staff, actor=User.objects.get(pk=second.pk))
