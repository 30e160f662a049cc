"""Facts against targets: where each unit stands on the plan's way, and why we say so."""

from lsgeo.progress.assessing import COLUMNS, assess
from lsgeo.progress.sentences import figure
from lsgeo.progress.target import (
    DIRECTIONS,
    LEVELS,
    METHODS,
    UNIT_RULES,
    Baseline,
    Limits,
    Target,
    check_targets,
    targets_table,
)

__all__ = [
    "COLUMNS",
    "DIRECTIONS",
    "LEVELS",
    "METHODS",
    "UNIT_RULES",
    "Baseline",
    "Limits",
    "Target",
    "assess",
    "check_targets",
    "figure",
    "targets_table",
]
