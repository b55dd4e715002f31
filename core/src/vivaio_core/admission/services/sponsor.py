"""Naming, asking and answering of presenting members. Who is a member cannot be found out here: naming looks nobody up."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.admission import letters, states
from vivaio_core.admission.models.application import Application, Sponsorship
from vivaio_core.admission.services.hold import locked, locked_sponsorship, refuse_unless
from vivaio_core.admission.states import State
from vivaio_core.admission.tokens import new_key
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Identifier, Party
from vivaio_core.people.selectors import is_member, members
from vivaio_core.trail.services import record

MOST_NAMED = 5
LETTERS_A_DAY = 5
"""How many letters of this kind one member gets in a day at most, whoever asks."""


def name_sponsor(
    *, application: Application, at: datetime, actor: User | None, number: int | None = None, email: str = "", last_name: str = ""
) -> Sponsorship:
    """Keep whom the applicant names. A letter leaves only after the application is sent, and only if there is such a member: nobody sees which.

    Raises PermissionDenied, IllegalTransition; Refused when too little was typed or too many were named.
    """
    allow(actor, "admission.change_application")
    email, last_name = email.strip().lower(), " ".join(last_name.split())
    if number is None and not (email and last_name):
        raise Refused(_("Write the member number, or e-mail and last name."), "number" if not email else "last_name")
    with transaction.atomic():
        current = locked(application)
        refuse_unless(current, State.DRAFT, *states.CHANGEABLE)
        typed: dict[str, Any] = {"given_number": number, "given_email": email, "given_name": last_name[:100]}
        again = current.sponsorships.filter(**typed).first()
        if again:
            return again
        if current.sponsorships.count() >= MOST_NAMED:
            raise Refused(_("You have named enough people. Call us: we find a way together."), "number")
        made = Sponsorship.objects.create(application=current, key=new_key(), **typed)
        if current.state != State.DRAFT:
            _told("sponsor_named", made, actor)
            _enqueue(made)
        return made


def forget_sponsors(*, application: Application) -> None:
    """Take away whom a draft named: another one takes their place."""
    with transaction.atomic():
        current = locked(application)
        refuse_unless(current, State.DRAFT)
        current.sponsorships.all().delete()


def ask(*, sponsorship: Sponsorship, at: datetime) -> bool:
    """Find the member that was named and send the letter; True when it left. Runs in the background, so that it takes the same time for the page."""
    on = timezone.localdate(at)
    with transaction.atomic():
        current = locked_sponsorship(sponsorship)
        if current.asked_at or current.application.state not in states.CHANGEABLE:
            return False
        current.asked_at = at
        found = current.sponsor or _found(current, on)
        taken = found and current.application.sponsorships.filter(sponsor=found).exclude(pk=current.pk).exists()
        if found and not taken:
            current.sponsor = found
        current.save()
        if current.sponsor is None or not current.sponsor.email or _pestered(current.sponsor, current, at):
            return False
        letters.to_sponsor(current)
        return True


def answer(*, sponsorship: Sponsorship, accept: bool, at: datetime, statement: str = "") -> Sponsorship:
    """The member says yes or no, by the link of the letter. Once. Raises Refused, IllegalTransition."""
    return _answer(sponsorship, accept, at, statement, None, Application.Channel.WEB)


def record_answer(*, application: Application, sponsor: Party, accept: bool, at: datetime, statement: str, actor: User | None) -> Sponsorship:
    """The office writes down what a member said by voice or on paper. Raises PermissionDenied, Refused, IllegalTransition."""
    allow(actor, "admission.change_sponsorship")
    with transaction.atomic():
        current = locked(application)
        refuse_unless(current, *states.CHANGEABLE)
        _refuse_sponsor(sponsor, current, timezone.localdate(at))
        found = current.sponsorships.filter(sponsor=sponsor).first()
        asked = found or Sponsorship.objects.create(application=current, sponsor=sponsor, key=new_key(), asked_at=at)
        return _answer(asked, accept, at, statement, actor, Application.Channel.OFFICE)


def _answer(sponsorship: Sponsorship, accept: bool, at: datetime, statement: str, actor: User | None, channel: str) -> Sponsorship:
    with transaction.atomic():
        current = locked_sponsorship(sponsorship)
        states.refuse_answered(current)
        if current.application.state not in states.CHANGEABLE or current.sponsor is None:
            raise Refused(_("This application no longer waits for an answer."))
        if accept:
            _refuse_sponsor(current.sponsor, current.application, timezone.localdate(at))
        current.state = Sponsorship.State.ACCEPTED if accept else Sponsorship.State.DECLINED
        current.answered_at, current.statement, current.channel = at, " ".join(statement.split())[:500], channel
        current.save()
        _told("sponsor_accept" if accept else "sponsor_decline", current, actor)
        if accept:
            letters.to_applicant("presented", current.application, str(current.pk), sponsor=current.sponsor)
        return current


def _refuse_sponsor(sponsor: Party, application: Application, on: date) -> None:
    if not is_member(sponsor, on):
        raise Refused(_("Only who is a member on that day can present somebody."), "sponsor")
    if sponsor.pk == application.party_id or _code_of(sponsor) == application.fiscal_code != "":
        raise Refused(_("Nobody presents himself: it takes another member."), "sponsor")


def _found(sponsorship: Sponsorship, on: date) -> Party | None:
    """The one member that fits what was typed; nobody when there are two, or when it is the applicant."""
    rows = members(on).filter(status=Party.Status.ACTIVE)
    if sponsorship.given_number is not None:
        fitting = list(rows.filter(member_number__number=sponsorship.given_number)[:2])
    else:
        wanted = fold(sponsorship.given_name)
        alike = rows.filter(email__iexact=sponsorship.given_email)[:20]
        fitting = [party for party in alike if wanted in (fold(party.last_name), fold(party.display_name))]
    if len(fitting) != 1 or _code_of(fitting[0]) == sponsorship.application.fiscal_code != "":
        return None
    return fitting[0]


def _code_of(party: Party) -> str:
    found = party.identifiers.filter(scheme=Identifier.Scheme.CF, active=True).values_list("value", flat=True).first()
    return found or ""


def _pestered(sponsor: Party, but: Sponsorship, at: datetime) -> bool:
    recent = Sponsorship.objects.filter(sponsor=sponsor, asked_at__gt=at - timedelta(days=1)).exclude(pk=but.pk)
    return recent.count() >= LETTERS_A_DAY


def _told(kind: str, sponsorship: Sponsorship, actor: User | None) -> None:
    application = sponsorship.application
    payload = {"name": application.display_name, "sponsor": str(sponsorship.sponsor or "")}
    target = f"admission.Application:{application.pk}"
    record(kind=f"admission.{kind}", actor=actor, subject=sponsorship.sponsor, target=target, payload=payload)


def _enqueue(sponsorship: Sponsorship) -> None:
    from vivaio_core.admission.tasks import ask_sponsor

    ask_sponsor.enqueue(sponsorship.pk)
