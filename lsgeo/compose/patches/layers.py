"""The layers of a list of patches: the patches, and the communes under them."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from lsgeo.compose import Field, Layer
from lsgeo.compose.patches.about import About
from lsgeo.compose.patches.fields import fields_of
from lsgeo.indicators import forest_loss
from lsgeo.palette import Style, StyleClass, Symbol
from lsgeo.patches.origin import ORIGINS
from lsgeo.patches.totals import TOTAL
from lsgeo.text import Words

LAYER = "patches"
"""The layer of patches; its columns ``name, describe, lon, lat`` are what a GPX has of it."""

_SYMBOLS = {
    "natural": Symbol("#8A0A63"),
    "planted": Symbol("#F98BB9", "diagonal", hatch_colour="#8A0A63"),
    "outside": Symbol("#FCC5D9", "dots"),
    "unknown": Symbol("#EE4D9B"),
}
_COMMUNE = Symbol("#FBFBF7")
_HA = Words("ha", "ha")


def patches_layer(shown: gpd.GeoDataFrame, *, about: About) -> Layer:
    """The patches, told apart by origin where an inventory tells of it."""
    fields = fields_of(about)
    columns = [one.name for one in fields if one.name != "code"]
    used = dict.fromkeys(shown["origin"]) if about.by_origin else ["unknown"]
    classes = tuple(
        StyleClass(ORIGINS[name] if about.by_origin else about.subject, symbol, value=name)
        for name, symbol in _SYMBOLS.items()
        if name in used
    )
    style = Style(
        name="origin" if about.by_origin else LAYER,
        title=Words("Nguồn gốc rừng", "Origin") if about.by_origin else about.subject,
        column="origin" if about.by_origin else "",
        kind="categorized" if about.by_origin else "single",
        classes=classes,
        quality=about.quality,
        source=about.source,
        note=forest_loss.INDICATOR.themes[0].note,
        satellite=True,
        label_column="code",
    )
    data = gpd.GeoDataFrame(shown[columns], geometry=shown.geometry, crs=shown.crs)
    return Layer(LAYER, about.subject, data, tuple(fields), (style,), "; ".join(about.attributions))


def communes_layer(units: gpd.GeoDataFrame, totals: pd.DataFrame, *, about: About) -> Layer:
    """The communes with what they lost in all of the years; the watermark lies across them."""
    sums = totals.groupby("code")[["patches", TOTAL]].sum()
    data = gpd.GeoDataFrame(
        {
            "name": units["name"],
            "kind": units["kind"],
            **{name: sums[name].reindex(units.index) for name in sums},
        },
        geometry=units.geometry.to_numpy(),
        index=units.index,
        crs=units.crs,
    )
    fields = (
        Field("name", Words("Tên", "Name")),
        Field("kind", Words("Loại", "Kind")),
        Field("patches", Words("Số vùng", "Patches")),
        Field(TOTAL, Words("Mất tán cây", "Canopy loss"), _HA, decimals=4),
    )
    title = Words("Xã", "Communes")
    style = Style(
        "communes", title, "", "single", (StyleClass(title, _COMMUNE),), label_column="name"
    )
    return Layer("communes", title, data, fields, (style,), "; ".join(about.attributions))
