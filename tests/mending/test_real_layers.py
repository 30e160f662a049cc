"""The real communes are sound, and of faults that are put into them each is found."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, Polygon

from lsgeo.mending import coverage, mend, mend_coverage

pytestmark = pytest.mark.real

LAYER = "langson_communes_2025_65_fullres.gpkg"
SEED = 20250701
SHIFTS = 12


@pytest.fixture(scope="module")
def communes() -> gpd.GeoSeries:
    path = Path(__file__).parents[3] / "shared" / "data" / "boundaries" / LAYER
    layer = gpd.read_file(path).to_crs("EPSG:9215")
    return layer.geometry.set_axis(range(1, len(layer) + 1))


def test_the_real_communes_pass_untouched(communes: gpd.GeoSeries) -> None:
    mended = mend(communes)
    assert mended.geometry.geom_equals_exact(communes, 0).all()
    assert not mended.notes
    closed = mend_coverage(mended.geometry)
    assert closed.geometry is mended.geometry
    assert not closed.notes
    assert set(closed.faults["fault"]) <= {"sliver"}


def seeded(communes: gpd.GeoSeries, *, most_m: float) -> tuple[gpd.GeoSeries, list[Polygon]]:
    """The communes with single vertices shifted, each in one of the two units that share it.

    And what lies between the edge as it was and as it is, for each: apart from each other, from
    the province's border, and from every other edge.
    """
    random = np.random.default_rng(SEED)
    shapes, tree = communes.to_numpy().copy(), shapely.STRtree(communes.to_numpy())
    edges = shapely.boundary(shapes)
    inside = shapely.union_all(shapes).buffer(-500)
    made: list[Polygon] = []
    while len(made) < SHIFTS:
        unit = int(random.integers(len(shapes)))
        parts = shapely.get_parts(shapes[unit])
        ring = shapely.get_coordinates(parts[0].exterior)
        at = int(random.integers(1, len(ring) - 1))
        before, here, after = ring[at - 1 : at + 2]
        shifted = here + random.uniform(-most_m, most_m, 2)
        between = Polygon([before, here, after, shifted])
        near = tree.query(between.buffer(50), predicate="intersects")
        if not between.is_valid or len(near) != 2 or not inside.contains(between):
            continue
        inner = shapely.length(shapely.intersection(edges[near], between))
        if (inner > LineString([before, here, after]).length + 1e-6).any():
            continue
        if any(between.distance(other) < 500 for other in made):
            continue
        ring[at] = shifted
        parts[0] = Polygon(ring, parts[0].interiors)
        shapes[unit] = shapely.multipolygons(parts)
        made.append(between)
    return gpd.GeoSeries(shapes, index=communes.index, crs=communes.crs), made


def test_the_faults_found_are_exactly_those_put_in(communes: gpd.GeoSeries) -> None:
    shifted, made = seeded(communes, most_m=20)
    faults = coverage(shifted).faults
    found = faults[faults["fault"] != "sliver"]
    assert set(found["fault"]) == {"overlap", "gap"}
    assert len(found) == SHIFTS
    for shape in made:
        (one,) = found[found.distance(shape.centroid) < 250].itertuples()
        assert one.geometry.symmetric_difference(shape).area < 1e-6
        assert one.area_m2 == pytest.approx(shape.area, rel=1e-3)


def test_small_shifts_are_closed_and_the_units_stay_as_large(communes: gpd.GeoSeries) -> None:
    shifted, _made = seeded(communes, most_m=0.002)
    closed = mend_coverage(shifted)
    found = closed.faults[closed.faults["fault"] != "sliver"]
    assert len(found) == SHIFTS
    assert set(found["outcome"]) == {"corrected"}
    assert shapely.coverage_is_valid(closed.geometry.to_numpy())
    assert (closed.geometry.area - shifted.area).abs().max() <= 1
    assert len(closed.notes) <= 2 * SHIFTS
