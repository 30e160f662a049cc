"""Inventories of a workspace: counted by the communes of today, and compared in time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from shapely import box

from lsgeo.compose import Publication
from lsgeo.compose.tables import Table
from lsgeo.jobs.build import build
from lsgeo.jobs.composing import compose
from lsgeo.jobs.measuring import measure
from lsgeo.workspace import Workspace, read
from tests.conftest import BEFORE, CELL_WIDTH, EAST, NORTH, SOUTH, VINTAGE, WEST, TinyWorkspace
from tests.inventory.conftest import tiny_lots

SPLIT = f"""from_vintage,from_code,to_vintage,to_code,relation,share_of_from,share_of_to,source
{BEFORE},00001,{VINTAGE},00001,full,1,0.5714,a decree
{BEFORE},00002,{VINTAGE},00001,partial,0.75,0.4286,a decree
{BEFORE},00002,{VINTAGE},00002,partial,0.25,1,a decree
"""
LINE = EAST - CELL_WIDTH / 2
CUT = "Khai thác rừng"


def keep(tiny: TinyWorkspace, name: str, lots: gpd.GeoDataFrame, **entry: str) -> None:
    """Put lots into the workspace as an import keeps them."""
    kept = lots.rename(columns={"maldlr": "type_code", "dtich": "dtich_ha", "malr3": "function"})
    kept = kept.assign(
        code=lots["maxa"].str.zfill(5),
        origin=lots["nggocr"],
        year_planted=0,
        cause=lots.get("cause", ""),
        owner="",
        share=1.0,
    )
    kept.reset_index().to_file(tiny.path(f"layers/{name}.gpkg"), layer=name)
    tiny.sources[f"layers/{name}.gpkg"] = {"theme": "inventory", "level": "province"} | entry
    tiny.seal()


@pytest.fixture
def split(tiny_workspace: TinyWorkspace) -> TinyWorkspace:
    """The east of before was split: its west cells and half of the east ones went west."""
    tiny_workspace.write("layers/crosswalk.csv", SPLIT)
    parts = [box(WEST, SOUTH, LINE, NORTH), box(LINE, SOUTH, EAST, NORTH)]
    tiny_workspace.layer("layers/communes.gpkg", parts, ["00001", "00002"])
    keep(tiny_workspace, "older", tiny_lots(), vintage=BEFORE, period="2024")
    return tiny_workspace


@pytest.fixture
def both(split: TinyWorkspace) -> TinyWorkspace:
    """A year later the natural hectare of the old east, in the new west, has been cut."""
    newer = tiny_lots(
        maxa=["1"] * 5 + ["2", "1", "2"],
        maldlr=[17, 60, 72, 82, 82, 60, 72, 82],
        cause=[""] * 4 + ["4"] + [""] * 3,
    )
    keep(split, "newer", newer, vintage=VINTAGE, period="2025-12-31")
    return split


def published(tiny: TinyWorkspace) -> Publication:
    """What a build would publish, without writing it."""
    workspace = Workspace.open(tiny.root)
    inputs = read(workspace, to_draw=True)
    day = date(2026, 1, 31)
    return compose(workspace, inputs, measure(workspace, inputs, today=day), as_of=day)


def remarks(tiny: TinyWorkspace) -> tuple[str, ...]:
    return read(Workspace.open(tiny.root)).remarks


def facts_of(publication: Publication, *, vintage: str = VINTAGE) -> pd.Series:
    facts = publication.facts
    mine = facts[(facts["vintage"] == vintage) & (facts["period"] == "2024")]
    return mine.set_index(["indicator", "code"])["value"]


def table(publication: Publication, name: str) -> Table:
    return next(one for one in publication.tables if one.name.vi.startswith(name))


def test_an_inventory_of_old_communes_is_counted_by_those_of_today(split: TinyWorkspace) -> None:
    """By hand: the new line halves the planted lot and the bare one of the east."""
    found = published(split)
    now, then = facts_of(found), facts_of(found, vintage=BEFORE)
    natural, planted = now["forest_natural_ha"], now["forest_planted_ha"]
    assert [natural["00001"], natural["00002"]] == pytest.approx([2.0, 0.0], abs=1e-6)
    assert [planted["00001"], planted["00002"]] == pytest.approx([1.5, 0.5], rel=1e-4)
    assert planted["20"] == pytest.approx(then["forest_planted_ha"]["20"], rel=1e-9)
    assert now["forest_cover"]["20"] == pytest.approx(50.0)


def test_lots_over_a_new_line_are_told_in_the_ledger(split: TinyWorkspace) -> None:
    ledger = published(split).ledger
    told = ledger.counts.set_index("sheet").loc[f"→ {VINTAGE}"]
    assert told[["rows", "used", "corrected", "quarantined"]].tolist() == [8, 6, 2, 0]
    notes = ledger.notes[ledger.notes["sheet"] == f"→ {VINTAGE}"]
    assert notes["row"].tolist() == [6, 8]
    assert notes["became"].tolist() == ["00001 0.5 ha, 00002 0.5 ha"] * 2


def test_lots_that_are_counted_and_compared_are_divided_and_told_once(both: TinyWorkspace) -> None:
    counts = published(both).ledger.counts
    assert counts["sheet"].tolist().count(f"→ {VINTAGE}") == 1


def test_made_up_boundaries_divide_no_lots(split: TinyWorkspace) -> None:
    split.sources["layers/communes.gpkg"]["quality"] = "schematic"
    split.seal()
    found = published(split)
    assert "forest_natural_ha" not in facts_of(found).index.get_level_values("indicator")
    (remark,) = [one for one in remarks(split) if "older" in one]
    assert "00002" in remark


def test_communes_that_went_whole_need_no_boundaries(tiny_workspace: TinyWorkspace) -> None:
    tiny_workspace.sources["layers/communes.gpkg"]["quality"] = "schematic"
    keep(tiny_workspace, "older", tiny_lots(), vintage=BEFORE, period="2024")
    found = published(tiny_workspace)
    natural = facts_of(found)["forest_natural_ha"]
    assert [natural["00001"], natural["00002"], natural["20"]] == pytest.approx([1, 1, 2])


def test_without_a_crosswalk_it_stays_with_the_old_communes(split: TinyWorkspace) -> None:
    del split.sources["layers/crosswalk.csv"]
    split.seal()
    found = published(split)
    assert any("older" in one for one in remarks(split))
    assert "forest_natural_ha" not in facts_of(found).index.get_level_values("indicator")
    assert "forest_natural_ha" in facts_of(found, vintage=BEFORE).index.get_level_values(0)


def test_two_inventories_give_the_change_of_every_commune(both: TinyWorkspace) -> None:
    rows = table(published(both), "Biến động").rows
    lines = rows.set_index(["code", "class"])
    west = lines.loc["00001", "Rừng tự nhiên"]
    assert [west.opening_ha, west.redrawn_ha, west.gains_ha] == pytest.approx([2, 0, 0], abs=1e-6)
    assert [west.losses_ha, west.closing_ha] == pytest.approx([1, 1])
    whole = lines.loc["20", "Diện tích có rừng"]
    assert [whole.opening_ha, whole.losses_ha, whole.closing_ha] == pytest.approx([6, 1, 5])
    left = rows["opening_ha"] + rows["redrawn_ha"] + rows["gains_ha"] - rows["losses_ha"]
    assert (left - rows["closing_ha"]).abs().max() < 1e-9
    assert rows["unit"].iloc[0] == "Tỉnh Nhỏ"


def test_the_recorded_cause_and_the_types_stand_in_words(both: TinyWorkspace) -> None:
    publication = published(both)
    causes = table(publication, "Nguyên nhân").rows
    cut = causes[(causes["code"] == "00001") & (causes["cause"] == CUT)]
    assert cut["losses_ha"].tolist() == pytest.approx([1.0])
    flows = table(publication, "Từ loại").rows
    mine = flows[flows["cause"] == CUT]
    assert mine["area_ha"].tolist() == pytest.approx([1.0])
    assert mine["type_from"].iloc[0].startswith("txk – ")


def test_the_matrix_sums_to_both_inventories(both: TinyWorkspace) -> None:
    rows = table(published(both), "Ma trận").rows
    assert rows["total"].iloc[-1] == pytest.approx(8.0)
    assert rows["total"].iloc[:-1].sum() == pytest.approx(8.0)
    closing = rows.iloc[-1]
    assert [closing["to_17"], closing["to_82"]] == pytest.approx([1.0, 3.0])


def test_the_workbook_has_a_sheet_for_each_and_the_ledger_last(
    both: TinyWorkspace, tmp_path: Path
) -> None:
    build(both.root, out=tmp_path / "out")
    names = CalamineWorkbook.from_path(tmp_path / "out" / "bao-cao.xlsx").sheet_names
    assert names == [
        "Chỉ tiêu",
        *("Biến động 2025-12-31", "Ma trận 2025-12-31"),
        *("Nguyên nhân 2025-12-31", "Từ loại, sang loại 2025-12-31"),
        *("Đối chiếu vệ tinh", "Ngưỡng tán cây"),
        *("Nguồn số liệu", "Từng dòng"),
    ]


def test_legal_forest_stands_beside_the_canopy_seen(both: TinyWorkspace) -> None:
    rows = table(published(both), "Đối chiếu").rows
    west = rows[(rows["code"] == "00001") & (rows["legal_period"] == "31/12/2025")].iloc[0]
    assert west["legal_ha"] == pytest.approx(2.0)  # a natural and a planted hectare
    assert west["difference_ha"] == pytest.approx(west["satellite_ha"] - 2.0)
    assert west["satellite_quality"] == "tham khảo viễn thám"


def test_lots_without_a_place_are_no_forest_of_none(split: TinyWorkspace) -> None:
    """An old planted lot of the divided commune has no geometry: no new commune can have it."""
    lots = tiny_lots()
    lots.loc[6, "geometry"] = None
    keep(split, "older", lots, vintage=BEFORE, period="2024")
    assert "forest_natural_ha" not in facts_of(published(split)).index.get_level_values(0)
    (remark,) = [one for one in remarks(split) if "older" in one]
    assert "1.00 ha" in remark


def test_a_new_commune_of_which_only_a_part_was_inventoried_has_no_figure(
    split: TinyWorkspace,
) -> None:
    """Only the old east was: the new east is all of it, the new west is not."""
    split.sources["layers/older.gpkg"]["level"] = "commune"
    keep(split, "older", tiny_lots().iloc[4:], vintage=BEFORE, period="2024", level="commune")
    planted = facts_of(published(split))["forest_planted_ha"]
    assert list(planted.index) == ["00002"]
    assert planted["00002"] == pytest.approx(0.5, rel=1e-4)


def test_two_halves_of_one_year_are_no_change_of_one_another(split: TinyWorkspace) -> None:
    for name, rows in (("older", slice(0, 4)), ("half", slice(4, 8))):
        part = tiny_lots().iloc[rows]
        keep(split, name, part, vintage=BEFORE, period="2024", level="commune")
    assert not [one for one in published(split).tables if one.name.vi.startswith("Biến")]


def test_the_same_year_by_old_and_new_communes_is_no_change(both: TinyWorkspace) -> None:
    both.sources["layers/newer.gpkg"]["period"] = "2024-12-31"
    both.seal()
    publication = published(both)
    assert not [one for one in publication.tables if one.name.vi.startswith("Biến")]
    mine = publication.facts[publication.facts["vintage"] == VINTAGE]
    natural = mine[mine["indicator"] == "forest_natural_ha"]
    assert set(natural["period"]) == {"2024-12-31"}  # the newer inventory's own figures count


def test_lots_cut_by_approximate_lines_are_no_better_than_these(both: TinyWorkspace) -> None:
    lines = {"quality": "approximate", "attribution": "a sketch"}
    both.sources["layers/communes.gpkg"] |= lines
    both.seal()
    publication = published(both)
    mine = publication.facts[publication.facts["vintage"] == VINTAGE]
    then = mine[(mine["indicator"] == "forest_natural_ha") & (mine["period"] == "2024")]
    assert set(then["quality"]) == {"approximate"}
    assert set(then["source"]) == {"an office; a sketch"}
    notes = " ".join(words.vi for words in table(publication, "Biến động").notes)
    assert "số liệu gần đúng. Nguồn: an office; a sketch" in notes


def test_rows_counted_again_by_other_communes_are_not_in_the_total(both: TinyWorkspace) -> None:
    rows = table(published(both), "Nguồn").rows
    once = rows[~rows["sheet"].str.startswith("→") & ~rows["strong"].astype(bool)]
    assert rows["rows"].iloc[-1] == once["rows"].sum()
    assert rows["sheet"].str.startswith("→").any()
