"""Zonal statistics: polygons into exact cell shares, cells into class areas."""

from lsgeo.zonal.tally import class_areas, sum_to_parents

__all__ = ["class_areas", "sum_to_parents"]
