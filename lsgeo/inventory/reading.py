"""An inventory with our columns read into lots, each with its commune, type and areas."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd
import shapely

from lsgeo.errors import Fault, InputError
from lsgeo.inventory.communes import Communes, Trusted, find_communes
from lsgeo.inventory.contradictions import Doubts, contradictions
from lsgeo.inventory.lots import Lots, measured
from lsgeo.inventory.schema import GEOMETRY
from lsgeo.inventory.types import FUNCTIONS, Causes, ForestTypes
from lsgeo.inventory.values import codes, numbers, texts
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.text import fold

_TEXTS = ("tk", "khoanh", "lo")
_MOST_SHOWN = 10  # values that a fault names
_LETTERS = {"ph": 1, "dd": 2, "đd": 2, "sx": 3}  # mdsd, where malr3 says nothing


def read_lots(
    table: pd.DataFrame,
    registry: Registry,
    *,
    subject: str,
    vintage: str,
    plane: str,
    types: ForestTypes,
    causes: Causes | None = None,
    boundaries: gpd.GeoDataFrame | None = None,
    trusted: Trusted = "",
) -> Lots:
    """The lots of `table` (columns of `lsgeo.inventory.schema.NAMES`), by communes of `vintage`.

    The type is that of maldlr; ldlr checks it, and stands in for it where it is missing or
    unknown. A lot without commune, type or a legal area of 0 or more is quarantined. `boundaries`
    (polygons by code) check where lots lie: give them only where they are real. `trusted` says
    whether to go by "code" or "name" where they differ. Raises `InputError` where there is no lot,
    and where most lots are of another vintage, of no known type or without an area.
    """
    if table.empty:
        raise InputError(subject, _("the inventory has no lots"))
    communes = find_communes(table, registry, subject=subject, vintage=vintage, trusted=trusted)
    types_said = _types(table, types)
    notes, bad = _quarantined(table, communes, types_said, subject=subject)
    lots = _lots(table, communes, types_said, causes=causes)[~bad]
    lots = measured(gpd.GeoDataFrame(lots, crs=getattr(table, "crs", None)), types, plane=plane)
    doubts = Doubts(
        short_type=types_said["by_short"][~bad],
        commune_said=communes.said[~bad],
        commune_meant=communes.meant[~bad],
    )
    return Lots(
        vintage=vintage,
        lots=lots,
        rows=len(table),
        notes=(
            *communes.notes,
            *_corrected(types_said[~bad], types),
            *_made_valid(table, kept=lots.index),
            *notes,
        ),
        contradictions=contradictions(lots, doubts, types=types, boundaries=boundaries),
    )


def _types(table: pd.DataFrame, types: ForestTypes) -> pd.DataFrame:
    """What lots say of their type: as ``number`` and ``word``, and which codes those are.

    ``by_number`` and ``by_short`` are 0 where nothing, or no known type, is said; ``code`` is the
    one that counts. English names call the column of the code like that of the short code, so
    either may hold either.
    """
    blank = pd.Series("", index=table.index)
    said = {
        "number": texts(table["maldlr"]) if "maldlr" in table.columns else blank,
        "word": texts(table["ldlr"]) if "ldlr" in table.columns else blank,
    }
    by = {
        name: column.map({text: types.find(text) for text in column.unique()})
        for name, column in said.items()
    }
    code = by["number"].where(by["number"] > 0, by["word"])
    return pd.DataFrame(
        {**said, "by_number": by["number"], "by_short": by["word"], "code": code}
    ).astype({"by_number": "int64", "by_short": "int64", "code": "int64"})


def _quarantined(
    table: pd.DataFrame, communes: Communes, types_said: pd.DataFrame, *, subject: str
) -> tuple[list[Note], pd.Series]:
    """The notes of lots that cannot be counted, and which these are; `InputError` if most are."""
    said = types_said["number"].where(types_said["number"] != "", types_said["word"])
    untyped, unmeasured = _("unknown forest type"), _("the legal area is no number of 0 or more")
    groups = (
        ("maxa", communes.codes == "", communes.reasons, communes.said),
        ("maldlr", types_said["code"] == 0, untyped, said),
        ("dtich", ~(numbers(table["dtich"]) >= 0), unmeasured, texts(table["dtich"])),
    )
    notes: list[Note] = []
    faults: list[Fault] = []
    for column, bad, reasons, words in groups:
        if 2 * bad.sum() > len(table):
            seen = ", ".join(words[bad].value_counts().index[:_MOST_SHOWN])
            where = _("{count} rows").format(count=int(bad.sum()))
            faults.append(Fault(str(reasons), where=f"{column}, {where}", got=seen))
        why = reasons[bad] if isinstance(reasons, pd.Series) else [reasons] * int(bad.sum())
        notes += [
            Note("quarantined", reason, row=int(row), column=column, said=text)
            for row, reason, text in zip(table.index[bad], why, words[bad], strict=True)
        ]
    if faults:
        raise InputError(subject, _("most lots cannot be counted"), faults)
    return notes, groups[0][1] | groups[1][1] | groups[2][1]


def _corrected(types_said: pd.DataFrame, types: ForestTypes) -> Iterator[Note]:
    """The notes of lots whose type had to be read from ldlr."""
    mended = types_said[types_said["by_number"] == 0]
    if (types_said["number"] == "").all():
        return  # the file has no codes at all: nothing was mended
    reason = _("read from ldlr ({short})")
    for row, said in zip(mended.index, mended.to_dict("records"), strict=True):
        short = types.table.at[said["code"], "short"]
        yield Note(
            "corrected",
            reason.format(short=short),
            row=int(row),
            column="maldlr",
            said=said["number"],
            became=str(said["code"]),
        )


def _made_valid(table: pd.DataFrame, *, kept: pd.Index) -> Iterator[Note]:
    """The notes of lots whose polygon crosses itself, which was put right."""
    if GEOMETRY not in table.columns:
        return
    shapes = table.loc[kept, GEOMETRY].to_numpy()
    invalid = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    for row, why in zip(kept[invalid], shapely.is_valid_reason(shapes[invalid]), strict=True):
        reason = _("the geometry was made valid")
        yield Note("corrected", reason, row=int(row), column=GEOMETRY, said=str(why))


def _lots(
    table: pd.DataFrame, communes: Communes, types_said: pd.DataFrame, *, causes: Causes | None
) -> pd.DataFrame:
    """The lots with everything but their group and the area of their geometry."""

    def text(name: str) -> pd.Series:
        blank = pd.Series("", index=table.index)
        return texts(table[name]) if name in table.columns else blank

    def code(name: str) -> pd.Series:
        none = pd.Series(0, index=table.index)
        return codes(table[name]) if name in table.columns else none

    shapes = table[GEOMETRY] if GEOMETRY in table.columns else [None] * len(table)
    return pd.DataFrame(
        {
            "code": communes.codes,
            **{name: text(name) for name in _TEXTS},
            "type_code": types_said["code"],
            "ldlr": text("ldlr"),
            "dtich_ha": numbers(table["dtich"]),
            "function": _functions(code("malr3"), text("mdsd")),
            "origin": code("nggocr"),
            "year_planted": code("namtr"),
            "cause": _causes(text("nguyennhan"), causes),
            "owner": text("churung"),
            "share": 1.0,
            GEOMETRY: shapes,
        },
        index=table.index,
    )


def _functions(malr3: pd.Series, mdsd: pd.Series) -> pd.Series:
    """malr3, or what the letters of mdsd say where it says nothing; 0 for none of the three."""
    said = mdsd.map({text: _LETTERS.get(fold(text), 0) for text in mdsd.unique()})
    known = malr3.where(malr3.isin(list(FUNCTIONS)), 0)
    return known.where(known > 0, said).astype("int64")


def _causes(said: pd.Series, causes: Causes | None) -> pd.Series:
    if causes is None:
        return said
    return said.map({text: causes.find(text) for text in said.unique()})
