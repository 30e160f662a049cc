"""Border gates from our own file, as an officer edited and moved them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import Geod

from lsgeo.crs import VIETNAM, WGS84
from lsgeo.errors import Fault
from lsgeo.intake.back.compared import Edited, both_changed, differ, tell_newer, verdict
from lsgeo.intake.back.snapshot import PLACE
from lsgeo.intake.columns import text_of
from lsgeo.intake.gates.columns import GATE_COLUMNS
from lsgeo.intake.gates.positions import degrees_text
from lsgeo.intake.gates.words import PRECISIONS, class_word, gate_id, precision_of
from lsgeo.messages import _
from lsgeo.registry import Registry, Sought, full_name, resolve

TAKEN: Mapping[str, str] = {
    "name": "name",
    "gate_class": "class",
    "mode": "mode",
    "pair": "pair",
    "counterpart": "counterpart",
    "markers": "markers",
    "commune": "commune",
    "precision": "precision",
    "note": "note",
    "source": "source",
}
"""The columns of the layer that are taken back, by what they are in our table."""

_MOVED_M = 0.1  # less is what the change of systems costs
_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Known:
    """The gates of the workspace by id: ``rows`` as its table, ``said`` as a layer has them."""

    rows: pd.DataFrame
    said: pd.DataFrame


def known_of(gates: pd.DataFrame, registry: Registry, *, classes: Mapping[str, str]) -> Known:
    """What the workspace says of its gates: `gates` are the rows of its table, as text."""
    rows = gates.reindex(columns=[*GATE_COLUMNS]).fillna("").astype(str)
    ids = rows["gate"].where(rows["gate"] != "", rows["name"].map(gate_id))
    rows = rows.assign(gate=ids).drop_duplicates("gate").set_index("gate", drop=False)
    said = pd.DataFrame({theirs: rows[ours] for theirs, ours in TAKEN.items()}, index=rows.index)
    return Known(
        rows,
        said.assign(
            gate_class=rows["class"].map(lambda word: classes.get(class_word(word, classes), "")),
            commune=[_commune(row, registry) for row in rows.to_dict("records")],
            precision=rows["precision"].str.lower(),
        ),
    )


def changed_gates(
    edited: Edited,
    known: Known,
    *,
    places: Mapping[int, shapely.Geometry | None],
    rows: Mapping[str, int],
    registry: Registry,
    classes: Mapping[str, str],
    was: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The rows (`GATE_COLUMNS`, by record) of the gates that were edited or moved, whole.

    `places` are the geometries by record, on WGS 84; `was` what the file was published with, by
    code, where that is known: what differs from the workspace for being older was not edited.
    """
    changed = {}
    for code, row in rows.items():
        fresh = {str(name): str(text) for name, text in known.rows.loc[code].items()}
        before = dict(fresh)
        then = was.loc[code] if was is not None and code in was.index else None
        for column, said in _edits(edited, known, code=code, row=row, then=then).items():
            put = _put(column, said, fresh, registry=registry, classes=classes)
            if isinstance(put, Fault):
                edited.blame(row, put)
                continue
            fresh |= put
            before_text = str(known.said.at[code, column])
            edited.tell_change(row, column, before=before_text, after=said)
        if not _is_place_old(edited, row, fresh, places.get(row), then=then):
            fresh = _moved(edited, row, fresh, places.get(row))
        if fresh != before:
            changed[row] = fresh
    table = pd.DataFrame.from_dict(changed, orient="index", columns=[*GATE_COLUMNS])
    return table.sort_index()


def places_of(frame: pd.DataFrame) -> dict[int, shapely.Geometry | None]:
    """The geometries of a layer by record, on WGS 84; none where it has no geometry at all."""
    if not isinstance(frame, gpd.GeoDataFrame) or frame.crs is None:
        return {}
    return dict(frame.geometry.to_crs(WGS84).items())


def _edits(
    edited: Edited, known: Known, *, code: str, row: int, then: pd.Series | None
) -> dict[str, str]:
    """What was edited in a row that was published as `then`.

    A source that the workspace's table left to the file was not.
    """
    edits = {}
    for column in TAKEN:
        if column not in edited.rows.columns:
            continue
        said, now = text_of(edited.rows.at[row, column]), str(known.said.at[code, column])
        was = None if then is None or column not in then.index else str(then[column])
        if column == "source" and not now and (was is None or not differ(said, was)):
            continue
        if column == "source" and not now:
            was = None  # the workspace never said it, so it has not changed there
        found = verdict(said, now=now, was=was)
        if found == "newer":
            tell_newer(edited, row, column, said=said, kept=now)
        elif found == "both":
            edited.blame(row, both_changed(column, said=said, now=now))
        elif found == "edited":
            edits[column] = said
    return edits


def _is_place_old(
    edited: Edited,
    row: int,
    gate: Mapping[str, str],
    place: shapely.Geometry | None,
    *,
    then: pd.Series | None,
) -> bool:
    """Whether a gate stands where the file was published with it, and not where it was put since.

    One that was moved here and in the workspace too is at fault.
    """
    if then is None or not {*PLACE} <= {*then.index}:
        return False
    now = " ".join(filter(None, (gate[name] for name in PLACE)))
    was = " ".join(filter(None, (str(then[name]) for name in PLACE)))
    said = (
        "" if place is None or place.is_empty else f"{place.centroid.x:.9f} {place.centroid.y:.9f}"
    )
    if not _are_apart(was, now) or not _are_apart(said, now):
        return False
    if _are_apart(said, was):
        edited.blame(row, both_changed("geometry", said=said, now=now))
    else:
        tell_newer(edited, row, "geometry", said=said, kept=now)
    return True


def _put(
    column: str,
    said: str,
    row: Mapping[str, str],
    *,
    registry: Registry,
    classes: Mapping[str, str],
) -> dict[str, str] | Fault:
    """The cells of our table that an edited cell means."""
    if column == "gate_class":
        word = class_word(said, classes)
        fault = Fault(_("unknown class of gate"), expected=", ".join(classes), got=said)
        return {"class": word} if word else fault
    if column == "precision":
        known = precision_of(said)
        fault = Fault(_("unknown precision"), expected=", ".join(PRECISIONS), got=said)
        return {"precision": known} if known else fault
    if column == "name" and not said:
        return Fault(_("the row names no gate"))
    if column != "commune":
        return {TAKEN[column]: said}
    if not said:
        return {"commune": "", "commune_code": "", "commune_vintage": ""}
    vintage = row["commune_vintage"] or registry.vintages[-1]
    found = resolve(registry, Sought(name=said), vintage=vintage)
    if found.fault:
        return found.fault
    name = str(registry.at(vintage).at[found.code, "name"])
    return {"commune": name, "commune_code": found.code, "commune_vintage": vintage}


def _moved(
    edited: Edited, row: int, gate: Mapping[str, str], place: shapely.Geometry | None
) -> dict[str, str]:
    """`gate` at its place in the layer, with a precision that goes with that."""
    fresh = dict(gate)
    before = " ".join(filter(None, (gate["longitude"], gate["latitude"])))
    if place is None or place.is_empty:
        if before:
            fresh |= {"longitude": "", "latitude": "", "precision": "none"}
            edited.tell_change(row, "geometry", before=before, after="")
        return fresh
    west, south, east, north = VIETNAM
    if place.geom_type != "Point" or not (west <= place.x <= east and south <= place.y <= north):
        what = _("the position does not lie in Viet Nam")
        edited.blame(row, Fault(what, expected=_("a point"), got=str(place)))
        return fresh
    if before and _apart_m(gate, place) < _MOVED_M:
        return fresh
    fresh |= {"longitude": degrees_text(place.x), "latitude": degrees_text(place.y)}
    after = f"{fresh['longitude']} {fresh['latitude']}"
    edited.tell_change(row, "geometry", before=before, after=after)
    if gate["precision"] == "none":
        fresh["precision"] = "village"
        why = _("the precision of the position is not said: taken as approximate")
        edited.tell_kept(row, "precision", said="none", kept="village", reason=why)
    return fresh


def _are_apart(one: str, other: str) -> bool:
    """Whether two positions ("106.7 21.9", "" for none) are different places."""
    if not (one and other):
        return one != other
    (x, y), (east, north) = (map(float, text.split()) for text in (one, other))
    return float(_GEOD.line_length([x, east], [y, north])) >= _MOVED_M


def _apart_m(gate: Mapping[str, str], place: shapely.Point) -> float:
    lons, lats = [float(gate["longitude"]), place.x], [float(gate["latitude"]), place.y]
    return float(_GEOD.line_length(lons, lats))


def _commune(row: Mapping[str, str], registry: Registry) -> str:
    """The commune of a gate as the layer names it: "Xã Đồng Đăng"."""
    vintage = row["commune_vintage"] or registry.vintages[-1]
    if vintage not in registry.vintages or not (row["commune_code"] or row["commune"]):
        return ""
    sought = Sought(code=row["commune_code"], name=row["commune"])
    found = resolve(registry, sought, vintage=vintage)
    units = registry.at(vintage)
    return full_name(*units.loc[found.code, ["name", "kind"]]) if found.code else ""
