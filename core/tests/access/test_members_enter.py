"""Members: a code by e-mail, and nothing else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from doors import ask_code, code_in_mail

from vivaio_core.access.middleware import SEEN, STARTED
from vivaio_core.access.models import User

pytestmark = pytest.mark.django_db


def enter(client: Client, user: User) -> None:
    ask_code(client, user.email)
    client.post("/accesso/login/code/confirm/", {"code": code_in_mail()})


def test_a_member_enters_with_the_code_of_the_letter(client: Client, member: User) -> None:
    assert ask_code(client, member.email).url == "/accesso/login/code/confirm/"
    letter = mail.outbox[-1]
    assert letter.to == [member.email]
    assert "Prova" in letter.subject
    answer = client.post("/accesso/login/code/confirm/", {"code": code_in_mail().replace("-", " ")})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(member.pk)


def test_the_code_page_helps_tired_people(client: Client, member: User) -> None:
    ask_code(client, member.email)
    page = client.get("/accesso/login/code/confirm/").content.decode()
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="one-time-code"' in page
    assert "059 000000" in page


def test_a_stranger_gets_the_same_answer_and_a_letter_that_helps(client: Client, member: User) -> None:
    known, unknown = ask_code(client, member.email), ask_code(Client(), "nessuno@altrove.example")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert mail.outbox[-1].to == ["nessuno@altrove.example"]
    assert "059 000000" in mail.outbox[-1].body
    assert not any(char.isdigit() for char in mail.outbox[-1].body.replace("059 000000", ""))


def test_three_wrong_codes_end_the_attempt(client: Client, member: User) -> None:
    ask_code(client, member.email)
    right = code_in_mail()
    for _ in range(3):
        client.post("/accesso/login/code/confirm/", {"code": "0000-0000"})
    client.post("/accesso/login/code/confirm/", {"code": right})
    assert "_auth_user_id" not in client.session


def test_a_code_is_too_old_after_ten_minutes(client: Client, member: User, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    ask_code(client, member.email)
    right, now = code_in_mail(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)
    client.post("/accesso/login/code/confirm/", {"code": right})
    assert "_auth_user_id" not in client.session


def test_one_address_cannot_be_flooded_with_codes(member: User) -> None:
    for _ in range(3):
        assert ask_code(Client(), member.email).status_code == 302
    refused = ask_code(Client(), member.email)
    assert refused.status_code == 200
    assert len(mail.outbox) == 3


def test_fifteen_people_in_one_room_all_enter(db: None) -> None:
    for number in range(15):
        assert ask_code(Client(REMOTE_ADDR="10.0.0.7"), f"persona{number}@sala.example").status_code == 302


def test_nobody_signs_up_alone(client: Client) -> None:
    answer = client.post("/accesso/signup/", {"email": "nuovo@altrove.example", "password1": "tegola-fiume-42"})
    assert answer.status_code == 200
    assert not User.objects.exists()


def test_a_member_with_a_password_still_enters_by_code_only(client: Client, member: User) -> None:
    member.set_password("tegola-fiume-42-sasso")
    member.save()
    client.post("/accesso/login/", {"login": member.email, "password": "tegola-fiume-42-sasso"})
    assert "_auth_user_id" not in client.session


def test_a_member_who_asks_for_a_password_learns_that_none_is_needed(client: Client, member: User) -> None:
    client.post("/accesso/password/reset/", {"email": member.email})
    assert "/accesso/password/reset/key/" not in mail.outbox[-1].body


def test_a_closed_login_does_not_open(client: Client, member: User) -> None:
    ask_code(client, member.email)
    right = code_in_mail()
    User.objects.filter(pk=member.pk).update(is_active=False)
    client.post("/accesso/login/code/confirm/", {"code": right})
    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_post(client: Client, member: User) -> None:
    enter(client, member)
    client.get("/accesso/logout/")
    assert "_auth_user_id" in client.session
    client.post("/accesso/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("key", "age"), [(SEEN, timedelta(days=15)), (STARTED, timedelta(days=31))])
def test_a_session_ends_by_silence_and_by_age(client: Client, member: User, key: str, age: timedelta) -> None:
    enter(client, member)
    session = client.session
    session[key] = (timezone.now() - age).timestamp()
    session.save()
    client.get("/accesso/email/")
    assert "_auth_user_id" not in client.session


def test_changing_the_address_asks_for_a_fresh_code(client: Client, member: User, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    enter(client, member)
    assert client.get("/accesso/email/").status_code == 200
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 700)
    assert client.get("/accesso/email/").url.startswith("/accesso/login/code/")


def test_private_pages_stay_out_of_caches(client: Client, member: User) -> None:
    assert "no-store" in client.get("/accesso/login/code/")["Cache-Control"]
    enter(client, member)
    assert "no-store" in client.get("/accesso/sessions/")["Cache-Control"]


def test_a_mail_server_that_is_down_is_told_in_words(client: Client, member: User, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]
    ask_code(client, member.email)
    page = client.get("/accesso/login/code/confirm/")
    assert page.status_code == 200
    assert "059 000000" in next(str(message) for message in page.context["messages"])
