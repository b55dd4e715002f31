"""Reads about logins."""

import hashlib
import time
from datetime import datetime
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.http import HttpRequest

from vivaio_core.access.models import Invitation, User


def works_in_office(user: Any) -> bool:
    """True for those who may enter the office: the second factor is theirs to give."""
    return bool(user.is_authenticated and (user.is_staff or user.is_superuser))


def has_second_factor(user: User) -> bool:
    """True when an authenticator app is enrolled; recovery codes alone do not count."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists())


def session_has_second_factor(request: HttpRequest) -> bool:
    """True when this very session gave a second factor: enrolling on another device proves nothing here."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def seconds_since_sign_in(request: HttpRequest) -> float:
    """Age of the last proof of identity in this session; infinite without one."""
    records = get_authentication_records(request, request.user)
    return time.time() - float(records[-1]["at"]) if records else float("inf")


def proved_within(request: HttpRequest, seconds: float) -> bool:
    """True when this session gave a password or a second factor in the last `seconds`; an e-mail code is no such proof."""
    since = time.time() - seconds
    return any(
        record.get("method") in {"password", "mfa"} and float(record["at"]) > since for record in get_authentication_records(request, request.user)
    )


def administrators_exist() -> bool:
    """True once somebody can administer this site."""
    return User.objects.filter(is_superuser=True, is_active=True).exists()


def first_link_sent(address: str, at: datetime) -> bool:
    """True while the link that was sent to the first administrator's address can be used."""
    return Invitation.objects.filter(user__isnull=True, sent_to=address, used_at__isnull=True, expires_at__gt=at).exists()


def token_hash(token: str) -> str:
    """What is kept of a one-time link."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitation(token: str, at: datetime) -> Invitation | None:
    """The invitation of `token` if it can be used at the moment `at`."""
    found = Invitation.objects.select_related("user").filter(token_hash=token_hash(token), used_at__isnull=True, expires_at__gt=at)
    return found.filter(Q(user__isnull=True) | Q(user__is_active=True)).first()
