"""Boundaries as an office keeps them: which feature is which unit, whatever its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd

from lsgeo.boundaries import units_of
from lsgeo.errors import Fault, InputError, UnitError
from lsgeo.facts import QUALITIES, worst_quality
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.registry import KINDS, Registry, Sought, resolve, split_kind
from lsgeo.sources.catalog import Entry
from lsgeo.sources.vector import column_names, layer_names, read_layer
from lsgeo.text import fold, normalise

CODE_COLUMNS = (
    "code",
    "ma_xa",
    "maxa",
    "ma_dvhc",
    "madvhc",
    "ma_phuongxa",
    "ward_code",
    "wardcode",
    "commune_code",
    "commune_co",
    "ma",
)
NAME_COLUMNS = (
    "name",
    "ten_xa",
    "tenxa",
    "ten_dvhc",
    "tendvhc",
    "ten_phuongxa",
    "xa",
    "ward",
    "ward_name",
    "commune",
    "ten",
)
KIND_COLUMNS = ("kind", "loai", "loai_dvhc", "cap", "type", "ward_type")
"""What offices and public layers call these columns, whatever the case of the letters."""

QUALITY_COLUMN = "quality"
"""Where a layer that lsgeo drew says how good it is, so that no copy of it looks better."""

_MOST_NAMED = 20  # features at fault that a message names before it only counts


@dataclass(frozen=True)
class Outlines:
    """Polygons of the units, indexed by code in its order; ``elsewhere`` counts rows left out.

    ``quality`` is the worst that the entry, or a feature of itself, says; ``notes`` tell what had
    to be done to read them.
    """

    units: gpd.GeoDataFrame
    elsewhere: int
    quality: str
    notes: tuple[Note, ...] = ()


def read_outlines(entry: Entry, registry: Registry, *, elsewhere: frozenset[str]) -> Outlines:
    """The units of an entry's vintage and level with the polygons of its file.

    The column that holds most codes of the registry says which unit a feature is, else the one
    with most of its names, with the kind where a column has it; a name beside a code must agree
    with it. Features with a code of `elsewhere` are left out and counted. Raises `InputError`
    where the file cannot be used, `UnitError` with every fault of its features and geometry.
    """
    layer_name, columns = _look(entry)
    wanted = (*CODE_COLUMNS, *NAME_COLUMNS, *KIND_COLUMNS, QUALITY_COLUMN)
    telling = tuple(column for column in columns if column.lower() in wanted)
    read = read_layer(entry.model_copy(update={"sheet": layer_name}), required=telling)
    layer = read.features
    registered = registry.at(entry.vintage, level=entry.level)
    code = _column(layer, CODE_COLUMNS, lambda text: _five_digits(text) in registered.index)
    here = layer[~layer[code].map(_five_digits).isin(elsewhere)] if code else layer
    name = _column(here, NAME_COLUMNS, _is_name_in(set(registered["folded"])))
    kind = _column(here, KIND_COLUMNS, lambda text: fold(text) in set(map(fold, KINDS)))
    if not code and not name:
        raise _unnamed(entry, columns)
    sought = [
        Sought(code=row.get(code, ""), name=row.get(name, ""), kind=row.get(kind, ""))
        for row in here.drop(columns="geometry").to_dict("records")
    ]
    units = _units(entry, registry, here.assign(sought=sought))
    left_out = len(layer) - len(here)
    return Outlines(units, left_out, _quality(entry, here), read.notes)


def _look(entry: Entry) -> tuple[str, list[str]]:
    """The name of the one layer with geometry, and its columns."""
    layers = layer_names(entry.path)
    if len(layers) != 1:
        remedy = _("Save the layer of the communes as a file of its own.")
        got = ", ".join(layers) or "0"
        fault = Fault(_("layers with geometry"), expected="1", got=got, remedy=remedy)
        raise InputError(str(entry.path), _("the layer cannot be used"), [fault])
    return layers[0], column_names(entry.path, layer=layers[0])


def _quality(entry: Entry, layer: gpd.GeoDataFrame) -> str:
    said = {
        text
        for column in layer.columns
        if str(column).lower() == QUALITY_COLUMN
        for text in layer[column]
        if text in QUALITIES
    }
    return worst_quality({entry.quality, *said})


def _unnamed(entry: Entry, columns: Sequence[str]) -> InputError:
    what = _("no column has codes or names of the units of {vintage}")
    fault = Fault(
        what.format(vintage=entry.vintage),
        expected=", ".join((*CODE_COLUMNS, *NAME_COLUMNS)),
        got=", ".join(columns),
        remedy=_("Rename the column with the codes to code."),
    )
    return InputError(str(entry.path), _("the layer cannot be used"), [fault])


def _column(layer: gpd.GeoDataFrame, wanted: Iterable[str], is_known: Callable[[str], bool]) -> str:
    """The column, named like one of `wanted`, with most values that are known; "" for none."""
    order = list(wanted)
    named = [name for name in layer.columns if str(name).lower() in order]
    counts = {str(name): int(layer[name].map(is_known).sum()) for name in named}
    best = sorted(
        (name for name in counts if counts[name]),
        key=lambda name: (-counts[name], order.index(name.lower())),
    )
    return best[0] if best else ""


def _five_digits(text: str) -> str:
    return normalise(text).removesuffix(".0").zfill(5)


def _is_name_in(folded: set[str]) -> Callable[[str], bool]:
    return lambda text: fold(text) in folded or fold(split_kind(text)[1]) in folded


def _units(entry: Entry, registry: Registry, layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The units with the geometry of the features that mean them; every fault is raised."""
    codes, faults = [], []
    for number, sought in layer["sought"].items():
        found = resolve(registry, sought, vintage=entry.vintage, level=entry.level)
        codes.append(found.code)
        if found.fault:
            label = sought.name or sought.code
            where = _("feature {number} {name!r}").format(number=number, name=label)
            faults.append(replace(found.fault, where=where))
    if len(faults) > _MOST_NAMED:
        rest = _("{count} more features like these").format(count=len(faults) - _MOST_NAMED)
        faults[_MOST_NAMED:] = [Fault(rest)]
    geometry = layer.geometry.set_axis(codes)
    registered = registry.at(entry.vintage, level=entry.level)
    try:
        units = units_of(registered, geometry[geometry.index != ""], subject=str(entry.path))
    except UnitError as error:
        raise UnitError(error.subject, error.summary, [*faults, *error.faults]) from error
    if faults:
        raise UnitError(str(entry.path), _("the layer is not a valid map of its units"), faults)
    return units
