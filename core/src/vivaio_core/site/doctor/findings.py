"""What may be wrong with a running site, each with what to do about it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.db import DatabaseError
from django.utils.translation import gettext as _

from vivaio_core.access.demo_accounts import demo_accounts_exist
from vivaio_core.access.selectors import administrators_exist
from vivaio_core.ledger.api import check
from vivaio_core.register.selectors.book import drift
from vivaio_core.site.coop import coop
from vivaio_core.site.proxies import forwarded_hops
from vivaio_core.site.settings.read import setting
from vivaio_core.site.start.database import missing
from vivaio_core.site.worker.selectors import work_state
from vivaio_core.trail.selectors import verify

LATE = timedelta(minutes=5)
ROOM_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """Something to mend: what is wrong, and what to do. `grave` ones stop the command with 1."""

    text: str
    cure: str
    grave: bool = True


def findings(now: datetime) -> list[Finding]:
    """Everything found at the moment `now`; empty for a healthy site."""
    try:
        return [finding for examine in EXAMINATIONS for finding in examine(now)]
    except DatabaseError as error:
        return [Finding(_("The database does not answer: %(error)s") % {"error": error}, _("Check DATABASE_URL and that the server runs."))]


def _migrations(now: datetime) -> Iterator[Finding]:
    left = missing()
    if left:
        yield Finding(_("%(n)s changes of the tables have not been made.") % {"n": len(left)}, _("Run manage.py start, or manage.py migrate."))


def _worker(now: datetime) -> Iterator[Finding]:
    state = work_state()
    if not state.alive:
        seen = state.last_beat.strftime("%d/%m/%Y %H:%M") if state.last_beat else _("never")
        text = _("No worker is alive (last sign of life: %(seen)s): letters and the search index wait.")
        yield Finding(text % {"seen": seen}, _("Start the site with manage.py start, or a worker with manage.py worker."))
    if state.oldest_ready and now - state.oldest_ready > LATE:
        minutes = int((now - state.oldest_ready).total_seconds() // 60)
        text = _("%(n)s tasks wait, the oldest for %(minutes)s minutes.") % {"n": state.ready, "minutes": minutes}
        yield Finding(text, _("Start another worker: manage.py worker."))
    if state.failed:
        text = _("%(n)s tasks have failed in the last two weeks.") % {"n": state.failed}
        yield Finding(text, _("Read why in the office, or in the table of tasks."), grave=False)


def _transport(now: datetime) -> Iterator[Finding]:
    site = coop().site
    if site.host and not site.https:
        text = _("The site has a public name (%(host)s) but is served without https.") % {"host": site.host}
        yield Finding(text, _("Put it behind a proxy with a certificate, then set https = true in coop.toml."))
    if site.https and not site.host:
        yield Finding(_("https is on, but the public name is missing."), _("Write host under [site] in coop.toml."))
    hops = forwarded_hops()
    if hops is not None and hops != site.trusted_proxies:
        text = _("Requests arrive through %(hops)s proxies, coop.toml says %(said)s: all visitors may look like one.")
        cure = _("Set trusted_proxies = %(hops)s under [site] in coop.toml.") % {"hops": hops}
        yield Finding(text % {"hops": hops, "said": site.trusted_proxies}, cure)


def _people(now: datetime) -> Iterator[Finding]:
    if not administrators_exist():
        yield Finding(_("There is no administrator yet."), _("Run manage.py start: it prints a link that works once."))
    site = coop().site
    if demo_accounts_exist() and not site.demo:
        yield Finding(_("Accounts of the demonstration are still open."), _("Run manage.py demo --remove-accounts."))
    if site.demo and (site.host or site.https):
        yield Finding(_("A demonstration stands on a public site."), _("Set demo = false, or remove host and https in coop.toml."))


def _mail(now: datetime) -> Iterator[Finding]:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") and not coop().site.demo:
        text = _("Letters are not sent: they stay in %(folder)s.") % {"folder": setting("EMAIL_FILE_PATH")}
        yield Finding(text, _("Set EMAIL_URL, for example submission://user:password@smtp.example.it:587"))


def _machine(now: datetime) -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding(_("The site shows its errors to everybody (VIVAIO_DEBUG=1)."), _("Unset VIVAIO_DEBUG."))
    free = shutil.disk_usage(Path(setting("BASE_DIR"))).free
    if free < ROOM_BYTES:
        yield Finding(_("Only %(mb)s MB are free on the disk.") % {"mb": free // 1024 // 1024}, _("Make room, or move media to another disk."))


def _memory(now: datetime) -> Iterator[Finding]:
    verdict = verify()
    if not verdict.ok:
        text = _("The chain of the memory is broken at event %(seq)s.") % {"seq": verdict.broken_at}
        yield Finding(text, _("Somebody has changed the table by hand: keep this database, compare it with the last backup."))


def _books(now: datetime) -> Iterator[Finding]:
    faults = len(check())
    if faults:
        text = _("The accounts contradict themselves in %(n)s places.") % {"n": faults}
        yield Finding(text, _("Somebody has changed the table by hand: keep this database, compare it with the last backup."))


def _rooms(now: datetime) -> Iterator[Finding]:
    """What the rooms and plugins check, this time with the database."""
    for message in run_checks(databases=["default"]):
        if message.is_serious():
            yield Finding(str(message.msg), str(message.hint or ""))
    apart = len(drift(now.date()))
    if apart:
        text = _("%(n)s members are listed otherwise than the register of members says.") % {"n": apart}
        yield Finding(text, _("Open the register on today's date in the office, and call whoever looks after the site."))


EXAMINATIONS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    _migrations,
    _transport,
    _people,
    _mail,
    _machine,
    _worker,
    _memory,
    _books,
    _rooms,
)
