"""Donations in the ledger's book `energia` (dossier ledger 4.4): accrued = into the fund, approved = reserved for the project, paid = settled."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4, uuid5

from django.utils.translation import gettext_lazy as lazy

from vivaio_core.ledger import api as ledger
from vivaio_core.ledger import kinds
from vivaio_core.ledger.models import Account, Book, Transfer
from vivaio_energy.models.donations import BOOK, DONORS, FUND, PROJECT, DonationEntry, FundedProject, SocialFund

NAMESPACE = UUID("5f0d2a57-0a54-5f9e-9a1c-6f6e65726769")
DONATED, DECLARED, GIVEN = "energy_donation", "energy_declared", "energy_given"
AT_ONCE = 1000


def register_kinds() -> None:
    """Called once, when the app is ready."""
    kinds.register(DONATED, lazy("Donation of a contract"))
    kinds.register(DECLARED, lazy("Donations declared for the past"))
    kinds.register(GIVEN, lazy("Sum for a project"))


def donation_key(*, contract: int, rule: int, year: int) -> UUID:
    """The key of a contract's donation under a rule in a year: a second run finds the row."""
    return uuid5(NAMESPACE, f"{contract}/{rule}/{year}")


def accrue(*, entries: Sequence[DonationEntry], funds: dict[int, SocialFund]) -> None:
    """Donations into the fund of each rule, the same key for the same contract, rule and year; `funds` by rule."""
    donors, pots = donor_account(), {fund.pk: fund_account(fund=fund) for fund in funds.values()}
    drafted = [
        ledger.move(
            donors,
            pots[funds[row.rule_id].pk],
            row.amount_cents,
            kind=DONATED,
            key=donation_key(contract=row.contract_id, rule=row.rule_id, year=row.year),
            cause=f"energy.DonationRule:{row.rule_id}",
            value_on=row.recorded_on,
        )
        for row in entries
    ]
    for start in range(0, len(drafted), AT_ONCE):
        ledger.post(*drafted[start : start + AT_ONCE])


def declare(*, fund: SocialFund, cents: int, on: date) -> UUID:
    """A sum that accrued before this register."""
    (made,) = ledger.post(ledger.move(donor_account(), fund_account(fund=fund), cents, kind=DECLARED, cause=_cause(fund), value_on=on))
    return made.key


def reserve(*, fund: SocialFund, project: FundedProject, cents: int, on: date) -> UUID:
    """An approval. Raises the ledger's Refused `floor` when less has accrued."""
    (made,) = ledger.post(_hold(fund_account(fund=fund), project_account(project=project), project, cents, on))
    return made.key


def pay(*, fund: SocialFund, project: FundedProject, cents: int, on: date) -> UUID:
    """Settle the oldest reservations; what is left of the last one is reserved again in the same group. `cents` ≤ what is reserved."""
    pot, own = fund_account(fund=fund), project_account(project=project)
    rows, left = [], cents
    waiting = Transfer.objects.filter(payer=pot, payee=own, phase=Transfer.Phase.HOLD, settled_by=None).order_by("payer_seq")
    for held in waiting:
        part = min(left, held.amount)
        rows.append(ledger.settle(held, part, key=uuid4(), value_on=on))
        if part < held.amount:
            rows.append(_hold(pot, own, project, held.amount - part, on))
        left -= part
        if not left:
            break
    return ledger.post(*rows)[0].key


def donor_account() -> Account:
    """Whoever gives: it has no limit."""
    return ledger.open_account(book=_book(), code=DONORS, kind="system", floor=None)


def fund_account(*, fund: SocialFund) -> Account:
    """The pot of a fund."""
    return ledger.open_account(book=_book(), code=f"{FUND}{fund.pk}", kind="system", owner=_cause(fund))


def project_account(*, project: FundedProject) -> Account:
    """What a project has received."""
    return ledger.open_account(book=_book(), code=f"{PROJECT}{project.pk}", kind="system", owner=f"energy.FundedProject:{project.pk}")


def _hold(pot: Account, own: Account, project: FundedProject, cents: int, on: date) -> Transfer:
    return ledger.hold(pot, own, cents, kind=GIVEN, cause=f"energy.FundedProject:{project.pk}", value_on=on)


def _cause(fund: SocialFund) -> str:
    return f"energy.SocialFund:{fund.pk}"


def _book() -> Book:
    return ledger.open_book(code=BOOK, unit="EUR")
