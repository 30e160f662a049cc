"""Geometry that an office drew, made usable where that changes nothing, and its faults named.

A repair is made where it changes no area by more than `MOST_CHANGE_M2`; all else is left to the
officer, with the place of the fault as a layer to open in QGIS.
"""

from lsgeo.mending.closing import mend_coverage
from lsgeo.mending.coverage import SLIVER_WIDTH_M, Coverage, coverage
from lsgeo.mending.faults import FAULT_COLUMNS, MOST_CHANGE_M2
from lsgeo.mending.features import Mended, mend
from lsgeo.mending.kinds import of_dimension

__all__ = [
    "FAULT_COLUMNS",
    "MOST_CHANGE_M2",
    "SLIVER_WIDTH_M",
    "Coverage",
    "Mended",
    "coverage",
    "mend",
    "mend_coverage",
    "of_dimension",
]
