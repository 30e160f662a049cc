"""The layers of a publication: units with all their themes, districts, frontier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import geopandas as gpd
import pandas as pd

from lsgeo.compose import Field, Layer
from lsgeo.compose.themes import column_of, field_of, latest, style_of, target_style
from lsgeo.facts import worst_quality
from lsgeo.formats import number
from lsgeo.indicators.gate_access import nearest_gates
from lsgeo.palette import Style, StyleClass, Symbol, Theme
from lsgeo.progress import Target
from lsgeo.registry import KINDS, full_name
from lsgeo.scales import CriteriaSets
from lsgeo.text import Words, same


def units_layer(
    units: gpd.GeoDataFrame,
    facts: pd.DataFrame,
    *,
    themes: Sequence[Theme],
    sets: CriteriaSets,
    quality: str,
    attribution: str,
    official: tuple[str, str],
) -> Layer:
    """The communes of one vintage: what is registered, measured and known of them, by theme.

    `units` as in `lsgeo.boundaries`; `facts` of any vintage (only theirs are used). A theme
    without facts is left out. `quality` is that of the boundaries, `official` the quality and the
    source of the official areas.
    """
    vintage = str(units["vintage"].iloc[0])
    data = gpd.GeoDataFrame(
        {
            "name": units["name"],
            "kind": units["kind"],
            "area_official_km2": units["area_official_km2"],
            "area_km2": units["area_ha"] / 100,
        },
        geometry=units.geometry.to_numpy(),
        index=units.index,
        crs=units.crs,
    )
    fields = [*_unit_fields(vintage, official=official, measured=(quality, attribution))]
    styles: list[Style] = []
    for theme in sorted(themes, key=lambda one: one.rank):
        rows = latest(facts, theme, vintage=vintage)
        rows = rows[rows["code"].isin(data.index)]
        if rows.empty:
            continue
        column = column_of(theme, rows, sets=sets, codes=data.index)
        if theme.only_above_zero and not (column.round(theme.decimals) > 0).any():
            continue
        data[theme.column] = column
        fields.append(field_of(theme, rows, sets=sets))
        style = style_of(theme, rows, sets=sets, codes=data.index)
        if style:
            styles.append(style)
    title = Words(f"Xã, phường từ {_day(vintage)}", f"Communes from {vintage}")
    plain = Style("units", title, "", "single", (StyleClass(title, Symbol("#FFFFFF")),))
    name = f"communes_{vintage[:4]}"
    return Layer(name, title, data, tuple(fields), tuple(styles) or (plain,), attribution)


def with_targets(layer: Layer, assessments: pd.DataFrame, targets: Sequence[Target]) -> Layer:
    """`layer` with a status column and a theme for each target that judges its units."""
    vintage_units = set(layer.data.index)
    data, fields, styles = layer.data.copy(), list(layer.fields), list(layer.styles)
    for target in targets:
        mine = assessments[
            (assessments["target"] == target.id) & assessments["code"].isin(vintage_units)
        ]
        if mine.empty:
            continue
        (status, reason), style = target_style(target, mine)
        rows = mine.set_index("code").reindex(data.index)
        data[status.name], data[reason.name] = rows["status"], rows["why"]
        fields += [status, reason]
        styles.append(style)
    return Layer(layer.name, layer.title, data, tuple(fields), tuple(styles), layer.attribution)


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
    return Layer(layer.name, layer.title, data, fields, layer.styles, layer.attribution)


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
    fields = (*layer.fields, nearest_field)
    return Layer(layer.name, layer.title, data, fields, layer.styles, layer.attribution)


def districts_layer(districts: gpd.GeoDataFrame, *, attribution: str) -> Layer:
    """The district-level units of one vintage, drawn as lines."""
    vintage = str(districts["vintage"].iloc[0])
    data = gpd.GeoDataFrame(
        {"name": districts["name"], "kind": districts["kind"]},
        geometry=districts.geometry.to_numpy(),
        index=districts.index,
        crs=districts.crs,
    )
    title = Words("Huyện cũ (đến 30/06/2025)", "Former districts (to 2025-06-30)")
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
        "xã": "commune", "phường": "ward", "thị trấn": "township", "đặc khu": "special zone",
        "huyện": "district", "quận": "urban district", "thị xã": "town", "thành phố": "city",
        "tỉnh": "province",
    }  # fmt: skip
    values = {kind: Words(KINDS[kind][1], english[kind]) for kind in KINDS}
    return Field("kind", Words("Loại", "Kind"), values=values)


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")
