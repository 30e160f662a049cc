"""What a registry may say: its columns, levels and kinds, and what is wrong with its rows."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from lsgeo.errors import Fault
from lsgeo.formats import is_iso_day
from lsgeo.messages import _

COLUMNS = (
    "vintage",
    "code",
    "name",
    "kind",
    "level",
    "parent",
    "area_official_km2",
    "valid_from",
    "valid_to",
    "legal_source",
)
LEVELS = ("commune", "district", "province")
DIGITS = {"commune": 5, "district": 3, "province": 2}
KINDS = {
    "xã": ("commune", "Xã"),
    "phường": ("commune", "Phường"),
    "thị trấn": ("commune", "Thị trấn"),
    "đặc khu": ("commune", "Đặc khu"),
    "huyện": ("district", "Huyện"),
    "quận": ("district", "Quận"),
    "thị xã": ("district", "Thị xã"),
    "thành phố": ("district", "Thành phố"),
    "tỉnh": ("province", "Tỉnh"),
}
"""Kind to its level, and its spelling before a name."""

_ALSO = {"thành phố": "province"}  # six cities are governed like provinces


def faults_of(units: pd.DataFrame, areas: pd.Series) -> list[Fault]:
    """Everything wrong with a registry of `units` with these `areas` in km², row by row."""
    faults: list[Fault] = []
    levels = dict(
        zip(zip(units["vintage"], units["code"], strict=True), units["level"], strict=True)
    )
    repeated = units.duplicated(["vintage", "code"])
    for row, unit in zip(units.index, units.to_dict("records"), strict=True):
        where = _("row {row} {code!r}").format(row=row, code=unit["code"])
        found = [*_name_faults(unit), *_parent_faults(unit, levels)]
        if repeated.loc[row]:
            found.append(Fault(_("this vintage and code are there twice")))
        area = unit["area_official_km2"]
        if area and not (np.isfinite(areas.loc[row]) and areas.loc[row] > 0):
            what = _("the area is no number above 0")
            found.append(Fault(what, expected="8310.09", got=area))
        faults += [replace(fault, where=where) for fault in found]
    return faults


def _name_faults(unit: dict[Hashable, str]) -> Iterator[Fault]:
    """What is wrong with the vintage, code, name, kind and level of a unit."""
    level, kind, code = unit["level"], unit["kind"], unit["code"]
    if level not in LEVELS:
        yield Fault(_("unknown level"), expected=", ".join(LEVELS), got=level)
    elif len(code) != DIGITS[level] or not (code.isascii() and code.isdigit()):
        expected = _("{count} digits").format(count=DIGITS[level])
        yield Fault(_("malformed code"), expected=expected, got=code)
    if not is_iso_day(unit["vintage"]):
        yield Fault(_("malformed vintage"), expected="2025-07-01", got=unit["vintage"])
    if not unit["name"]:
        yield Fault(_("the name is missing"))
    if kind not in KINDS:
        yield Fault(_("unknown kind"), expected=", ".join(KINDS), got=kind)
    elif level in LEVELS and level not in (KINDS[kind][0], _ALSO.get(kind)):
        what = _("this kind is of another level")
        yield Fault(what, expected=KINDS[kind][0], got=f"{kind}, {level}")


def _parent_faults(
    unit: dict[Hashable, str], levels: dict[tuple[str, str], str]
) -> Iterator[Fault]:
    """What is wrong with the parent of a unit, `levels` being those of all units."""
    level, parent = unit["level"], unit["parent"]
    if level == "province" or level not in LEVELS:
        return
    above = levels.get((unit["vintage"], parent))
    if above is None:
        yield Fault(_("the parent is missing"), got=parent)
    elif above in LEVELS and LEVELS.index(above) <= LEVELS.index(level):
        expected = ", ".join(LEVELS[LEVELS.index(level) + 1 :])
        yield Fault(_("the parent is of no higher level"), "", expected, f"{parent}, {above}")
