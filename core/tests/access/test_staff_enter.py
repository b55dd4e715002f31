"""Staff: a password and a second factor, by whatever door they come (platform P1, P2)."""

from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone
from doors import PASSWORD, app_code, ask_code, code_of, enter_with_password
from office import enter_office

from vivaio_core.access.middleware import SEEN, STARTED
from vivaio_core.access.models import User

pytestmark = pytest.mark.django_db


def test_password_then_app_open_the_office(client: Client, staff: User) -> None:
    assert enter_with_password(client, staff).url == "/accesso/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    client.post("/accesso/2fa/authenticate/", {"code": app_code(staff)})
    assert client.session["_auth_user_id"] == str(staff.pk)
    assert client.get("/ufficio/").status_code == 200


def test_a_code_of_the_app_works_once(client: Client, staff: User) -> None:
    code = app_code(staff)
    enter_with_password(client, staff)
    client.post("/accesso/2fa/authenticate/", {"code": code})
    second = Client()
    enter_with_password(second, staff)
    second.post("/accesso/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" not in second.session


def test_staff_get_no_code_by_mail_but_a_letter_that_says_why(client: Client, staff: User) -> None:
    assert ask_code(client, staff.email).url == "/accesso/login/code/confirm/"
    assert mail.outbox[-1].to == [staff.email]
    assert not any(char.isdigit() for char in mail.outbox[-1].body.replace("059 000000", ""))


def test_who_becomes_staff_after_asking_for_a_code_does_not_enter_by_it(client: Client, member: User) -> None:
    ask_code(client, member.email)
    code = mail.outbox[-1].body.split()
    right = next(word for word in code if word.replace("-", "").isdigit() and len(word) == 9)
    User.objects.filter(pk=member.pk).update(is_staff=True)
    client.post("/accesso/login/code/confirm/", {"code": right})
    assert "_auth_user_id" not in client.session


def test_staff_without_app_reach_only_the_enrolment(client: Client, staff: User) -> None:
    Authenticator.objects.all().delete()
    enter_with_password(client, staff)
    assert client.session["_auth_user_id"] == str(staff.pk)
    for address in ("/ufficio/", "/ufficio/pages/", "/area/", "/", "/accesso/email/"):
        assert client.get(address).url == "/accesso/2fa/totp/activate/", address
    assert client.get("/accesso/2fa/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_who_enrols_right_after_signing_in_types_the_password_once(client: Client, staff: User) -> None:
    Authenticator.objects.all().delete()
    assert enter_with_password(client, staff).url == "/accesso/casa/"
    page = client.get("/accesso/2fa/totp/activate/")
    assert page.status_code == 200
    enrolled = client.post("/accesso/2fa/totp/activate/", {"code": code_of(page.context["form"].secret)})
    assert enrolled.url == "/accesso/2fa/recovery-codes/"
    assert client.get("/accesso/2fa/recovery-codes/").status_code == 200
    assert client.get("/ufficio/").status_code == 200


def test_who_signed_in_long_ago_proves_it_again_before_enrolling(client: Client, staff: User) -> None:
    Authenticator.objects.all().delete()
    enter_with_password(client, staff)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [one | {"at": one["at"] - 301} for one in session[AUTHENTICATION_METHODS_SESSION_KEY]]
    session.save()
    assert client.get("/accesso/2fa/totp/activate/").url.startswith("/accesso/reauthenticate/")
    client.post("/accesso/reauthenticate/?next=/accesso/2fa/totp/activate/", {"password": PASSWORD})
    assert client.get("/accesso/2fa/totp/activate/").status_code == 200


def test_staff_without_password_choose_one_first(client: Client, staff: User) -> None:
    staff.set_unusable_password()
    staff.save()
    client.force_login(staff)
    assert client.get("/ufficio/").url == "/accesso/password/set/"
    assert client.get("/accesso/password/set/").status_code == 200


def test_a_session_that_never_gave_a_second_factor_is_asked_for_it(client: Client, staff: User) -> None:
    client.force_login(staff)
    assert client.get("/ufficio/").url.startswith("/accesso/2fa/reauthenticate/?next=")
    client.post("/accesso/2fa/reauthenticate/?next=/ufficio/", {"code": app_code(staff), "next": "/ufficio/"})
    assert client.get("/ufficio/").status_code == 200


def test_ten_wrong_passwords_close_the_account_for_a_while(staff: User) -> None:
    for number in range(6):
        enter_with_password(Client(REMOTE_ADDR=f"10.0.1.{number}"), staff, "sbagliata-del-tutto")
    client = Client(REMOTE_ADDR="10.0.1.99")
    enter_with_password(client, staff)
    client.post("/accesso/2fa/authenticate/", {"code": app_code(staff)})
    assert "_auth_user_id" not in client.session


def test_strangers_behind_the_same_proxy_do_not_lock_the_office_out(staff: User, settings: object) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    for number in range(70):
        Client(REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "198.51.100.7"}).post(
            "/accesso/login/", {"login": f"a{number}@altrove.example", "password": "x"}
        )
    client = Client(REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "203.0.113.9"})
    assert enter_with_password(client, staff).url == "/accesso/2fa/authenticate/"


def test_a_new_password_by_mail_does_not_skip_the_second_factor(client: Client, staff: User) -> None:
    client.post("/accesso/password/reset/", {"email": staff.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word).split("testserver", 1)[1]
    form = client.get(link).url
    client.post(form, {"password1": "nuova-tegola-fiume-43", "password2": "nuova-tegola-fiume-43"})
    assert "_auth_user_id" not in client.session
    assert enter_with_password(client, staff, "nuova-tegola-fiume-43").url == "/accesso/2fa/authenticate/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("key", "age"), [(SEEN, timedelta(hours=3, minutes=1)), (STARTED, timedelta(hours=12, minutes=1))])
def test_the_office_session_ends_by_silence_and_by_age(client: Client, staff: User, key: str, age: timedelta) -> None:
    enter_office(client, staff)
    assert client.get("/ufficio/").status_code == 200
    session = client.session
    session[key] = (timezone.now() - age).timestamp()
    session.save()
    assert client.get("/ufficio/").url.startswith("/accesso/login/")


def test_disconnecting_the_app_leads_back_to_enrolment(client: Client, staff: User) -> None:
    enter_office(client, staff)
    assert client.get("/accesso/2fa/totp/deactivate/").status_code == 200
    client.post("/accesso/2fa/totp/deactivate/")
    assert client.get("/ufficio/").url == "/accesso/2fa/totp/activate/"


def test_weak_passwords_are_refused(client: Client, staff: User) -> None:
    enter_office(client, staff)
    for weak in ("corta", "password1234", "cooperativaprova1", "123456789012"):
        answer = client.post("/accesso/password/change/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
        assert answer.status_code == 200, weak
    assert User.objects.get(pk=staff.pk).check_password(PASSWORD)
