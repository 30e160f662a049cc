"""The official list: 98 codes, each in its group, and what counts toward cover."""

from __future__ import annotations

import pandas as pd
import pytest

from lsgeo.errors import InputError
from lsgeo.inventory import types as module
from lsgeo.inventory.types import COVERING, GROUPS, ORIGINS, Causes, ForestTypes


def test_there_are_98_codes(types: ForestTypes) -> None:
    assert types.table.index.tolist() == list(range(1, 99))


@pytest.mark.parametrize("code", range(1, 99))
def test_the_codes_to_71_and_from_94_count_and_no_others(types: ForestTypes, code: int) -> None:
    counts = code <= 71 or code >= 94
    assert bool(types.table.at[code, "counts_as_cover"]) is counts
    assert (types.table.at[code, "group"] in COVERING) is counts


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("natural", [*range(1, 60), *range(94, 99)]),
        ("planted", range(60, 72)),
        ("planted_young", range(72, 78)),
        ("none", range(78, 94)),
    ],
)
def test_each_group_has_its_codes(types: ForestTypes, group: str, codes: list[int]) -> None:
    mine = types.table.index[types.table["group"] == group]
    assert mine.tolist() == list(codes)


def test_short_codes_are_found_in_any_case(types: ForestTypes) -> None:
    assert [types.find(text) for text in ("txg1", "NRLP", "98", "99", "", "rừng")] == [
        *(1, 98, 98),
        *(0, 0, 0),
    ]


def test_every_code_has_a_title_of_its_own_in_both_languages(types: ForestTypes) -> None:
    assert types.table["name_vi"].is_unique
    assert types.table["name_en"].is_unique
    assert (types.table["name_en"] != "").all()


def test_the_lists_own_origin_agrees_with_the_group(types: ForestTypes) -> None:
    fits = [row["origin"] in ORIGINS[row["group"]] for row in types.table.to_dict("records")]
    assert all(fits)


def rows(**changes: list[str]) -> pd.DataFrame:
    table = {
        "code": ["16", "60"],
        "short": ["txn", "rtg"],
        "name_vi": ["a", "b"],
        "name_en": ["a", "b"],
        "group": ["natural", "planted"],
        "counts_as_cover": ["1", "1"],
        "origin": ["1", "2"],
    }
    return pd.DataFrame({**table, **changes}, index=[2, 3])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": ["16", "x"]}, "row 3: no whole number"),
        ({"code": ["16", "16"]}, "row 3: this code is there twice"),
        ({"short": ["txn", "TXN"]}, "row 3: this code is there twice"),
        ({"group": ["natural", "forest"]}, "row 3: unknown group"),
        ({"counts_as_cover": ["0", "1"]}, "row 2: what counts is not by the group"),
        ({"origin": ["1", "4"]}, "row 3: no whole number"),
    ],
)
def test_a_list_that_is_not_sound_is_refused(changes: dict[str, list[str]], said: str) -> None:
    with pytest.raises(InputError, match=said):
        module.forest_types(rows(**changes), subject="types.csv")


def test_groups_have_words_in_the_order_of_bieu_3() -> None:
    assert list(GROUPS) == ["natural", "planted", "planted_young", "none"]


@pytest.mark.parametrize(
    ("word", "code"), [("Khai thác", "4"), ("KHAI THÁC TRẮNG", "4"), ("phá rừng trái phép", "6")]
)
def test_a_cause_is_found_by_its_title_or_an_alias(causes: Causes, word: str, code: str) -> None:
    assert causes.find(word) == code


def test_a_word_that_means_two_causes_is_refused() -> None:
    table = pd.DataFrame(
        {
            "code": ["1", "2"],
            "direction": ["gain", "up"],
            "title_vi": ["Trồng", "Cháy"],
            "title_en": ["Planting", "Fire"],
            "aliases": ["", "x;trồng"],
        },
        index=[2, 3],
    )
    with pytest.raises(InputError) as caught:
        module.causes(table, subject="causes.csv")
    assert "unknown direction" in str(caught.value)
    assert "this word means two causes (got trồng: 1, 2)" in str(caught.value)
