"""Yearly sums from the cooperative's account to employees; each person is paid once for each grant and year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger import errors
from vivaio_core.ledger.amounts import paid
from vivaio_core.ledger.api import move, post
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party, Resolution
from vivaio_core.trail.services import record
from vivaio_liberex.models.grants import Grant, GrantRow
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.selectors import circuit
from vivaio_liberex.selectors.grants import PAID, Candidate, forecast, key_of, left_of_year
from vivaio_liberex.selectors.participants import COOPERATIVE, system
from vivaio_liberex.services.locking import hold_circuit
from vivaio_liberex.words import credits

RUN, KIND = "liberex.run_grant", "lbx_grant"
AT_ONCE = 500


@dataclass(frozen=True)
class Outcome:
    """What a run did: persons paid now, minor units, persons paid before, persons refused."""

    paid: int
    cents: int
    already: int
    refused: int


def decide_grant(*, title: str, year: int, amount: int, employer: Party | None, resolution: Resolution | None, on: date, actor: User | None) -> Grant:
    """Write down that each employee gets a sum of the year; nobody is paid yet. Raises PermissionDenied, Refused."""
    allow(actor, RUN)
    paid(amount)
    words = " ".join(title.split())[:120]
    if not words:
        raise Refused(_("Write a title: it stands in the statements."), "title")
    if not 2000 <= year <= on.year + 1:
        raise Refused(_("Write the year with four digits, at most next year."), "year")
    if resolution is None:
        raise Refused(_("Write which organ decided it: date and number of the minutes."), "minute_no")
    with transaction.atomic():
        try:
            with transaction.atomic():
                whose = {"employer": employer, "resolution": resolution, "decided_by": actor, "decided_on": on}
                made = Grant.objects.create(title=words, year=year, amount=amount, **whose)
        except IntegrityError as error:
            raise Refused(_("“%(title)s” of %(year)s is there already: open it in the list.") % {"title": words, "year": year}, "title") from error
        payload = {"title": str(made), "sum": credits(amount), "amount": amount, "resolution": str(resolution)}
        record(kind="liberex.grant_decide", actor=actor, target=f"liberex.Grant:{made.pk}", payload=payload)
    return made


def run_grants(*, grant: Grant, on: date, actor: User | None) -> Outcome:
    """Pay everybody who is due on the day, AT_ONCE at a time: what was interrupted goes on with the next run, which pays nobody twice.

    Raises PermissionDenied; Refused when the cap of the year is too low for all of them, or on the mirror of an outside circuit: then nobody is paid.
    """
    allow(actor, RUN)
    if circuit.mirrored():
        raise Refused(_("These credits belong to an outside circuit: pay on its own pages, here they appear afterwards."))
    found = forecast(grant, on)
    if found.beyond:
        text = _("The sums of %(year)s may reach the cap, and %(left)s are left: this run needs %(needed)s. Nobody was paid.")
        words = {"year": grant.year, "left": credits(found.left or 0), "needed": credits(found.cents)}
        raise Refused(text % words)
    due, done, failed = found.due, 0, [(one.participant, one.refusal) for one in found.refused]
    for start in range(0, len(due), AT_ONCE):
        done += _pay(grant, due[start : start + AT_ONCE], on, actor, failed)
    _write_refusals(grant, failed, on)
    return Outcome(done, done * grant.amount, len(found.candidates) - len(failed) - done, len(failed))


def _pay(grant: Grant, due: Sequence[Candidate], on: date, actor: User | None, failed: list[tuple[Participant, str]]) -> int:
    """Pay a part in one transaction; where the books refuse somebody, halve until only that one is left out. How many were paid now."""
    try:
        return _pay_all(grant, [one.participant for one in due], on, actor)
    except errors.Refused as refusal:
        if len(due) == 1:
            failed.append((due[0].participant, str(refusal)))
            return 0
        half = len(due) // 2
        return _pay(grant, due[:half], on, actor, failed) + _pay(grant, due[half:], on, actor, failed)


def _pay_all(grant: Grant, people: Sequence[Participant], on: date, actor: User | None) -> int:
    with transaction.atomic():
        hold_circuit()
        # Another run may have been here since the forecast: who has the row has the sum.
        before = dict(GrantRow.objects.filter(grant=grant, participant__in=people).values_list("participant", "state"))
        new = [one for one in people if before.get(one.pk) != PAID]
        if not new:
            return 0
        left = left_of_year(grant.year, on)
        if left is not None and left < len(new) * grant.amount:
            raise errors.Refused("ceiling", _("Beyond the cap of the year: %(left)s are left.") % {"left": credits(left)})
        purse = system(COOPERATIVE)
        post(*(move(purse, one.account, grant.amount, kind=KIND, key=key_of(grant, one), cause=_cause(grant), value_on=on) for one in new))
        GrantRow.objects.filter(grant=grant, participant__in=new).update(state=PAID, reason="", on=on)
        rows = [GrantRow(grant=grant, participant=one, key=key_of(grant, one), amount=grant.amount, state=PAID, on=on) for one in new]
        GrantRow.objects.bulk_create([row for row in rows if row.participant_id not in before], 500)
        Payment.objects.bulk_create([_words(grant, one, on, actor) for one in new], 500)
        payload = {"title": str(grant), "paid": len(new), "sum": credits(len(new) * grant.amount), "cents": len(new) * grant.amount}
        record(kind="liberex.grant_run", actor=actor, target=f"liberex.Grant:{grant.pk}", payload=payload)
        return len(new)


def _words(grant: Grant, one: Participant, on: date, actor: User | None) -> Payment:
    """What the statement says of it."""
    return Payment(key=key_of(grant, one), payee=one, amount=grant.amount, memo=str(grant), origin=Payment.Origin.GRANT, value_on=on, actor=actor)


def _write_refusals(grant: Grant, failed: Sequence[tuple[Participant, str]], on: date) -> None:
    """Keep why somebody was left out, the latest reason, for the office's page; who was paid meanwhile is not touched."""
    with transaction.atomic():
        known = {row.participant_id: row for row in GrantRow.objects.select_for_update().filter(grant=grant)}
        state = GrantRow.State.REFUSED
        for one, reason in failed:
            row = known.get(one.pk)
            if row is None:
                GrantRow.objects.create(
                    grant=grant, participant=one, key=key_of(grant, one), amount=grant.amount, state=state, reason=reason[:400], on=on
                )
            elif row.state == state and row.reason != reason[:400]:
                row.reason, row.on = reason[:400], on
                row.save(update_fields=["reason", "on"])


def _cause(grant: Grant) -> str:
    return f"liberex.Grant:{grant.pk}"
