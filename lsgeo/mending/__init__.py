"""Geometry that an office drew, made usable where that changes nothing, and its faults named.

A repair is made where it changes no area by more than `MOST_CHANGE_M2`; all else is left to the
officer, with the place of the fault as a layer to open in QGIS.
"""

from lsgeo.mending.coverage import Coverage, mend_coverage
from lsgeo.mending.shapes import FAULT_COLUMNS, MOST_CHANGE_M2, Mended, mend

__all__ = ["FAULT_COLUMNS", "MOST_CHANGE_M2", "Coverage", "Mended", "mend", "mend_coverage"]
