"""Lots of one inventory: where, of which type, how large; as read, or as they were kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely

from lsgeo.errors import Fault, InputError
from lsgeo.inventory.areas import area_ha, sound
from lsgeo.inventory.contradictions import contradictions
from lsgeo.inventory.schema import GEOMETRY
from lsgeo.inventory.types import ForestTypes
from lsgeo.inventory.values import codes, numbers, texts
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.registry import Registry

COLUMNS = (
    "code",
    "tk",
    "khoanh",
    "lo",
    "type_code",
    "ldlr",
    "group",
    "dtich_ha",
    "geometry_ha",
    "function",
    "origin",
    "year_planted",
    "cause",
    "owner",
    "share",
    GEOMETRY,
)
"""The columns of lots: see `Lots`."""

STORED = tuple(name for name in COLUMNS if name not in ("group", "geometry_ha", GEOMETRY))
"""Those that a stored inventory must have; the others are found anew."""

_STORED_TEXTS = ("code", "tk", "khoanh", "lo", "ldlr", "cause", "owner")
_STORED_CODES = ("type_code", "function", "origin", "year_planted")
_STORED_NUMBERS = ("dtich_ha", "share")


@dataclass(frozen=True)
class Lots:
    """The lots of one inventory, in one plane.

    ``lots`` is indexed by the row of the file and has `COLUMNS`: ``code`` of the commune,
    ``tk, khoanh, lo`` (text), ``type_code`` (maldlr), ``ldlr`` as the file has it, ``group`` (of
    `lsgeo.inventory.types.GROUPS`), ``dtich_ha`` (the legal area), ``geometry_ha`` (that of the
    polygon on the ellipsoid, NaN without one), ``function`` (malr3) and ``origin`` (nggocr) with 0
    where nothing is said, ``year_planted`` (0: none), ``cause`` (a code of the causes, or the
    file's own word), ``owner``, ``share`` (of the file's lot: less than 1 where it was split).

    Geometry is valid, or missing. ``rows`` were in the file; ``notes`` tell of those that were
    corrected or quarantined, and ``contradictions`` (`lsgeo.inventory.contradictions.COLUMNS`) of
    lots that contradict themselves but are used.
    """

    vintage: str
    lots: gpd.GeoDataFrame
    rows: int
    notes: tuple[Note, ...]
    contradictions: pd.DataFrame


def stored_lots(
    table: gpd.GeoDataFrame,
    registry: Registry,
    *,
    subject: str,
    vintage: str,
    plane: str,
    types: ForestTypes,
) -> Lots:
    """The lots of an inventory that was read before and kept with the columns `STORED`.

    Raises `InputError` with every fault: columns missing, rows of no commune of `vintage`, of no
    type, or without a legal area.
    """
    missing = [name for name in STORED if name not in table.columns]
    faults = [Fault(_("the column is missing"), where=name) for name in missing]
    if not faults:
        faults += _stored_faults(table, registry, vintage=vintage, types=types)
    if faults:
        raise InputError(subject, _("the inventory cannot be used"), faults)
    typed = table.assign(
        **{name: texts(table[name]) for name in _STORED_TEXTS},
        **{name: codes(table[name]) for name in _STORED_CODES},
        **{name: numbers(table[name]) for name in _STORED_NUMBERS},
    )
    lots = measured(typed, types, plane=plane)
    return Lots(vintage, lots, len(table), (), contradictions(lots.iloc[:0], None, types=types))


def _stored_faults(
    table: pd.DataFrame, registry: Registry, *, vintage: str, types: ForestTypes
) -> Iterator[Fault]:
    no_area = _("the legal area is no number of 0 or more")
    communes = registry.at(vintage).index
    for name, what, known in (
        ("code", _("this unit is no commune"), texts(table["code"]).isin(communes)),
        ("type_code", _("unknown forest type"), codes(table["type_code"]).isin(types.table.index)),
        ("dtich_ha", no_area, numbers(table["dtich_ha"]) >= 0),
    ):
        for row in table.index[~known]:
            where = _("row {row}").format(row=row)
            yield Fault(what, where, got=str(table.at[row, name]))


def measured(lots: gpd.GeoDataFrame, types: ForestTypes, *, plane: str) -> gpd.GeoDataFrame:
    """`lots` in the plane, valid, with their group and the area of their geometry, in our order."""
    if lots.crs is None:
        lots = lots.set_crs(plane)  # there is no geometry to be anywhere
    elif lots.crs != plane:
        lots = lots.to_crs(plane)
    shapes = sound(shapely.force_2d(lots.geometry.to_numpy()))
    lots = lots.set_geometry(gpd.GeoSeries(shapes, index=lots.index, crs=plane))
    groups, areas = types.groups(lots["type_code"]), area_ha(lots.geometry)
    return lots.assign(group=groups, geometry_ha=areas)[list(COLUMNS)]
