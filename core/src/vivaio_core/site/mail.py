"""Outgoing letters. They leave by the worker: a service that fails later has written to nobody (platform P15)."""

import hashlib

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.crypto import get_random_string

from vivaio_core.site.settings.read import setting
from vivaio_core.site.tasks import task


def mail_server() -> bool:
    """True when letters really leave: without EMAIL_URL they stay in var/posta."""
    return "filebased" not in setting("EMAIL_BACKEND")


def send_later(*, to: str, subject: str, text: str, key: str = "") -> None:
    """Enqueue a plain-text letter in the caller's transaction.

    `key` names the occasion: two letters with the same key carry the same Message-ID, so a mailbox shows one.
    """
    deliver.enqueue(to=to, subject=" ".join(subject.split()), text=text, key=key or get_random_string(24))


@task()
def deliver(to: str, subject: str, text: str, key: str) -> None:
    """Hand one letter to the mail server. The Message-ID makes a repetition after a crash recognisable."""
    host = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1]
    mark = hashlib.sha256(f"{key}:{to}".encode()).hexdigest()[:32]
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers={"Message-ID": f"<{mark}@{host}>"}).send()
