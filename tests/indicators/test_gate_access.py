"""Gates per unit, the way to the nearest, and the frontier."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from pyproj import Geod
from shapely import LineString, Point, Polygon, box

from lsgeo.indicators import frontier
from lsgeo.indicators.gate_access import border_distances, compute, misplaced, nearest_gates

VINTAGE = "2025-07-01"
GEOD = Geod(ellps="WGS84")


def km(one: tuple[float, float], other: tuple[float, float]) -> float:
    return GEOD.inv(*one, *other)[2] / 1000


def units_of(shapes: list[Polygon], **keys: object) -> gpd.GeoDataFrame:
    codes = [f"{number:05}" for number in range(1, len(shapes) + 1)]
    said = {"vintage": VINTAGE, "level": "commune", "quality": "official", "source": "a map"}
    return gpd.GeoDataFrame({"code": codes, **said, **keys}, geometry=shapes, crs="EPSG:4326")


def gates_of(points: list[Point | None], communes: list[str], **keys: object) -> gpd.GeoDataFrame:
    names = [f"gate-{number}" for number in range(len(points))]
    said = {
        "commune_vintage": VINTAGE,
        "precision": "gate_point",
        "quality": "published",
        "credit": "list",
        "period": "2025",
    }
    table = pd.DataFrame({"gate": names, "commune_code": communes, **said, **keys})
    return gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326")


WEST, EAST = box(106.0, 21.0, 106.1, 21.1), box(106.1, 21.0, 106.2, 21.1)
UNITS = units_of([WEST, EAST])
BORDER = gpd.GeoDataFrame(
    {"source": ["a line"], "quality": ["approximate"]},
    geometry=[LineString([(106.05, 21.1), (106.2, 21.1)])],
    crs="EPSG:4326",
)
GATE = Point(106.05, 21.1)  # on the northern edge of west, above its middle


def values(facts: pd.DataFrame, indicator: str, variant: str = "") -> dict[str, float]:
    mine = facts[(facts["indicator"] == indicator) & (facts["variant"] == variant)]
    return dict(zip(mine["code"], mine["value"], strict=True))


def facts_of(gates: gpd.GeoDataFrame, units: gpd.GeoDataFrame = UNITS) -> pd.DataFrame:
    return compute(units=units, gates=gates)


def frontier_of(units: gpd.GeoDataFrame = UNITS, border: gpd.GeoDataFrame = BORDER) -> pd.DataFrame:
    return frontier.compute(units=units, border=border)


def test_gates_are_counted_in_the_unit_their_row_names_even_without_a_position() -> None:
    gates = gates_of([GATE, None], ["00001", "00001"])
    assert values(facts_of(gates), "gates") == {"00001": 2.0, "00002": 0.0}


def test_a_gate_of_no_known_commune_may_be_in_any_that_has_none() -> None:
    gates = gates_of([GATE, None], ["00001", ""])
    assert values(facts_of(gates), "gates") == {"00001": 1.0}  # 00002: not known, and not 0


def test_distances_to_positions_of_villages_are_approximate() -> None:
    gates = gates_of([GATE, GATE], ["00001", "00001"], precision=["gate_point", "village"])
    facts = facts_of(gates)
    quality = dict(zip(facts["indicator"], facts["quality"], strict=True))
    assert quality == {"gates": "published", "gate_distance_km": "approximate"}


def test_a_gate_drawn_elsewhere_still_belongs_to_the_unit_of_its_row() -> None:
    inside_west = Point(106.02, 21.05)
    facts = facts_of(gates_of([inside_west], ["00002"]))
    assert values(facts, "gates") == {"00001": 0.0, "00002": 1.0}
    assert values(facts, "gate_distance_km", "edge") == {"00001": 0.0, "00002": 0.0}


def test_the_way_from_the_centre_is_the_geodesic() -> None:
    facts = facts_of(gates_of([GATE], ["00001"]))
    expected = {
        "00001": km((106.05, 21.05), (106.05, 21.1)),
        "00002": km((106.15, 21.05), (106.05, 21.1)),
    }
    assert values(facts, "gate_distance_km", "centroid") == pytest.approx(expected, rel=1e-9)


def test_the_way_from_the_edge_is_from_the_nearest_point_of_the_unit() -> None:
    facts = facts_of(gates_of([GATE], ["00001"]))
    expected = {"00001": 0.0, "00002": km((106.1, 21.1), (106.05, 21.1))}
    assert values(facts, "gate_distance_km", "edge") == pytest.approx(expected, rel=1e-6)


def test_the_nearest_of_several_gates_counts() -> None:
    far, near = Point(106.3, 21.05), Point(106.21, 21.05)
    found = nearest_gates(UNITS, gates_of([far, near], ["", ""]))
    assert found["gate"].tolist() == ["gate-1", "gate-1"]
    assert found["centroid_km"].iloc[1] == pytest.approx(km((106.15, 21.05), (106.21, 21.05)))


def test_the_named_gate_is_the_one_whose_distance_from_the_centre_is_given() -> None:
    wide = units_of([box(106.0, 21.0, 106.5, 21.1)])
    by_the_edge, by_the_centre = Point(106.51, 21.05), Point(106.25, 21.2)
    found = nearest_gates(wide, gates_of([by_the_edge, by_the_centre], ["", ""])).iloc[0]
    assert found["gate"] == "gate-1"
    assert found["centroid_km"] == pytest.approx(km((106.25, 21.05), (106.25, 21.2)), rel=1e-6)
    assert found["edge_km"] == pytest.approx(km((106.5, 21.05), (106.51, 21.05)), rel=1e-3)


def test_of_several_gates_in_a_unit_the_one_nearest_its_centre_is_named() -> None:
    gates = gates_of([Point(106.01, 21.1), Point(106.05, 21.1)], ["00001", "00001"])
    assert nearest_gates(UNITS, gates)["gate"].iloc[0] == "gate-1"


def test_the_nearest_gate_is_a_matter_of_the_ground_and_not_of_degrees() -> None:
    """0.100° of longitude at 21° are 10.4 km; 0.097° of latitude are 10.7 km."""
    point = units_of([box(105.9999, 20.9999, 106.0001, 21.0001)])
    gates = gates_of([Point(106.0, 21.097), Point(106.1, 21.0)], ["", ""])
    assert nearest_gates(point, gates)["gate"].tolist() == ["gate-1"]


def test_without_any_position_there_is_no_distance_but_a_count() -> None:
    facts = facts_of(gates_of([None, None], ["00001", "00002"]))
    assert set(facts["indicator"]) == {"gates"}


def test_the_frontier_is_shared_out_to_the_nearest_unit() -> None:
    facts = frontier_of()
    expected = {
        "00001": km((106.05, 21.1), (106.1, 21.1)),
        "00002": km((106.1, 21.1), (106.2, 21.1)),
    }
    assert values(facts, "frontier_km") == pytest.approx(expected, abs=0.11)


def test_the_shares_of_the_frontier_add_up_to_it() -> None:
    facts = frontier_of()
    line = BORDER.geometry.iloc[0].segmentize(0.001)
    whole = GEOD.geometry_length(line) / 1000
    assert sum(values(facts, "frontier_km").values()) == pytest.approx(whole, rel=1e-9)


def test_a_frontier_far_from_every_unit_is_nobodys() -> None:
    far = BORDER.assign(geometry=[LineString([(106.0, 21.2), (106.2, 21.2)])])
    facts = frontier_of(border=far)
    assert values(facts, "frontier_km") == {"00001": 0.0, "00002": 0.0}


def test_a_fact_takes_the_worst_quality_of_what_it_is_made_from() -> None:
    schematic = units_of([WEST, EAST], quality="schematic")
    facts = facts_of(gates_of([GATE], ["00001"]), units=schematic)
    assert dict(zip(facts["indicator"], facts["quality"], strict=True)) == {
        "gates": "published",  # read from the table, whatever the boundaries are
        "gate_distance_km": "schematic",
    }
    assert set(frontier_of(schematic)["quality"]) == {"schematic"}


def test_only_communes_of_the_gates_vintage_get_facts() -> None:
    other = units_of([WEST, EAST], vintage="2020-01-01")
    district = units_of([WEST.union(EAST)], level="district")
    both = pd.concat([UNITS, other, district], ignore_index=True)
    facts = facts_of(gates_of([GATE], ["00001"]), units=both)
    assert set(facts["vintage"]) == {VINTAGE}
    assert set(facts["code"]) == {"00001", "00002"}


def test_without_units_of_that_vintage_there_are_no_facts() -> None:
    other = units_of([WEST, EAST], vintage="2020-01-01")
    assert facts_of(gates_of([GATE], ["00001"]), units=other).empty


def test_units_in_metres_give_the_same_kilometres() -> None:
    gates = gates_of([GATE], ["00001"])
    lonlat, plane = facts_of(gates), facts_of(gates, units=UNITS.to_crs("EPSG:9215"))
    assert plane["value"].to_numpy() == pytest.approx(lonlat["value"].to_numpy(), abs=1e-3)


def test_gates_of_another_vintage_do_not_count_where_a_code_means_another_unit() -> None:
    other = units_of([WEST, EAST], vintage="2020-01-01")
    both = pd.concat([UNITS, other], ignore_index=True)
    gates = gates_of([GATE, GATE], ["00001", "00002"], commune_vintage=[VINTAGE, "2020-01-01"])
    facts = facts_of(gates, units=both)
    counts = facts[facts["indicator"] == "gates"].set_index(["vintage", "code"])["value"]
    assert counts.to_dict() == {(VINTAGE, "00001"): 1, ("2020-01-01", "00002"): 1}


def test_a_gate_named_in_another_vintage_may_be_in_any_commune_that_has_none() -> None:
    """So 00002 has no count: not known, and not 0."""
    gates = gates_of([GATE, GATE], ["00001", "00002"], commune_vintage=[VINTAGE, "2020-01-01"])
    assert values(facts_of(gates), "gates") == {"00001": 1.0}


def test_a_gate_named_in_another_vintage_is_as_near_as_it_is() -> None:
    near, far = Point(106.21, 21.05), Point(106.3, 21.05)
    gates = gates_of([far, near], ["00001", "00002"], commune_vintage=[VINTAGE, "2020-01-01"])
    edge = values(facts_of(gates), "gate_distance_km", "edge")
    assert edge["00002"] == pytest.approx(km((106.2, 21.05), (106.21, 21.05)), rel=1e-3)


def test_the_way_to_the_border_is_unknown_without_a_position() -> None:
    distances = border_distances(gates_of([Point(106.1, 21.05), None], ["", ""]), BORDER)
    assert distances.iloc[0] == pytest.approx(km((106.1, 21.05), (106.1, 21.1)), rel=1e-6)
    assert pd.isna(distances.iloc[1])


@pytest.mark.parametrize(("north", "fault"), [(21.1 - 0.026, False), (21.1 - 0.028, True)])
def test_a_gate_more_than_three_km_from_the_border_is_a_fault(north: float, fault: bool) -> None:
    gates = gates_of([Point(106.1, north)], ["00001"], name="Cửa Nam")
    found = misplaced(gates, border=BORDER, units=None)
    assert bool(found) == fault
    assert all("Cửa Nam" in str(one) for one in found)


def test_a_gate_far_from_the_commune_it_names_is_a_fault() -> None:
    gates = gates_of([Point(106.15, 21.1), None], ["00001", "00001"], name=["Xa", "Chưa rõ"])
    units = UNITS.set_index("code")
    (found,) = misplaced(gates, border=None, units=units)
    assert found.where == "Xa"
    assert "5.2 km" in found.got
