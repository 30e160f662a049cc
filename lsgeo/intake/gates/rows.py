"""The rows of a list of gates, one aspect after the other; what is wrong stays with its row."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import pandas as pd
from pyproj import Geod

from lsgeo.errors import Fault
from lsgeo.intake.columns import Columns
from lsgeo.intake.gates.columns import GATE_COLUMNS
from lsgeo.intake.gates.positions import Position, Systems, parted, place
from lsgeo.intake.gates.words import class_in_name, class_word, gate_id, precision_of
from lsgeo.intake.units import Rows, alike, find, sought_of
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.registry import Registry, split_kind
from lsgeo.sheet import Layout
from lsgeo.sheet.codes import markers
from lsgeo.text import fold

_APART_M = 100.0  # what two positions of one gate may differ by: they are rounded
_GEOD = Geod(ellps="WGS84")
_SOUGHT = Columns({"code": "code", "name": "name", "district": "district"}, ())


@dataclass(frozen=True)
class Sheet:
    """A list of gates under our names: ``texts`` its cells as text, and what was found of rows."""

    layout: Layout
    columns: Columns
    texts: pd.DataFrame
    classes: Mapping[str, str]
    systems: Systems
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def blame(self, row: Hashable, fault: Fault) -> None:
        """Keep a row out because of `fault`."""
        self.faults.setdefault(int(str(row)), []).append(fault)

    def tell(self, row: Hashable, note: Note) -> None:
        """Say what had to be done to a row."""
        self.notes.append(Note(note.outcome, note.reason, int(str(row)), *_cells(note)))


def _cells(note: Note) -> tuple[str, str, str]:
    return note.column, note.said, note.became


def units_of(sheet: Sheet, registry: Registry, *, vintage: str) -> dict[str, Rows]:
    """The communes of the rows that name one, by the vintage that the row is of.

    The vintage of the list, in which rows are that name none, comes first.
    """
    texts = sheet.texts
    vintages = texts["commune_vintage"].where(texts["commune_vintage"] != "", vintage)
    said = _said(texts)
    names_one = (said["code"] != "") | (said["name"] != "")
    groups = sheet.layout.groups.reindex(texts.index).fillna("").astype(str)
    groups = groups.mask(groups.map(lambda group: class_word(group, sheet.classes)) != "", "")
    found = {}
    for one in dict.fromkeys([vintage, *vintages]):
        rows = said[names_one & (vintages == one)]
        if one in registry.vintages:
            found[one] = find(registry, sought_of(rows, _SOUGHT, groups=groups), vintage=one)
            continue
        for row in rows.index:
            expected = ", ".join(registry.vintages)
            sheet.blame(row, Fault(_("unknown vintage"), expected=expected, got=one))
    return found


def gates_of(sheet: Sheet, units: Mapping[str, Rows], *, registry: Registry) -> pd.DataFrame:
    """The rows in our columns; those at fault are in it, with what could be read of them."""
    gates = sheet.texts.assign(
        **{"class": _classes(sheet), "markers": _markers(sheet), "precision": ""},
        mode=sheet.texts["mode"].map(lambda text: text[:1].lower() + text[1:]),
        commune_vintage="",
        commune_code="",
    )
    gates = _placed(_in_communes(gates, sheet, units, registry=registry), sheet)
    _blame_names(gates, sheet)
    return gates[list(GATE_COLUMNS)]


def _said(texts: pd.DataFrame) -> pd.DataFrame:
    """What the rows say of their commune: "xã Đồng Đăng, huyện Cao Lộc" names its district."""
    said = pd.DataFrame(
        {"code": texts["commune_code"], "name": texts["commune"], "district": texts["district"]}
    )
    for row, name in said["name"].items():
        first, comma, rest = (part.strip() for part in name.partition(","))
        if comma and split_kind(rest)[0]:
            said.at[row, "name"] = first
            said.at[row, "district"] = said.at[row, "district"] or rest.split(",")[0].strip()
    return said


def _classes(sheet: Sheet) -> pd.Series:
    """The word for each gate's class: its cell, else the group it stands in, else its name."""
    groups = sheet.layout.groups.reindex(sheet.texts.index).fillna("").astype(str)
    words = {}
    for row, said in sheet.texts["class"].items():
        name = str(sheet.texts.at[row, "name"])
        if said:
            word = class_word(said, sheet.classes)
            how = "" if fold(word) in fold(said) else _("the class in the words of our table")
        else:
            word = class_word(groups.at[row], sheet.classes) if groups.at[row] else ""
            how = _("the class is that of the group of rows")
            if not word:
                word, how = class_in_name(name, sheet.classes), _("the class is in the name")
        if not word:
            expected = ", ".join(sheet.classes)
            sheet.blame(row, Fault(_("unknown class of gate"), expected=expected, got=said or name))
        elif how:
            text = said or groups.at[row] or name
            sheet.tell(row, Note("used", how, None, sheet.columns["class"], text, word))
        words[row] = word
    return pd.Series(words, index=sheet.texts.index, dtype="object")


def _markers(sheet: Sheet) -> pd.Series:
    """The numbers of the markers; one that the spreadsheet took for a day is a fault."""
    column = sheet.columns["markers"]
    if not column:
        return sheet.texts["markers"]
    read = markers(sheet.layout.rows[column])
    for row, fault in read.faults.items():
        sheet.blame(row, fault)
    return read.values.map(lambda text: text or "")


def _in_communes(
    gates: pd.DataFrame, sheet: Sheet, units: Mapping[str, Rows], *, registry: Registry
) -> pd.DataFrame:
    """`gates` with their communes as the registry writes them."""
    placed = gates.copy()
    for vintage, rows in units.items():
        names = registry.at(vintage)["name"]
        for row, found in rows.found.items():
            if found.fault:
                sheet.blame(row, found.fault)
                continue
            sought = rows.sought.at[row]
            if found.correction:
                column = sheet.columns["commune_code"] or sheet.columns["commune"]
                said = sought.code or sought.name
                note = Note("corrected", found.correction, None, column, said, found.code)
                sheet.tell(row, note)
            cells = (vintage, found.code, names[found.code])
            placed.loc[row, ["commune_vintage", "commune_code", "commune"]] = cells
    return placed


def _placed(gates: pd.DataFrame, sheet: Sheet) -> pd.DataFrame:
    """`gates` with longitude, latitude and precision; all three say so where nothing is known."""
    placed = gates.copy()
    for row in gates.index:
        position, column, said = _position(sheet, row)
        texts = ("", "") if position is None or position.fault else position.texts
        placed.loc[row, ["longitude", "latitude"]] = texts
        placed.at[row, "precision"] = _precision(sheet, row, is_placed=position is not None)
        if position is not None and position.fault:
            sheet.blame(row, position.fault)
        elif position is not None and position.how:
            note = Note("corrected", position.how, None, column, said, " ".join(texts))
            sheet.tell(row, note)
    return placed


def _position(sheet: Sheet, row: Hashable) -> tuple[Position | None, str, str]:
    """Where a row says that its gate is, in which column and how; None where it says nothing.

    A row that says it twice, in degrees and in metres, must say the same.
    """
    found = []
    for names in (("longitude", "latitude"), ("x", "y"), ("position",)):
        columns = [sheet.columns[name] for name in names]
        cells = [sheet.layout.rows.at[row, column] if column else None for column in columns]
        texts = [str(sheet.texts.at[row, name]) for name in names]
        if not any(texts) or precision_of(texts[0]) == "none":
            continue
        if len(cells) == 1:
            cells = [*parted(cells[0])]
        position = place(*cells, systems=sheet.systems, named=names[0] == "longitude")
        found.append((position, ", ".join(columns), ", ".join(texts)))
    if not found:
        return None, "", ""
    places = [one.lonlat for one, _column, _said in found if not one.fault]
    apart = max((_apart_m(places[0], other) for other in places[1:]), default=0.0)
    if apart > _APART_M:
        what = _("two positions of this gate are {metres} m apart").format(metres=f"{apart:.0f}")
        fault = Fault(what, got="; ".join(said for _one, _column, said in found))
        return Position(fault=fault), "", ""
    return found[0]


def _precision(sheet: Sheet, row: Hashable, *, is_placed: bool) -> str:
    """How precise a position is: what its row says, else that of a village, and a note."""
    said = str(sheet.texts.at[row, "precision"])
    known = precision_of(said)
    column = sheet.columns["precision"]
    if not is_placed:
        if known not in ("", "none"):
            why = _("no position is given, whatever its precision")
            sheet.tell(row, Note("corrected", why, None, column, said, "none"))
        else:
            sheet.tell(row, Note("used", _("no position is given"), None, "", "", "none"))
        return "none"
    if known not in ("", "none"):
        return known
    why = _("the precision of the position is not said: taken as approximate")
    sheet.tell(row, Note("used", why, None, column, said, "village"))
    return "village"


def _blame_names(gates: pd.DataFrame, sheet: Sheet) -> None:
    """Rows without a name, and those with the id of another."""
    ids = gates["gate"].where(gates["gate"] != "", gates["name"].map(gate_id))
    for row in ids.index[gates["name"] == ""]:
        sheet.blame(row, Fault(_("the row names no gate")))
    named = ids[gates["name"] != ""]
    what = _("this gate is there twice, in row {rows} too")
    for row, others in alike(named).items():
        sheet.blame(row, Fault(what.format(rows=others), got=named.at[row]))


def _apart_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(_GEOD.line_length([one[0], other[0]], [one[1], other[1]]))
