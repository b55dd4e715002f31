"""A case of exit ends in the libro soci: the annotation, the balance sheet, the refund, an heir; and the way back (people P8, P14)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.pages.numbers import day
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party, Resolution
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.register import case_rules
from vivaio_core.register.case_states import EXITS, OPEN_EXITS, ExitKind, ExitState, after
from vivaio_core.register.models.cases import ExitCase
from vivaio_core.register.selectors.book import holding
from vivaio_core.register.services import members, mend, shares
from vivaio_core.register.services.append import lock
from vivaio_core.register.services.leave import keep, set_ends
from vivaio_core.register.services.who import locked, say_why

MAY = "register.change_exitcase"


def annotate_exit(*, case: ExitCase, recorded_on: date, actor: User | None) -> ExitCase:
    """Enter the end of the membership in the book, from the day it ends on. Raises PermissionDenied; Refused (no communication yet, too early)."""
    allow(actor, MAY)
    with transaction.atomic():
        lock()
        case = locked(case)
        step = after(EXITS[case.kind], "annotate", case.state)
        if case.membership_end_on is None:
            raise Refused(_("First write down the day on which the answer was communicated."))
        if recorded_on < case.membership_end_on:
            raise Refused(_("The membership ends on %(day)s: enter it from that day on.") % {"day": day(case.membership_end_on)}, "recorded_on")
        entry = members.end(
            party=case.party,
            reason=case.kind,
            resolution=case.resolution,
            effective_on=case.membership_end_on,
            recorded_on=recorded_on,
            actor=actor,
        )
        case.state, case.end_operation = step.target, entry.operation
        case.balance_close_on = case_rules.year_end(case.happened_on or case.membership_end_on)
        return keep(case, "annotate", actor, {"on": case.membership_end_on.isoformat(), "entry": entry.seq})


def approve_balance(*, close_on: date, approved_on: date, actor: User | None) -> int:
    """The balance sheet that closed on `close_on` is approved: the refunds of all who left in that year start their term.

    Return how many cases it concerned; those that have their date already keep it. Raises PermissionDenied, Refused.
    """
    allow(actor, MAY)
    with transaction.atomic():
        waiting = ExitCase.objects.select_for_update().filter(state=ExitState.EFFECTIVE, balance_close_on=close_on, balance_approved_on=None)
        cases = [_approved(case, approved_on, actor) for case in waiting.order_by("pk")]
        return len(cases)


def note_balance(*, case: ExitCase, approved_on: date, actor: User | None) -> ExitCase:
    """The balance sheet of the year in which the membership ended is approved: the shares are refunded within the days of the law (art. 2535)."""
    allow(actor, MAY)
    with transaction.atomic():
        case = locked(case)
        after(EXITS[case.kind], "balance", case.state)
        if case.balance_approved_on == approved_on:
            raise Refused(_("This day is written already."), "approved_on")
        return _approved(case, approved_on, actor)


def note_instalments(*, case: ExitCase, text: str, actor: User | None) -> ExitCase:
    """Note an agreement to pay in instalments; it changes no deadline by itself. Raises PermissionDenied, Refused."""
    allow(actor, MAY)
    with transaction.atomic():
        case = locked(case)
        after(EXITS[case.kind], "instalments", case.state)
        case.instalments = " ".join(say_why(text, "text").split())[:200]
        return keep(case, "instalments", actor, {"text": case.instalments})


def refund_exit(
    *,
    case: ExitCase,
    recorded_on: date,
    method: str,
    actor: User | None,
    amount_cents: int | None = None,
    reference: str = "",
    resolution: Resolution | None = None,
) -> ExitCase:
    """Take the shares out of the book and pay: their nominal value, or the `amount_cents` that the balance sheet leaves of it. Closes the case.

    Who has given the shares away, or is a member again, has nothing to get. Raises PermissionDenied;
    Refused (balance sheet not approved, no shares to refund, no method for the money).
    """
    allow(actor, MAY)
    with transaction.atomic():
        lock()
        case = locked(case)
        step = after(EXITS[case.kind], "refund", case.state)
        held = holding(case.party, recorded_on)
        leaving = 0 if held.status else held.qty
        if leaving and (case.balance_approved_on is None or recorded_on < case.balance_approved_on):
            raise Refused(_("The refund comes after the approval of the balance sheet: write its day first."), "recorded_on")
        cents = (held.amount_cents if leaving else 0) if amount_cents is None else amount_cents
        if cents < 0:
            raise Refused(_("Write an amount."), "amount_cents")
        if leaving:
            on, given = recorded_on, {"method": "", "reference": reference}
            refunded = shares.refund(party=case.party, qty=leaving, recorded_on=on, effective_on=on, resolution=resolution, actor=actor, **given)
            case.close_operation = refunded
            if cents:
                shares.pay(party=case.party, amount_cents=-cents, on=recorded_on, method=method, reference=reference, operation=refunded, actor=actor)
        elif cents:
            raise Refused(_("There are no shares left to refund."), "amount_cents")
        case.state, case.liquidated_on = step.target, recorded_on
        return keep(case, "refund", actor, {"qty": leaving, "sum_cents": cents, "on": recorded_on.isoformat()})


def let_heir_enter(*, case: ExitCase, heir: Party, resolution: Resolution, recorded_on: date, actor: User | None) -> ExitCase:
    """Where the statute allows it, an eligible heir takes all shares of the dead member and becomes a member. Closes the case (art. 2534).

    Several heirs known to us need a common representative, who is the one to enter. Who is no member yet meets the conditions of every applicant
    (P15). Raises PermissionDenied, Refused.
    """
    from vivaio_core.admission.services.entrants import enter, hold_at_gate

    allow(actor, MAY)
    with transaction.atomic():
        lock()
        case = locked(case)
        step = after(EXITS[case.kind], "heir", case.state)
        if not case_rules.heirs_may_enter(case.received_on):
            raise Refused(_("The statute does not let heirs enter: their shares are refunded."))
        _refuse_heir(case, heir, recorded_on)
        if case.membership_end_on and resolution.held_on < case.membership_end_on:
            raise Refused(_("The resolution is older than the case: choose the right one."), "held_on")
        qty = holding(case.party, recorded_on).qty
        application = hold_at_gate(party=heir, on=resolution.held_on, qty=qty)
        operation = shares.transfer(
            seller=case.party, buyer=heir, qty=qty, resolution=resolution, effective_on=resolution.held_on, recorded_on=recorded_on, actor=actor
        )
        enter(application=application, way="heir", recorded_on=recorded_on, actor=actor)
        case.state, case.liquidated_on, case.close_operation = step.target, recorded_on, operation
        return keep(case, "heir", actor, {"heir": heir.display_name, "qty": qty, "on": recorded_on.isoformat()})


def settle_exit(*, case: ExitCase, upheld: bool, on: date, actor: User | None) -> ExitCase:
    """Write down the court's decision. If the member is right, an exit is accepted from that day, and an exclusion is taken back.

    Raises PermissionDenied, Refused.
    """
    allow(actor, MAY)
    with transaction.atomic():
        lock()
        case = locked(case)
        after(EXITS[case.kind], "settle", case.state)
        if case.opposed_on is None or on < case.opposed_on:
            raise Refused(_("The court decides after the opposition."), "on")
        case.settled_on = on
        if case.kind == ExitKind.EXIT:
            case.state = ExitState.ACCEPTED if upheld else ExitState.REFUSED
            if upheld:
                set_ends(case, on)
        elif not upheld:
            case.state = ExitState.EFFECTIVE if case.end_operation else ExitState.ACCEPTED
        else:
            if case.end_operation:
                mend.undo(operation=case.end_operation, recorded_on=on, note=_("Exclusion annulled by the court"), actor=actor)
            case.state, case.end_operation, case.balance_close_on = ExitState.REFUSED, None, None
            case.membership_end_on = case.mutual_end_on = None
        return keep(case, "settle", actor, {"on": on.isoformat(), "upheld": upheld})


def undo_exit(*, case: ExitCase, recorded_on: date, note: str, actor: User | None) -> ExitCase:
    """Take back the last operation of the case on the book: a closing without payment, or the end. The case goes back with it.

    Raises PermissionDenied; Refused once the refund was paid.
    """
    allow(actor, MAY)
    with transaction.atomic():
        lock()
        case = locked(case)
        after(EXITS[case.kind], "undo", case.state)
        operation = case.close_operation if case.state == ExitState.LIQUIDATED else case.end_operation
        if operation is None:
            return reopen(case, actor)
        mend.undo(operation=operation, recorded_on=recorded_on, note=note, actor=actor)
        return locked(case)


def reopen(case: ExitCase, actor: User | None) -> ExitCase:
    """Set a case back by one operation of the book that is being undone, or by a closing that needed none. Called under the book's lock."""
    if case.state == ExitState.LIQUIDATED:
        refuse_open_twin(case)
        case.state, case.liquidated_on, case.close_operation = ExitState.EFFECTIVE, None, None
    else:
        if case.state == ExitState.EFFECTIVE:
            case.state = ExitState.RECEIVED if case.kind == ExitKind.DEATH else ExitState.ACCEPTED
        case.end_operation = case.balance_close_on = case.balance_approved_on = case.liquidation_due_on = None
    return keep(case, "undo", actor, {"state": case.state})


def refuse_open_twin(case: ExitCase) -> None:
    """Raise Refused when the party has another open case, which a reopened one would collide with."""
    if ExitCase.objects.filter(party=case.party, state__in=OPEN_EXITS).exists():
        raise Refused(_("Another exit of %(party)s is open: this one stays as it is.") % {"party": case.party})


def _approved(case: ExitCase, approved_on: date, actor: User | None) -> ExitCase:
    if case.balance_close_on and approved_on <= case.balance_close_on:
        text = _("The balance sheet closes on %(day)s: it is approved later.")
        raise Refused(text % {"day": day(case.balance_close_on)}, "approved_on")
    case.balance_approved_on, case.liquidation_due_on = approved_on, case_rules.refund_due(approved_on)
    return keep(case, "balance", actor, {"on": approved_on.isoformat(), "due": case.liquidation_due_on.isoformat()})


def _refuse_heir(case: ExitCase, heir: Party, on: date) -> None:
    known = PartyRelation.objects.filter(target=case.party, from_on__lte=on, to_on__isnull=True)
    heirs = set(known.filter(kind=PartyRelation.Kind.HEIR_OF).values_list("source_id", flat=True))
    common = set(known.filter(kind=PartyRelation.Kind.COMMON_REPRESENTATIVE).values_list("source_id", flat=True))
    if heir.pk not in heirs | common:
        raise Refused(_("%(heir)s is not written down as an heir: add the relation first.") % {"heir": heir}, "heir")
    if len(heirs) > 1 and heir.pk not in common:
        raise Refused(_("There are several heirs: they name a common representative, who is the one to enter."), "heir")
