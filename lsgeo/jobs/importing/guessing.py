"""What a file is, before it is read: a table or a layer, and what it can be imported as."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from lsgeo.intake.columns import UNIT_COLUMNS, recognise
from lsgeo.intake.criteria import criterion_columns
from lsgeo.inventory.schema import is_inventory
from lsgeo.text import fold
from lsgeo.workspace.known import Known

_TABLES = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".csv", ".txt", ".tsv")


def is_table(path: Path) -> bool:
    """Whether a file is read as a table: a layer's own table (.dbf) is not."""
    return path.suffix.lower() in _TABLES


def kind_of_table(header: Collection[str], known: Known) -> str:
    """What a sheet with these columns can be imported as: "ntm", "gates" or "indicator"."""
    words = " ".join(fold(text) for text in header)
    if (
        criterion_columns(header, titles=known.criteria)
        or "nông thôn mới" in words
        or "ntm" in words
    ):
        return "ntm"
    if "cửa khẩu" in words or {"gate", "precision"} <= set(header):
        return "gates"
    return "indicator"


def kind_of_layer(columns: Iterable[str], geometry: Collection[str]) -> str:
    """What a layer can be imported as: lots have their codes, gates are points, units areas."""
    names = [str(name) for name in columns]
    if is_inventory(names):
        return "inventory"
    if set(geometry) <= {"Point", "MultiPoint"} and any("cửa khẩu" in fold(one) for one in names):
        return "gates"
    areal = set(geometry) <= {"Polygon", "MultiPolygon"}
    found = recognise(names, UNIT_COLUMNS)
    return "units" if areal and (found["code"] or found["name"]) else "context"
