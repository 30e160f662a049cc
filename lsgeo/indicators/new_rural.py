"""New-rural (nông thôn mới) status per commune, and how many communes meet each level."""

from __future__ import annotations

import pandas as pd

from lsgeo import facts
from lsgeo.facts import Ratio
from lsgeo.indicators import Indicator
from lsgeo.palette import Theme
from lsgeo.text import Words

PENDING = -1
"""The status of a commune that has not been assessed again since its merger."""

LEVELS = {"ntm_met": 1, "ntm_advanced": 2, "ntm_model": 3}
"""The lowest status that counts for each level: counts are cumulative, never to be added."""

ELIGIBLE_KIND = "xã"
"""Only communes (xã) can be new-rural: never wards (phường) or townships (thị trấn)."""

_CRITERIA = ("#F6DFA8", "#D6DEC8", "#A3D0E4", "#3B8BC2", "#08306B")
_KEYS = ["vintage", "period"]


def compute(*, ntm_status: pd.DataFrame, registry: pd.DataFrame) -> pd.DataFrame:
    """Facts: the status of each commune, and the counts of its district and province.

    `ntm_status` has ``vintage, code, period, criteria_set, status, criteria_met,
    year_registered, quality, source`` (status on its set's scale; the last two numbers may be
    NaN); `registry` the units of `lsgeo.registry`. A xã without a row is pending, as is one not
    assessed again; while any is pending no share is derived.
    """
    return facts.stack([_per_commune(ntm_status), _counts(ntm_status, registry)])


def _per_commune(statuses: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "status": ("ntm_status", "status"),
        "criteria_met": ("criteria_met", "criteria"),
        "year_registered": ("ntm_year_registered", "year"),
    }
    tables = [
        statuses.rename(columns={"criteria_set": "variant"})
        .assign(indicator=indicator, unit=unit, value=statuses[column].astype("float64"))
        .dropna(subset=["value"])
        for column, (indicator, unit) in columns.items()
    ]
    return facts.make(pd.concat(tables, ignore_index=True))


def _counts(statuses: pd.DataFrame, registry: pd.DataFrame) -> pd.DataFrame:
    """Counts of xã by level for every unit above the communes, at each period of `statuses`."""
    tables = [
        _count_period(rows, registry[registry["vintage"] == vintage], str(vintage), str(period))
        for (vintage, period), rows in statuses.groupby(_KEYS, sort=False)
    ]
    return facts.make(pd.concat(tables, ignore_index=True)) if tables else facts.empty()


def _count_period(
    rows: pd.DataFrame, units: pd.DataFrame, vintage: str, period: str
) -> pd.DataFrame:
    communes = units[(units["level"] == "commune") & (units["kind"] == ELIGIBLE_KIND)]
    parent_of = units.set_index("code")["parent"]
    status = communes["code"].map(rows.set_index("code")["status"]).fillna(PENDING)
    criteria = communes["code"].map(rows.set_index("code")["criteria_met"])
    flags = pd.DataFrame({name: status >= least for name, least in LEVELS.items()})
    flags = flags.assign(ntm_eligible=True, ntm_pending=status <= PENDING)
    tables = []
    for above in (communes["parent"], communes["parent"].map(parent_of)):
        known = above.notna() & (above != "")
        if not known.any():
            continue
        counts = flags[known].groupby(above[known]).sum().rename_axis("code")
        long = counts.melt(ignore_index=False, var_name="indicator", value_name="value")
        mean = criteria[known].groupby(above[known]).agg(lambda part: part.mean(skipna=False))
        mean = mean.rename_axis("code").to_frame("value").assign(indicator="criteria_met_mean")
        tables += [long.reset_index().assign(unit="xã"), mean.reset_index().assign(unit="criteria")]
    return (
        pd.concat(tables, ignore_index=True)
        .dropna(subset=["value"])
        .assign(
            vintage=vintage,
            period=period,
            quality=facts.worst_quality(rows["quality"]),
            source="; ".join(rows["source"].unique()),
        )
    )


INDICATOR = Indicator(
    name="new_rural",
    title=Words("Nông thôn mới", "New-rural status"),
    unit="status",
    adds_up=False,
    compute=compute,
    ratios=(
        Ratio("ntm_share", part="ntm_met", whole="ntm_eligible", unless="ntm_pending"),
        Ratio(
            "ntm_advanced_share", part="ntm_advanced", whole="ntm_eligible", unless="ntm_pending"
        ),
        Ratio(
            "ntm_advanced_of_met_share",
            part="ntm_advanced",
            whole="ntm_met",
            unless="ntm_pending",
        ),
        Ratio("ntm_model_share", part="ntm_model", whole="ntm_eligible", unless="ntm_pending"),
    ),
    themes=(
        Theme(
            "ntm_status",
            Words("Nông thôn mới", "New-rural status"),
            on_scale=True,
            rank=10,
        ),
        Theme(
            "criteria_met",
            Words("Số tiêu chí đạt", "Criteria met"),
            unit=Words("tiêu chí", "criteria"),
            colours=_CRITERIA,
            rank=11,
        ),
        Theme(
            "ntm_year_registered",
            Words("Năm đăng ký về đích", "Registered year"),
            rank=12,
        ),
    ),
)
