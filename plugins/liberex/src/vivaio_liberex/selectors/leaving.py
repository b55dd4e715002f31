"""How somebody leaves: what stands in the way, what is left to do, what will happen."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from vivaio_core.ledger.models import Account
from vivaio_core.pages.numbers import day, euros
from vivaio_core.rules.selectors import rule
from vivaio_core.trail.models import Event
from vivaio_liberex.fees import value_on
from vivaio_liberex.models.fund import FundMovement
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.words import credits

PARITY, SPEND_DAYS, DUE_DAYS = "lbx.parity", "lbx.exit.spend_days", "lbx.exit.due_days"
EXITS = (FundMovement.Kind.EXIT_GIFT, FundMovement.Kind.EXIT_DEBT)
State = Participant.State


@dataclass(frozen=True)
class Leaving:
    """The next act (`leave`, `settle`, `close` or none), sentences about what it does, and sentences about what stands in the way of it."""

    act: str
    told: tuple[str, ...]
    obstacles: tuple[str, ...] = ()


def debt_in_euro(cents: int, on: date) -> int:
    """What a debt of credits is in euro cents, by the parity of the day, rounded up to the cent."""
    return -int(-cents * rule(PARITY, on).value // 1)


def settlement(participant: Participant) -> FundMovement | None:
    """The settlement of the exit that stands, if there is one."""
    return participant.fund_movements.filter(kind__in=EXITS, undoes=None, undone_by=None).select_related("charge").order_by("-pk").first()


def since(participant: Participant) -> date | None:
    """The day on which somebody began to leave."""
    told = Event.objects.filter(kind="liberex.leave", target=f"liberex.Participant:{participant.pk}").order_by("-seq").first()
    return date.fromisoformat(told.payload["on"]) if told and told.payload else None


def outlook(participant: Participant, on: date) -> Leaving:
    """What the next step of leaving will do."""
    account = Account.objects.get(pk=participant.account_id)
    if participant.state == State.CLOSED:
        return Leaving("", ())
    if participant.state == State.ACTIVE:
        return Leaving("leave", _beginning(account, on))
    return _going(participant, account, on)


def _beginning(account: Account, on: date) -> tuple[str, ...]:
    if account.balance < 0:
        found = [_("From now on this account spends nothing more, and others can only bring it back to zero. The credit line ends today.")]
    else:
        found = [_("From now on nobody can pay this account; it can still spend what it has. The credit line ends today.")]
    if account.balance > 0:
        until = day(on + timedelta(days=int(value_on(SPEND_DAYS, on))))
        words = {"sum": credits(account.balance), "day": until}
        found.append(_("%(sum)s can be spent until %(day)s. What is left then may go to the solidarity fund, by an act of its own.") % words)
    if account.balance < 0:
        words = {"sum": credits(-account.balance), "euro": euros(debt_in_euro(-account.balance, on))}
        found.append(_("The debt is %(sum)s. Until the exit is settled it can still be earned back; then it is asked in euro: %(euro)s.") % words)
    return tuple(found)


def _going(participant: Participant, account: Account, on: date) -> Leaving:
    held = account.held_out + account.held_in
    reserved = _("%(sum)s are reserved for payments under way: wait until they are settled or released.") % {"sum": credits(held)}
    frozen = _("The account is suspended: end the suspension first.")
    obstacles = tuple(text for text, there in ((reserved, held), (frozen, account.state == Account.State.FROZEN)) if there)
    if account.balance > 0:
        told = _("%(sum)s pass to the solidarity fund. Nobody gets euro for credits.") % {"sum": credits(account.balance)}
        return Leaving("settle", (told,), obstacles)
    if account.balance < 0:
        words = {"sum": credits(-account.balance), "euro": euros(debt_in_euro(-account.balance, on))}
        told = _("The solidarity fund pays the debt of %(sum)s, and a charge of %(euro)s is raised in its place.") % words
        return Leaving("settle", (told,), obstacles)
    return Leaving("close", (_("The account is at zero: it is closed for ever. Who comes back gets a new account."),), obstacles)
