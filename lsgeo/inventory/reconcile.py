"""Legal forest beside what a satellite sees: both figures and their difference, never mixed."""

from __future__ import annotations

import pandas as pd

from lsgeo.facts import period_end
from lsgeo.text import Words

LEGAL = "forest_covering_ha"
"""The area that counts toward legal cover."""

SATELLITE = "tree_cover_2000_remaining"
"""Tree canopy seen from above: star anise and fruit groves too, harvested plots not."""

COLUMNS = (
    "vintage",
    "code",
    "legal_period",
    "legal_ha",
    "legal_quality",
    "legal_source",
    "satellite_variant",
    "satellite_period",
    "satellite_ha",
    "satellite_quality",
    "satellite_source",
    "difference_ha",
    "difference_pct",
)

NOTE = Words(
    "Hai số liệu đo hai thứ khác nhau: rừng theo quy định, và tán cây nhìn từ vệ tinh (tham khảo "
    "viễn thám). Chênh lệch không phải là sai số của bên nào.",
    "The figures measure two things: forest in law, and tree canopy seen by a satellite (for "
    "reference). The difference is no error of either.",
)


def reconcile(
    facts: pd.DataFrame, *, legal: str = LEGAL, satellite: str = SATELLITE
) -> pd.DataFrame:
    """Both areas of every unit that has both (`COLUMNS`), and satellite minus legal.

    To each legal figure stands the satellite's latest that ends no later, by variant; where all
    are later, the first. ``difference_pct`` is of the legal area.
    """
    one, other = (facts[facts["indicator"] == name] for name in (legal, satellite))
    keys = ["vintage", "code"]
    pairs = one.merge(other, on=keys, suffixes=("_legal", "_satellite"))
    if pairs.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    ends = {
        side: pairs[f"period_{side}"].map({p: period_end(p) for p in pairs[f"period_{side}"]})
        for side in ("legal", "satellite")
    }
    gap = (ends["legal"] - ends["satellite"]).map(lambda days: days.days)
    rank = gap.where(gap >= 0, gap.abs() + gap.abs().max() + gap.max())  # later ones behind
    chosen = pairs.assign(rank=rank).sort_values("rank", kind="stable")
    chosen = chosen.drop_duplicates([*keys, "period_legal", "variant_satellite"]).sort_values(
        [*keys, "period_legal", "variant_satellite"]
    )
    table = pd.DataFrame(
        {
            **{name: chosen[name] for name in keys},
            **_side(chosen, "legal"),
            "satellite_variant": chosen["variant_satellite"],
            **_side(chosen, "satellite"),
        }
    )
    difference = table["satellite_ha"] - table["legal_ha"]
    whole = table["legal_ha"].where(table["legal_ha"] > 0)
    table = table.assign(difference_ha=difference, difference_pct=difference / whole * 100)
    return table[list(COLUMNS)].reset_index(drop=True)


def _side(pairs: pd.DataFrame, name: str) -> dict[str, pd.Series]:
    columns = {"period": "period", "ha": "value", "quality": "quality", "source": "source"}
    return {f"{name}_{ours}": pairs[f"{theirs}_{name}"] for ours, theirs in columns.items()}
