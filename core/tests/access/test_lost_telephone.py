"""The office helps a colleague who lost the telephone: only who may, never oneself, and the memory tells."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from doors import PASSWORD, enter_with_password
from office import enter_office

from vivaio_core.access.models import User
from vivaio_core.access.services.staff import set_roles
from vivaio_core.access.services.sync_roles import sync_roles
from vivaio_core.trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(db: None) -> User:
    """An operator with password and app."""
    sync_roles()
    user = User.objects.create_user("olga@ufficio.example", PASSWORD, first_name="Olga", last_name="Ferri")
    set_roles(user=user, roles=["operator"], actor=None)
    enter_office(Client(), user)
    return User.objects.get(pk=user.pk)


def page(user: User) -> str:
    return f"/ufficio/users/{user.pk}/secondo-fattore/"


def colleague(role: str) -> User:
    user = User.objects.create_user(f"{role}@ufficio.example", first_name="Rita")
    set_roles(user=user, roles=[role], actor=None)
    return User.objects.get(pk=user.pk)


def test_an_administrator_takes_the_lost_factor_away_and_a_link_goes_out(client: Client, olga: User) -> None:
    at_home = enter_office(Client(), olga)
    administrator = colleague("administrator")
    enter_office(client, administrator)
    login = client.get(f"/ufficio/users/edit/{olga.pk}/").content.decode()
    assert "Il secondo fattore è perso" in login
    assert page(olga) in login
    assert "Olga Ferri" in client.get(page(olga)).content.decode()
    assert client.post(page(olga), {}).status_code == 200
    assert Authenticator.objects.filter(user=olga).exists()
    answer = client.post(page(olga), {"recognised": "on"})
    assert answer.url == f"/ufficio/users/edit/{olga.pk}/"
    assert not Authenticator.objects.filter(user=olga).exists()
    assert at_home.get("/ufficio/").status_code == 302
    enter_with_password(at_home, olga)
    assert "_auth_user_id" not in at_home.session
    assert mail.outbox[-1].to == [olga.email]
    link = next(word for word in str(mail.outbox[-1].body).split() if "/accesso/invito/" in word)
    assert Client().get("/accesso/invito/" + link.split("/accesso/invito/")[1]).status_code == 200
    act = Event.objects.get(kind="access.forget_second_factor")
    assert (act.actor_id, act.target) == (administrator.pk, f"access.User:{olga.pk}")


def test_without_a_mail_server_the_link_is_shown(client: Client, olga: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    enter_office(client, colleague("administrator"))
    said = client.post(page(olga), {"recognised": "on"}, follow=True).content.decode()
    assert "/accesso/invito/" in said


@pytest.mark.parametrize("role", ["operator", "board"])
def test_nobody_but_an_administrator_may(client: Client, olga: User, role: str) -> None:
    enter_office(client, colleague(role))
    for answer in (client.get(page(olga)), client.post(page(olga), {"recognised": "on"})):
        assert answer.status_code in {302, 403}
    assert Authenticator.objects.filter(user=olga).exists()
    assert not Event.objects.filter(kind="access.forget_second_factor").exists()


def test_not_for_oneself_nor_for_a_superuser_nor_for_a_member(client: Client, staff: User, olga: User) -> None:
    administrator = colleague("administrator")
    enter_office(client, administrator)
    member = User.objects.create_user("socia@casa.example")
    for person in (administrator, staff):
        assert client.post(page(person), {"recognised": "on"}).status_code in {302, 403}
        assert Authenticator.objects.filter(user=person).exists()
    assert client.get(page(member)).status_code == 404
    assert client.get("/ufficio/users/999999/secondo-fattore/").status_code == 404
    assert "Il secondo fattore è perso" not in client.get(f"/ufficio/users/edit/{administrator.pk}/").content.decode()
    assert "Secondo fattore" not in client.get(f"/ufficio/users/edit/{member.pk}/").content.decode()


def test_the_login_of_a_superuser_is_changed_by_superusers_only(client: Client, staff: User, olga: User) -> None:
    enter_office(client, colleague("administrator"))
    stolen = {"email": "ladro@altrove.example", "first_name": "Ada", "last_name": "Neri", "is_active": "on"}
    assert client.post(f"/ufficio/users/edit/{staff.pk}/", stolen).status_code in {302, 403}
    assert User.objects.get(pk=staff.pk).email == staff.email
