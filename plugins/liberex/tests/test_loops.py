"""Cycles and components of who paid whom, against a slow search of all chains."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from vivaio_liberex.loops import loops

Pair = tuple[int, int]


def by_hand(pairs: set[Pair], length: int) -> int:
    """Every closed chain of `length` different members, begun at its lowest."""
    members = sorted({one for pair in pairs for one in pair})
    chains = (chain for chain in permutations(members, length) if chain[0] == min(chain))
    return sum(all((chain[at], chain[(at + 1) % length]) in pairs for at in range(length)) for chain in chains)


def returning_by_hand(pairs: dict[Pair, int]) -> int:
    def reached(start: int) -> set[int]:
        seen, rest = {start}, [start]
        while rest:
            here = rest.pop()
            fresh = {payee for payer, payee in pairs if payer == here} - seen
            seen |= fresh
            rest += fresh
        return seen

    return sum(total for (payer, payee), total in pairs.items() if payer in reached(payee))


@given(st.dictionaries(st.tuples(st.integers(1, 7), st.integers(1, 7)).filter(lambda pair: pair[0] != pair[1]), st.integers(1, 900), max_size=24))
@settings(max_examples=60, deadline=None)
def test_cycles_and_what_returns_agree_with_a_search_of_all_chains(pairs):
    found = loops(pairs)
    assert (found.two, found.three, found.four) == tuple(by_hand(set(pairs), length) for length in (2, 3, 4))
    assert found.returning == returning_by_hand(pairs)


def test_a_ring_of_three_and_a_tail():
    found = loops({(1, 2): 6000, (2, 3): 4000, (3, 1): 1000, (3, 9): 500})
    assert (found.two, found.three, found.four, found.returning, found.largest) == (0, 1, 0, 11000, 3)


def test_nobody_trades():
    found = loops({})
    assert (found.two, found.three, found.four, found.returning, found.largest) == (0, 0, 0, 0, 0)
