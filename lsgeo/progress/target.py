"""What a plan asks for: targets, their baselines and the limits of the status words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from lsgeo.errors import ConfigError, Fault
from lsgeo.formats import number
from lsgeo.indicators import Indicator
from lsgeo.messages import _, current_language
from lsgeo.palette import TARGET_STATUS
from lsgeo.text import NOTHING, Words

Level = Literal["province", "district", "commune"]
Method = Literal["level", "change", "pace", "average", "rank", "none"]
Direction = Literal["up", "down"]
UnitRule = Literal["", "registered_year"]

LEVELS: tuple[Level, ...] = ("province", "district", "commune")
DIRECTIONS: tuple[Direction, ...] = ("up", "down")
UNIT_RULES: tuple[UnitRule, ...] = ("", "registered_year")
METHODS: Mapping[Method, Words] = {
    "level": Words("đạt một mức vào thời hạn", "reach a level by the deadline"),
    "change": Words("thay đổi so với mốc", "change from the baseline"),
    "pace": Words("tốc độ mỗi năm", "pace per year"),
    "average": Words("bình quân cả thời kỳ", "average over the period"),
    "rank": Words("thứ hạng", "rank"),
    "none": Words("quy hoạch không đặt con số", "the plan sets no number"),
}
ANY_VARIANT = "*"

TABLE_COLUMNS = (
    "id",
    "title_vi",
    "title_en",
    "level",
    "indicator",
    "variant",
    "unit",
    "method",
    "method_vi",
    "method_en",
    "direction",
    "baseline",
    "baseline_period",
    "baseline_source",
    "value",
    "value_high",
    "deadline",
    "assessable_until",
    "vintages",
    "source",
    "note_vi",
    "note_en",
    "limits_vi",
    "limits_en",
)
"""The columns of `targets_table`."""


@dataclass(frozen=True)
class Baseline:
    """Where the plan starts: the end of ``period`` and the value then.

    Without a ``value`` the fact of that period is taken, with its own quality and source. For an
    average only the period counts: its end is where the averaging starts.
    """

    period: str
    value: float | None = None
    quality: str = "published"
    source: str = ""


@dataclass(frozen=True)
class Target:
    """One target of the plan.

    ``method`` says how ``value`` (and ``value_high`` of a range) is meant:

    - level: the value to have reached at the deadline, along a straight line from the baseline;
    - change: that much more (``direction`` "down": less) than the baseline, in the unit itself;
    - pace: that much change a year, judged between the two latest points a year apart;
    - average: the mean from the baseline's period to the deadline; facts are means so far;
    - rank: a place at or before it;
    - none: the plan sets no number, so nothing is judged.

    A range is judged by the bound that asks less. ``level`` says which units are judged by their
    own facts; ``unit_rule`` adds a row per commune ("registered_year": the new-rural status
    against the year the commune registered for). ``variant`` "*" accepts every variant of the
    indicator, no ``vintages`` every vintage; facts of an excluded quality never count.
    """

    id: str
    title: Words
    level: Level
    method: Method
    deadline: date
    source: str
    indicator: str = ""
    variant: str = ""
    unit: str = ""
    direction: Direction = "up"
    value: float | None = None
    value_high: float | None = None
    baseline: Baseline | None = None
    vintages: tuple[str, ...] = ()
    assessable_until: date | None = None
    unit_rule: UnitRule = ""
    excluded_qualities: tuple[str, ...] = ()
    note: Words = NOTHING

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return 1 if self.direction == "up" else -1

    @property
    def asked(self) -> float:
        """The bound it is judged by: of a range the one that asks less; NaN without a number."""
        falls_to = self.direction == "down" and self.method in ("level", "rank")
        bound = self.value_high if falls_to and self.value_high is not None else self.value
        return float("nan") if bound is None else bound


def check_targets(
    targets: Iterable[Target], indicators: Iterable[Indicator], *, subject: str
) -> None:
    """Raise `ConfigError` for targets that would be judged by what must not judge any.

    Whatever quality their numbers are given: canopy seen from satellites is no legal forest
    cover. `subject` is the file of the targets.
    """
    barred = {
        made: indicator
        for indicator in indicators
        if not indicator.judges_targets
        for made in (*indicator.makes, *(ratio.indicator for ratio in indicator.ratios))
    }
    faults = [
        Fault(
            _("{name} measures something else than a plan means").format(name=target.indicator),
            where=f"target '{target.id}'",
            got=barred[target.indicator].title.in_language(current_language()),
            remedy=_("Judge it by figures that an office publishes (observations)."),
        )
        for target in targets
        if target.method != "none" and target.indicator in barred
    ]
    if faults:
        raise ConfigError(subject, _("the targets cannot be used"), faults)


@dataclass(frozen=True)
class Limits:
    """Where the status words begin, as shares of the progress the plan expects.

    ``max_age_months``: a latest value older than that says nothing about today.
    """

    on_track: float = 1.0
    behind: float = 0.5
    max_age_months: int = 24

    def status(self, progress: float) -> str:
        """The status of a progress (1: as the plan expects, 0: no change since the baseline)."""
        rounded = round(progress, 9)  # so that arithmetic does not decide at a limit
        for name, lowest in (("on_track", self.on_track), ("behind", self.behind)):
            if rounded >= lowest:
                return name
        return "off_track" if rounded >= 0 else "worsening"

    def words(self, language: str) -> str:
        """The limits as readers see them beside a status word."""
        steps = (
            (f"≥ {plain(self.on_track, language)}", "on_track"),
            (f"≥ {plain(self.behind, language)}", "behind"),
            ("≥ 0", "off_track"),
            ("< 0", "worsening"),
        )
        named = (
            f"{step}: {TARGET_STATUS[status][0].in_language(language).lower()}"
            for step, status in steps
        )
        return "; ".join(named)


def plain(value: float | None, language: str) -> str:
    """`value` with at most two decimals and no idle zeros: 60,57 but 80.

    >>> plain(60.571, "vi"), plain(80.0, "vi"), plain(7.1, "en")
    ('60,57', '80', '7.1')
    """
    if value is None or pd.isna(value):
        return number(None, language=language)
    decimals = next(places for places in (0, 1, 2) if places == 2 or _is_exact(value, places))
    return number(value, decimals=decimals, language=language)


def _is_exact(value: float, places: int) -> bool:
    return abs(value - round(value, places)) < 0.005


def targets_table(targets: Sequence[Target], limits: Limits) -> pd.DataFrame:
    """One row per target with its words, numbers, sources and the limits, for the outputs."""
    rows = [_row(target, limits) for target in targets]
    return pd.DataFrame(rows, columns=list(TABLE_COLUMNS))


def _row(target: Target, limits: Limits) -> dict[str, object]:
    baseline = target.baseline or Baseline(period="")
    until = target.assessable_until
    method = METHODS[target.method]
    return {
        "id": target.id,
        "title_vi": target.title.vi,
        "title_en": target.title.en,
        "level": target.level,
        "indicator": target.indicator,
        "variant": target.variant,
        "unit": target.unit,
        "method": target.method,
        "method_vi": method.vi,
        "method_en": method.en,
        "direction": target.direction,
        "baseline": float("nan") if baseline.value is None else baseline.value,
        "baseline_period": baseline.period,
        "baseline_source": baseline.source,
        "value": float("nan") if target.value is None else target.value,
        "value_high": float("nan") if target.value_high is None else target.value_high,
        "deadline": target.deadline.isoformat(),
        "assessable_until": until.isoformat() if until else "",
        "vintages": " ".join(target.vintages),
        "source": target.source,
        "note_vi": target.note.vi,
        "note_en": target.note.en,
        "limits_vi": limits.words("vi"),
        "limits_en": limits.words("en"),
    }
