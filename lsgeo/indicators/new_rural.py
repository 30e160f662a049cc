"""New-rural (nông thôn mới) status per commune, and how many communes meet each level."""

from __future__ import annotations

import pandas as pd

from lsgeo import facts
from lsgeo.facts import Ratio
from lsgeo.indicators import Indicator
from lsgeo.palette import STANDARD, Theme
from lsgeo.scales import ELIGIBLE_KIND, MET, CriteriaSets
from lsgeo.text import Words

LEVELS = {"ntm_met": MET, "ntm_advanced": "advanced", "ntm_model": "model"}
"""The id of the lowest status that counts for each level: counts are cumulative, never added."""

_KEYS = ["vintage", "period"]


def compute(
    *, ntm_status: pd.DataFrame, registry: pd.DataFrame, criteria_sets: CriteriaSets
) -> pd.DataFrame:
    """Facts: the status of each commune, and the counts of its district and province.

    `ntm_status` has ``vintage, code, period, criteria_set, status, criteria_met,
    year_registered, commune_group, quality, source`` (status on its set's scale; the last three
    numbers may be NaN); `registry` the units of `lsgeo.registry`; `criteria_sets` the sets that
    the statuses name. A xã without a row is pending, as is one whose status is below 0, off the
    scale (not assessed again); while any is pending no share is derived. A level that a set's
    scale does not have (nâng cao after 2025) is not counted, which is not the same as none.
    """
    reached = {
        indicator: _reached(ntm_status, criteria_sets, status_id)
        for indicator, status_id in LEVELS.items()
    }
    marked = ntm_status.assign(**reached)
    return facts.stack([_per_commune(ntm_status), _counts(marked, registry)])


def _reached(statuses: pd.DataFrame, sets: CriteriaSets, status_id: str) -> pd.Series:
    """1 where a status is at or above the one with this id, NaN where its scale has none."""
    least = {name: one.scale.value_of(status_id) for name, one in sets.items()}
    lowest = statuses["criteria_set"].map(least).astype("float64")
    return (statuses["status"] >= lowest).astype("float64").where(lowest.notna())


def _per_commune(statuses: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "status": ("ntm_status", "status"),
        "criteria_met": ("criteria_met", "criteria"),
        "year_registered": ("ntm_year_registered", "year"),
        "commune_group": ("ntm_commune_group", "group"),
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
        _count_period(rows, registry[registry["vintage"] == vintage]).assign(
            vintage=vintage, period=period
        )
        for (vintage, period), rows in statuses.groupby(_KEYS, sort=False)
    ]
    return facts.make(pd.concat(tables, ignore_index=True)) if tables else facts.empty()


def _count_period(rows: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """The counts of one vintage and period, for every unit above its communes."""
    communes = units[(units["level"] == "commune") & (units["kind"] == ELIGIBLE_KIND)]
    parent_of = units.set_index("code")["parent"]
    known = rows.set_index("code")
    status = communes["code"].map(known["status"])
    criteria = communes["code"].map(known["criteria_met"])
    if communes["code"].map(known["criteria_set"]).nunique() > 1:
        criteria = criteria.where(criteria.isna())  # 9 of 10 and 9 of 19 have no mean
    flags = pd.DataFrame({name: communes["code"].map(known[name]) for name in LEVELS})
    counted = [name for name in LEVELS if rows[name].notna().all()]
    flags = flags[counted].fillna(0.0)
    pending = status.isna() | (status < 0)
    flags = flags.assign(ntm_eligible=1.0, ntm_pending=pending.astype("float64"))
    tables = []
    for above in (communes["parent"], communes["parent"].map(parent_of)):
        has_unit = above.notna() & (above != "")
        if not has_unit.any():
            continue
        counts = flags[has_unit].groupby(above[has_unit]).sum().rename_axis("code")
        long = counts.melt(ignore_index=False, var_name="indicator", value_name="value")
        mean = criteria[has_unit].groupby(above[has_unit]).agg(lambda part: part.mean(skipna=False))
        mean = mean.rename_axis("code").to_frame("value").assign(indicator="criteria_met_mean")
        tables += [long.reset_index().assign(unit="xã"), mean.reset_index().assign(unit="criteria")]
    return (
        pd.concat(tables, ignore_index=True)
        .dropna(subset=["value"])
        .assign(
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
    makes={
        "ntm_status": "status",
        "criteria_met": "criteria",
        "ntm_year_registered": "year",
        "ntm_commune_group": "group",
        "ntm_met": "xã",
        "ntm_advanced": "xã",
        "ntm_model": "xã",
        "ntm_eligible": "xã",
        "ntm_pending": "xã",
        "criteria_met_mean": "criteria",
    },
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
            short=Words("NTM", "NTM"),
        ),
        Theme(
            "criteria_met",
            Words("Số tiêu chí đạt", "Criteria met"),
            unit=Words("tiêu chí", "criteria"),
            colours=STANDARD,
            rank=11,
            short=Words("Tiêu chí", "Criteria"),
        ),
        Theme(
            "ntm_year_registered",
            Words("Năm đăng ký về đích", "Registered year"),
            rank=12,
            short=Words("Đăng ký", "Registered"),
        ),
        Theme(
            "ntm_commune_group",
            Words("Nhóm xã", "Commune group"),
            note=Words(
                "Nhóm xã như bảng của tỉnh ghi; bộ tiêu chí đặt yêu cầu theo nhóm",
                "The group as the province's table has it; criteria ask different things of each",
            ),
            rank=13,
            short=Words("Nhóm", "Group"),
        ),
        Theme(
            "ntm_share",
            Words("Tỷ lệ xã đạt chuẩn NTM", "Communes meeting the new-rural standard"),
            unit=Words("%", "%"),
            decimals=1,
            colours=STANDARD,
            note=Words(
                "Trên tổng số xã, không tính phường và thị trấn; lũy kế, gồm cả nâng cao và "
                "kiểu mẫu",
                "Of all communes (xã), without wards and townships; cumulative, advanced and model "
                "ones included",
            ),
            rank=10,
            short=Words("Tỷ lệ NTM", "NTM share"),
        ),
    ),
)
