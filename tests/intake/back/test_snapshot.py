"""A file of ours says what it was published with, and cells are told apart by that."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from lsgeo.intake.back.compared import verdict
from lsgeo.intake.back.snapshot import from_text, to_text
from lsgeo.intake.columns import text_of

CELLS = st.none() | st.integers(-(10**9), 10**9) | st.text(max_size=9) | st.floats(-1e6, 1e6)


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_cells_come_back_as_their_text(rows: list[tuple[object, object]]) -> None:
    cells = pd.DataFrame(rows, columns=["code", "cell"], dtype="object")
    layer = gpd.GeoDataFrame(cells, geometry=[None] * len(rows), crs="EPSG:9215")
    read = from_text(to_text({"communes_2025": layer}))["communes_2025"]
    assert read[["code", "cell"]].to_numpy().tolist() == [[*map(text_of, row)] for row in rows]


def test_points_are_told_in_degrees() -> None:
    places = gpd.GeoSeries([Point(106.7, 21.97), None], crs="EPSG:4326").to_crs("EPSG:9215")
    layer = gpd.GeoDataFrame({"code": ["a", "b"]}, geometry=places)
    read = from_text(to_text({"border_gates": layer}))["border_gates"]
    assert [float(cell) for cell in read.loc[0, ["longitude", "latitude"]]] == pytest.approx(
        [106.7, 21.97], abs=1e-7
    )
    assert read.loc[1, ["longitude", "latitude"]].tolist() == ["", ""]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', '{"a": {"columns": 1, "rows": 2}}'])
def test_what_is_no_snapshot_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_text(text)


@pytest.mark.parametrize(
    ("said", "now", "was", "found"),
    [
        ("12", "12", "12", "same"),
        ("12", "12", "11", "same"),
        ("12", "11", "11", "edited"),
        ("12", "11", "12", "newer"),
        ("12", "11", "10", "both"),
        ("", "11", "11", "edited"),
        ("12", "11", None, "edited"),
        (12.0, "12", None, "same"),
    ],
)
def test_a_cell_is_told_by_three(said: object, now: str, was: str | None, found: str) -> None:
    assert verdict(said, now=now, was=was) == found
