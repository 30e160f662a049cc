"""The layer of border gates: by class, hollow where a position is only approximate."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from lsgeo.compose import Field, Layer
from lsgeo.indicators.gate_access import EXACT, border_distances
from lsgeo.palette import GATE, Marker, Style, StyleClass, Symbol
from lsgeo.registry import full_name
from lsgeo.text import Words, same

_GATE_CLASSES: Mapping[str, tuple[Words, Marker]] = {
    "international": (Words("Cửa khẩu quốc tế", "International gate"), "diamond"),
    "bilateral": (Words("Cửa khẩu song phương", "Bilateral gate"), "square"),
    "secondary": (Words("Cửa khẩu phụ", "Secondary gate"), "triangle"),
}
_ROAD = Words("Đường bộ", "Road")
_RAIL = Words("Đường sắt", "Railway")
_ROAD_AND_RIVER = Words("Đường bộ và đường sông", "Road and river")
_MODES = {
    "đường bộ": _ROAD,
    "road": _ROAD,
    "đường sắt": _RAIL,
    "rail": _RAIL,
    "đường bộ và đường sông": _ROAD_AND_RIVER,
    "road/river": _ROAD_AND_RIVER,
}
"""What tables write for a way across, in either language; other words are shown as they are."""

_PRECISION = {
    "gate_point": Words("Đúng vị trí cửa khẩu", "At the gate"),
    "village": Words("Vị trí gần đúng (theo thôn, bản)", "Approximate (its village)"),
    "village_coarse": Words(
        "Vị trí gần đúng (theo thôn, bản, làm tròn phút)", "Approximate (its village, rounded)"
    ),
    "none": Words("Chưa có tọa độ", "No position known"),
}


def gates_layer(
    gates: gpd.GeoDataFrame,
    registered: pd.DataFrame,
    *,
    border: gpd.GeoDataFrame | None,
    attribution: str,
    note: str,
) -> Layer:
    """The border gates by class; hollow where the position is approximate, none where unknown.

    `registered` are the units of every vintage, indexed by vintage and code, since each gate names
    its commune in a vintage of its own; with the `border` each gate says how far it is from it.
    `note` is what the table says of itself.
    """
    away = None if border is None else border_distances(gates, border).to_numpy()
    suffix = gates["precision"].map(lambda one: "" if one == EXACT else "_approximate")
    shown = gates["gate_class"] + suffix.where(gates.geometry.notna(), "_unplaced")
    keys = zip(gates["commune_vintage"], gates["commune_code"], strict=True)
    communes = [
        full_name(*registered.loc[key, ["name", "kind"]]) if key in registered.index else ""
        for key in keys
    ]
    data = gpd.GeoDataFrame(
        {
            "name": gates["name"].to_numpy(),
            "gate_class": gates["gate_class"].to_numpy(),
            "mode": gates["mode"].to_numpy(),
            "pair": gates["pair"].to_numpy(),
            "counterpart": gates["counterpart"].to_numpy(),
            "markers": gates["markers"].to_numpy(),
            "commune": communes,
            "precision": gates["precision"].to_numpy(),
            "border_km": np.full(len(gates), np.nan) if away is None else away,
            "note": gates["note"].to_numpy(),
            "source": gates["source"].to_numpy(),
            "shown": shown.to_numpy(),
        },
        geometry=gates.geometry.to_numpy(),
        index=pd.Index(gates["gate"], name="code"),
        crs=gates.crs,
    )
    title = Words("Cửa khẩu", "Border gates")
    present = set(shown)
    classes = tuple(one for one in _gate_classes() if one.value in present)
    style = Style(
        "gates", title, "shown", "categorized", classes, label_column="name", note=same(note)
    )
    return Layer("border_gates", title, data, _gate_fields(), (style,), attribution)


def _gate_classes() -> list[StyleClass]:
    approximate = Words("vị trí gần đúng", "approximate position")
    unplaced = Words("chưa rõ vị trí", "position unknown")
    classes = []
    for name, (words, marker) in _GATE_CLASSES.items():
        vague = Words(f"{words.vi} ({approximate.vi})", f"{words.en} ({approximate.en})")
        filled = Symbol(GATE, edge="#FFFFFF", marker=marker)
        hollow = Symbol("#FFFFFF", edge=GATE, marker=marker, hollow=True)
        classes.append(StyleClass(words, filled, value=name))
        classes.append(StyleClass(vague, hollow, value=f"{name}_approximate"))
        nowhere = Words(f"{words.vi} ({unplaced.vi})", f"{words.en} ({unplaced.en})")
        classes.append(StyleClass(nowhere, hollow, value=f"{name}_unplaced"))
    return classes


def _gate_fields() -> tuple[Field, ...]:
    words = {name: words for name, (words, _marker) in _GATE_CLASSES.items()}
    return (
        Field("name", Words("Tên", "Name")),
        Field("gate_class", Words("Loại", "Class"), values=words),
        Field("mode", Words("Phương thức", "Mode"), values=_MODES),
        Field("pair", Words("Thuộc cặp cửa khẩu", "Belongs to the pair")),
        Field("counterpart", Words("Phía Trung Quốc", "Chinese side")),
        Field("markers", Words("Mốc", "Markers")),
        Field("commune", Words("Xã", "Commune")),
        Field("precision", Words("Độ chính xác vị trí", "Precision"), values=_PRECISION),
        Field("border_km", Words("Cách đường biên giới", "To the border line"), same("km"), 1),
        Field("note", Words("Ghi chú", "Note")),
        Field("source", Words("Nguồn", "Source")),
    )
