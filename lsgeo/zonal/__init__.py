"""Zonal statistics: polygons into exact cell shares, cells into class areas."""
