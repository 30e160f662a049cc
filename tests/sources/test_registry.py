"""The crosswalk between vintages, and the last days of units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from lsgeo.errors import InputError
from lsgeo.registry import Registry
from lsgeo.sources.catalog import Entry
from lsgeo.sources.registry import last_days, read_crosswalk, read_registry
from tests.conftest import BEFORE, UNITS, VINTAGE

HEADER = "from_vintage,from_code,to_vintage,to_code,relation,share_of_from,share_of_to,source"
WHOLE = "2024-12-01,06184,2025-07-01,06184,full,1,1,a decree"
PARTS = (  # Kiên Mộc of 2024
    "2024-12-01,06625,2025-07-01,06625,partial,0.839,1,",
    "2024-12-01,06625,2025-07-01,06637,partial,0.161,1,",
)

Read = Callable[..., pd.DataFrame]


@pytest.fixture
def read(tmp_path: Path, entry_for: Callable[..., Entry], registry: Registry) -> Read:
    def reading(*rows: str) -> pd.DataFrame:
        path = tmp_path / "crosswalk.csv"
        path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
        return read_crosswalk(entry_for(path, theme="crosswalk"), registry)[0]

    return reading


def test_pairs_keep_their_source_or_have_that_of_the_file(read: Read) -> None:
    pairs = read(WHOLE, *PARTS)
    assert pairs["source"].tolist() == ["a decree", "an office", "an office"]
    assert pairs["share_of_from"].tolist() == [1.0, 0.839, 0.161]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (WHOLE.replace("06184", "180", 1), "is no commune (got 2024-12-01 180 (district))"),
        (WHOLE.replace("06184", "99999", 1), "no such unit in the registry (got 2024-12-01 99999)"),
        (WHOLE.replace("full,1,", "full,7,"), "outside 0 … 1 (expected share_of_from 0…1, got 7)"),
        (WHOLE.replace(",1,a", ",-3,a"), "outside 0 … 1 (expected share_of_to 0…1, got -3)"),
        (WHOLE.replace("full,1,", "full,0.5,"), "less than all of itself (expected 1, got 0.5)"),
        (WHOLE.replace("full,1,", "full,một,"), "a share is no number"),
        (WHOLE.replace("full", "half"), "unknown relation (expected full, partial, got half)"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(read: Read, row: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(row)
    text = str(caught.value)
    assert "\n  row 2: " in text
    assert said in text


@pytest.mark.parametrize(("share", "sums"), [("0.1615", True), ("0.2", False), ("0.1", False)])
def test_the_parts_of_an_old_unit_sum_to_it(read: Read, share: str, sums: bool) -> None:
    rows = PARTS[0], PARTS[1].replace("0.161", share)
    if sums:
        assert len(read(*rows)) == 2
        return
    with pytest.raises(InputError, match="2024-12-01 06625 2025-07-01: the parts of this unit"):
        read(*rows)


@pytest.mark.parametrize(("share", "sums"), [("0.2005", True), ("0.3", False), ("0.1", False)])
def test_the_parts_that_made_a_new_unit_sum_to_it(read: Read, share: str, sums: bool) -> None:
    other = f"2024-12-01,06187,2025-07-01,06184,full,1,{share},"
    rows = WHOLE.replace("full,1,1,", "full,1,0.8,"), other
    if sums:
        assert len(read(*rows)) == 2
        return
    with pytest.raises(InputError, match="2025-07-01 06184 2024-12-01: the parts of this unit"):
        read(*rows)


def test_a_unit_ends_on_its_last_day(registry: Registry) -> None:
    ends = last_days(registry)
    assert ends["2024-12-01", "06184"] == date(2025, 6, 30)
    assert ("2025-07-01", "06184") not in ends


def test_without_a_last_day_units_end_when_the_next_come(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    path = tmp_path / "units.csv"
    path.write_text(UNITS, encoding="utf-8")
    ends = last_days(read_registry(entry_for(path))[0])
    assert ends[BEFORE, "00001"] == date(2025, 6, 30)
    assert (VINTAGE, "00001") not in ends
