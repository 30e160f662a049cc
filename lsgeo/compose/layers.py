"""The layers of a publication: units with all their themes, districts, frontier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import geopandas as gpd
import pandas as pd

from lsgeo.compose import Field, Layer
from lsgeo.compose.themes import (
    column_of,
    field_of,
    known,
    last,
    origins_of,
    series_of,
    style_of,
    target_style,
)
from lsgeo.facts import worst_quality
from lsgeo.formats import number
from lsgeo.indicators.gate_access import nearest_gates
from lsgeo.palette import Style, StyleClass, Symbol, Theme
from lsgeo.progress import Target
from lsgeo.registry import KINDS, full_name
from lsgeo.scales import CriteriaSets
from lsgeo.text import Words, same

_FORMER_DISTRICTS = Words("Huyện cũ (đến 30/06/2025)", "Former districts (to 2025-06-30)")
_DISTRICT_FIGURES = Words(
    "Số liệu theo huyện cũ (đến 30/06/2025)", "Figures of former districts (to 2025-06-30)"
)


@dataclass(frozen=True)
class Drawn:
    """The units of one vintage and level: their boundaries, and what is said of both areas.

    ``quality`` and ``attribution`` are those of the boundaries, ``official`` the quality and the
    source of the official areas.
    """

    units: gpd.GeoDataFrame
    quality: str
    attribution: str
    official: tuple[str, str]

    @property
    def vintage(self) -> str:
        """The vintage of the units."""
        return str(self.units["vintage"].iloc[0])

    @property
    def level(self) -> str:
        """The level of the units."""
        return str(self.units["level"].iloc[0])


def units_layer(
    drawn: Drawn, facts: pd.DataFrame, *, themes: Sequence[Theme], sets: CriteriaSets
) -> Layer:
    """The units of one vintage: what is registered, measured and known of them, by theme.

    `facts` may be of any vintage and unit (only theirs are used). A theme without facts is left
    out. The latest number of each unit is shown; those of all periods are in the layer's series.
    """
    units, vintage = drawn.units, drawn.vintage
    mine = facts[(facts["vintage"] == vintage) & facts["code"].isin(units.index)]
    columns, series, origins = _registered(units), {}, {}
    measured = (drawn.quality, drawn.attribution)
    fields = [*_unit_fields(vintage, official=drawn.official, measured=measured)]
    styles: list[Style] = []
    for theme in sorted(themes, key=lambda one: one.rank):
        every = known(mine, theme, vintage=vintage)
        rows = last(every)
        if not _worth_showing(theme, rows):
            continue
        columns[theme.column] = column_of(theme, rows, sets=sets, codes=units.index)
        origins[theme.column] = origins_of(rows, codes=units.index)
        by_period = series_of(theme, every, sets=sets, codes=units.index)
        if len(by_period.columns) > 1:
            series[theme.column] = by_period
        fields.append(field_of(theme, rows, every=every, sets=sets))
        style = style_of(theme, rows, every=every, sets=sets)
        if style:
            styles.append(style)
    name, title = _name_of(drawn.level, vintage)
    plain = Style("units", title, "", "single", (StyleClass(title, Symbol("#FFFFFF")),))
    return Layer(
        name=name,
        title=title,
        data=gpd.GeoDataFrame(columns, geometry=units.geometry.to_numpy(), crs=units.crs),
        fields=tuple(fields),
        styles=tuple(styles) or (plain,),
        attribution=drawn.attribution,
        level=drawn.level,
        vintage=vintage,
        series=series,
        origins=origins,
    )


def _registered(units: gpd.GeoDataFrame) -> dict[str, pd.Series]:
    """The columns that every layer of units has."""
    columns = {name: units[name] for name in ("name", "kind", "area_official_km2")}
    return {**columns, "area_km2": units["area_ha"] / 100}


def _worth_showing(theme: Theme, rows: pd.DataFrame) -> bool:
    """Whether there are numbers of a theme, and above 0 where it is for those alone."""
    if theme.only_above_zero:
        return bool((rows["value"].round(theme.decimals) > 0).any())
    return len(rows) > 0


def _name_of(level: str, vintage: str) -> tuple[str, Words]:
    """The name and the title of a layer of units."""
    if level == "district":
        return f"district_figures_{vintage[:4]}", _DISTRICT_FIGURES
    title = Words(f"Xã, phường từ {_day(vintage)}", f"Communes from {vintage}")
    return f"communes_{vintage[:4]}", title


def with_targets(layer: Layer, assessments: pd.DataFrame, targets: Sequence[Target]) -> Layer:
    """`layer` with a status column and a theme for each target that judges its units."""
    vintage_units = set(layer.data.index)
    data, fields, styles = layer.data.copy(), list(layer.fields), list(layer.styles)
    origins = dict(layer.origins)
    for target in targets:
        mine = assessments[
            (assessments["target"] == target.id) & assessments["code"].isin(vintage_units)
        ]
        if mine.empty:
            continue
        (status, reason), style = target_style(target, mine)
        rows = mine.set_index("code").reindex(data.index)
        data[status.name], data[reason.name] = rows["status"], rows["why"]
        origins[status.name] = origins_of(mine, codes=data.index)
        fields += [status, reason]
        styles.append(style)
    return replace(layer, data=data, fields=tuple(fields), styles=tuple(styles), origins=origins)


def with_predecessors(layer: Layer, crosswalk: pd.DataFrame, former: pd.DataFrame) -> Layer:
    """`layer` with the units each was made of, "Xã A; Xã B (16,1 %)", newest change only.

    `former` are the units of the vintage before, indexed by code; a share is given where only a
    part of the old unit came in.
    """
    names = {}
    for code, pairs in crosswalk.groupby("to_code"):
        parts = []
        for pair in pairs.to_dict("records"):
            unit = former.loc[pair["from_code"]]
            share = number(pair["share_of_from"] * 100, decimals=1)
            part = "" if pair["relation"] == "full" else f" ({share} %)"
            parts.append(full_name(unit["name"], unit["kind"]) + part)
        names[code] = "; ".join(parts)
    data = layer.data.assign(predecessors=layer.data.index.map(names).fillna("").to_numpy())
    title = Words("Gồm các đơn vị cũ", "Made of the former units")
    sources = "; ".join(crosswalk["source"].unique()) if "source" in crosswalk else ""
    fields = (*layer.fields, Field("predecessors", title, source=sources))
    return replace(layer, data=data, fields=fields)


def with_nearest_gate(layer: Layer, gates: gpd.GeoDataFrame, *, quality: str) -> Layer:
    """`layer` with the name of the nearest gate that has a position.

    `quality` is that of the boundaries.
    """
    units = layer.data.assign(code=layer.data.index)
    names = gates.set_index("gate")["name"]
    nearest = nearest_gates(units, gates)["gate"].map(names)
    data = layer.data.assign(nearest_gate=nearest)
    nearest_field = Field(
        "nearest_gate",
        Words("Cửa khẩu gần nhất (từ tâm xã)", "Nearest gate (from the centre)"),
        period=str(gates["period"].iloc[0]),
        quality=worst_quality(["approximate", quality, *gates["quality"]]),
        source="; ".join(gates["credit"].unique()),
    )
    return replace(layer, data=data, fields=(*layer.fields, nearest_field))


def districts_layer(districts: gpd.GeoDataFrame, *, attribution: str) -> Layer:
    """The district-level units of one vintage, drawn as lines."""
    vintage = str(districts["vintage"].iloc[0])
    data = gpd.GeoDataFrame(
        {"name": districts["name"], "kind": districts["kind"]},
        geometry=districts.geometry.to_numpy(),
        index=districts.index,
        crs=districts.crs,
    )
    title = _FORMER_DISTRICTS
    symbol = Symbol("", edge="#1A1A1A", dashed=True)
    style = Style("districts", title, "", "single", (StyleClass(title, symbol),))
    fields = (Field("name", Words("Tên", "Name")), _kind_field())
    return Layer(f"districts_{vintage[:4]}", title, data, fields, (style,), attribution)


def border_layer(border: gpd.GeoDataFrame, *, attribution: str) -> Layer:
    """The international border as a line."""
    title = Words("Biên giới quốc gia", "International border")
    index = pd.Index([f"border-{number}" for number in range(1, len(border) + 1)], name="code")
    data = gpd.GeoDataFrame(
        {"name": title.vi}, geometry=border.geometry.to_numpy(), index=index, crs=border.crs
    )
    style = Style("border", title, "", "single", (StyleClass(title, Symbol("", edge="#B2182B")),))
    return Layer(
        "border", title, data, (Field("name", Words("Tên", "Name")),), (style,), attribution
    )


def _unit_fields(
    vintage: str, *, official: tuple[str, str], measured: tuple[str, str]
) -> tuple[Field, ...]:
    """The fields every unit has; `official` and `measured` are quality and source of the areas."""
    return (
        Field("name", Words("Tên", "Name")),
        _kind_field(),
        Field(
            "area_official_km2",
            Words("Diện tích công bố", "Official area"),
            unit=same("km²"),
            decimals=2,
            period=vintage,
            quality=official[0],
            source=official[1],
        ),
        Field(
            "area_km2",
            Words("Diện tích đo trên bản đồ", "Area measured on the map"),
            unit=same("km²"),
            decimals=2,
            period=vintage,
            quality=measured[0],
            source=measured[1],
        ),
    )


def _kind_field() -> Field:
    english = {
        "xã": "commune",
        "phường": "ward",
        "thị trấn": "township",
        "đặc khu": "special zone",
        "huyện": "district",
        "quận": "urban district",
        "thị xã": "town",
        "thành phố": "city",
        "tỉnh": "province",
    }
    values = {kind: Words(KINDS[kind][1], english[kind]) for kind in KINDS}
    return Field("kind", Words("Loại", "Kind"), values=values)


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")
