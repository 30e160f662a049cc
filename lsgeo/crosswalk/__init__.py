"""The crosswalk: facts and statuses of the units of one vintage as those of another.

A **pair** is a unit of one vintage and a unit of another that share ground: `PAIR_COLUMNS`, with
``share_of_from`` and ``share_of_to`` (0 … 1), how much of either lies in the other, by whatever
weight. A **way** is the pairs from one vintage to another, through every change between them.
"""

from lsgeo.crosswalk.carry import Carried, additive, carry, series
from lsgeo.crosswalk.compare import ArealError, areal_error
from lsgeo.crosswalk.pieces import Pieces, pieces
from lsgeo.crosswalk.statuses import RULES, carry_statuses
from lsgeo.crosswalk.story import Chapter, Link, Story, story
from lsgeo.crosswalk.telling import tell
from lsgeo.crosswalk.way import (
    PAIR_COLUMNS,
    WHOLE,
    between,
    evened,
    one_of_each_step,
    with_provinces,
)
from lsgeo.crosswalk.weights import WEIGHTS, Weighted, per_unit, tally_weights, weighted_pairs

__all__ = [
    "PAIR_COLUMNS",
    "RULES",
    "WEIGHTS",
    "WHOLE",
    "ArealError",
    "Carried",
    "Chapter",
    "Link",
    "Pieces",
    "Story",
    "Weighted",
    "additive",
    "areal_error",
    "between",
    "carry",
    "carry_statuses",
    "evened",
    "one_of_each_step",
    "per_unit",
    "pieces",
    "series",
    "story",
    "tally_weights",
    "tell",
    "weighted_pairs",
    "with_provinces",
]
