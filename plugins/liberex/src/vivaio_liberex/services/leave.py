"""Leaving the circuit: nobody pays in any more, the balance is settled, the account is closed. Each step but the last can be taken back."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger.api import close_account, move, post, reverse, set_limits
from vivaio_core.ledger.models import Account
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_core.payments.services.void_charge import void_charge
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record
from vivaio_liberex.fees import value_on
from vivaio_liberex.models.fund import FundMovement
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.permissions import allow_for
from vivaio_liberex.selectors import leaving as reads
from vivaio_liberex.selectors.lines import meeting
from vivaio_liberex.selectors.participants import FUND, system
from vivaio_liberex.services.locking import hold_circuit
from vivaio_liberex.words import choices, credits

CLOSE, KIND = "liberex.close_participant", "lbx_exit"
State = Participant.State


def leave(*, participant: Participant, reason: str, on: date, actor: User | None) -> Participant:
    """Begin to leave: the account spends, and receives only what brings a debt back to zero; its credit line ends.

    Raises PermissionDenied; Refused when it is leaving already or has left.
    """
    assisted = allow_for(actor, participant.party, CLOSE)
    with transaction.atomic():
        row = _locked(participant)
        if row.state != State.ACTIVE:
            raise Refused(_("%(name)s is leaving or has left already.") % {"name": row})
        _end_lines(row, on)
        row.state = State.LEAVING
        row.save(update_fields=["state"])
        # A ceiling of zero: no income on a credit balance, income up to zero on a debt (ledger L3). The books themselves hold it.
        _limits(row, 0, 0, _("exit from the circuit"))
        payload = {"reason": " ".join(reason.split())[:300], "on": on.isoformat(), "assisted": assisted}
        record(kind="liberex.leave", actor=actor, subject=row.party, target=_target(row), payload=payload)
    return row


def stay(*, participant: Participant, on: date, actor: User | None) -> Participant:
    """Take the leaving back: the account receives again; a credit line is granted anew. Raises PermissionDenied, Refused."""
    assisted = allow_for(actor, participant.party, CLOSE)
    with transaction.atomic():
        row = _locked(participant)
        if row.state != State.LEAVING:
            raise Refused(_("%(name)s is not leaving.") % {"name": row})
        if reads.settlement(row) is not None:
            raise Refused(_("The exit is settled: take the settlement back first."))
        row.state = State.ACTIVE
        row.save(update_fields=["state"])
        _limits(row, 0, choices().ceiling_cents or None, _("stays in the circuit"))
        record(kind="liberex.stay", actor=actor, subject=row.party, target=_target(row), payload={"on": on.isoformat(), "assisted": assisted})
    return row


def settle(*, participant: Participant, on: date, actor: User | None, agreed: bool = False) -> FundMovement:
    """Bring the account to zero: what is left goes to the fund (`agreed` by the participant, or the days to spend are over); a debt is paid by
    the fund and asked in euro, by the parity of the day, in the same transaction.

    Raises PermissionDenied; Refused before the leaving, at zero, with reservations, while suspended, and for a gift too early.
    """
    allow(actor, CLOSE)
    with transaction.atomic():
        hold_circuit()
        row = _locked(participant)
        balance = _to_settle(row, on, agreed)
        fund, key = system(FUND), uuid4()
        ends = (row.account, fund) if balance > 0 else (fund, row.account)
        post(move(*ends, abs(balance), kind=KIND, key=key, cause=_target(row), value_on=on))
        kind = FundMovement.Kind.EXIT_GIFT if balance > 0 else FundMovement.Kind.EXIT_DEBT
        charge = _asked(row, -balance, str(key), on) if balance < 0 else None
        made = FundMovement.objects.create(kind=kind, participant=row, key=key, amount=abs(balance), charge=charge, on=on, actor=actor)
        payload = {"sum": credits(abs(balance)), "amount": abs(balance), "kind": kind, "charge": charge.code if charge else None}
        record(kind="liberex.exit_settle", actor=actor, subject=row.party, target=_target(row), payload=payload)
    return made


def undo_settlement(*, participant: Participant, reason: str, on: date, actor: User | None) -> FundMovement:
    """Take a settlement back as long as the account is not closed: the same way in the books, and the charge is cancelled.

    Raises PermissionDenied; Refused without a settlement or a reason, and once euro have been paid.
    """
    allow(actor, CLOSE)
    with transaction.atomic():
        hold_circuit()
        row = _locked(participant)
        standing = reads.settlement(row)
        if row.state != State.LEAVING or standing is None:
            raise Refused(_("There is no settlement to take back."))
        # Back to where it stood: below zero for a debt, and above the ceiling of zero for what had been given.
        _limits(row, -standing.amount if standing.charge_id else 0, None, _("settlement taken back"))
        back = post(reverse(standing.key, cause=_target(row), value_on=on))[0]
        _limits(row, 0, 0, _("exit from the circuit"))
        if standing.charge is not None:
            void_charge(charge=standing.charge, reason=reason, on=on, actor=None)
        elif len(reason.strip()) < 3:
            raise Refused(_("Write why."), "reason")
        words = {"reason": " ".join(reason.split())[:300], "on": on, "actor": actor}
        made = FundMovement.objects.create(kind=standing.kind, participant=row, key=back.key, amount=standing.amount, undoes=standing, **words)
        record(kind="liberex.exit_undo", actor=actor, subject=row.party, target=_target(row), payload={"reason": made.reason})
    return made


def close(*, participant: Participant, on: date, actor: User | None) -> Participant:
    """Close the account for ever. Raises PermissionDenied; Refused unless it is leaving, at zero and without reservations."""
    allow(actor, CLOSE)
    with transaction.atomic():
        row = _locked(participant)
        if row.state != State.LEAVING:
            raise Refused(_("First comes the beginning of the exit, then the closing."))
        account = Account.objects.get(pk=row.account_id)
        if account.balance or account.held_out or account.held_in:
            raise Refused(_("The account is not at zero yet: settle the exit first."))
        row.state, row.left_on, row.listed, row.suspended_for = State.CLOSED, on, False, ""
        row.save(update_fields=["state", "left_on", "listed", "suspended_for"])
        close_account(account=account, reason=_("exit from the circuit"), actor=None)
        record(kind="liberex.close", actor=actor, subject=row.party, target=_target(row), payload={"on": on.isoformat()})
    return row


def _end_lines(row: Participant, on: date) -> None:
    """End every line of somebody who leaves; the caller sets the limits and tells the trail."""
    for line in meeting(on, None).filter(participant=row):
        line.valid_to, line.ended_reason = max(on, line.valid_from), _("exit from the circuit")
        line.save(update_fields=["valid_to", "ended_reason"])


def _to_settle(row: Participant, on: date, agreed: bool) -> int:
    """The balance that a settlement clears. Raises Refused."""
    if row.state != State.LEAVING:
        raise Refused(_("First comes the beginning of the exit, then its settlement."))
    ahead = reads.outlook(row, on)
    if ahead.obstacles:
        raise Refused(ahead.obstacles[0])
    balance = Account.objects.get(pk=row.account_id).balance
    if not balance:
        raise Refused(_("The account is at zero: there is nothing to settle. Close it."))
    began = reads.since(row) or on
    until = began + timedelta(days=int(value_on(reads.SPEND_DAYS, on)))
    if balance > 0 and not agreed and on < until:
        text = _("The credits may still be spent for %(days)s days. Settle now only if the participant agrees: then tick the box.")
        raise Refused(text % {"days": (until - on).days}, "agreed")
    return balance


def _asked(row: Participant, debt: int, key: str, on: date) -> Charge:
    """The charge in euro in place of the debt."""
    due = on + timedelta(days=int(value_on(reads.DUE_DAYS, on)))
    title = _("Debt in credits at the exit from the circuit: %(sum)s") % {"sum": credits(debt)}
    cause = f"liberex.exit:{row.pk}:{key[:8]}"
    return raise_charge(debtor=row.party, cause=cause, title=title, amount=reads.debt_in_euro(debt, on), due_on=due, on=on, actor=None)


def _limits(row: Participant, floor: int, ceiling: int | None, why: str) -> None:
    account = Account.objects.get(pk=row.account_id)
    # The act was allowed by the plugin's own permission; this room's event says who did it.
    set_limits(account=account, floor=floor, ceiling=ceiling, reason=why, actor=None)


def _locked(participant: Participant) -> Participant:
    return Participant.objects.select_for_update(of=("self",)).select_related("party", "account").get(pk=participant.pk)


def _target(row: Participant) -> str:
    return f"liberex.Participant:{row.pk}"
