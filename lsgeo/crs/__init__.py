"""Coordinate systems: VN-2000 and its traps, plausibility, and geodesic measures."""

from lsgeo.crs.faults import (
    VIETNAM,
    fault_of_plane,
    faults_of,
    is_mislabelled_vn2000,
    stray_faults,
)
from lsgeo.crs.measures import (
    WGS84,
    geodesic_area_ha,
    ground_ha,
    straight_area_ha,
    zone_area_ha,
)
from lsgeo.crs.traps import Diagnosis, diagnose
from lsgeo.crs.zones import Zone, label, parse, tm3_zones

__all__ = [
    "VIETNAM",
    "WGS84",
    "Diagnosis",
    "Zone",
    "diagnose",
    "fault_of_plane",
    "faults_of",
    "geodesic_area_ha",
    "ground_ha",
    "is_mislabelled_vn2000",
    "label",
    "parse",
    "straight_area_ha",
    "stray_faults",
    "tm3_zones",
    "zone_area_ha",
]
