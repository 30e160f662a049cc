"""Border gates: class, pair, unit and, where known, position with its precision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import shapely

from lsgeo.crs import WGS84, faults_of, parse
from lsgeo.errors import Fault, InputError
from lsgeo.ledger import Ledger, corrections
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.registry import Found, Registry, Sought, resolve
from lsgeo.sources.catalog import Entry
from lsgeo.sources.table import read_table
from lsgeo.text import fold, fold_ascii

CLASSES = {
    "quốc tế": "international",
    "song phương": "bilateral",
    "quốc gia": "bilateral",
    "chính": "bilateral",
    "phụ": "secondary",
}
"""Words for a gate's own class; of "phụ/song phương" the first word counts."""

PRECISIONS = ("gate_point", "village", "village_coarse", "none")

_REQUIRED = ("name", "class", "longitude", "latitude", "precision")
_OPTIONAL = (
    "gate",
    "mode",
    "pair",
    "counterpart",
    "markers",
    "commune_vintage",
    "commune_code",
    "commune",
    "source",
    "note",
)


def read_gates(
    entry: Entry, registry: Registry, *, vintage: str
) -> tuple[gpd.GeoDataFrame, Ledger]:
    """The gates, with points (missing where no position is known) in WGS 84.

    Adds ``gate_class`` (a value of `CLASSES`), ``period``, ``quality`` and ``credit``, the
    attribution of the table. The unit is read from the code, else the name, of `vintage` unless
    the row names another. Raises `InputError` with every fault of the table. A mended code is in
    the ledger.
    """
    read = read_table(entry, required=_REQUIRED, optional=_OPTIONAL)
    table = read.rows
    table = table.assign(commune_vintage=table["commune_vintage"].replace("", vintage))
    units = [_unit(row, registry) for row in table.to_dict("records")]
    faults = [*_row_faults(table, units), *_repeated_ids(table)]
    if faults:
        raise InputError(str(entry.path), _("the border gates cannot be used"), faults)
    gates = gpd.GeoDataFrame(
        table.assign(
            gate=_ids(table),
            gate_class=table["class"].map(_class_of),
            commune_code=[unit.code for unit in units],
            precision=table["precision"].str.lower(),
            source=table["source"].where(table["source"] != "", entry.attribution),
            quality=entry.quality,
            credit=entry.attribution,
            period=entry.period or vintage,
        ).drop(columns=["class", "longitude", "latitude"]),
        geometry=[_point(row) for row in table.to_dict("records")],
        crs=WGS84,
    ).reset_index(drop=True)
    mended = [(unit.code, unit.correction) for unit in units]
    notes = [*read.notes, *corrections(table["commune_code"], mended)]
    return gates, ledger_entry(entry.path.name, rows=len(table), notes=notes)


def _ids(table: pd.DataFrame) -> pd.Series:
    """The ids of the gates, made from the names where the table gives none."""
    named = table["name"].map(lambda name: fold_ascii(name).replace(" ", "-"))
    return table["gate"].where(table["gate"] != "", named)


def _class_of(words: str) -> str | None:
    """The class that a table's words mean, None where it is none."""
    known = {fold(word): ours for word, ours in CLASSES.items()}
    return known.get(fold(words.split("/")[0]))


def _unit(row: Mapping[str, str], registry: Registry) -> Found:
    """The commune that a row names, in its own vintage; none where it names none."""
    if row["commune_vintage"] not in registry.vintages:
        expected = ", ".join(registry.vintages)
        what = _("unknown vintage")
        return Found(fault=Fault(what, expected=expected, got=row["commune_vintage"]))
    if not (row["commune_code"] or row["commune"]):
        return Found()
    sought = Sought(code=row["commune_code"], name=row["commune"])
    return resolve(registry, sought, vintage=row["commune_vintage"])


def _point(row: Mapping[str, str]) -> shapely.Point | None:
    """The position of a row, None where it gives none; ValueError where it is no number."""
    if not row["longitude"] and not row["latitude"]:
        return None
    return shapely.Point(float(row["longitude"]), float(row["latitude"]))


def _row_faults(table: pd.DataFrame, units: Sequence[Found]) -> Iterator[Fault]:
    """Every fault of every row, each with its place."""
    for (number, row), unit in zip(table.iterrows(), units, strict=True):
        where = _("row {row} {name!r}").format(row=number, name=row["name"])
        found = [*_word_faults(row), *([unit.fault] if unit.fault else []), *_point_faults(row)]
        yield from (replace(fault, where=where) for fault in found)


def _word_faults(row: pd.Series) -> Iterator[Fault]:
    if _class_of(row["class"]) is None:
        yield Fault(_("unknown class of gate"), "", ", ".join(CLASSES), row["class"])
    if row["precision"].lower() not in PRECISIONS:
        yield Fault(_("unknown precision"), "", ", ".join(PRECISIONS), row["precision"])


def _point_faults(row: pd.Series) -> Iterator[Fault]:
    got = f"{row['longitude']} {row['latitude']}"
    try:
        point = _point(row)
    except ValueError:
        yield Fault(_("a coordinate is no number"), got=got)
        return
    if point is not None:
        x, y = float(row["longitude"]), float(row["latitude"])
        for wrong in faults_of(parse(WGS84), (x, y, x, y)):
            yield replace(wrong, got=got)


def _repeated_ids(table: pd.DataFrame) -> list[Fault]:
    ids = _ids(table)
    repeated = ids[ids.duplicated()].unique()
    return [Fault(_("two gates have this id"), where=str(one)) for one in repeated]
