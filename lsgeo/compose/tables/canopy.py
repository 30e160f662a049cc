"""How much the figures of tree canopy hang on the threshold: all thresholds side by side."""

from __future__ import annotations

import pandas as pd

from lsgeo.compose.tables import Column, Table
from lsgeo.compose.tables.units import CODE, UNIT, listed
from lsgeo.facts import QUALITY_WORDS, worst_quality
from lsgeo.products import hansen
from lsgeo.registry import Registry
from lsgeo.text import Words

_FIGURES = {
    "tree_cover_2000_remaining": Words("Tán cây còn lại (ha)", "Canopy still standing (ha)"),
    "forest_loss_since_2001": Words("Mất từ 2001 (ha)", "Lost since 2001 (ha)"),
}
_NOTE = Words(
    "Ngưỡng tàn che của năm 2000 để một ô ảnh được tính là có tán cây. Số liệu đổi nhiều theo "
    "ngưỡng thì kết luận phụ thuộc vào ngưỡng đã chọn.",
    "The canopy of 2000 from which on a pixel counts as covered. Where figures change much with "
    "it, so does what is concluded from them.",
)


def canopy_tables(facts: pd.DataFrame, registry: Registry, *, vintage: str) -> tuple[Table, ...]:
    """One table of the latest year, by unit and threshold; none without such facts."""
    mine = facts[(facts["vintage"] == vintage) & facts["indicator"].isin(list(_FIGURES))]
    mine = mine[mine["variant"].isin(list(hansen.canopy_variants().values()))]
    if mine.empty:
        return ()
    year = mine["period"].max()
    latest = mine[mine["period"] == year]
    wide = latest.pivot_table(index="code", columns=["indicator", "variant"], values="value")
    columns = [
        (name, variant, edge)
        for name in _FIGURES
        for edge, variant in hansen.canopy_variants().items()
        if (name, variant) in wide.columns
    ]
    rows = pd.DataFrame({f"{name}_{edge}": wide[name, one] for name, one, edge in columns})
    quality = QUALITY_WORDS[worst_quality(latest["quality"].unique())]
    sources = "; ".join(latest["source"].unique())
    return (
        Table(
            name=Words("Ngưỡng tán cây", "Canopy thresholds"),
            title=Words(
                f"Tán cây nhìn từ vệ tinh theo ngưỡng tàn che, {year}",
                f"Tree canopy seen by satellite, by threshold, {year}",
            ),
            columns=(CODE, UNIT, *(_column(name, edge) for name, _variant, edge in columns)),
            rows=listed(rows.reset_index(), registry, vintage=vintage),
            notes=(
                _NOTE,
                Words(
                    f"Độ tin cậy: {quality.vi}. Nguồn: {sources}",
                    f"Quality: {quality.en}. Sources: {sources}",
                ),
            ),
        ),
    )


def _column(name: str, edge: int) -> Column:
    words = _FIGURES[name]
    title = Words(f"{words.vi}, tàn che ≥ {edge} %", f"{words.en}, canopy ≥ {edge} %")
    return Column(f"{name}_{edge}", title, decimals=1, width=14)
