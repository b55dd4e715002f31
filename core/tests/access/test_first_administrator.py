"""The first administrator named in coop.toml: a letter with a link of its own, beside the one that the start prints."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from doors import PASSWORD

from vivaio_core.access.models import Invitation, User
from vivaio_core.access.services.staff import invite
from vivaio_core.access.services.welcome import welcome_first

pytestmark = pytest.mark.django_db
ADA = "ada@ufficio.example"
NEW = {"email": ADA, "first_name": "Ada", "last_name": "Neri", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def named(settings: Any) -> Any:
    """A site with a public name, whose coop.toml names Ada."""
    site = settings.COOP.site.model_copy(update={"administrator": "Ada@Ufficio.example", "host": "prova.example", "https": True})
    settings.COOP = settings.COOP.model_copy(update={"site": site})
    settings.WAGTAILADMIN_BASE_URL = "https://prova.example"
    return settings


def path_in_mail() -> str:
    link = next(word for word in str(mail.outbox[-1].body).split() if "/accesso/invito/" in word)
    assert link.startswith("https://prova.example/accesso/invito/")
    return link.removeprefix("https://prova.example")


def test_the_letter_leads_the_named_person_in(named: Any) -> None:
    assert welcome_first() == ADA
    assert mail.outbox[-1].to == [ADA]
    page = Client().get(path_in_mail()).content.decode()
    assert f'value="{ADA}"' in page
    assert Client().post(path_in_mail(), NEW).url == "/accesso/2fa/totp/activate/"
    assert User.objects.get().is_superuser


def test_starting_again_neither_writes_again_nor_spoils_the_link_that_was_sent(named: Any) -> None:
    welcome_first()
    for _ in range(3):
        invite(user=None, actor=None)
        assert welcome_first() == ""
    assert len(mail.outbox) == 1
    assert Client().get(path_in_mail()).status_code == 200


def test_a_link_that_became_too_old_is_sent_anew(named: Any) -> None:
    welcome_first()
    old = path_in_mail()
    Invitation.objects.update(expires_at=Invitation.objects.get().created_at)
    assert welcome_first() == ADA
    assert Client().get(old).status_code == 410
    assert Client().get(path_in_mail()).status_code == 200


def test_once_somebody_is_in_no_first_link_works_any_more(named: Any) -> None:
    welcome_first()
    printed = invite(user=None, actor=None)
    Client().post(f"/accesso/invito/{printed}/", NEW)
    assert Client().get(path_in_mail()).status_code == 410


@pytest.mark.parametrize("lacking", ["administrator", "host", "server"])
def test_without_address_public_name_or_mail_server_nothing_is_sent(named: Any, lacking: str) -> None:
    if lacking == "server":
        named.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    else:
        named.COOP = named.COOP.model_copy(update={"site": named.COOP.site.model_copy(update={lacking: ""})})
    assert welcome_first() == ""
    assert mail.outbox == []
    assert not Invitation.objects.exists()


def test_the_printed_link_offers_the_named_address(named: Any) -> None:
    assert ADA in Client().get(f"/accesso/invito/{invite(user=None, actor=None)}/").content.decode().lower()
