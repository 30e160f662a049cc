"""A layer is a valid map of its units, or every reason why not is told."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import Geod
from shapely import LineString, MultiPolygon, Polygon, box

from lsgeo.boundaries import dissolve, units_of
from lsgeo.errors import UnitError

REGISTERED = pd.DataFrame(
    {"name": ["A", "B", "C", "D"], "kind": "xã", "area_official_km2": [1.0, None, 3.0, 4.0]},
    index=pd.Index(["00001", "00002", "00003", "00004"], name="code"),
)


def square(column: float, row: float, *, size: float = 0.01) -> Polygon:
    return box(
        106 + column * 0.01, 21 + row * 0.01, 106 + column * 0.01 + size, 21 + row * 0.01 + size
    )


SOUND = {
    "00001": square(0, 0),
    "00002": square(1, 0),
    "00003": square(0, 1),
    "00004": square(1, 1),
}


def layer(shapes: dict[str, object], crs: str = "EPSG:4326") -> gpd.GeoSeries:
    series = gpd.GeoSeries(list(shapes.values()), index=list(shapes), crs="EPSG:4326")
    return series.to_crs(crs)


def message(shapes: gpd.GeoSeries) -> str:
    with pytest.raises(UnitError) as caught:
        units_of(REGISTERED, shapes, subject="communes.gpkg")
    text = str(caught.value)
    assert text.startswith("communes.gpkg: the layer is not a valid map of its units\n")
    return text


def test_the_units_come_in_the_order_of_the_registry_with_its_columns() -> None:
    reverse = layer(dict(reversed(SOUND.items())))
    units = units_of(REGISTERED, reverse, subject="x")
    assert units.index.tolist() == REGISTERED.index.tolist()
    assert units["name"].tolist() == ["A", "B", "C", "D"]
    assert units.geometry.loc["00003"].equals(SOUND["00003"])


def test_the_geodesic_area_stands_beside_the_official_one() -> None:
    units = units_of(REGISTERED, layer(SOUND), subject="x")
    expected, _ = Geod(ellps="WGS84").geometry_area_perimeter(SOUND["00001"])
    assert units.loc["00001", "area_ha"] == pytest.approx(abs(expected) / 1e4, rel=1e-12)
    assert units.loc["00001", "area_official_km2"] == 1.0


def test_the_layers_own_system_is_kept() -> None:
    units = units_of(REGISTERED, layer(SOUND, "EPSG:9215"), subject="x")
    assert units.crs.to_epsg() == 9215


def test_the_registry_is_not_changed() -> None:
    before = REGISTERED.copy()
    units_of(REGISTERED, layer(SOUND), subject="x")
    assert REGISTERED.equals(before)


def test_a_unit_in_several_parts_and_one_with_a_lake_of_another_are_valid() -> None:
    enclave = square(0.3, 0.3, size=0.002)
    shapes = {
        **SOUND,
        "00001": SOUND["00001"] - enclave,
        "00002": MultiPolygon([SOUND["00002"], enclave]),
    }
    assert len(units_of(REGISTERED, layer(shapes), subject="x")) == 4


def test_a_missing_unit_is_named() -> None:
    text = message(layer({code: SOUND[code] for code in ("00001", "00002", "00003")}))
    assert "units of the registry have no boundary" in text
    assert "expected 4, got D (00004)" in text


def test_an_unknown_code_is_named() -> None:
    text = message(layer({**SOUND, "09999": square(5, 5)}))
    assert "codes are not in the registry of this vintage" in text
    assert "(09999)" in text


def test_codes_that_lost_their_zero_say_how_to_mend_them() -> None:
    shapes = {code.lstrip("0"): shape for code, shape in SOUND.items()}
    assert "store them as text of 5 digits" in message(layer(shapes))


def test_a_code_that_repeats_is_named() -> None:
    shapes = pd.concat([layer(SOUND), layer({"00002": square(5, 5)})])
    assert "codes are there more than once (expected 4, got B (00002))" in message(shapes)


@pytest.mark.parametrize("bare", [None, Polygon()])
def test_a_unit_without_geometry_is_named(bare: Polygon | None) -> None:
    assert "units have an empty geometry (got C (00003))" in message(
        layer({**SOUND, "00003": bare})
    )


def test_a_line_is_no_unit() -> None:
    line = LineString([(106, 21), (106.1, 21.1)])
    assert "units are no polygons (got C (00003))" in message(layer({**SOUND, "00003": line}))


def test_an_invalid_polygon_is_named_with_its_place() -> None:
    bow = Polygon([(106, 21), (106.01, 21.01), (106.01, 21), (106, 21.01)])
    text = message(layer({**SOUND, "00001": bow}))
    assert "A (00001): invalid geometry (got Self-intersection" in text


def test_an_overlap_names_both_units_and_its_size() -> None:
    """B moved west by a tenth of its width: 0.001° by 0.01° of A, about 11.5 ha."""
    moved = Polygon([*box(106.009, 21, 106.02, 21.01).exterior.coords])
    text = message(layer({**SOUND, "00002": moved}))
    area, _ = Geod(ellps="WGS84").geometry_area_perimeter(box(106.009, 21, 106.01, 21.01))
    assert "A (00001) / B (00002): two units overlap" in text
    assert f"got {abs(area):,.0f} m²" in text


def test_an_overlap_of_a_hair_is_one_too() -> None:
    moved = box(106.01 - 1e-9, 21, 106.02, 21.01)
    assert "A (00001) / B (00002): two units overlap (got " in message(
        layer({**SOUND, "00002": moved})
    )


def test_a_gap_names_its_place_and_size() -> None:
    hole = square(0.9, 0.9, size=0.001)
    text = message(layer({**SOUND, "00001": SOUND["00001"] - hole}))
    area, _ = Geod(ellps="WGS84").geometry_area_perimeter(hole)
    assert "gap between units" in text
    assert f"near 106.00950 21.00950: gap between units (got {abs(area):,.0f} m²)" in text


def test_a_corner_that_the_neighbour_lacks_is_an_edge_that_does_not_match() -> None:
    """Neither overlap nor gap, but simplifying the one would tear it from the other."""
    corner = Polygon([(106, 21), (106.01, 21), (106.01, 21.003), (106.01, 21.01), (106, 21.01)])
    text = message(layer({**SOUND, "00001": corner}))
    assert "its edge does not match its neighbour's" in text
    assert "Snap the shared lines" in text


def test_every_fault_is_told_at_once() -> None:
    text = message(layer({"00001": SOUND["00001"], "00003": None, "09999": square(5, 5)}))
    assert "B (00002), D (00004)" in text
    assert "(09999)" in text
    assert "C (00003)" in text


def test_many_names_are_cut_short_with_their_number() -> None:
    codes = [f"{number:05}" for number in range(1, 31)]
    many = pd.DataFrame({"name": codes}, index=codes)
    with pytest.raises(UnitError, match="and 9 more"):
        units_of(many, layer({"00001": square(0, 0)}), subject="x")


def test_districts_are_the_outlines_of_their_units() -> None:
    units = units_of(REGISTERED, layer(SOUND), subject="x")
    above = dissolve(units, {"00001": "180", "00002": "180", "00003": "181", "00004": "181"})
    assert above.index.tolist() == ["180", "181"]
    assert above["180"].equals(shapely.union(SOUND["00001"], SOUND["00002"]))
    assert above.crs == units.crs


def test_dissolved_districts_keep_their_shared_line() -> None:
    units = units_of(REGISTERED, layer(SOUND), subject="x")
    above = dissolve(units, {"00001": "180", "00002": "180", "00003": "181", "00004": "181"})
    assert shapely.coverage_is_valid(above.to_numpy())
