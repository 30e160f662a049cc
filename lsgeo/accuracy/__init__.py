"""Accuracy: how right a map is, and what its errors make of its areas, from a random sample.

After Olofsson, Foody, Herold, Stehman, Woodcock & Wulder 2014, Good practices for estimating area
and assessing accuracy of land change, Remote Sensing of Environment 148: 42-57 ("the paper" in
these modules).
"""

from lsgeo.accuracy.answers import Answers, classes_of, given, of_unit
from lsgeo.accuracy.design import (
    LEAST_OF_SMALL,
    STANDARD_ERROR,
    allocate,
    draw,
    expected_accuracy,
    sample_size,
)
from lsgeo.accuracy.estimate import LEAST_PER_STRATUM, Estimate, estimate
from lsgeo.accuracy.frame import Frame, frame_of, pick, tally
from lsgeo.accuracy.interval import Z95, Interval
from lsgeo.accuracy.strata import Strata, canopy_strata, class_strata

__all__ = [
    "LEAST_OF_SMALL",
    "LEAST_PER_STRATUM",
    "STANDARD_ERROR",
    "Z95",
    "Answers",
    "Estimate",
    "Frame",
    "Interval",
    "Strata",
    "allocate",
    "canopy_strata",
    "class_strata",
    "classes_of",
    "draw",
    "estimate",
    "expected_accuracy",
    "frame_of",
    "given",
    "of_unit",
    "pick",
    "sample_size",
    "tally",
]
