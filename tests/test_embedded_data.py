"""The embedded data of the province: what a user of the layers and rasters may rely on."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from pyproj import Geod

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ROOT / "layers"
RASTERS = ROOT / "rasters"
FACTS = ROOT / "scripts" / "facts"
BORDER_COMMUNES = {  # of 2025: those with a frontier
    "06004",
    "06037",
    "06058",
    "06148",
    "06172",
    "06184",
    "06196",
    "06211",
    "06541",
    "06565",
    "06625",
}

Table = list[dict[str, str]]


def table(name: str, folder: Path = LAYERS) -> Table:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def layer(name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(LAYERS / f"{name}.gpkg").set_index("code")


def geodesic_km2(shapes: gpd.GeoSeries) -> pd.Series:
    geod = Geod(ellps="WGS84")
    return shapes.map(lambda shape: abs(geod.geometry_area_perimeter(shape)[0]) / 1e6)


def same_corners(one: shapely.Geometry, two: shapely.Geometry) -> bool:
    first, second = (shapely.multipolygons(shapely.get_parts(shape)) for shape in (one, two))
    return bool(shapely.normalize(first).equals_exact(shapely.normalize(second), 0))


@pytest.fixture(scope="module")
def units() -> Table:
    return table("units.csv")


@pytest.fixture(scope="module")
def crosswalk() -> Table:
    return table("crosswalk.csv")


@pytest.fixture(scope="module")
def new_communes() -> gpd.GeoDataFrame:
    return layer("communes_2025")


@pytest.fixture(scope="module")
def old_communes() -> gpd.GeoDataFrame:
    return layer("communes_2024")


@pytest.fixture(scope="module")
def districts() -> gpd.GeoDataFrame:
    return layer("districts_2024")


@pytest.fixture(scope="module")
def statuses() -> pd.DataFrame:
    return pd.DataFrame(table("ntm_status.csv"))


def kinds(units: Table, vintage: str) -> Counter[str]:
    return Counter(row["kind"] for row in units if row["vintage"] == vintage)


@pytest.mark.parametrize(
    ("vintage", "expected"),
    [
        ("2020-01-01", {"xã": 181, "thị trấn": 14, "phường": 5}),
        ("2024-12-01", {"xã": 175, "thị trấn": 14, "phường": 5}),
        ("2025-07-01", {"xã": 61, "phường": 4}),
    ],
)
def test_the_registry_counts_what_the_decrees_count(
    units: Table, vintage: str, expected: dict[str, int]
) -> None:
    above = {"tỉnh": 1, "huyện": 10, "thành phố": 1} if vintage < "2025" else {"tỉnh": 1}
    assert kinds(units, vintage) == expected | above


def test_a_unit_is_there_once_per_vintage_with_a_parent_of_that_vintage(units: Table) -> None:
    keys = [(row["vintage"], row["code"]) for row in units]
    assert len(set(keys)) == len(keys)
    parents = {(row["vintage"], row["parent"]) for row in units if row["parent"]}
    assert parents <= set(keys)


def test_codes_keep_their_five_digits(units: Table) -> None:
    communes = [row["code"] for row in units if row["level"] == "commune"]
    assert {len(code) for code in communes} == {5}
    assert {code[0] for code in communes} == {"0"}


def test_exactly_ten_names_repeat_among_the_194(units: Table) -> None:
    names = Counter(
        row["name"] for row in units if row["vintage"] == "2024-12-01" and row["level"] == "commune"
    )
    assert {name: count for name, count in names.items() if count > 1} == {
        "Chi Lăng": 4,
        "Hòa Bình": 4,
        "Hoàng Văn Thụ": 3,
        "Tân Thành": 3,
        "Hồng Phong": 2,
        "Hồng Thái": 2,
        "Thụy Hùng": 2,
        "Mẫu Sơn": 2,
        "Chiến Thắng": 2,
        "Đình Lập": 2,
    }


def test_no_name_repeats_among_the_65(units: Table) -> None:
    names = [
        row["name"] for row in units if row["vintage"] == "2025-07-01" and row["level"] == "commune"
    ]
    assert len(set(names)) == 65


def test_the_code_06040_means_three_units(units: Table) -> None:
    found = [(row["kind"], row["name"]) for row in units if row["code"] == "06040"]
    assert found == [("xã", "Đại Đồng"), ("thị trấn", "Thất Khê"), ("xã", "Thất Khê")]


def test_37_codes_of_2025_belonged_to_another_name_or_kind(units: Table) -> None:
    of = {
        vintage: {
            row["code"]: (row["name"], row["kind"]) for row in units if row["vintage"] == vintage
        }
        for vintage in ("2024-12-01", "2025-07-01")
    }
    changed = [code for code, unit in of["2025-07-01"].items() if of["2024-12-01"][code] != unit]
    assert len(changed) == 37


def test_the_official_areas_of_2025_come_close_to_the_province(units: Table) -> None:
    areas = [
        float(row["area_official_km2"])
        for row in units
        if row["vintage"] == "2025-07-01" and row["level"] == "commune"
    ]
    assert len(areas) == 65
    assert sum(areas) == pytest.approx(8310.09, rel=1e-4)


@pytest.mark.parametrize(("before", "codes"), [("2020-01-01", 200), ("2024-12-01", 194)])
def test_the_shares_of_every_unit_add_up_to_exactly_one(
    crosswalk: Table, before: str, codes: int
) -> None:
    pairs = [row for row in crosswalk if row["from_vintage"] == before]
    given: defaultdict[str, Decimal] = defaultdict(Decimal)
    taken: defaultdict[str, Decimal] = defaultdict(Decimal)
    for pair in pairs:
        given[pair["from_code"]] += Decimal(pair["share_of_from"])
        taken[pair["to_code"]] += Decimal(pair["share_of_to"])
    assert len(given) == codes
    assert set(given.values()) == set(taken.values()) == {Decimal(1)}


def test_194_become_65_by_196_pairs_of_which_192_are_whole(crosswalk: Table) -> None:
    pairs = [row for row in crosswalk if row["from_vintage"] == "2024-12-01"]
    assert Counter(row["relation"] for row in pairs) == {"full": 192, "partial": 4}
    split = {
        (row["from_code"], row["to_code"]): float(row["share_of_from"])
        for row in pairs
        if row["relation"] == "partial"
    }
    assert split == pytest.approx(
        {
            ("06622", "06613"): 0.199,
            ("06622", "06625"): 0.801,
            ("06625", "06625"): 0.839,
            ("06625", "06637"): 0.161,
        },
        abs=5e-4,
    )


def test_hong_phong_of_binh_gia_goes_to_hong_phong(crosswalk: Table) -> None:
    pairs = [row for row in crosswalk if row["from_vintage"] == "2024-12-01"]
    assert [row["to_code"] for row in pairs if row["from_code"] == "06079"] == ["06079"]


def test_crosswalk_and_registry_know_the_same_units(units: Table, crosswalk: Table) -> None:
    known = {(row["vintage"], row["code"]) for row in units if row["level"] == "commune"}
    ends = {(row["from_vintage"], row["from_code"]) for row in crosswalk}
    ends |= {(row["to_vintage"], row["to_code"]) for row in crosswalk}
    assert ends == known


@pytest.mark.parametrize(
    ("name", "vintage", "level"),
    [
        ("communes_2025", "2025-07-01", "commune"),
        ("communes_2024", "2024-12-01", "commune"),
        ("districts_2024", "2024-12-01", "district"),
        ("province", "2025-07-01", "province"),
    ],
)
def test_a_layer_holds_the_units_of_the_registry_as_a_valid_map(
    units: Table, name: str, vintage: str, level: str
) -> None:
    found = layer(name)
    registered = {
        row["code"]: (row["name"], row["kind"])
        for row in units
        if row["vintage"] == vintage and row["level"] == level
    }
    assert dict(zip(found.index, zip(found["name"], found["kind"], strict=True), strict=True)) == (
        registered
    )
    assert found.crs == "EPSG:4326"
    assert found.is_valid.all()
    assert shapely.coverage_is_valid(found.geometry.to_numpy())


def test_every_commune_is_one_part(
    new_communes: gpd.GeoDataFrame, old_communes: gpd.GeoDataFrame
) -> None:
    assert set(new_communes.geom_type) == set(old_communes.geom_type) == {"Polygon"}


def test_old_communes_dissolve_into_the_districts_corner_for_corner(
    units: Table, old_communes: gpd.GeoDataFrame, districts: gpd.GeoDataFrame
) -> None:
    parent = {row["code"]: row["parent"] for row in units if row["vintage"] == "2024-12-01"}
    for code, group in old_communes.geometry.groupby(old_communes.index.map(parent)):
        joined = shapely.coverage_union_all(group.to_numpy())
        assert same_corners(joined, districts.geometry[code]), code


def test_whole_old_communes_nest_in_the_new_ones(
    crosswalk: Table, old_communes: gpd.GeoDataFrame, new_communes: gpd.GeoDataFrame
) -> None:
    pairs = [row for row in crosswalk if row["from_vintage"] == "2024-12-01"]
    broken = {row["to_code"] for row in pairs if row["relation"] == "partial"}
    members = defaultdict(list)
    for pair in pairs:
        members[pair["to_code"]].append(pair["from_code"])
    whole = {code: codes for code, codes in members.items() if code not in broken}
    assert len(whole) == 62
    for code, codes in whole.items():
        joined = shapely.coverage_union_all(old_communes.geometry[codes].to_numpy())
        assert same_corners(joined, new_communes.geometry[code]), code


def test_areas_of_the_old_communes_are_their_shares_of_the_district(
    units: Table, old_communes: gpd.GeoDataFrame, districts: gpd.GeoDataFrame
) -> None:
    facts = pd.DataFrame(table("pairs_2024_2025.csv", FACTS)).astype({"area_km2": float})
    measured = facts.groupby("from_code")["area_km2"].sum()
    parent = pd.Series(
        {
            row["code"]: row["parent"]
            for row in units
            if row["vintage"] == "2024-12-01" and row["level"] == "commune"
        }
    )
    # Cao Lộc lies on both sides of the city: each side is shared out by itself.
    parent[["06241", "06250"]] = "183 southwest"
    drawn = geodesic_km2(old_communes.geometry)
    share = measured / measured.groupby(parent).transform("sum")
    expected = share * drawn.groupby(parent).transform("sum")
    assert (drawn / expected - 1).abs().max() < 1e-3
    assert drawn.sum() == pytest.approx(geodesic_km2(districts.geometry).sum(), rel=1e-6)


def test_both_commune_layers_give_a_new_unit_the_same_area(
    crosswalk: Table, old_communes: gpd.GeoDataFrame, new_communes: gpd.GeoDataFrame
) -> None:
    old, new = geodesic_km2(old_communes.geometry), geodesic_km2(new_communes.geometry)
    total: defaultdict[str, float] = defaultdict(float)
    for pair in crosswalk:
        if pair["from_vintage"] == "2024-12-01":
            total[pair["to_code"]] += old[pair["from_code"]] * float(pair["share_of_from"])
    assert pd.Series(total).sort_index().to_numpy() == pytest.approx(
        new.sort_index().to_numpy(), rel=1e-3
    )


def test_every_seat_is_inside_its_unit(new_communes: gpd.GeoDataFrame) -> None:
    seats = pd.DataFrame(table("seats_2025.csv", FACTS)).set_index("code")
    points = gpd.GeoSeries.from_xy(
        seats["longitude"].astype(float), seats["latitude"].astype(float), crs="EPSG:4326"
    )
    assert len(points) == 65
    assert new_communes.geometry[points.index].contains(points).all()


def test_the_border_communes_are_those_that_touch_the_border(
    new_communes: gpd.GeoDataFrame,
) -> None:
    border = layer("border_line").to_crs("EPSG:9215").geometry.iloc[0]
    near = new_communes.to_crs("EPSG:9215").buffer(600).intersection(border).length
    assert set(near[near > 5000].index) == BORDER_COMMUNES


def test_the_border_is_one_line_of_about_the_official_length() -> None:
    border = gpd.read_file(LAYERS / "border_line.gpkg")
    assert list(border.geom_type) == ["LineString"]
    length_km = Geod(ellps="WGS84").geometry_length(border.geometry.iloc[0]) / 1000
    assert length_km == pytest.approx(231.7, rel=0.05)


def test_eleven_gates_are_named_and_seven_have_a_position() -> None:
    gates = table("border_gates.csv")
    assert Counter(gate["class"] for gate in gates) == {"quốc tế": 2, "song phương": 1, "phụ": 8}
    placed = [gate for gate in gates if gate["precision"] != "none"]
    assert len(placed) == 7
    assert all(gate["longitude"] and gate["latitude"] and gate["commune_code"] for gate in placed)
    assert all(not gate["longitude"] for gate in gates if gate["precision"] == "none")


def test_the_gates_lie_where_their_rows_say(new_communes: gpd.GeoDataFrame) -> None:
    gates = pd.DataFrame([gate for gate in table("border_gates.csv") if gate["longitude"]])
    points = gpd.GeoSeries.from_xy(
        gates["longitude"].astype(float), gates["latitude"].astype(float), crs="EPSG:4326"
    ).to_crs("EPSG:9215")
    plane = new_communes.to_crs("EPSG:9215").geometry
    border = layer("border_line").to_crs("EPSG:9215").geometry.iloc[0]
    off = [
        plane[code].distance(point)
        for code, point in zip(gates["commune_code"], points, strict=True)
    ]
    assert max(off) < 500  # the outline is true to about 250 m
    assert points.distance(border).max() < 3000


def test_the_twelfth_gate_is_an_open_question_and_no_row() -> None:
    catalog = tomllib.loads((LAYERS / "catalog.toml").read_text(encoding="utf-8"))
    (note,) = [source["note"] for source in catalog["source"] if source["theme"] == "gates"]
    assert "thứ mười hai" in note


def test_the_illustrative_statuses_add_up_to_the_published_totals(statuses: pd.DataFrame) -> None:
    rows = statuses[(statuses["vintage"] == "2024-12-01") & (statuses["period"] == "2025-06-30")]
    assert Counter(rows["status"]) == {
        "NTM kiểu mẫu": 10,
        "NTM nâng cao": 28 - 10,
        "Đạt chuẩn NTM": 106 - 28,
        "Chưa đạt": 175 - 106,
    }
    assert round(rows["criteria_met"].astype(int).mean(), 2) == 15.21


def test_the_illustrative_criteria_of_2021_have_the_published_mean(statuses: pd.DataFrame) -> None:
    rows = statuses[(statuses["vintage"] == "2024-12-01") & (statuses["period"] == "2021")]
    assert round(rows["criteria_met"].astype(int).mean(), 2) == 13.85


def test_no_illustrative_status_or_number_of_criteria_ever_falls(statuses: pd.DataFrame) -> None:
    order = ["Chưa đạt", "Đạt chuẩn NTM", "NTM nâng cao", "NTM kiểu mẫu"]
    rows = statuses[statuses["vintage"] == "2024-12-01"].sort_values(["code", "period"])
    steps = rows["status"].map(order.index).groupby(rows["code"]).diff().dropna()
    criteria = rows["criteria_met"].astype(int).groupby(rows["code"]).diff().dropna()
    assert len(steps) == 175 * 10
    assert (steps >= 0).all()
    assert (criteria >= 0).all()


def test_communes_that_meet_the_standard_meet_all_19_criteria(statuses: pd.DataFrame) -> None:
    rows = statuses[statuses["vintage"] == "2024-12-01"]
    full = rows["criteria_met"] == "19"
    assert (full == (rows["status"] != "Chưa đạt")).all()


def test_only_real_decisions_are_named(statuses: pd.DataFrame) -> None:
    decided = statuses[statuses["decision"] != ""]
    found = decided[["code", "status", "year_met", "decision", "decision_date"]].drop_duplicates()
    assert sorted(map(tuple, found.to_numpy())) == [
        ("06034", "NTM nâng cao", "2022", "99/QĐ-UBND", "2023-01-26"),
        ("06622", "Đạt chuẩn NTM", "2018", "2165/QĐ-UBND", "2018-10-31"),
        ("06646", "NTM nâng cao", "2022", "105/QĐ-UBND", "2023-01-26"),
    ]


def test_after_the_merger_most_communes_await_reassessment_at_first(statuses: pd.DataFrame) -> None:
    rows = statuses[statuses["vintage"] == "2025-07-01"]
    pending = rows[rows["status"] == "Chưa đánh giá lại"]
    assert dict(Counter(pending["period"])) == {"2025": 61 - 12, "2026-06-30": 17}
    assert set(rows.loc[rows["kind"] == "phường", "status"]) == {"Phường (không xét)"}


def test_towns_and_wards_of_2024_have_no_status(statuses: pd.DataFrame) -> None:
    rows = statuses[statuses["vintage"] == "2024-12-01"]
    assert set(rows["kind"]) == {"xã"}
    assert rows["code"].nunique() == 175


def test_every_status_word_is_on_the_scale_of_its_criteria_set(statuses: pd.DataFrame) -> None:
    scale_of = {row["set"]: row["scale"] for row in table("criteria_sets.csv")}
    words = {(row["scale"], row["label_vi"]) for row in table("status_scales.csv")}
    used = set(zip(statuses["criteria_set"].map(scale_of), statuses["status"], strict=True))
    assert used <= words


def test_a_commune_short_of_the_standard_has_a_year_it_registered_for(
    statuses: pd.DataFrame,
) -> None:
    short = statuses["status"].isin(["Chưa đạt", "Chưa đánh giá lại"])
    assert (statuses["year_registered"] != "").equals(short)


def test_the_template_has_the_header_of_the_table_and_nothing_else() -> None:
    header = (LAYERS / "ntm_status.csv").read_text(encoding="utf-8").splitlines()[0]
    assert (LAYERS / "templates" / "ntm_status.csv").read_text(encoding="utf-8") == header + "\n"


def test_every_observation_has_a_source_and_a_registered_unit(units: Table) -> None:
    known = {(row["vintage"], row["code"]) for row in units}
    observations = table("observations.csv")
    assert all(row["source"] for row in observations)
    assert {(row["vintage"], row["code"]) for row in observations} <= known


def test_no_forest_cover_of_2020_or_2023_is_claimed() -> None:
    periods = [
        row["period"] for row in table("observations.csv") if row["indicator"] == "forest_cover"
    ]
    assert periods == ["2008", "2009", "2017"]


def test_the_nineteen_criteria_are_named() -> None:
    numbers = [row["number"] for row in table("criteria.csv") if row["set"] == "ntm-2021"]
    assert numbers == [str(number) for number in range(1, 20)]


@pytest.mark.parametrize("folder", [LAYERS, RASTERS], ids=["layers", "rasters"])
def test_the_catalog_lists_every_file_with_its_checksum(folder: Path) -> None:
    catalog = tomllib.loads((folder / "catalog.toml").read_text(encoding="utf-8"))
    listed = {source["path"]: source["sha256"] for source in catalog["source"]}
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.suffix in (".csv", ".gpkg", ".tif")
    }
    assert listed == files


@pytest.mark.parametrize("folder", [LAYERS, RASTERS], ids=["layers", "rasters"])
def test_every_source_has_title_quality_licence_and_attribution(folder: Path) -> None:
    catalog = tomllib.loads((folder / "catalog.toml").read_text(encoding="utf-8"))
    for source in catalog["source"]:
        assert all(source[key] for key in ("title", "quality", "licence", "attribution")), source


def test_what_is_made_up_or_schematic_says_so_in_its_title() -> None:
    for folder in (LAYERS, RASTERS):
        catalog = tomllib.loads((folder / "catalog.toml").read_text(encoding="utf-8"))
        for source in catalog["source"]:
            made_up = "SỐ LIỆU MINH HỌA" in source["title"]
            assert made_up == (source["quality"] == "illustrative"), source
            schematic = "ranh giới sơ đồ" in source["title"]
            assert schematic == (source["quality"] == "schematic"), source


def read(name: str) -> tuple[np.ndarray, dict[str, object]]:
    with rasterio.open(RASTERS / f"{name}.tif") as source:
        return source.read(1), {**source.profile, "bounds": source.bounds, "tags": source.tags()}


def test_the_illustrative_pair_is_in_hansens_encoding() -> None:
    cover, profile = read("treecover2000")
    loss, other = read("lossyear")
    assert profile["dtype"] == other["dtype"] == "uint8"
    assert profile["nodata"] is None and other["nodata"] is None
    assert profile["transform"] == other["transform"] and cover.shape == loss.shape
    assert cover.max() <= 100
    assert set(np.unique(loss)) == set(range(25))
    assert (cover[loss > 0] > 0).all()
    assert "SỐ LIỆU MINH HỌA" in str(profile["tags"]["TIFFTAG_IMAGEDESCRIPTION"])


@pytest.mark.parametrize("name", ["treecover2000", "lossyear", "mcd12c1_2019"])
def test_a_raster_covers_the_province_with_a_margin(name: str) -> None:
    _values, profile = read(name)
    bounds = shapely.box(*profile["bounds"])
    province = layer("province").geometry.iloc[0]
    assert bounds.contains(province.buffer(0.03))
    assert profile["crs"] == "EPSG:4326"


def test_the_land_cover_clip_holds_igbp_classes() -> None:
    values, profile = read("mcd12c1_2019")
    assert profile["nodata"] == 255
    assert values.max() <= 16
    assert profile["transform"].a == pytest.approx(0.05)


def test_the_embedded_data_stay_small() -> None:
    size = {
        folder.name: sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        for folder in (LAYERS, RASTERS)
    }
    assert size["layers"] < 2.5e6
    assert size["rasters"] < 1e6


def test_texts_are_utf8_without_byte_order_mark_and_with_unix_line_ends() -> None:
    for path in [*LAYERS.rglob("*.csv"), *FACTS.glob("*.csv")]:
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), path
        assert b"\r" not in content, path
