"""Two years of plausible trade, drawn by a seeded random: who buys what from whom on which day, never beyond a limit. Pure functions."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from vivaio_liberex.demo_plan import Branch

CHOICE = 3


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
    """`count` payments at most, in the order of their days, each within the limits of both sides at its moment.

    Who has more is likelier to buy, who has less is likelier to sell: credits come back, as they do where people look after a circuit.
    """
    days = sorted(random.randrange((until - since).days + 1) for _ in range(count))
    sellers, buyers, found = [one for one in traders if one.branch is not None and one.sells], [one for one in traders if one.buys], []
    sells, buys = [one.sells for one in sellers], [one.buys for one in buyers]
    for day in days:
        payer = max(random.choices(buyers, buys, k=CHOICE), key=_ease)
        payee = min(random.choices(sellers, sells, k=CHOICE), key=_ease)
        made = _trade(payer, payee, since + timedelta(days=day), random)
        if made is not None:
            found.append(made)
    return found


def spent(trader: Trader, traders: list[Trader], since: date, days: int, random: Random) -> list[Trade]:
    """Somebody who buys down to the line in the first days and then stops."""
    sellers, found, day = [one for one in traders if one.branch is not None and one.sells and one is not trader], [], 0
    while trader.balance > trader.floor and day < days:
        made = _trade(trader, random.choice(sellers), since + timedelta(days=day), random)
        found += [made] if made is not None else []
        day += 3
    return found


def _ease(one: Trader) -> float:
    """How comfortably somebody stands, between the line and what is a lot."""
    return (one.balance - one.floor) / max(-one.floor, 20_000)


def _trade(payer: Trader, payee: Trader, on: date, random: Random) -> Trade | None:
    """The payment of the moment, as large as both limits allow; None where it would be too small to be one."""
    branch = payee.branch
    if branch is None or payer.key == payee.key:
        return None
    amount = min(random.randrange(branch.least, branch.most, 50), payer.balance - payer.floor)
    if payee.ceiling is not None:
        amount = min(amount, payee.ceiling - payee.balance)
    if amount < min(branch.least // 2, 500):
        return None
    payer.balance, payee.balance = payer.balance - amount, payee.balance + amount
    return Trade(on, payer.key, payee.key, amount, random.choice(branch.buys))
