"""No other door signs anybody in (platform P1, P5)."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from doors import PASSWORD

from vivaio_core.access.models import User

pytestmark = pytest.mark.django_db
CREDENTIALS = ("username", "email", "login", "user", "identifier")


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    """Every address that the resolver knows, with 1 for each variable part."""
    for pattern in patterns:
        regex = pattern.pattern
        route = getattr(regex, "_route", None)
        text = route if route is not None else str(regex._regex).lstrip("^").rstrip("$").rstrip("\\Z")
        path = prefix + _filled(str(text))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        else:
            yield path


def _filled(text: str) -> str:
    import re

    text = re.sub(r"<[^>]+>", "1", re.sub(r"\(\?P<[^>]+>(?:[^()]|\([^()]*\))*\)[*+?]?", "1", text))
    return re.sub(r"\((?:[^()]|\([^()]*\))*\)[*+?]?", "", text).replace("\\", "")


def test_the_walk_sees_the_doors() -> None:
    found = set(addresses(get_resolver().url_patterns))
    assert {"/accesso/login/", "/ufficio/login/", "/_util/login/", "/accesso/login/code/", "/ufficio/pages/1/edit/"} <= found


def test_no_address_signs_in_with_a_password_alone(staff: User) -> None:
    fields = dict.fromkeys(CREDENTIALS, staff.email) | dict.fromkeys(("password", "password1"), PASSWORD)
    for address in sorted(set(addresses(get_resolver().url_patterns))):
        client = Client(raise_request_exception=False)
        client.post(address, fields)
        session = client.session if settings.SESSION_COOKIE_NAME in client.cookies else {}
        assert "_auth_user_id" not in session, address


def test_without_a_factor_only_allauths_door_opens(staff: User) -> None:
    Authenticator.objects.all().delete()
    fields = dict.fromkeys(CREDENTIALS, staff.email) | dict.fromkeys(("password", "password1"), PASSWORD)
    opened = set()
    for address in sorted(set(addresses(get_resolver().url_patterns))):
        client = Client(raise_request_exception=False)
        client.post(address, fields)
        if settings.SESSION_COOKIE_NAME in client.cookies and "_auth_user_id" in client.session:
            opened.add(address)
    assert opened == {"/accesso/login/"}


@pytest.mark.parametrize("address", ["/ufficio/login/", "/_util/login/", "/ufficio/password_reset/", "/ufficio/password_reset/confirm/MQ/x-y/"])
def test_wagtails_doors_lead_to_ours(client: Client, address: str) -> None:
    assert client.get(f"{address}?next=/ufficio/pages/").url == "/accesso/login/?next=/ufficio/pages/"


def test_djangos_admin_is_not_there(client: Client) -> None:
    assert client.get("/admin/login/").status_code == 404
    assert client.get("/django-admin/").status_code == 404


def test_shared_passwords_are_off() -> None:
    assert settings.WAGTAIL_PRIVATE_PAGE_OPTIONS == {"SHARED_PASSWORD": False}
    assert settings.WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS == {"SHARED_PASSWORD": False}
