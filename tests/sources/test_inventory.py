"""Inventories from files: an office's own, and the one that a workspace keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from lsgeo import facts
from lsgeo.errors import InputError
from lsgeo.indicators.forest_inventory import INDICATOR, compute
from lsgeo.outputs import write_layer
from lsgeo.registry import Registry
from lsgeo.sources.catalog import Entry
from lsgeo.sources.inventory import (
    Choices,
    change_causes,
    forest_types,
    inventory_table,
    read_inventory,
    read_stored,
    stack,
    to_store,
)
from lsgeo.sources.registry import read_registry
from tests.conftest import BEFORE, UNITS, VINTAGE, entry_for
from tests.inventory.conftest import PLANE, tiny_lots


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    path = tmp_path_factory.mktemp("registry") / "units.csv"
    path.write_text(UNITS, encoding="utf-8")
    return read_registry(entry_for(path))[0]


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writing(lots: gpd.GeoDataFrame, name: str = "lots.gpkg", **keys: object) -> Path:
        path = tmp_path / name
        pyogrio.write_dataframe(lots.reset_index(drop=True), path, **keys)
        return path

    return writing


def kept_entry(path: Path, **keys: object) -> Entry:
    said = {"theme": "inventory", "vintage": VINTAGE, "period": "2024", "attribution": "FPD"}
    return entry_for(path, **{**said, **keys})


@pytest.fixture
def kept(write: Write, registry: Registry, tmp_path: Path) -> Path:
    """The tiny inventory as a workspace keeps it."""
    read = read_inventory(write(tiny_lots()), registry, vintage=VINTAGE, plane=PLANE)
    path = tmp_path / "kept.gpkg"
    write_layer(to_store(read.lots), path, day=date(2025, 7, 1))
    return path


@pytest.mark.parametrize("name", ["lots.gpkg", "lots.shp", "lots.geojson"])
def test_lots_of_any_format_are_read_with_their_ledger(
    write: Write, registry: Registry, name: str
) -> None:
    read = read_inventory(write(tiny_lots(), name), registry, vintage=VINTAGE, plane=PLANE)
    assert read.lots.lots["group"].tolist() == ["natural", "planted", "planted_young", "none"] * 2
    assert read.lots.lots.crs == PLANE
    counts = read.ledger.counts.iloc[0]
    assert (counts["file"], counts["rows"], counts["used"]) == (name, 8, 8)
    assert "leading zero restored, in 4 rows" in read.ledger.notes["reason"].tolist()


def test_names_cut_by_a_shapefile_and_a_year_are_found(write: Write, registry: Registry) -> None:
    names = {
        "maxa": "commune_co",
        "tk": "compt_code",
        "khoanh": "sub_compt_",
        "dtich": "area",
        "maldlr": "maldlr_23",
        "ldlr": "LDLR_23",
    }
    lots = tiny_lots().drop(columns="xa").rename(columns=names)
    read = read_inventory(write(lots, "lots.shp"), registry, vintage=VINTAGE, plane=PLANE)
    assert read.lots.lots["type_code"].tolist() == [17, 60, 72, 82] * 2
    noted = read.ledger.notes.set_index("column")["reason"]
    assert noted["sub_compt_"] == "read as the column khoanh"
    assert noted["maldlr_23"] == "read as the column maldlr"


def test_an_officer_may_name_the_columns(write: Write, registry: Registry) -> None:
    lots = tiny_lots().rename(columns={"dtich": "S_HA"})
    path = write(lots)
    with pytest.raises(InputError, match="dtich: the column is missing"):
        read_inventory(path, registry, vintage=VINTAGE, plane=PLANE)
    chosen = Choices(columns={"dtich": "S_HA"})
    read = read_inventory(path, registry, vintage=VINTAGE, plane=PLANE, choices=chosen)
    assert read.lots.lots["dtich_ha"].sum() == 8


def test_rows_in_are_rows_out(write: Write, registry: Registry) -> None:
    lots = tiny_lots(dtich=[-1.0, *[1.0] * 7])
    read = read_inventory(write(lots), registry, vintage=VINTAGE, plane=PLANE)
    counts = read.ledger.counts.iloc[0]
    assert (counts["used"], counts["quarantined"], len(read.lots.lots)) == (7, 1, 7)


def test_a_layer_without_a_coordinate_system_is_not_placed_by_guess(
    write: Write, registry: Registry
) -> None:
    path = write(tiny_lots().to_crs(PLANE), "lots.shp")
    path.with_suffix(".prj").unlink()
    with pytest.raises(InputError, match="no coordinate system"):
        read_inventory(path, registry, vintage=VINTAGE, plane=PLANE)
    said = Choices(crs=PLANE)
    read = read_inventory(path, registry, vintage=VINTAGE, plane=PLANE, choices=said)
    assert read.lots.lots["geometry_ha"].sum() == pytest.approx(8, abs=1e-3)


def test_a_layer_of_another_country_is_refused(write: Write, registry: Registry) -> None:
    lots = tiny_lots().set_geometry(tiny_lots().geometry.translate(xoff=-60))
    with pytest.raises(InputError, match="do not lie in Viet Nam"):
        read_inventory(write(lots), registry, vintage=VINTAGE, plane=PLANE)


def test_what_a_workspace_keeps_is_what_was_read(
    write: Write, kept: Path, registry: Registry
) -> None:
    read = read_inventory(write(tiny_lots()), registry, vintage=VINTAGE, plane=PLANE)
    again = read_stored(kept_entry(kept), registry, plane=PLANE)
    pd.testing.assert_frame_equal(
        again.lots.lots.drop(columns="geometry"), read.lots.lots.drop(columns="geometry")
    )
    assert again.ledger.counts.loc[0, ["rows", "used"]].tolist() == [8, 8]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"period": ""}, "the period is missing"),
        ({"vintage": "2001-01-01"}, "unknown vintage"),
        ({"vintage": ""}, "unknown vintage"),
        ({"vintage": BEFORE, "period": "2026"}, "the unit had ended by then"),
    ],
)
def test_its_entry_must_say_of_which_units_and_when(
    kept: Path, registry: Registry, keys: dict[str, str], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        read_stored(kept_entry(kept, **keys), registry, plane=PLANE)


def table_of(kept: Path, registry: Registry, **keys: object) -> pd.DataFrame:
    entry = kept_entry(kept, **keys)
    lots = read_stored(entry, registry, plane=PLANE).lots
    official = entry_for(Path("units.csv"), quality="published", attribution="a decree")
    return inventory_table(lots, registry, entry=entry, official=official)


def test_the_table_makes_the_facts_of_legal_cover(kept: Path, registry: Registry) -> None:
    made = compute(forest_inventory=table_of(kept, registry))
    cover = facts.derive(made, INDICATOR.ratios).set_index("code")
    assert cover["value"].to_dict() == {"20": 50.0, "00001": 50.0, "00002": 50.0}
    assert set(cover["period"]) == {"2024"}
    assert set(cover["quality"]) == {"published"}
    assert set(cover["source"]) == {"FPD; a decree"}


def test_boundaries_stand_in_where_there_is_no_official_area(
    kept: Path, registry: Registry
) -> None:
    entry = kept_entry(kept)
    lots = read_stored(entry, registry, plane=PLANE).lots
    units = registry.units.assign(area_official_km2=float("nan"))
    bare = Registry(units=units)
    official = entry_for(Path("units.csv"))
    drawn = (
        pd.DataFrame({"area_ha": [4.0, 5.0]}, index=["00001", "00002"]),
        entry_for(Path("communes.gpkg"), quality="approximate", attribution="a map"),
    )
    table = inventory_table(lots, bare, entry=entry, official=official, drawn=drawn)
    found = table.set_index("code")
    assert found["natural_area_ha"].to_dict() == {"20": 9.0, "00001": 4.0, "00002": 5.0}
    assert set(found["natural_quality"]) == {"approximate"}
    assert set(found["natural_source"]) == {"a map"}


def test_of_a_whole_province_communes_without_lots_have_none(
    write: Write, registry: Registry, tmp_path: Path
) -> None:
    read = read_inventory(write(tiny_lots().iloc[:4]), registry, vintage=VINTAGE, plane=PLANE)
    path = tmp_path / "kept.gpkg"
    write_layer(to_store(read.lots), path, day=date(2025, 7, 1))
    assert table_of(path, registry)["code"].tolist() == ["00001"]
    whole = table_of(path, registry, level="province").set_index("code")
    assert whole["forest_ha"].to_dict() == {"20": 3.0, "00001": 3.0, "00002": 0.0}


def test_two_inventories_of_one_period_are_refused(kept: Path, registry: Registry) -> None:
    one = table_of(kept, registry)
    assert len(stack([one, one.assign(period="2023")])) == 6
    with pytest.raises(InputError, match="there twice"):
        stack([one, one])


def test_the_tables_of_codes_come_with_the_package(tmp_path: Path) -> None:
    assert len(forest_types().table) == 98
    assert change_causes().find("cháy rừng") == "5"
    own = tmp_path / "causes.csv"
    own.write_text(
        "code,direction,title_vi,title_en,aliases\nX,loss,Cháy rừng,Fire,\n", encoding="utf-8"
    )
    assert change_causes(own).find("Cháy rừng") == "X"
