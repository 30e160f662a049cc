"""Facts: one long table for every number, and how numbers add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from lsgeo.errors import Fault, LsgeoError
from lsgeo.messages import _

KEY = ("vintage", "code", "indicator", "variant", "period")
COLUMNS = (*KEY, "value", "low", "high", "unit", "quality", "source")
EVENT_COLUMNS = ("vintage", "code", "event", "date", "detail", "quality", "source")

QUALITIES = (
    "official",
    "published",
    "remote_sensing",
    "approximate",
    "schematic",
    "illustrative",
)
"""From best to worst; a fact takes the worst of its inputs."""

WATERMARKED = ("schematic", "illustrative")


def worst_quality(qualities: Iterable[str]) -> str:
    """The worst of `qualities`, which a number made from all of them takes."""
    return max(qualities, key=QUALITIES.index)


def make(table: pd.DataFrame, *, constants: Mapping[str, object] | None = None) -> pd.DataFrame:
    """Facts from `table`, with `constants` filled into every row, in the order of `COLUMNS`.

    Missing ``variant`` is "", missing ``low`` and ``high`` are NaN. Raises `LsgeoError` where a
    column lacks or the key (`KEY`) repeats.
    """
    filled = table.assign(
        **{"variant": "", "low": float("nan"), "high": float("nan")}
        | {str(name): table[name] for name in table.columns}
    )
    for name, value in (constants or {}).items():
        filled = filled.assign(**{name: value})
    lacking = [name for name in COLUMNS if name not in filled.columns]
    if lacking:
        raise LsgeoError("facts", _("columns are missing: {names}").format(names=lacking))
    facts = filled[list(COLUMNS)].astype(
        {"value": "float64", "low": "float64", "high": "float64"}
        | dict.fromkeys((*KEY, "unit", "quality", "source"), "str")
    )
    return check(facts.reset_index(drop=True))


def check(facts: pd.DataFrame) -> pd.DataFrame:
    """`facts` unchanged; raises `LsgeoError` naming repeated keys and unknown qualities."""
    repeated = facts.loc[facts.duplicated(list(KEY)), list(KEY)]
    faults = [
        Fault(_("this fact is there twice"), where=" ".join(row))
        for row in repeated.itertuples(index=False)
    ]
    strange = sorted(set(facts["quality"]) - set(QUALITIES))
    faults += [
        Fault(_("unknown quality"), expected=", ".join(QUALITIES), got=name) for name in strange
    ]
    if faults:
        raise LsgeoError("facts", _("the table of facts is not sound"), faults)
    return facts


def empty() -> pd.DataFrame:
    """A table of no facts."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS}).astype(
        {"value": "float64", "low": "float64", "high": "float64"}
    )


def stack(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """One checked table of facts from several."""
    parts = [table for table in tables if len(table)]
    return check(pd.concat(parts, ignore_index=True)) if parts else empty()


def add_up(facts: pd.DataFrame, parent_of: Mapping[str, str]) -> pd.DataFrame:
    """The amounts in `facts` summed from units to their parents (code to code).

    Only for indicators that add up; quality is the worst of the parts.
    """
    within = facts[facts["code"].isin(list(parent_of))]
    above = within.assign(code=within["code"].map(dict(parent_of)))
    grouped = above.groupby([*KEY, "unit", "source"], as_index=False, sort=False)
    summed: pd.DataFrame = grouped.agg(
        value=("value", lambda part: part.sum(skipna=False)), quality=("quality", worst_quality)
    )
    return make(summed)


def period_end(period: str) -> date:
    """The last day of a period: of "2025" the 31st of December, of an ISO date itself."""
    return date.fromisoformat(period) if len(period) == 10 else date(int(period), 12, 31)
