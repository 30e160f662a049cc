"""Legal forest beside what satellites see, unit by unit: both figures and the difference."""

from __future__ import annotations

import pandas as pd

from lsgeo.compose.tables import Column, Table, in_words
from lsgeo.compose.tables.units import CODE, UNIT, listed
from lsgeo.facts import QUALITY_WORDS
from lsgeo.formats import period as period_words
from lsgeo.inventory.reconcile import NOTE, reconcile
from lsgeo.registry import Registry
from lsgeo.text import Words

_COLUMNS = (
    CODE,
    UNIT,
    Column("legal_period", Words("Kỳ kiểm kê", "Inventory")),
    Column("legal_ha", Words("Rừng theo kiểm kê (ha)", "Forest by inventory (ha)"), decimals=2),
    Column("legal_quality", Words("Độ tin cậy", "Quality"), width=20),
    Column("satellite_period", Words("Kỳ vệ tinh", "Satellite")),
    Column(
        "satellite_ha", Words("Tán cây từ vệ tinh (ha)", "Canopy by satellite (ha)"), decimals=2
    ),
    Column("satellite_quality", Words("Độ tin cậy", "Quality"), width=24),
    Column("difference_ha", Words("Chênh lệch (ha)", "Difference (ha)"), decimals=2),
    Column("difference_pct", Words("Chênh lệch (%)", "Difference (%)"), decimals=1),
)


def satellite_tables(facts: pd.DataFrame, registry: Registry, *, vintage: str) -> tuple[Table, ...]:
    """One table for each variant of the canopy that stands beside an inventory of `vintage`."""
    every = reconcile(facts[facts["vintage"] == vintage])
    variants = sorted(every["satellite_variant"].unique())
    return tuple(
        _table(
            every[every["satellite_variant"] == variant],
            registry,
            vintage=vintage,
            variant=variant,
            named=len(variants) > 1,
        )
        for variant in variants
    )


def _table(
    rows: pd.DataFrame, registry: Registry, *, vintage: str, variant: str, named: bool
) -> Table:
    qualities = ("legal_quality", "satellite_quality")
    told = rows.assign(
        **{name: in_words(rows[name], QUALITY_WORDS) for name in qualities},
        **{name: rows[name].map(period_words) for name in ("legal_period", "satellite_period")},
    )
    sources = "; ".join(dict.fromkeys([*rows["legal_source"], *rows["satellite_source"]]))
    end = f" {variant}" if named else ""
    return Table(
        name=Words(f"Đối chiếu vệ tinh{end}", f"Satellite{end}"),
        title=Words(
            f"Rừng theo kiểm kê và tán cây nhìn từ vệ tinh ({variant})",
            f"Forest by inventory and canopy seen by satellite ({variant})",
        ),
        columns=_COLUMNS,
        rows=listed(told, registry, vintage=vintage),
        notes=(NOTE, Words(f"Nguồn: {sources}", f"Sources: {sources}")),
    )
