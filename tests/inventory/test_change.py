"""Two inventories: what became of what, by cause, and that it balances to the last digit."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsgeo.errors import InputError
from lsgeo.inventory.change import BALANCE, Change, by_cause, change, matrix, with_parents
from lsgeo.inventory.lots import Lots, stored_lots
from lsgeo.inventory.matching import pieces
from lsgeo.inventory.reading import read_lots
from lsgeo.inventory.schema import map_columns
from lsgeo.inventory.splitting import split_over
from lsgeo.inventory.types import ForestTypes
from lsgeo.registry import Registry, from_table
from lsgeo.sources.inventory import forest_types
from tests.conftest import BEFORE, VINTAGE
from tests.inventory.conftest import PLANE, Read, cell, tiny_lots
from tests.inventory.maker import changed, make_lots
from tests.inventory.test_splitting import units

TYPES = forest_types()


def imbalance(found: Change) -> float:
    worst = 0.0
    for table in (found.by_type, found.by_group):
        left = table["opening_ha"] + table["redrawn_ha"] + table["gains_ha"] - table["losses_ha"]
        worst = max(worst, float((left - table["closing_ha"]).abs().max()))
    return worst


def line(found: Change, code: str, group: str) -> list[float]:
    table = found.by_group.set_index(["code", "group"])
    return table.loc[(code, group)].round(6).tolist()


def causes_of(found: Change) -> dict[tuple[str, str, str], tuple[float, float]]:
    table = by_cause(found).round(4).set_index(["code", "group", "cause"])
    return {key: (row["gains_ha"], row["losses_ha"]) for key, row in table.iterrows()}


def test_the_same_inventory_twice_has_no_change(read: Read, types: ForestTypes) -> None:
    found = change(read(tiny_lots()), read(tiny_lots()), types=types)
    assert found.flows.empty
    assert line(found, "00001", "natural") == [1.0, 0.0, 0.0, 0.0, 1.0]
    assert imbalance(found) == 0
    assert by_cause(found).empty


def test_a_lot_that_was_cut_is_a_loss_of_one_group_and_a_gain_of_another(
    read: Read, types: ForestTypes
) -> None:
    newer = tiny_lots(
        maldlr=[17, 82, 72, 82] * 2,
        ldlr=["txk", "dt1", "dtr", "dt1"] * 2,
        nguyennhan=["", "khai thác", "", "", "", "", "", ""],
    )
    found = change(read(tiny_lots()), read(newer), types=types)
    assert line(found, "00001", "planted") == [1.0, 0.0, 0.0, 1.0, 0.0]
    assert line(found, "00001", "none") == [1.0, 0.0, 1.0, 0.0, 2.0]
    assert causes_of(found)["00001", "planted", "4"] == (0.0, 1.0)
    assert causes_of(found)["00002", "none", "unrecorded"] == (1.0, 0.0)


def test_the_matrix_has_what_stayed_on_its_diagonal(read: Read, types: ForestTypes) -> None:
    newer = tiny_lots(maldlr=[17, 82, 60, 82] * 2, ldlr=["txk", "dt1", "rtg", "dt1"] * 2)
    found = matrix(change(read(tiny_lots()), read(newer), types=types), types).loc["00001"]
    assert found.loc["natural", "natural"] == 1.0
    assert found.loc["planted", "none"] == 1.0
    assert found.loc["planted_young", "planted"] == 1.0
    assert found.to_numpy().sum() == 4.0


def test_a_change_within_a_group_is_one_of_types_only(read: Read, types: ForestTypes) -> None:
    newer = tiny_lots(maldlr=[16, 60, 72, 82] * 2, ldlr=["txn", "rtg", "dtr", "dt1"] * 2)
    found = change(read(tiny_lots()), read(newer), types=types)
    assert line(found, "00001", "natural") == [1.0, 0.0, 0.0, 0.0, 1.0]
    by_type = found.by_type.set_index(["code", "type"])
    assert by_type.loc[("00001", 17)].tolist() == [1.0, 0.0, 0.0, 1.0, 0.0]
    assert by_type.loc[("00001", 16)].tolist() == [0.0, 0.0, 1.0, 0.0, 1.0]
    assert matrix(found, types, by="type").loc[("00001", 17), 16] == 1.0


def test_another_dtich_on_the_same_ground_is_a_difference_of_measurement(
    read: Read, types: ForestTypes
) -> None:
    newer = tiny_lots(dtich=[1.1, 0.8, *[1.0] * 6])
    found = change(read(tiny_lots()), read(newer), types=types)
    assert causes_of(found) == {
        ("00001", "natural", "remeasured"): (0.1, 0.0),
        ("00001", "planted", "remeasured"): (0.0, 0.2),
    }
    assert line(found, "00001", "planted") == [1.0, 0.0, 0.0, 0.2, 0.8]


def test_ground_of_one_inventory_only_enters_or_leaves(read: Read, types: ForestTypes) -> None:
    found = change(read(tiny_lots().iloc[1:]), read(tiny_lots().iloc[:7]), types=types)
    assert causes_of(found) == {
        ("00001", "natural", "entered"): (1.0, 0.0),
        ("00002", "none", "left"): (0.0, 1.0),
    }
    assert line(found, "00001", "natural") == [0.0, 0.0, 1.0, 0.0, 1.0]
    assert imbalance(found) == 0


def test_a_lot_that_only_changed_its_commune_is_redrawing_and_nothing_else(
    read: Read, types: ForestTypes
) -> None:
    newer = tiny_lots(maxa=["1"] * 3 + ["2"] * 5, xa=["Phía Tây"] * 3 + ["Phía Đông"] * 5)
    found = change(read(tiny_lots()), read(newer), types=types)
    assert line(found, "00001", "none") == [1.0, -1.0, 0.0, 0.0, 0.0]
    assert line(found, "00002", "none") == [1.0, 1.0, 0.0, 0.0, 2.0]
    assert found.flows.empty
    assert found.by_group["redrawn_ha"].sum() == 0


def test_a_lot_that_was_divided_is_followed_piece_by_piece(read: Read, types: ForestTypes) -> None:
    """The second lot keeps its number on a quarter of its ground; the rest was cleared."""
    shapes = tiny_lots().geometry.tolist()
    kept = cell(1, 0, wide=0.25)
    divided = tiny_lots(geometry=[shapes[0], kept, *shapes[2:]], dtich=[1.0, 0.25, *[1.0] * 6])
    rest = tiny_lots().iloc[1:2].assign(maldlr=82, ldlr="dt1", lo="2a", dtich=0.75)
    rest = rest.set_geometry([shapes[1].difference(kept)], crs=rest.crs)
    newer = pd.concat([divided, rest.set_axis([9], axis="index")])
    found = change(read(tiny_lots()), read(newer), types=types)
    assert line(found, "00001", "planted")[:4] == pytest.approx([1.0, 0.0, 0.0, 0.75], abs=1e-4)
    flow = found.flows.set_index(["group_from", "group_to"])["area_ha"]
    assert flow["planted", "none"] == pytest.approx(0.75, abs=1e-4)
    assert imbalance(found) < 1e-12


def test_lots_without_geometry_are_matched_by_their_number(read: Read, types: ForestTypes) -> None:
    bare = pd.DataFrame(tiny_lots().drop(columns="geometry"))
    newer = bare.iloc[::-1].assign(
        maldlr=[82, 72, 60, 82] * 2, ldlr=["dt1", "dtr", "rtg", "dt1"] * 2
    )
    found = change(read(bare), read(newer), types=types)
    assert line(found, "00001", "natural") == [1.0, 0.0, 0.0, 1.0, 0.0]
    assert set(by_cause(found)["cause"]) == {"unrecorded"}


def test_a_number_that_two_lots_have_matches_none(read: Read) -> None:
    bare = pd.DataFrame(tiny_lots(lo=["1", "1", "3", "4"] * 2).drop(columns="geometry"))
    ground = pieces(read(bare), read(bare))
    matched = ground[(ground["type_from"] > 0) & (ground["type_to"] > 0)]
    assert matched["row_from"].tolist() == [3, 4, 7, 8]


def test_a_lot_drawn_anew_within_a_hundredth_is_the_same_by_its_number(read: Read) -> None:
    moved = tiny_lots().set_geometry(tiny_lots().geometry.translate(xoff=1e-6))
    ground = pieces(read(tiny_lots()), read(moved))
    assert ground["row_from"].tolist() == ground["row_to"].tolist() == list(range(1, 9))
    assert ground["from_ha"].tolist() == [1.0] * 8


def test_numbers_given_to_other_ground_do_not_fool_it(read: Read) -> None:
    newer = tiny_lots(lo=["2", "1", "3", "4"] * 2)
    ground = pieces(read(tiny_lots()), read(newer))
    assert ground["row_from"].tolist() == ground["row_to"].tolist()


def test_inventories_of_different_communes_are_not_compared(read: Read, types: ForestTypes) -> None:
    older = read(tiny_lots(xa=["Bản Tây"] * 4 + ["Bản Đông"] * 4), vintage=BEFORE)
    with pytest.raises(InputError, match="of different communes"):
        change(older, read(tiny_lots()), types=types)


def test_two_vintages_are_compared_over_the_newer_communes(read: Read, types: ForestTypes) -> None:
    older = read(tiny_lots(xa=["Bản Tây"] * 4 + ["Bản Đông"] * 4), vintage=BEFORE)
    brought = split_over(older, units(2.25), vintage=VINTAGE)
    newer = read(tiny_lots())  # its lots say their commune as if the line were at 2
    found = change(brought, newer, types=types)
    assert line(found, "00001", "natural") == pytest.approx([1.25, -0.25, 0.0, 0.0, 1.0], abs=1e-4)
    assert line(found, "00002", "natural") == pytest.approx([0.75, 0.25, 0.0, 0.0, 1.0], abs=1e-4)
    assert imbalance(found) < 1e-12


def made_registry() -> Registry:
    table = pd.DataFrame(
        {
            "vintage": VINTAGE,
            "code": ["20", "00001", "00002"],
            "name": ["Nhỏ", "Phía Tây", "Phía Đông"],
            "kind": ["tỉnh", "xã", "xã"],
            "level": ["province", "commune", "commune"],
            "parent": ["", "20", "20"],
            "area_official_km2": "",
            "valid_from": "",
            "valid_to": "",
            "legal_source": "",
        },
    )
    return from_table(table, subject="units")


REGISTRY = made_registry()
NAMED = units(2).assign(name=["Phía Tây", "Phía Đông"])


def read_made(lots: gpd.GeoDataFrame) -> Lots:
    table = map_columns(lots, subject="made").table
    keys = {"subject": "made", "vintage": VINTAGE, "plane": PLANE, "types": TYPES}
    return read_lots(table, REGISTRY, **keys)


@settings(max_examples=15, deadline=None)
@given(
    seeds=st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)),
    counts=st.tuples(st.integers(2, 30), st.integers(2, 30)),
    factor=st.floats(0.5, 2),
    dropped=st.integers(0, 5),
)
def test_any_two_inventories_balance(
    seeds: tuple[int, int], counts: tuple[int, int], factor: float, dropped: int
) -> None:
    one, two = (
        make_lots(count, NAMED, types=TYPES, seed=seed, bends=2)
        for count, seed in zip(counts, seeds, strict=True)
    )
    older, newer = read_made(one.iloc[dropped:]), read_made(two.assign(dtich=two["dtich"] * factor))
    found = change(older, newer, types=TYPES)
    assert imbalance(found) < 1e-9
    table = found.by_group
    for column, lots in (("opening_ha", older), ("closing_ha", newer)):
        assert table[column].sum() == pytest.approx(lots.lots["dtich_ha"].sum(), abs=1e-9)
    assert table["redrawn_ha"].sum() == pytest.approx(0, abs=1e-9)
    assert (table[["gains_ha", "losses_ha"]] >= 0).all(axis=None)
    sums = by_cause(found)[["gains_ha", "losses_ha"]].sum()
    np.testing.assert_allclose(sums, table[["gains_ha", "losses_ha"]].sum(), atol=1e-9)


def test_lots_that_overlap_in_one_inventory_balance_too(read: Read, types: ForestTypes) -> None:
    shapes = tiny_lots().geometry.tolist()
    older = read(tiny_lots(geometry=[shapes[0], shapes[0], *shapes[2:]]))
    found = change(older, read(tiny_lots(dtich=[1.5] * 8)), types=types)
    assert imbalance(found) < 1e-12
    assert found.by_group["opening_ha"].sum() == pytest.approx(8)
    assert found.by_group["closing_ha"].sum() == pytest.approx(12)


def test_a_year_later_only_what_turned_has_changed(types: ForestTypes) -> None:
    lots = make_lots(200, NAMED, types=types, seed=1)
    later = changed(lots, types=types, share=0.1, seed=2)
    turned = lots["maldlr"] != later["maldlr"]
    found = change(read_made(lots), read_made(later), types=types)
    assert 0 < turned.sum() < 60
    assert found.flows["area_ha"].sum() == pytest.approx(lots["dtich"][turned].sum())


def test_a_kept_inventory_is_compared_like_the_one_it_was_read_from(types: ForestTypes) -> None:
    lots = read_made(make_lots(30, NAMED, types=types, seed=1))
    again = stored_lots(
        lots.lots, REGISTRY, subject="kept", vintage=VINTAGE, plane=PLANE, types=types
    )
    assert change(lots, again, types=types).flows.empty


def test_planted_in_place_of_natural_is_no_change_of_the_forest(
    read: Read, types: ForestTypes
) -> None:
    """The natural hectare of the west is planted a year later; young forest is forest too."""
    newer = tiny_lots(maldlr=[72, 60, 72, 82, 17, 60, 72, 82])
    found = change(read(tiny_lots()), read(newer), types=types)
    table = found.by_forest.set_index(["code", "forest"])
    assert table.loc[("00001", "forest")].tolist() == [3.0, 0.0, 0.0, 0.0, 3.0]
    assert line(found, "00001", "natural") == [1.0, 0.0, 0.0, 1.0, 0.0]


def test_a_province_is_the_sum_of_its_communes_and_redrawing_within_it_is_none(
    read: Read, types: ForestTypes, tiny_registry: Registry
) -> None:
    names = ["Phía Đông", *["Phía Tây"] * 3, *["Phía Đông"] * 4]
    newer = tiny_lots(maxa=["2", *"1112222"], xa=names, maldlr=[17, 82, 72, 82] * 2)
    found = change(read(tiny_lots()), read(newer), types=types)
    table = with_parents(found.by_group, tiny_registry, vintage=VINTAGE)
    whole = table[table["code"] == "20"].set_index("group")
    assert whole.loc["natural", list(BALANCE)].tolist() == [2.0, 0.0, 0.0, 0.0, 2.0]
    assert whole.loc["planted", list(BALANCE)].tolist() == [2.0, 0.0, 0.0, 2.0, 0.0]
    assert line(found, "00002", "natural") == [1.0, 1.0, 0.0, 0.0, 2.0]


def test_the_margins_of_the_matrix_are_the_two_inventories_where_dtich_differs(
    read: Read, types: ForestTypes
) -> None:
    """A natural hectare is half as large a year later; a planted one half as large, and natural."""
    newer = tiny_lots(dtich=[0.5, 0.5, *[1.0] * 6], maldlr=[17, 17, 72, 82, 17, 60, 72, 82])
    found = change(read(tiny_lots()), read(newer), types=types)
    table = matrix(found, types, by="type").loc["00001"]
    rows, columns = table.sum(axis="columns"), table.sum(axis="rows")
    balance = found.by_type.set_index(["code", "type"]).loc["00001"]
    for code in (17, 60, 72, 82):
        assert rows.get(code, 0.0) == pytest.approx(balance["opening_ha"][code])
        assert columns.get(code, 0.0) == pytest.approx(balance["closing_ha"][code])
    assert [balance["opening_ha"][17], balance["closing_ha"][17]] == [1.0, 1.0]
    assert imbalance(found) < 1e-12
