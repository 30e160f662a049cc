"""Two dates of one land cover in a workspace: what is compared, what is not, and what is shown."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from affine import Affine

from lsgeo.compose.tables.land_change import land_change_tables
from lsgeo.errors import ConfigError, InputError
from lsgeo.jobs.measuring import Measured, measure
from lsgeo.jobs.thresholds import shown
from lsgeo.transitions import UNSEEN
from lsgeo.workspace import Inputs, Workspace, read
from tests.conftest import BEFORE, CELL_HEIGHT, CELL_WIDTH, NORTH, VINTAGE, WEST, TinyWorkspace

ABOUT = 1e-5
START = [[2, 2, 5, 5], [2, 5, 5, 5]]
MIDDLE = [[2, 2, 5, 5], [2, 2, 5, 5]]
END = [[2, 5, 5, 7], [5, 2, 5, 2]]
"""From START: west loses two hectares of 2 and gains one; east loses two of 5, to 7 and to 2."""


def add(tiny: TinyWorkspace, product: str, period: str, pixels: object, **keys: object) -> str:
    band = {"io_lulc": "lulc", "worldcover": "landcover"}[product]
    name = f"rasters/{product}_{period}.tif"
    tiny.raster(name, np.array(pixels), **keys)
    said = {"theme": "raster", "product": product, "band": band, "period": period}
    tiny.sources[name] = {**said, "quality": "remote_sensing", "attribution": f"IO {period}"}
    return name


@pytest.fixture
def dated(tiny_workspace: TinyWorkspace) -> TinyWorkspace:
    for period, pixels in (("2024", END), ("2017", START), ("2020", MIDDLE)):
        add(tiny_workspace, "io_lulc", period, pixels)
    return tiny_workspace


def opened(tiny: TinyWorkspace) -> tuple[Workspace, Inputs]:
    tiny.seal()
    workspace = Workspace.open(tiny.root)
    return workspace, read(workspace)


def measured(tiny: TinyWorkspace) -> Measured:
    return measure(*opened(tiny), today=date(2026, 1, 31))


def option(tiny: TinyWorkspace, **years: int) -> None:
    lines = "\n".join(f"{name} = {year}" for name, year in years.items())
    tiny.edit("lsgeo.toml", "as_of", f"as_of = 2026-01-31\n[options.land_change]\n{lines}\n#")


def flows(changes: pd.DataFrame, code: str) -> dict[tuple[int, int], float]:
    mine = changes[(changes["vintage"] == VINTAGE) & (changes["code"] == code)]
    return mine.set_index(["class_from", "class_to"])["area_ha"].to_dict()


def test_the_dates_of_a_product_stand_side_by_side_oldest_first(dated: TinyWorkspace) -> None:
    inputs = opened(dated)[1]
    assert [one.period for one in inputs.rasters["io_lulc"]] == ["2017", "2020", "2024"]
    assert len(inputs.rasters["hansen"]) == 1


def test_every_date_has_its_areas(dated: TinyWorkspace) -> None:
    facts = measured(dated).facts
    trees = facts[(facts["indicator"] == "land_cover_io_lulc") & (facts["variant"] == "2")]
    west = trees[(trees["vintage"] == VINTAGE) & (trees["code"] == "00001")]
    found = west.set_index("period")["value"].to_dict()
    assert found == pytest.approx({"2017": 3, "2020": 4, "2024": 2}, rel=ABOUT)


def test_the_first_is_compared_with_the_last_in_every_vintage_and_level(
    dated: TinyWorkspace,
) -> None:
    changes = measured(dated).changes
    assert set(changes["start"] + changes["end"]) == {"20172024"}
    assert flows(changes, "00001") == pytest.approx({(2, 2): 1, (2, 5): 2, (5, 2): 1}, rel=ABOUT)
    assert flows(changes, "00002") == pytest.approx({(5, 5): 2, (5, 7): 1, (5, 2): 1}, rel=ABOUT)
    assert flows(changes, "20")[5, 2] == pytest.approx(2, rel=ABOUT)
    assert set(changes.loc[changes["vintage"] == BEFORE, "code"]) == {"00001", "00002", "180", "20"}
    assert set(changes["source"]) == {"IO 2017; IO 2024"}


def test_from_to_adds_up_to_the_totals_of_both_dates(dated: TinyWorkspace) -> None:
    add(dated, "io_lulc", "2024", [[10, *END[0][1:]], END[1]])  # a cloud over west
    found = measured(dated)
    changes, facts = found.changes, found.facts
    areas = facts[facts["indicator"] == "land_cover_io_lulc"]
    areas = areas.set_index(["vintage", "code", "period", "variant"])["value"]
    assert len(changes)
    for side, period in (("class_from", "2017"), ("class_to", "2024")):
        sums = changes.groupby(["vintage", "code", side])["area_ha"].sum()
        for (vintage, code, one), area in sums.items():
            if one != UNSEEN:
                assert area == pytest.approx(areas[vintage, code, period, str(one)], rel=1e-12)


def test_years_can_be_chosen(dated: TinyWorkspace) -> None:
    option(dated, from_year=2020)
    changes = measured(dated).changes
    assert set(changes["start"] + changes["end"]) == {"20202024"}
    assert flows(changes, "00001") == pytest.approx({(2, 2): 2, (2, 5): 2}, rel=ABOUT)


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ({"to_year": 2023}, "there are only 2017, 2020, 2024"),
        ({"from_year": 2024, "to_year": 2017}, "are not one after the other"),
    ],
)
def test_years_that_are_not_there_are_refused(
    dated: TinyWorkspace, years: dict[str, int], said: str
) -> None:
    option(dated, **years)
    with pytest.raises(ConfigError, match=said):
        opened(dated)


def test_worldcover_of_2020_and_2021_is_refused_with_the_reason(
    tiny_workspace: TinyWorkspace,
) -> None:
    for period in ("2020", "2021"):
        add(tiny_workspace, "worldcover", period, np.full((2, 4), 10))
    inputs = opened(tiny_workspace)[1]
    assert inputs.pairs == ()
    (remark,) = [one for one in inputs.remarks if "WorldCover" in one]
    assert "v100" in remark
    assert "different versions of the algorithm" in remark
    assert len(inputs.rasters["worldcover"]) == 2  # each is shown for itself
    option(tiny_workspace, from_year=2020, to_year=2021)
    with pytest.raises(ConfigError, match="different versions of the algorithm"):
        opened(tiny_workspace)


def test_dates_on_different_grids_are_refused_with_the_remedy(dated: TinyWorkspace) -> None:
    shifted = Affine(CELL_WIDTH, 0, WEST - CELL_WIDTH / 2, 0, -CELL_HEIGHT, NORTH)
    add(dated, "io_lulc", "2024", np.full((2, 5), 2), transform=shifted)
    with pytest.raises(InputError, match=r"lies on another grid(.|\n)*rio warp"):
        opened(dated)


def test_a_date_without_its_band_is_refused(dated: TinyWorkspace) -> None:
    dated.sources["rasters/io_lulc_2020.tif"]["band"] = "map"
    with pytest.raises(InputError, match="io_lulc needs the bands lulc"):
        opened(dated)


def test_a_unit_under_clouds_at_one_date_has_no_change_and_is_named(dated: TinyWorkspace) -> None:
    add(dated, "io_lulc", "2024", [[10, *END[0][1:]], END[1]])
    found = measured(dated)
    assert set(found.changes.loc[found.changes["vintage"] == VINTAGE, "code"]) == {"00002"}
    told = {one.period: one.codes for one in found.unobserved if one.vintage == VINTAGE}
    assert told == {"2024": ("00001", "20"), "2017 – 2024": ("00001", "20")}
    (title,) = {one.title.vi for one in found.unobserved if one.period == "2024"}
    assert title.endswith(", 2024")


def test_one_date_is_no_change(tiny_workspace: TinyWorkspace) -> None:
    add(tiny_workspace, "io_lulc", "2017", START)
    found = measured(tiny_workspace)
    assert found.changes is None
    assert {"land_change", "land_swap"} <= {one.indicator.name for one in found.left_out}


def test_the_matrix_has_the_province_on_top_and_its_margins_add_up(dated: TinyWorkspace) -> None:
    workspace, inputs = opened(dated)
    changes = measure(workspace, inputs, today=date(2026, 1, 31)).changes
    matrix, balance = land_change_tables(changes, inputs.registry, vintage=VINTAGE)
    assert matrix.title.vi.endswith("từ lớp sang lớp, 2017 – 2024")
    rows = matrix.rows
    assert rows["unit"].drop_duplicates().tolist() == ["Tỉnh Nhỏ", "Xã Phía Đông", "Xã Phía Tây"]
    west = rows[rows["code"] == "00001"].set_index("class_from")
    assert west.index.tolist() == ["Cây gỗ", "Cây trồng", "Cuối kỳ"]
    columns = ["to_2", "to_5", "to_7", "total"]
    assert west[columns].to_numpy().tolist() == [
        pytest.approx([1, 2, 0, 3], abs=1e-4),
        pytest.approx([1, 0, 0, 1], abs=1e-4),
        pytest.approx([2, 2, 0, 4], abs=1e-4),
    ]
    province = balance.rows[balance.rows["code"] == "20"].set_index("class")
    assert province.loc["Cây gỗ", ["gain_ha", "loss_ha", "swap_ha", "net_pct"]].tolist() == (
        pytest.approx([2, 2, 4, 0], abs=1e-4)
    )


def test_without_two_dates_there_is_no_table(tiny_workspace: TinyWorkspace) -> None:
    inputs = opened(tiny_workspace)[1]
    assert list(land_change_tables(None, inputs.registry, vintage=VINTAGE)) == []


def test_maps_show_the_threshold_that_is_chosen_and_tables_have_all(
    tiny_workspace: TinyWorkspace,
) -> None:
    tiny_workspace.edit(
        "lsgeo.toml", "as_of", "as_of = 2026-01-31\n[options.tree_cover]\nmin_canopy_pct = 50\n#"
    )
    workspace, inputs = opened(tiny_workspace)
    facts = measure(workspace, inputs, today=date(2026, 1, 31)).facts
    kept = shown(facts, workspace)
    variants = kept.groupby("indicator")["variant"].agg(set)
    assert variants["tree_cover_2000_remaining_share"] == {"canopy>=50"}
    assert variants["forest_loss"] == {"canopy>=30"}
    assert len(facts) > len(kept)
    others = ~facts["indicator"].str.contains("tree_cover|forest_loss")
    assert others.sum() == (~kept["indicator"].str.contains("tree_cover|forest_loss")).sum()
