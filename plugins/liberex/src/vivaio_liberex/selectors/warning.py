"""Early warning: who is near the limit, long below zero, or below zero without selling. It tells a person; it charges nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from vivaio_core.ledger.api import health
from vivaio_core.ledger.models import Transfer
from vivaio_core.rules.selectors import rule
from vivaio_liberex.models.helping import HelpNote
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.participants import book

AGES = (3, 6, 9, 12)
REPAY, SILENT = "lbx.repay_months", "lbx.warning.no_sales_months"


@dataclass(frozen=True)
class Signal:
    """Somebody below zero: since when, in which band of age, what else is seen, what was agreed last."""

    participant: Participant
    balance: int
    floor: int | None
    since: date
    months: int
    near_floor: bool
    overdue: bool
    silent: bool
    last_sale: date | None
    note: HelpNote | None
    on: date

    @property
    def line(self) -> int:
        """How far below zero the account may go."""
        return -min(self.floor or 0, 0)

    @property
    def band(self) -> int:
        """The number of the band of age: 0 for up to 3 months, 4 for over 12."""
        return sum(self.months >= age for age in AGES)

    @property
    def agreed(self) -> bool:
        """Whether an agreement holds that is not to be looked at again yet."""
        return self.note is not None and self.note.look_again_on > self.on

    @property
    def attention(self) -> bool:
        """Whether a person should call."""
        return (self.near_floor or self.overdue or self.silent) and not self.agreed

    @property
    def seen(self) -> list[str]:
        """What is seen, in words."""
        found = ((self.near_floor, _("near the limit")), (self.overdue, _("below zero for too long")), (self.silent, _("no sales")))
        return [words for there, words in found if there]


def band_names() -> list[str]:
    """The bands of age, in words."""
    return [_("up to 3 months"), _("3 to 6 months"), _("6 to 9 months"), _("9 to 12 months"), _("over 12 months")]


def months_between(since: date, on: date) -> int:
    """Whole months: 31 January to 28 February is none, to 1 March is one."""
    months = (on.year - since.year) * 12 + on.month - since.month
    return months - (on.day < since.day)


def signals(on: date) -> Sequence[Signal]:
    """Everybody below zero, those who need a call first, then the oldest; a constant number of queries."""
    found = health(book(), on)
    people = {one.account.code: one for one in _people(found.negative)}
    repay, quiet = rule(REPAY, on).days, rule(SILENT, on).days
    sold, notes = _last_sales(people.values(), on), _last_notes(people.values())
    rows = []
    for code, since in found.negative.items():
        if code not in people:
            continue
        one, months = people[code], months_between(since, on)
        sale = sold.get(one.account_id)
        silent = months >= quiet and (sale is None or months_between(sale, on) >= quiet)
        account = one.account
        near = code in found.at_floor
        rows.append(Signal(one, account.balance, account.floor, since, months, near, months >= repay, silent, sale, notes.get(one.pk), on))
    return sorted(rows, key=lambda row: (not row.attention, row.since, row.participant.shown_as, row.participant.pk))


def _people(codes: Iterable[str]) -> list[Participant]:
    rows = Participant.objects.filter(account__code__in=list(codes), account__book=book())
    return list(rows.exclude(state=Participant.State.CLOSED).select_related("party", "account", "sector"))


def _last_sales(people: Iterable[Participant], on: date) -> dict[int, date]:
    accounts = [one.account_id for one in people]
    rows = Transfer.objects.filter(payee__in=accounts, kind="payment", phase__in=("move", "post"), reverses=None, value_on__lte=on)
    return dict(rows.order_by().values_list("payee").annotate(last=Max("value_on")))


def _last_notes(people: Iterable[Participant]) -> dict[int, HelpNote]:
    rows = HelpNote.objects.filter(participant__in=[one.pk for one in people]).select_related("actor")
    return {row.participant_id: row for row in rows.order_by("on", "pk")}
