"""Systems by name: what PROJ knows, and the zones of VN-2000."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pyproj import CRS
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.exceptions import CRSError

from lsgeo.messages import _

_TM3_NAME = "VN-2000 / TM-3"


@dataclass(frozen=True)
class Zone:
    """A VN-2000 TM-3 zone: its EPSG code ("EPSG:9215"), name, and the provinces it is made for."""

    code: str
    name: str
    area: str


def label(crs: CRS) -> str:
    """A short name of `crs`: its EPSG code where it has one, else its own name."""
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.name)


def parse(text: str) -> CRS:
    """The CRS that `text` ("EPSG:9215") names; raises ValueError where PROJ knows none."""
    try:
        return CRS.from_user_input(text)
    except CRSError as error:
        raise ValueError(_("PROJ knows no coordinate system {text!r}").format(text=text)) from error


def tm3_zones(province: str) -> list[Zone]:
    """The VN-2000 TM-3 zones whose area of use in PROJ names a province, in the order of codes.

    `province` is its name without accents ("Lang Son"), as PROJ writes it. PROJ's areas are those
    of the provinces before July 2025, so a person has to confirm the choice.
    """
    named = re.compile(rf"\b{re.escape(province)}\b", re.IGNORECASE)
    return [zone for zone in all_tm3_zones() if named.search(zone.area)]


@cache
def all_tm3_zones() -> tuple[Zone, ...]:
    """Every VN-2000 TM-3 zone of PROJ, once for each area of use, in the order of codes."""
    found = query_crs_info(auth_name="EPSG", pj_types=[PJType.PROJECTED_CRS])
    zones = [
        Zone(f"EPSG:{info.code}", info.name, info.area_of_use.name or "")
        for info in found
        if info.name.startswith(_TM3_NAME) and info.area_of_use
    ]
    return tuple(sorted(zones, key=lambda zone: zone.code))
