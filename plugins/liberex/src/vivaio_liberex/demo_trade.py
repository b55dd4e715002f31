"""Two years of plausible trade, drawn by a seeded random: who buys what from whom on which day, never beyond a limit. Pure functions."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from vivaio_liberex.demo_plan import Branch


@dataclass
class Trader:
    """Somebody of the demonstration: balance and limits in minor units, weight as a seller and as a buyer."""

    key: int
    branch: Branch | None
    floor: int
    ceiling: int | None
    sells: float
    buys: float
    balance: int = 0


@dataclass(frozen=True)
class Trade:
    """One payment."""

    on: date
    payer: int
    payee: int
    amount: int
    memo: str


def trades(traders: list[Trader], count: int, since: date, until: date, random: Random) -> list[Trade]:
    """`count` payments at most, in the order of their days; each within the limits of both sides at its moment."""
    days = sorted(random.randrange((until - since).days + 1) for _ in range(count))
    sellers = [one for one in traders if one.branch is not None and one.sells]
    buyers, found = [one for one in traders if one.buys], []
    sells, buys = [one.sells for one in sellers], [one.buys for one in buyers]
    for day in days:
        (payer,), (payee,) = random.choices(buyers, buys), random.choices(sellers, sells)
        branch = payee.branch
        if branch is None or payer.key == payee.key:
            continue
        amount = min(random.randrange(branch.least, branch.most, 50), payer.balance - payer.floor)
        if payee.ceiling is not None:
            amount = min(amount, payee.ceiling - payee.balance)
        if amount < branch.least // 2:
            continue
        payer.balance, payee.balance = payer.balance - amount, payee.balance + amount
        found.append(Trade(since + timedelta(days=day), payer.key, payee.key, amount, random.choice(branch.buys)))
    return found
