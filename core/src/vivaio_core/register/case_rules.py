"""What the dated rules say of exits and transfers on a day. Each function raises NoRuleForDate where no value is known."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.utils.translation import gettext as _

from vivaio_core.people.errors import Refused
from vivaio_core.register.case_states import ExitKind
from vivaio_core.register.clocks import deadline, mutual_end, year_close, years_after
from vivaio_core.register.models.cases import ExitCase
from vivaio_core.rules.selectors import rule

YES = "sì"
ENTRY = "entry"
UNITS_OF_OPPOSITION = {ExitKind.EXIT: "exit.opposition_days", ExitKind.EXCLUSION: "exclusion.opposition_days"}


def examine_due(received_on: date) -> date:
    """By when the board examines an exit (art. 2532)."""
    return deadline(received_on, rule("exit.examine_days", received_on).days)


def answer_due(received_on: date) -> date:
    """By when the answer to a transfer must have been communicated (art. 2530)."""
    return deadline(received_on, rule("transfer.answer_days", received_on).days)


def opposition_due(case: ExitCase, communicated_on: date) -> date | None:
    """By when the member may go to court; None where there is nothing to oppose."""
    opposable = ExitKind.EXIT if case.refusal_reasons else ExitKind.EXCLUSION
    if case.kind != opposable:
        return None
    return deadline(communicated_on, rule(UNITS_OF_OPPOSITION[opposable], communicated_on).days)


def refusal_opposition_due(answered_on: date) -> date:
    """By when a seller may go to court against the refusal of a transfer."""
    return deadline(answered_on, rule("transfer.opposition_days", answered_on).days)


def transfers_banned(on: date) -> bool:
    """True where the statute forbids to transfer shares."""
    return rule("transfer.banned", on).text == YES


def exit_under_ban_from(entered_on: date, on: date) -> date:
    """The first day on which who cannot transfer may ask to leave."""
    return years_after(entered_on, rule("transfer.ban_min_years", on).days)


def year_end(on: date) -> date:
    """The close of the financial year that the day belongs to."""
    with _readable_close():
        return year_close(on, rule("year.close", on).text)


def membership_end(case: ExitCase, communicated_on: date) -> date:
    """The first day out: the communication, and under a ban on transfers not before the notice is over (art. 2530, 2532)."""
    if case.ground != ExitCase.Ground.TRANSFER_BAN:
        return communicated_on
    last = deadline(case.received_on, rule("transfer.ban_exit_notice_days", case.received_on).days)
    return max(communicated_on, last + timedelta(days=1))


def mutual_relations_end(case: ExitCase, communicated_on: date) -> date:
    """The last day of the mutual relations: the close of a year for who leaves, the communication for who is excluded."""
    if case.kind != ExitKind.EXIT:
        return communicated_on
    months = rule("exit.mutual_notice_months", case.received_on).days
    with _readable_close():
        return mutual_end(case.received_on, months, rule("year.close", case.received_on).text)


def refund_due(approved_on: date) -> date:
    """By when the shares are refunded, from the approval of the balance sheet (art. 2535)."""
    return deadline(approved_on, rule("liquidation.pay_days", approved_on).days)


def excluding_organ(on: date) -> str:
    """Which organ excludes: `board`, or `assembly` where the statute says so (art. 2533)."""
    return rule("exclusion.organ", on).text


def heirs_may_enter(on: date) -> bool:
    """True where the statute lets eligible heirs take the place of the dead member (art. 2534)."""
    return rule("death.heirs", on).text == ENTRY


@contextmanager
def _readable_close() -> Iterator[None]:
    """Say which rule to mend when the close of the year is no month and day."""
    try:
        yield
    except ValueError as fault:
        raise Refused(_("The rule “year.close” must be a month and a day, for example 12-31: an administrator can mend it.")) from fault
