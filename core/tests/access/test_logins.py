"""Services of members' logins, and the decorators that views stand behind."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from office import enter_office

from vivaio_core.access.decorators import member_required
from vivaio_core.access.errors import AccessRefused
from vivaio_core.access.models import User
from vivaio_core.access.services.member_login import close_login, create_member_login
from vivaio_core.people.models import Party
from vivaio_core.trail.models import Event

pytestmark = pytest.mark.django_db


@member_required
def whose(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.party.display_name)  # type: ignore[attr-defined]


def test_a_login_is_made_once_and_leaves_a_trace(member: User) -> None:
    party = member.party  # type: ignore[attr-defined]
    assert Event.objects.filter(kind="access.create_login", subject=party).count() == 1
    assert not member.has_usable_password()
    with pytest.raises(AccessRefused, match="Anna Bruni"):
        create_member_login(party=party, actor=None)


def test_without_an_address_there_is_no_login() -> None:
    party = Party.objects.create(display_name="Carlo Doni")
    with pytest.raises(AccessRefused, match="Carlo Doni"):
        create_member_login(party=party, actor=None)
    assert not User.objects.exists()


def test_one_address_opens_one_login(member: User) -> None:
    other = Party.objects.create(display_name="Carlo Doni", email="ANNA@casa.example")
    with pytest.raises(AccessRefused):
        create_member_login(party=other, actor=None)


def test_making_and_closing_logins_takes_permission(member: User, staff: User) -> None:
    stranger = User.objects.create_user("x@altrove.example")
    party = Party.objects.create(display_name="Carlo Doni", email="carlo@casa.example")
    with pytest.raises(PermissionDenied):
        create_member_login(party=party, actor=stranger)
    with pytest.raises(PermissionDenied):
        close_login(user=member, actor=stranger)
    with pytest.raises(AccessRefused):
        close_login(user=staff, actor=staff)


def test_closing_a_login_ends_its_sessions(client: Client, member: User, staff: User) -> None:
    client.force_login(member)
    assert client.get("/accesso/sessions/").status_code == 200
    close_login(user=member, actor=staff)
    assert client.get("/accesso/sessions/").status_code == 302


def test_an_organisation_does_not_enter_by_itself() -> None:
    choir = Party.objects.create(kind="organisation", display_name="Coro delle Valli", email="coro@casa.example")
    with pytest.raises(AccessRefused, match="chi la rappresenta"):
        create_member_login(party=choir, actor=None)
    assert not User.objects.filter(email="coro@casa.example").exists()


def test_a_member_finds_his_party(member: User) -> None:
    request = RequestFactory().get("/area/")
    request.user, request.session = member, SessionStore()
    assert whose(request).content.decode() == "Anna Bruni"


def test_a_stranger_is_sent_to_the_code_page() -> None:
    request = RequestFactory().get("/area/energia/")
    request.user = AnonymousUser()
    answer = whose(request)
    assert answer.url == "/accesso/login/code/?next=/area/energia/"  # type: ignore[attr-defined]


def test_a_login_without_party_is_told_so(client: Client, staff: User) -> None:
    request = RequestFactory().get("/area/")
    request.user = staff
    assert whose(request).status_code == 403


def test_after_sign_in_everybody_comes_to_the_right_house(client: Client, member: User, staff: User) -> None:
    assert enter_office(Client(), staff).get("/accesso/casa/").url == "/ufficio/"
    client.force_login(member)
    assert client.get("/accesso/casa/").url == "/area/"
