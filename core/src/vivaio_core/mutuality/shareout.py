"""Shares a pool out exactly: largest remainder, ties to the lowest number (people P25)."""

from collections.abc import Mapping


def share_out(pool: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Cents for each member number; the sum equals the pool. Weights are not negative. Raises ValueError without any weight."""
    total = sum(weights.values())
    if total <= 0 or min(weights.values()) < 0:
        raise ValueError("weights must be positive")
    floors = {number: pool * weight // total for number, weight in weights.items()}
    spare = pool - sum(floors.values())
    by_remainder = sorted(weights, key=lambda number: (-(pool * weights[number] % total), number))
    for number in by_remainder[:spare]:
        floors[number] += 1
    return floors
