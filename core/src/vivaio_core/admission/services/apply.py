"""The applicant's own steps: a draft kept by its link, sent once the e-mail is confirmed. Drafts leave nothing in the trail and go in time.

The views have checked the link; `actor` is the operator who does it for somebody, None when the applicant does it alone.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.admission import letters, states
from vivaio_core.admission.given import clean
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.selectors import charter_in_force, lacking
from vivaio_core.admission.services.hold import locked, refuse_unless, refuse_unless_changeable, told
from vivaio_core.admission.services.signing import keep_signature
from vivaio_core.admission.states import State
from vivaio_core.admission.tokens import new_key
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Collectivity
from vivaio_core.rules.selectors import rule


def begin_draft(*, kind: str, at: datetime, origin: str, **given: Any) -> Application:
    """Keep the first step of somebody who applies on the site. Raises Refused."""
    values = clean(kind, timezone.localdate(at), given)
    return Application.objects.create(key=new_key(), kind=kind, origin=origin[:200], started_at=at, saved_at=at, **values)


def give_data(*, application: Application, at: datetime, actor: User | None, **given: Any) -> Application:
    """Write who applies; the office may correct it until the decision. Raises PermissionDenied, Refused, IllegalTransition."""
    allow(actor, "admission.change_application")
    with transaction.atomic():
        current = locked(application)
        refuse_unless_changeable(current, actor)
        values = clean(current.kind, timezone.localdate(at), given)
        changed = [name for name, value in values.items() if getattr(current, name) != value]
        return _kept(current, at, actor, "correct", changed, **values)


def choose_group(
    *, application: Application, collectivity: Collectivity | None, at: datetime, actor: User | None, group_note: str = ""
) -> Application:
    """Say which included group the applicant belongs to; None is «none of these». Raises PermissionDenied, Refused, IllegalTransition."""
    allow(actor, "admission.change_application")
    if collectivity and collectivity.state != Collectivity.State.INCLUDED:
        raise Refused(_("“%(name)s” is not on the list of included groups.") % {"name": collectivity.name}, "collectivity")
    with transaction.atomic():
        current = locked(application)
        refuse_unless_changeable(current, actor)
        note = " ".join(group_note.split())[:200]
        return _kept(current, at, actor, "group", ["collectivity"], collectivity=collectivity, group_note=note)


def choose_shares(*, application: Application, shares: int, payment_plan: str, at: datetime, actor: User | None) -> Application:
    """Say how many shares and how they are paid. Raises PermissionDenied, Refused, IllegalTransition."""
    allow(actor, "admission.change_application")
    least = rule("admission.min_shares", timezone.localdate(at)).days
    if not least <= shares <= 100_000:
        raise Refused(_("A member takes at least %(count)s shares.") % {"count": least}, "shares")
    if payment_plan not in Application.Plan.values:
        raise Refused(_("Choose how you pay."), "payment_plan")
    with transaction.atomic():
        current = locked(application)
        refuse_unless_changeable(current, actor)
        return _kept(current, at, actor, "shares", ["shares"], shares=shares, payment_plan=payment_plan)


def declare(
    *, application: Application, requirements: bool, no_competitor: bool, at: datetime, actor: User | None, founder: bool | None = None
) -> Application:
    """Keep the two declarations; only the office says who is a founder. Raises PermissionDenied, IllegalTransition."""
    allow(actor, "admission.change_application")
    with transaction.atomic():
        current = locked(application)
        refuse_unless_changeable(current, actor)
        kept = current.founder if founder is None or actor is None else founder
        values = {"requirements_declared": requirements, "no_competitor": no_competitor, "founder": kept}
        return _kept(current, at, actor, "declare", list(values), **values)


def accept_charter(*, application: Application, text_hash: str, at: datetime, channel: str, evidence: str, actor: User | None) -> Application:
    """Accept the charter in force on the day of `at`; `text_hash` says which text was read. The applicant may do so until the decision.

    Raises PermissionDenied, IllegalTransition; Refused when the text has changed in the meantime.
    """
    allow(actor, "admission.change_application")
    version = charter_in_force(timezone.localdate(at))
    if version is None or version.text_hash != text_hash:
        raise Refused(_("The charter has a new text: please read it again."), "charter")
    with transaction.atomic():
        current = locked(application)
        refuse_unless(current, State.DRAFT, *states.CHANGEABLE)
        current.charter_version, current.charter_hash = version, version.text_hash
        current.charter_at, current.charter_channel, current.charter_evidence = at, channel, evidence.strip()[:300]
        current.saved_at = at
        current.save()
        if current.state != State.DRAFT:
            told("charter", current, actor, number=version.number, hash=version.text_hash)
            keep_signature(current, actor)
        return current


def ask_confirmation(*, application: Application, on: date) -> Application:
    """Write to the applicant's address: the link proves it and sends the application. Raises Refused while something is lacking."""
    with transaction.atomic():
        current = locked(application)
        refuse_unless(current, State.DRAFT)
        _refuse_lacking(current, on)
        letters.to_applicant("confirm", current, confirm_url=letters.absolute(current, letters.confirm_path(current)))
        return current


def submit(*, application: Application, at: datetime) -> Application:
    """Send a complete draft whose e-mail was confirmed by its link: the clock starts, the presenting members are asked. Raises Refused."""
    on = timezone.localdate(at)
    with transaction.atomic():
        current = locked(application)
        current.state = states.after(current, "submit")
        _refuse_lacking(current, on)
        current.email_confirmed_at = current.saved_at = at
        current.received_on = on
        current.save()
        told("submit", current, None, on=on.isoformat())
        letters.to_applicant("received", current)
        _ask_sponsors(current)
        return current


def drop_draft(*, application: Application) -> None:
    """Throw away a draft with all its data, because the applicant wants it. Raises IllegalTransition once it was sent."""
    with transaction.atomic():
        current = locked(application)
        refuse_unless(current, State.DRAFT)
        current.delete()


def drop_stale_drafts(*, on: date) -> int:
    """Throw away drafts that nobody has touched for the days of the rule, with all their data; return how many."""
    days = rule("admission.draft_days", on).days
    _count, dropped = Application.objects.filter(state=State.DRAFT, saved_at__date__lt=on - timedelta(days=days)).delete()
    return dropped.get("admission.Application", 0)


def _kept(current: Application, at: datetime, actor: User | None, act: str, changed: list[str], **values: Any) -> Application:
    for name, value in values.items():
        setattr(current, name, value)
    current.saved_at = at
    current.save()
    if current.state != State.DRAFT and changed:
        told(act, current, actor, fields=changed)
    return current


def _refuse_lacking(current: Application, on: date) -> None:
    found = lacking(current, on)
    if found:
        raise Refused(_("Before you send: %(steps)s.") % {"steps": "; ".join(str(text) for _step, text in found)})


def _ask_sponsors(current: Application) -> None:
    from vivaio_core.admission.tasks import ask_sponsor

    for pk in current.sponsorships.filter(asked_at__isnull=True).values_list("pk", flat=True):
        ask_sponsor.enqueue(pk)
