"""Trade that comes back: short cycles and the part of trade that can return, of a directed graph of who paid whom.

A *cycle* of length k is a closed chain of payments through k different members (a pays b, b pays c, c pays a), whatever the amounts and the order
of days inside the window, each counted once. Lengths 2 to 4: those whose frequency in the Sardex network goes with more turnover and less hoarding
(Iosifidis, Charette, Airoldi, Littera, Tassiulas, Christakis, "Cyclic motifs in the Sardex monetary network", Nature Human Behaviour 2, 2018).

The *returning part* is the trade between members of one strongly connected component (from each one can reach every other along payments): money
that has some way back by trade alone, however long the way. What lies outside flows one way and ends where somebody's balance stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Pairs = Mapping[tuple[int, int], int]


@dataclass(frozen=True)
class Loops:
    """Cycles of two, three and four members; `returning` = minor units between members of one component; `largest` = members of the largest one."""

    two: int
    three: int
    four: int
    returning: int
    largest: int


def loops(pairs: Pairs) -> Loops:
    """Of `pairs` (payer, payee) → sum. Time grows with the square of the members, by whole words of bits."""
    place = {member: number for number, member in enumerate(sorted({member for pair in pairs for member in pair}))}
    paid, received = [0] * len(place), [0] * len(place)
    for payer, payee in pairs:
        if payer != payee:
            paid[place[payer]] |= 1 << place[payee]
            received[place[payee]] |= 1 << place[payer]
    component = components(paid)
    returning = sum(total for (payer, payee), total in pairs.items() if payer != payee and component[place[payer]] == component[place[payee]])
    sizes = [component.count(one) for one in set(component)]
    largest = max((size for size in sizes if size > 1), default=0)
    return Loops(_two(paid, received), _three(paid, received), _four(paid, received), returning, largest)


def _two(paid: list[int], received: list[int]) -> int:
    return sum((out & back).bit_count() for out, back in zip(paid, received, strict=True)) // 2


def _three(paid: list[int], received: list[int]) -> int:
    """Each cycle is met from each of its three payments."""
    return sum((paid[second] & received[first]).bit_count() for first, out in enumerate(paid) for second in _members(out)) // 3


def _four(paid: list[int], received: list[int]) -> int:
    """For two opposite members: ways of two steps there, times ways back, less those that pass the same third both times; met from both diagonals."""
    found = 0
    for first in range(len(paid)):
        for opposite in range(first + 1, len(paid)):
            there, back = paid[first] & received[opposite], paid[opposite] & received[first]
            if there and back:
                found += there.bit_count() * back.bit_count() - (there & back).bit_count()
    return found // 2


def _members(bits: int) -> Iterable[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def components(paid: list[int]) -> list[int]:
    """The strongly connected component of each member, named by its lowest member: whom one reaches and who reaches one."""
    named = [-1] * len(paid)
    received = [0] * len(paid)
    for payer, out in enumerate(paid):
        for payee in _members(out):
            received[payee] |= 1 << payer
    for member in range(len(paid)):
        if named[member] < 0:
            for one in _members(reached(paid, member) & reached(received, member)):
                named[one] = member
    return named


def reached(steps: list[int], start: int) -> int:
    """Everybody on a way from `start`, itself included, as bits."""
    seen = fresh = 1 << start
    while fresh:
        found = 0
        for one in _members(fresh):
            found |= steps[one]
        fresh = found & ~seen
        seen |= fresh
    return seen
