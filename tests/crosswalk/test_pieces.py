"""Pieces: overlays measured geodesically, slivers told from real parts."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from pyproj import Geod
from shapely import box

from lsgeo.crosswalk import pieces
from lsgeo.errors import UnitError

GEOD = Geod(ellps="WGS84")


def units(**boxes: tuple[float, float]) -> gpd.GeoDataFrame:
    """Units side by side: code (without its x) to west and east in hundredths of a degree."""
    shapes = [box(106 + w / 100, 21.8, 106 + e / 100, 21.81) for w, e in boxes.values()]
    codes = [name.removeprefix("x") for name in boxes]
    return gpd.GeoDataFrame(geometry=shapes, index=pd.Index(codes, name="code"), crs="EPSG:4326")


OLD = units(x00001=(0, 3), x00002=(3, 7))
NEW = units(x00001=(0, 4), x00002=(4, 7))
SHIFTED = units(x00001=(0, 4.1), x00002=(4.1, 7))
"""The line between them is off by a tenth of a box."""


def pairs_of(*codes: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(codes, columns=["from_code", "to_code"])


def test_each_old_unit_is_cut_by_the_new_ones_it_lies_in() -> None:
    pairs = pieces(OLD, NEW).pairs
    keys = list(zip(pairs["from_code"], pairs["to_code"], strict=True))
    assert keys == [("00001", "00001"), ("00002", "00001"), ("00002", "00002")]
    assert pairs["share_of_from"].tolist() == pytest.approx([1, 0.25, 0.75])
    assert pairs["share_of_to"].tolist() == pytest.approx([0.75, 0.25, 1])
    assert pairs["relation"].tolist() == ["full", "partial", "partial"]


def test_areas_are_geodesic() -> None:
    areas = pieces(OLD, NEW).pairs["area_ha"]
    whole = OLD.geometry.map(lambda one: abs(GEOD.geometry_area_perimeter(one)[0]) / 1e4)
    assert areas.sum() == pytest.approx(whole.sum(), rel=1e-7)  # an edge in two is another geodesic


def test_layers_in_two_systems_meet() -> None:
    pairs = pieces(OLD, NEW.to_crs("EPSG:9215")).pairs
    assert pairs["share_of_from"].tolist() == pytest.approx([1, 0.25, 0.75], abs=1e-4)


def test_a_piece_on_a_pair_that_no_decree_names_is_a_sliver_of_the_main_part() -> None:
    """Half a box of old 00002 (an eighth of it) comes to lie in the wrong unit."""
    old = units(x00001=(0, 3.5), x00002=(3.5, 7))
    new = units(x00001=(0, 3), x00002=(3, 7))
    found = pieces(old, new, real=pairs_of(("00001", "00001"), ("00002", "00002")))
    assert found.pairs["relation"].tolist() == ["full", "full"]
    assert found.pairs["area_ha"].tolist() == pytest.approx(
        old.geometry.map(lambda one: abs(GEOD.geometry_area_perimeter(one)[0]) / 1e4).tolist()
    )
    assert found.pairs.geometry.iloc[0].equals(old.geometry.iloc[0])
    sliver = found.slivers.iloc[0]
    assert (sliver["from_code"], sliver["to_code"], sliver["folded_into"]) == (
        "00001",
        "00002",
        "00001",
    )
    assert sliver["share_of_from"] == pytest.approx(0.5 / 3.5)


def test_a_sliver_that_is_too_large_for_one_is_doubtful() -> None:
    real = pairs_of(("00001", "00001"), ("00002", "00002"))
    found = pieces(OLD, NEW, real=real)
    assert found.doubtful["to_code"].tolist() == ["00001"]
    assert pieces(OLD, NEW, real=real, sliver=0.3).doubtful.empty


def test_without_a_list_small_pieces_are_slivers() -> None:
    old = units(x00001=(0, 4), x00002=(4, 7))
    found = pieces(old, SHIFTED)
    assert found.pairs["relation"].tolist() == ["full", "full"]
    assert found.slivers["share_of_from"].tolist() == pytest.approx([0.1 / 3])
    assert found.doubtful.empty


def test_neighbours_that_only_touch_share_no_ground() -> None:
    found = pieces(NEW, NEW)
    assert len(found.pairs) == 2
    assert found.slivers.empty


def test_a_pair_of_the_list_that_shares_no_ground_is_an_error() -> None:
    real = pairs_of(("00001", "00001"), ("00001", "00002"), ("00002", "00002"))
    with pytest.raises(UnitError, match="00001 → 00002: the two units of this pair share no"):
        pieces(OLD, NEW, real=real)


def test_an_old_unit_that_went_nowhere_is_an_error() -> None:
    with pytest.raises(UnitError, match="00002: this old unit lies in no new unit"):
        pieces(OLD, NEW, real=pairs_of(("00001", "00001")))


def test_the_layers_are_left_as_they_were() -> None:
    before = OLD.copy(), NEW.copy()
    pieces(OLD, NEW)
    pd.testing.assert_frame_equal(OLD, before[0])
    pd.testing.assert_frame_equal(NEW, before[1])
