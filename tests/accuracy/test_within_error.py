"""An assessment says where the interval of a value spans the plan's line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from lsgeo import facts
from lsgeo.progress import Limits, Target, assess
from tests.test_progress import HALFWAY

PACE = replace(HALFWAY, method="pace", value=10.0, baseline=None)
AVERAGE = replace(HALFWAY, method="average", value=50.0)


def judged(*rows: dict[str, object], target: Target = HALFWAY) -> pd.Series:
    usual = {
        "vintage": "2025-07-01",
        "code": "20",
        "indicator": "share",
        "unit": "%",
        "quality": "published",
        "source": "Report",
    }
    table = facts.make(pd.DataFrame([usual | row for row in rows]))
    found = assess(table, [target], as_of=date(2026, 1, 1), limits=Limits(), province="20", sets={})
    return found.iloc[0]


def value(number: float, low: float, high: float, period: str = "2025") -> dict[str, object]:
    return {"period": period, "value": number, "low": low, "high": high}


def test_an_interval_that_spans_the_line_is_within_error() -> None:
    row = judged(value(47.0, 43.5, 50.5))
    assert row["status"] == "behind"
    assert "Trong sai số: khoảng 43,5 – 50,5 % của số liệu chứa mức kế hoạch 50 %" in row["why"]
    assert "Within error: the interval of the value, 43.5 – 50.5 %" in row["why_en"]


@pytest.mark.parametrize(("low", "high"), [(43.0, 49.9), (float("nan"), float("nan"))])
def test_an_interval_beside_the_line_and_none_are_not(low: float, high: float) -> None:
    assert "sai số" not in judged(value(47.0, low, high))["why"]


def test_a_pace_within_error_says_so() -> None:
    """From 40 at 10 a year the line is at 50."""
    earlier = value(40.0, 39.0, 41.0, period="2024")
    row = judged(earlier, value(48.0, 45.0, 51.0), target=PACE)
    assert "Trong sai số: khoảng 45 – 51 %" in row["why"]


def test_a_mean_within_error_says_so() -> None:
    assert "Trong sai số" in judged(value(48.0, 45.0, 51.0), target=AVERAGE)["why"]


def test_a_value_too_old_to_be_judged_is_not_within_error_of_anything() -> None:
    row = judged(value(30.0, 10.0, 60.0, period="2022"))
    assert row["status"] == "insufficient_data"
    assert "sai số" not in row["why"]
