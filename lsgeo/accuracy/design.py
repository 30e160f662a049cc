"""How many points, how many of each stratum, and which: the sampling design."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

STANDARD_ERROR = 0.01
"""The standard error of the overall accuracy that is aimed at, as in the paper's example."""

LEAST_OF_SMALL = 75
"""The points of a stratum too small for its share of them; the paper gives 50, 75 or 100."""

_RARE = 0.05  # of the area: below it a stratum is one of change, or as hard to map
_OF_RARE, _OF_OTHERS = 0.7, 0.9  # user's accuracies as the paper conjectures them

_Stratum = TypeVar("_Stratum", bound=Hashable)


def expected_accuracy(share: float) -> float:
    """The user's accuracy to plan with where nothing is known of a class with this area share.

    The paper plans with 0.6 and 0.7 for rare classes (change), 0.9 and 0.95 for the large ones.
    """
    return _OF_RARE if share < _RARE else _OF_OTHERS


def sample_size(
    pixels: Mapping[_Stratum, int],
    expected: Mapping[_Stratum, float],
    *,
    standard_error: float = STANDARD_ERROR,
) -> int:
    """The points that give the overall accuracy this standard error (eq. 13; Cochran 1977, 5.25).

    `expected` are the user's accuracies to plan with, from 0 to 1.
    """
    whole = sum(pixels.values())
    spread = {one: math.sqrt(expected[one] * (1 - expected[one])) for one in pixels}
    mean = sum(count / whole * spread[one] for one, count in pixels.items())
    variance = sum(count / whole * spread[one] ** 2 for one, count in pixels.items())
    return min(whole, math.ceil(mean**2 / (standard_error**2 + variance / whole)))


def allocate(
    size: int, pixels: Mapping[_Stratum, int], *, least: int = LEAST_OF_SMALL
) -> dict[_Stratum, int]:
    """The points of each stratum: `least` where its share is less, else its share of the others.

    So the paper's section 5.1.2 recommends: enough of each for its user's accuracy, the rest by
    area. There are more than `size` where `least` asks for more; of a stratum with fewer pixels
    all are taken.
    """
    fixed: dict[_Stratum, int] = {}
    while True:
        others = {one: count for one, count in pixels.items() if one not in fixed}
        left = max(size - sum(fixed.values()), 0)
        whole = sum(others.values())
        small = [one for one, count in others.items() if left * count < least * whole]
        if not small:
            break
        fixed |= {one: min(least, pixels[one]) for one in small}
    shares = _whole_numbers({one: left * count / whole for one, count in others.items()}, left)
    return {one: min(fixed[one] if one in fixed else shares[one], pixels[one]) for one in pixels}


def draw(count: int, *, of: int, seed: Sequence[int]) -> NDArray[np.int64]:
    """`count` different numbers below `of`, ascending, all sets of them being equally likely.

    The same `seed` (numbers from 0) gives the same ones for ever: it rests on the stream of bits
    of PCG64, which NumPy promises to keep, and on Floyd's algorithm (Bentley & Floyd 1987,
    Communications of the ACM 30: 754-757), which needs no list of all.
    """
    source = np.random.PCG64(np.random.SeedSequence(seed))
    chosen: set[int] = set()
    for last in range(of - count, of):
        found = _below(last + 1, source)
        chosen.add(last if found in chosen else found)
    return np.array(sorted(chosen), dtype="int64")


def _below(end: int, source: np.random.PCG64) -> int:
    """A number below `end`; bits that would favour the small ones are thrown away."""
    fair = (1 << 64) - (1 << 64) % end
    while True:
        bits = int(source.random_raw())
        if bits < fair:
            return bits % end


def _whole_numbers(shares: Mapping[_Stratum, float], total: int) -> dict[_Stratum, int]:
    """`shares` as whole numbers that sum to `total`: the largest remainders are rounded up."""
    floors = {one: math.floor(share) for one, share in shares.items()}
    missing = total - sum(floors.values())
    nearest = sorted(shares, key=lambda one: floors[one] - shares[one])
    return floors | {one: floors[one] + 1 for one in nearest[:missing]}
