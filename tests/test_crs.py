"""VN-2000 and its traps, as measured; geodesic measures against PROJ's own."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from pyproj import CRS, Geod, Transformer
from shapely import Point, Polygon, box

from lsgeo.crs import (
    Diagnosis,
    diagnose,
    faults_of,
    geodesic_area_ha,
    is_mislabelled_vn2000,
    label,
    parse,
    stray_faults,
    tm3_zones,
    zone_area_ha,
)

EAST, NORTH = 449_158.03, 2_417_140.52  # of 106.76 E 21.85 N in EPSG:9215
PLANE = (440_000, 2_400_000, 460_000, 2_430_000)
LONLAT = (106.5, 21.5, 107.0, 22.0)
OFFICIAL = "-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
TM3 = "+proj=tmerc +lat_0=0 +lon_0=107.25 +k=0.9999 +x_0=500000 +units=m"
ESRI = (
    'PROJCS["TM3_107-15",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",'
    'SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",107.25],PARAMETER["Scale_Factor",0.9999],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def off_by_m(crs: CRS) -> float:
    """How far from its place a point of the plane lands when it is read in `crs`."""
    lon, lat = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(EAST, NORTH)
    return Geod(ellps="WGS84").line_length([lon, 106.76], [lat, 21.85])


def test_the_official_plane_puts_the_known_point_where_it_belongs() -> None:
    point = gpd.GeoSeries([Point(106.76, 21.85)], crs="EPSG:4326").to_crs("EPSG:9215").iloc[0]
    assert (point.x, point.y) == pytest.approx((EAST, NORTH), abs=0.01)


@pytest.mark.parametrize(
    "definition",
    [
        ESRI,
        f"{TM3} +datum=WGS84",
        f"{TM3} +ellps=WGS84",  # what to_proj4() of EPSG:9215 leaves
        f"{TM3} +ellps=WGS84 +towgs84=0,0,0,0,0,0,0",
    ],
)
def test_a_tm3_zone_without_the_vn2000_datum_is_recognised(definition: str) -> None:
    crs = CRS(definition)
    assert off_by_m(crs) == pytest.approx(224.25, abs=0.05)
    (fault,) = faults_of(crs, PLANE)
    assert "224 m" in fault.what
    assert "EPSG:9215" in fault.remedy


@pytest.mark.parametrize(
    "definition",
    [
        "EPSG:9215",
        "EPSG:3405",
        "EPSG:32648",
        "EPSG:4326",
        CRS("EPSG:9215").to_wkt("WKT1_ESRI"),
        f"{TM3} +ellps=WGS84 +towgs84={OFFICIAL}",
    ],
)
def test_a_sound_definition_is_left_alone(definition: str) -> None:
    assert not is_mislabelled_vn2000(CRS(definition))


def test_the_seven_official_parameters_in_the_definition_land_within_a_centimetre() -> None:
    assert off_by_m(CRS(f"{TM3} +ellps=WGS84 +towgs84={OFFICIAL}")) < 0.02


def test_no_coordinate_system_is_one_fault_with_a_remedy() -> None:
    (fault,) = faults_of(None, LONLAT)
    assert "no coordinate system" in fault.what
    assert 'crs = "EPSG:9215"' in fault.remedy


@pytest.mark.parametrize(
    ("code", "bounds"),
    [
        ("EPSG:4326", LONLAT),
        ("EPSG:9215", PLANE),
        ("EPSG:4326", (102.1, 8.4, 117.8, 23.4)),  # with Hoàng Sa and Trường Sa
    ],
)
def test_places_in_viet_nam_are_plausible(code: str, bounds: tuple[float, ...]) -> None:
    assert faults_of(CRS(code), bounds) == []


@pytest.mark.parametrize(
    ("code", "bounds"),
    [
        ("EPSG:4326", (21.5, 106.5, 22.0, 107.0)),  # swapped
        ("EPSG:4326", PLANE),  # metres read as degrees
        ("EPSG:9215", LONLAT),  # degrees read as metres
        ("EPSG:9215", (2_400_000, 440_000, 2_430_000, 460_000)),  # swapped
        ("EPSG:4326", (-80.0, 19.0, -79.0, 20.0)),  # elsewhere
        ("EPSG:4326", (106.5, 21.5, 206.0, 22.0)),  # partly elsewhere
        ("EPSG:4326", (float("nan"), 21.5, 107.0, 22.0)),
        ("EPSG:4326", (106.5, 21.5, float("inf"), 22.0)),
    ],
)
def test_places_off_viet_nam_are_a_fault(code: str, bounds: tuple[float, ...]) -> None:
    (fault,) = faults_of(CRS(code), bounds)
    assert "do not lie in Viet Nam" in fault.what
    assert fault.remedy


def test_tm3_coordinates_read_as_utm_stay_in_viet_nam_but_off_the_province() -> None:
    utm = CRS("EPSG:3405")
    assert off_by_m(utm) == pytest.approx(232_600, rel=1e-3)
    assert faults_of(utm, PLANE) == []
    (fault,) = stray_faults(utm, PLANE, home=CRS("EPSG:9215"))
    assert "EPSG:9215" in fault.what


def test_a_layer_in_its_province_does_not_stray() -> None:
    assert stray_faults(CRS("EPSG:4326"), LONLAT, home=CRS("EPSG:9215")) == []


def test_a_system_without_an_area_of_use_cannot_tell_a_stray() -> None:
    assert stray_faults(CRS("EPSG:4326"), LONLAT, home=CRS(f"{TM3} +ellps=WGS84")) == []


def test_a_system_without_a_code_is_called_by_its_name() -> None:
    assert CRS(ESRI).to_epsg() is None
    assert label(CRS(ESRI)) == "TM3_107-15"


def test_a_system_with_a_code_is_called_by_it() -> None:
    assert label(CRS("EPSG:9215")) == "EPSG:9215"


def test_an_unknown_system_is_a_value_error_that_quotes_it() -> None:
    with pytest.raises(ValueError, match="EPSG:999999"):
        parse("EPSG:999999")


def test_proj_knows_the_zone_of_the_province() -> None:
    (zone,) = tm3_zones("Lang Son")
    assert zone.code == "EPSG:9215"
    assert "Lang Son" in zone.area


def test_a_name_inside_another_word_is_no_match() -> None:
    assert tm3_zones("Lang So") == []


def test_every_zone_offered_is_a_vn2000_zone() -> None:
    zones = tm3_zones("Hoa Binh")
    assert zones
    assert all(CRS(zone.code).datum.name == "Vietnam 2000" for zone in zones)


def densified(west: float, south: float, east: float, north: float) -> Polygon:
    """A box whose parallels follow the parallels: 4,001 points on each."""
    lon = np.linspace(west, east, 4001)
    top, bottom = np.full_like(lon, north), np.full_like(lon, south)
    upper, lower = np.column_stack([lon, top]), np.column_stack([lon, bottom])
    return Polygon([*lower, *upper[::-1]])


@pytest.mark.parametrize(
    ("south", "north"), [(21.85, 21.85025), (20.0, 30.0), (0.0, 0.05), (-10.0, 5.0), (8.4, 23.4)]
)
def test_the_area_between_parallels_agrees_with_proj(south: float, north: float) -> None:
    area, _perimeter = Geod(ellps="WGS84").geometry_area_perimeter(
        densified(106.0, south, 107.0, north)
    )
    ours = zone_area_ha(np.array([south, north]), 1.0)
    assert ours[0] == pytest.approx(abs(area) / 1e4, rel=1e-9)


def test_the_whole_ellipsoid_has_the_area_of_wgs84() -> None:
    """510,065,621.724 km² (NIMA TR8350.2, table 3.5)."""
    whole = zone_area_ha(np.array([-90.0, 90.0]), 360.0)[0]
    assert whole / 100 == pytest.approx(510_065_621.724, rel=1e-11)


def test_southward_latitudes_give_negative_areas() -> None:
    north, south = (zone_area_ha(np.array(pair), 1.0)[0] for pair in ([1.0, 2.0], [2.0, 1.0]))
    assert south == -north


def test_a_hole_is_no_area_and_winding_does_not_matter() -> None:
    outer, hole = box(106.0, 21.0, 106.1, 21.1), box(106.02, 21.02, 106.05, 21.05)
    ring = Polygon(outer.exterior.coords[::-1], [hole.exterior.coords])
    areas = geodesic_area_ha(gpd.GeoSeries([outer, hole, ring], crs="EPSG:4326"))
    assert areas[2] == pytest.approx(areas[0] - areas[1], rel=1e-12)


def test_areas_do_not_depend_on_the_system_they_are_stored_in() -> None:
    lonlat = gpd.GeoSeries([box(106.70, 21.80, 106.71, 21.81)], crs="EPSG:4326")
    plane = lonlat.to_crs("EPSG:9215")
    assert geodesic_area_ha(plane)[0] == pytest.approx(geodesic_area_ha(lonlat)[0], rel=1e-8)


def test_an_empty_polygon_has_no_area() -> None:
    assert geodesic_area_ha(gpd.GeoSeries([Polygon()], crs="EPSG:4326")).tolist() == [0.0]


def test_a_layer_without_any_shape_is_not_astray() -> None:
    """Its bounds are NaN; that it has no shapes is another fault."""
    assert stray_faults(CRS("EPSG:4326"), [float("nan")] * 4, home=CRS("EPSG:9215")) == []


# ---- diagnoses ----

HOME = CRS("EPSG:9215")
PROVINCE = (382_000, 2_365_000, 510_000, 2_480_000)
AS_TURNED = (
    "-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278"
)
THREE = "-191.90441429,-39.30318279,-111.45032835"


def one(crs: CRS | None, bounds: tuple[float, ...], **keys: object) -> Diagnosis:
    (found,) = diagnose(crs, bounds, home=HOME, **keys)
    return found


def apart(one_crs: str | CRS, other: str | CRS, bounds: tuple[float, ...] = PLANE) -> float:
    """The distance between two readings of the middle of a box, by PROJ and nothing of ours."""
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    places = [
        Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(x, y)
        for crs in (one_crs, other)
    ]
    lons, lats = zip(*places, strict=True)
    return Geod(ellps="WGS84").line_length(lons, lats)


@pytest.mark.parametrize(
    ("definition", "bounds"),
    [
        ("EPSG:9215", PLANE),
        ("EPSG:9215", PROVINCE),
        ("EPSG:4326", LONLAT),
        ("EPSG:4756", LONLAT),
        ("EPSG:32648", (650_000, 2_400_000, 700_000, 2_430_000)),
        ("EPSG:3405", (650_000, 2_400_000, 700_000, 2_430_000)),
        ("EPSG:3857", (11_860_000, 2_460_000, 11_880_000, 2_480_000)),
        (f"{TM3} +ellps=WGS84 +towgs84={OFFICIAL}", PLANE),
        (CRS("EPSG:9215").to_wkt("WKT1_ESRI"), PLANE),
        ("EPSG:4326", (102.0, 8.0, 110.0, 24.0)),  # the whole country
        ("EPSG:9215", (float("nan"),) * 4),  # no shapes at all
    ],
)
def test_a_sound_layer_has_no_diagnosis(definition: str, bounds: tuple[float, ...]) -> None:
    assert diagnose(CRS(definition), bounds, home=HOME) == []


@pytest.mark.parametrize(
    "definition",
    [
        ESRI,
        f"{TM3} +datum=WGS84",
        f"{TM3} +ellps=WGS84",
        f"{TM3} +ellps=WGS84 +towgs84=0,0,0,0,0,0,0",
        ESRI.replace("GCS_WGS_1984", "VN2000_lost").replace('"D_WGS_1984"', '"D_unknown"'),
    ],
)
def test_a_lost_datum_costs_224_metres(definition: str) -> None:
    found = one(CRS(definition), PLANE)
    assert (found.trap, found.is_fault) == ("datum", True)
    assert found.distance_m == pytest.approx(apart(CRS(definition), "EPSG:9215"))
    assert found.distance == "224 m"
    assert found.remedy_flag == "--crs EPSG:9215"
    assert "224 m off. If that is so, add --crs EPSG:9215" in str(found.fault)


def test_degrees_of_vn2000_that_are_not_carried_over_cost_224_metres() -> None:
    wkt = (
        'GEOGCS["VN-2000",DATUM["Vietnam_2000",SPHEROID["WGS 84",6378137,298.257223563],'
        'TOWGS84[0,0,0,0,0,0,0]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]]'
    )
    found = one(CRS(wkt), LONLAT)
    assert (found.trap, found.remedy_flag) == ("datum", "--crs EPSG:4756")
    assert found.distance == "224 m"


@pytest.mark.parametrize(
    ("shift", "trap", "distance"),
    [(AS_TURNED, "rotation", "0.77 m"), (THREE, "translation", "0.38 m")],
)
def test_other_parameters_are_worth_knowing_and_no_fault(
    shift: str, trap: str, distance: str
) -> None:
    known = (EAST, NORTH, EAST, NORTH)
    found = one(CRS(f"{TM3} +ellps=WGS84 +towgs84={shift}"), known)
    assert (found.trap, found.distance, found.is_fault) == (trap, distance, False)


def test_the_scale_of_utm_on_a_meridian_of_tm3_costs_726_metres() -> None:
    text = f"{TM3} +ellps=WGS84 +towgs84={OFFICIAL}".replace("0.9999", "0.9996")
    found = one(CRS(text), (449_158, 2_417_140, 449_158, 2_417_140))
    assert (found.trap, found.remedy_flag) == ("scale", "--crs EPSG:9215")
    assert found.distance_m == pytest.approx(726, abs=0.5)


def test_a_wrong_meridian_puts_the_province_beside_itself() -> None:
    found = one(CRS("EPSG:9214"), PROVINCE)
    assert (found.trap, found.distance, found.is_fault) == ("meridian", "25.8 km", True)
    assert "its central meridian is 107°00′, but its coordinates fit 107°15′" in found.what
    assert found.remedy_flag == "--crs EPSG:9215"


def test_a_commune_in_the_zone_of_a_neighbour_is_doubtful_and_no_fault() -> None:
    found = one(CRS("EPSG:9214"), PLANE)
    assert (found.trap, found.distance, found.is_fault) == ("other_zone", "25.8 km", False)


def test_the_province_itself_tells_more_than_the_zone_it_is_in() -> None:
    """With the bounds of the one commune there is, the neighbour's zone is a fault."""
    found = one(CRS("EPSG:9214"), PLANE, expected=(106.65, 21.65, 106.9, 22.0))
    assert (found.trap, found.is_fault) == ("meridian", True)


@pytest.mark.parametrize("code", ["EPSG:3405", "EPSG:32648"])
def test_tm3_read_as_utm_lands_233_kilometres_away(code: str) -> None:
    found = one(CRS(code), PLANE)
    assert (found.trap, found.remedy_flag) == ("utm", "--crs EPSG:9215")
    assert found.distance_m == pytest.approx(apart(code, "EPSG:9215"))
    assert found.distance_m == pytest.approx(232_600, rel=2e-3)


@pytest.mark.parametrize("crs", [None, CRS('LOCAL_CS["x",UNIT["metre",1]]')])
def test_a_layer_without_a_system_is_told_from_its_coordinates(crs: CRS | None) -> None:
    found = one(crs, PLANE)
    assert (found.trap, found.crs, found.is_fault) == ("no_system", "EPSG:9215", True)
    assert "has no coordinate system; its coordinates fit EPSG:9215" in found.what


def test_degrees_without_a_system_are_of_two_datums_224_metres_apart() -> None:
    found = one(None, LONLAT)
    assert found.crs == "EPSG:4326"
    assert "VN-2000 (EPSG:4756)" in found.what
    assert found.distance_m == pytest.approx(apart("EPSG:4326", "EPSG:4756", LONLAT))


def test_coordinates_that_fit_nothing_get_no_remedy() -> None:
    found = one(None, (0, 0, 1, 1))
    assert (found.crs, found.remedy_flag, str(found.fault)) == (
        "",
        "",
        "the layer has no coordinate system",
    )


@pytest.mark.parametrize("code", ["EPSG:9215", "EPSG:4326", "EPSG:32648"])
def test_north_before_east_is_told_whatever_the_system(code: str) -> None:
    swapped = (2_400_000, 440_000, 2_430_000, 460_000)
    found = one(CRS(code), swapped)
    assert found.trap == "swapped"
    assert found.remedy_flag == "--crs EPSG:9215 --swap-axes"


def test_latitude_before_longitude_is_told() -> None:
    found = one(CRS("EPSG:4326"), (21.5, 106.5, 22.0, 107.0))
    assert (found.trap, found.remedy_flag) == ("swapped", "--crs EPSG:4326 --swap-axes")


@pytest.mark.parametrize("number", [18, 48])
def test_the_number_of_a_zone_before_the_eastings_is_told(number: int) -> None:
    east = number * 1_000_000
    bounds = (east + 440_000, 2_400_000, east + 460_000, 2_430_000)
    for crs in (HOME, None):
        found = one(crs, bounds)
        assert f"its eastings begin with the number of a zone, {number}" in found.what
        back = Transformer.from_crs(found.crs, "EPSG:9215", always_xy=True)
        assert back.transform(east + EAST, NORTH) == pytest.approx((EAST, NORTH), abs=0.01)


def test_web_mercator_without_a_system_is_told() -> None:
    assert one(None, (11_860_000, 2_460_000, 11_880_000, 2_480_000)).crs == "EPSG:3857"


def test_metres_in_a_system_of_degrees_and_degrees_in_one_of_metres() -> None:
    assert one(CRS("EPSG:4326"), PLANE).remedy_flag == "--crs EPSG:9215"
    assert one(CRS("EPSG:9215"), LONLAT).remedy_flag == "--crs EPSG:4326"


@pytest.mark.parametrize(
    ("code", "bounds", "metres"),
    [
        ("EPSG:4147", LONLAT, 52),
        ("EPSG:2044", (18_675_000, 2_400_000, 18_690_000, 2_440_000), 52),
        ("EPSG:3148", (675_000, 2_400_000, 690_000, 2_440_000), 462),
    ],
)
def test_an_old_datum_is_not_passed_over_as_proj_does(
    code: str, bounds: tuple[float, ...], metres: float
) -> None:
    """PROJ has no transformation made for the north and takes the coordinates as they are."""
    found = one(CRS(code), bounds)
    assert (found.trap, found.is_fault) == ("old_datum", True)
    assert found.distance_m == pytest.approx(metres, abs=1)
    assert apart(code, found.crs, bounds) == pytest.approx(found.distance_m)


def test_another_place_on_earth_is_a_fault_without_remedy() -> None:
    found = one(CRS("EPSG:4326"), (-80.0, 10.0, -79.0, 11.0))
    assert (found.trap, found.is_fault, found.remedy_flag) == ("elsewhere", True, "")


def test_a_remedy_of_several_words_is_quoted() -> None:
    found = one(CRS("EPSG:4147"), LONLAT)
    assert found.remedy_flag.startswith('--crs "+proj=longlat')
    assert found.remedy_flag.endswith('"')


@pytest.mark.parametrize("code", ["EPSG:9208", "EPSG:9218"])
def test_another_province_has_the_same_diagnoses(code: str) -> None:
    home = CRS(code)
    used = home.area_of_use
    frame = gpd.GeoSeries([box(*used.bounds)], crs=4326).to_crs(home)
    middle = frame.iloc[0].centroid.buffer(1000).bounds
    (found,) = diagnose(None, middle, home=home)
    assert found.crs == code
    lost = CRS(home.to_wkt().replace("Vietnam 2000", "World Geodetic System 1984"))
    assert diagnose(home, middle, home=home) == []
    assert [one.trap for one in diagnose(lost, middle, home=home)] == ["datum"]
