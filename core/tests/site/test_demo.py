"""The demonstration: usable by a newcomer at this machine, impossible elsewhere."""

from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from doors import ask_code, code_in_mail

from vivaio_core.access.checks import no_demo_accounts
from vivaio_core.access.demo_accounts import MEMBER_EMAIL, create_demo_accounts, demo_codes, remove_demo_accounts
from vivaio_core.access.errors import AccessRefused
from vivaio_core.access.models import User
from vivaio_core.access.services.sync_roles import sync_roles
from vivaio_core.people.models import Party
from vivaio_core.site.coop import coop

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings: Any) -> Party:
    settings.COOP = coop().model_copy(update={"site": coop().site.model_copy(update={"demo": True})})
    sync_roles()
    party = Party.objects.create(display_name="Anna Bruni", email="anna@casa.example")
    create_demo_accounts(member=party)
    return party


def local(**extra: Any) -> Client:
    return Client(headers={"host": "localhost:8000"}, REMOTE_ADDR="127.0.0.1", **extra)


def test_every_account_really_enters(demonstration: Party) -> None:
    member, operator, administrator = demo_codes()
    client = local()
    ask_code(client, member.email)
    client.post("/accesso/login/code/confirm/", {"code": code_in_mail()})
    assert client.get("/area/").status_code == 200
    for account in (operator, administrator):
        client = local()
        client.post("/accesso/login/", {"login": account.email, "password": account.password})
        client.post("/accesso/2fa/authenticate/", {"code": account.code})
        assert client.get("/ufficio/").status_code == 200, account.title


def test_a_second_run_makes_nothing(demonstration: Party) -> None:
    before = set(User.objects.values_list("pk", "password"))
    create_demo_accounts(member=demonstration)
    assert set(User.objects.values_list("pk", "password")) == before


def test_the_trial_mail_shows_codes_to_this_machine_only(demonstration: Party) -> None:
    page = local().get("/posta-di-prova/")
    assert page.status_code == 200
    assert demo_codes()[1].email in page.content.decode()
    assert Client(headers={"host": "localhost"}, REMOTE_ADDR="192.168.1.9").get("/posta-di-prova/").status_code == 404
    assert local().get("/posta-di-prova/", headers={"x-forwarded-for": "198.51.100.7"}).status_code == 404


@pytest.mark.parametrize(
    "values", [{"demo": False}, {"demo": True, "https": True}, {"demo": True, "host": "www.prova.example"}, {"trusted_proxies": 1}]
)
def test_the_trial_mail_exists_nowhere_else(demonstration: Party, settings: Any, values: dict[str, Any]) -> None:
    settings.COOP = coop().model_copy(update={"site": coop().site.model_copy(update=values)})
    settings.SECURE_SSL_REDIRECT = False
    assert local().get("/posta-di-prova/").status_code == 404


def test_the_pages_on_the_way_lead_to_the_trial_mail(demonstration: Party) -> None:
    client = local()
    ask_code(client, MEMBER_EMAIL)
    assert "/posta-di-prova/" in client.get("/accesso/login/code/confirm/").content.decode()
    other = Client(REMOTE_ADDR="192.168.1.9")
    ask_code(other, MEMBER_EMAIL)
    assert "/posta-di-prova/" not in other.get("/accesso/login/code/confirm/").content.decode()


def test_letters_of_the_file_are_shown(demonstration: Party, settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    ask_code(local(), MEMBER_EMAIL)
    page = local().get("/posta-di-prova/").content.decode()
    assert MEMBER_EMAIL in page.split("<article", 1)[1]


def test_without_demo_there_are_no_accounts(settings: Any) -> None:
    party = Party.objects.create(display_name="Anna Bruni", email="anna@casa.example")
    with pytest.raises(AccessRefused):
        create_demo_accounts(member=party)
    with pytest.raises(CommandError):
        call_command("demo", "--folder", "examples/insieme")
    assert not User.objects.exists()
    assert demo_codes() == []


def test_accounts_left_behind_stop_the_start(demonstration: Party, settings: Any) -> None:
    assert no_demo_accounts(None, databases=["default"]) == []
    settings.COOP = coop().model_copy(update={"site": coop().site.model_copy(update={"demo": False})})
    assert [fault.id for fault in no_demo_accounts(None, databases=["default"])] == ["access.E002"]
    assert remove_demo_accounts() == 3
    assert no_demo_accounts(None, databases=["default"]) == []


def test_the_letters_of_services_leave_by_task() -> None:
    from vivaio_core.site.mail import send_later

    send_later(to="anna@casa.example", subject="Una\nlettera", text="Ciao", key="occasione-1")
    send_later(to="anna@casa.example", subject="Una lettera", text="Ciao", key="occasione-1")
    first, second = mail.outbox
    assert first.subject == "Una lettera"
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
