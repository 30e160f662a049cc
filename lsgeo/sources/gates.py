"""Border gates: class, pair, unit and, where known, position with its precision."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from lsgeo.crs import WGS84, faults_of, parse
from lsgeo.errors import Fault, InputError
from lsgeo.ledger import Ledger
from lsgeo.ledger import entry as ledger_entry
from lsgeo.messages import _
from lsgeo.registry import Registry, Sought, resolve
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
    attribution of the table. The unit is read from
    the code, else the name, of `vintage` unless the row names another. Raises `InputError` with
    every fault of the table. A mended code is in the ledger.
    """
    table = read_table(entry, required=_REQUIRED, optional=_OPTIONAL)
    faults: list[Fault] = []
    rows = [
        _gate(
            row,
            _("row {row} {name!r}").format(row=number, name=row["name"]),
            registry,
            vintage,
            faults,
        )
        for number, row in table.iterrows()
    ]
    notes = [
        {
            "file": entry.path.name,
            "row": number,
            "column": "commune_code",
            "said": said,
            "became": row["commune_code"],
            "outcome": "corrected",
            "reason": _("leading zero restored"),
        }
        for number, said, row in zip(table.index, table["commune_code"], rows, strict=True)
        if said not in ("", row["commune_code"])
    ]
    if not faults:
        codes = pd.Series([row["gate"] for row in rows])
        repeated = codes[codes.duplicated()].unique()
        faults = [Fault(_("two gates have this id"), where=str(one)) for one in repeated]
    if faults:
        raise InputError(str(entry.path), _("the border gates cannot be used"), faults)
    gates = gpd.GeoDataFrame(rows, geometry="geometry", crs=WGS84)
    source = gates["source"].where(gates["source"] != "", entry.attribution)
    gates = gates.assign(
        source=source,
        quality=entry.quality,
        credit=entry.attribution,
        period=entry.period or vintage,
    )
    return gates, ledger_entry(entry.path.name, rows=len(table), notes=notes)


def _gate(
    row: pd.Series, where: str, registry: Registry, vintage: str, faults: list[Fault]
) -> dict[str, object]:
    """One gate; what is wrong with the row is added to `faults`."""
    in_vintage = row["commune_vintage"] or vintage
    words = {fold(word): ours for word, ours in CLASSES.items()}
    gate_class = words.get(fold(row["class"].split("/")[0]))
    if gate_class is None:
        faults.append(Fault(_("unknown class of gate"), where, ", ".join(CLASSES), row["class"]))
    precision = row["precision"].lower()
    if precision not in PRECISIONS:
        faults.append(Fault(_("unknown precision"), where, ", ".join(PRECISIONS), row["precision"]))
    code = ""
    if in_vintage not in registry.vintages:
        expected = ", ".join(registry.vintages)
        faults.append(Fault(_("unknown vintage"), where, expected, in_vintage))
    elif row["commune_code"] or row["commune"]:
        sought = Sought(code=row["commune_code"], name=row["commune"])
        found = resolve(registry, sought, vintage=in_vintage)
        code = found.code
        if found.fault:
            fault = found.fault
            faults.append(Fault(fault.what, where, fault.expected, fault.got, fault.remedy))
    return {
        **row[list(_OPTIONAL)].to_dict(),
        "gate": row["gate"] or fold_ascii(row["name"]).replace(" ", "-"),
        "name": row["name"],
        "gate_class": gate_class,
        "commune_vintage": in_vintage,
        "commune_code": code,
        "precision": precision,
        "geometry": _point(row, where, faults),
    }


def _point(row: pd.Series, where: str, faults: list[Fault]) -> shapely.Point | None:
    if not row["longitude"] and not row["latitude"]:
        return None
    got = f"{row['longitude']} {row['latitude']}"
    try:
        x, y = float(row["longitude"]), float(row["latitude"])
    except ValueError:
        faults.append(Fault(_("a coordinate is no number"), where, got=got))
        return None
    wrong = faults_of(parse(WGS84), (x, y, x, y))
    faults += [Fault(one.what, where, got=got, remedy=one.remedy) for one in wrong]
    return shapely.Point(x, y)
