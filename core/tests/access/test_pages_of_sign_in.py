"""Every page of sign-in answers, in Italian, without inline script or style (platform P7, P17)."""

import re

import pytest
from django.test import Client
from doors import ask_code, enter_with_password
from office import enter_office

from vivaio_core.access.models import User
from vivaio_core.access.services.staff import invite

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\son[a-z]+=|\sstyle=", re.IGNORECASE)
OPEN = ["login/", "login/code/", "signup/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "inactive/", "invito/falso/"]
PRIVATE = ["email/", "password/change/", "2fa/", "2fa/totp/deactivate/", "2fa/recovery-codes/generate/", "sessions/", "logout/", "reauthenticate/"]


def sound(page: str) -> None:
    assert '<html lang="it"' in page
    assert not INLINE.search(page), INLINE.search(page)
    assert "nonce" not in page
    ids = re.findall(r"<(?:input|select|textarea)(?![^>]*type=\"hidden\")[^>]*\bid=\"([^\"]+)\"", page)
    for name in ids:
        assert f'<label for="{name}">' in page, name


@pytest.mark.parametrize("address", OPEN)
def test_open_pages(client: Client, address: str) -> None:
    answer = client.get(f"/accesso/{address}")
    assert answer.status_code in {200, 410}
    sound(answer.content.decode())


@pytest.mark.parametrize("address", PRIVATE)
def test_private_pages(client: Client, staff: User, address: str) -> None:
    answer = enter_office(client, staff).get(f"/accesso/{address}", follow=True)
    assert answer.status_code == 200
    sound(answer.content.decode())


def test_pages_on_the_way(client: Client, member: User, staff: User) -> None:
    ask_code(client, member.email)
    sound(client.get("/accesso/login/code/confirm/").content.decode())
    other = Client()
    enter_with_password(other, staff)
    sound(other.get("/accesso/2fa/authenticate/").content.decode())
    sound(enter_office(Client(), staff).get("/accesso/2fa/reauthenticate/").content.decode())
    User.objects.all().delete()
    sound(Client().get(f"/accesso/invito/{invite(user=None, actor=None)}/").content.decode())


def test_too_many_tries_get_a_page(client: Client) -> None:
    for _ in range(121):
        answer = client.post("/accesso/login/", {})
    assert answer.status_code == 429
    sound(answer.content.decode())
