"""The letters of an application: plain, short, each from a template whose first line is the subject."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from vivaio_core.admission.models.application import Application, Sponsorship
from vivaio_core.admission.tokens import CONFIRM, SPONSOR, STATUS, token
from vivaio_core.site.coop import coop
from vivaio_core.site.mail import send_later

_silent: ContextVar[bool] = ContextVar("admission_letters_silent", default=False)


@contextmanager
def silence() -> Iterator[None]:
    """No letter leaves inside the block: demonstrations write to nobody."""
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)


def status_path(application: Application) -> str:
    """Where the applicant sees how far it is."""
    return reverse("admission:status", args=[token(STATUS, application.key)])


def confirm_path(application: Application) -> str:
    """The link that proves the e-mail: it stops working when the address changes."""
    return reverse("admission:confirm", args=[token(CONFIRM, application.key, application.email.lower())])


def sponsor_path(sponsorship: Sponsorship) -> str:
    """The link of a presenting member."""
    return reverse("admission:sponsor", args=[token(SPONSOR, sponsorship.key)])


def absolute(application: Application, path: str) -> str:
    """The whole address: the cooperative's public host where it has one, else the address the applicant came by."""
    site = coop().site
    origin = f"{'https' if site.https else 'http'}://{site.host}" if site.host else application.origin.rstrip("/")
    return origin + path


def to_applicant(name: str, application: Application, occasion: str = "", **more: Any) -> bool:
    """Enqueue the letter `name`; False when there is no address to write to."""
    if not application.email:
        return False
    context = {"status_url": absolute(application, status_path(application)), **more}
    _send(name, application.email, application, occasion, context)
    return True


def to_sponsor(sponsorship: Sponsorship, again: int = 0) -> None:
    """Ask a member to present somebody; `again` counts the reminders. The member's address is known to the caller."""
    assert sponsorship.sponsor  # noqa: S101 - the caller has found whom to write to
    link = absolute(sponsorship.application, sponsor_path(sponsorship))
    asked_on = timezone.localdate(sponsorship.asked_at) if sponsorship.asked_at else None
    context = {"sponsor": sponsorship.sponsor, "link": link, "asked_on": asked_on}
    name, occasion = ("again", f"{sponsorship.pk}:{again}") if again else ("sponsor", str(sponsorship.pk))
    _send(name, sponsorship.sponsor.email, sponsorship.application, occasion, context)


def to_office(application: Application, on: date, occasion: str, **more: Any) -> None:
    """Remind the office of a deadline."""
    link = absolute(application, reverse("office_admission:application", args=[application.pk]))
    _send("reminder", coop().contact.email, application, occasion, {"on": on, "link": link, **more})


def _send(name: str, to: str, application: Application, occasion: str, context: dict[str, Any]) -> None:
    if _silent.get():
        return
    text = render_to_string(f"admission/letters/{name}.txt", {"application": application, "coop": coop(), **context})
    subject, _blank, body = text.strip().partition("\n")
    send_later(to=to, subject=subject, text=body.strip() + "\n", key=f"admission:{application.pk}:{name}:{occasion}")
