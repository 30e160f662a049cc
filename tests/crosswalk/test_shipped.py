"""The crosswalk that the repository ships, and the real layers: totals stay what they are."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from lsgeo import facts
from lsgeo.crosswalk import between, carry, pieces
from lsgeo.registry import Registry
from lsgeo.sources.registry import read_crosswalk
from tests.conftest import ROOT, entry_for

FIRST, OLD, NEW = "2020-01-01", "2024-12-01", "2025-07-01"
REAL = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="module")
def crosswalk(registry: Registry) -> pd.DataFrame:
    entry = entry_for(ROOT / "layers" / "crosswalk.csv", theme="crosswalk")
    return read_crosswalk(entry, registry)[0]


def amounts(registry: Registry, vintage: str) -> pd.DataFrame:
    """An amount for every commune of a vintage, of very different sizes."""
    codes = registry.at(vintage).index
    values = 10.0 ** np.random.default_rng(20).uniform(-3, 6, len(codes))
    table = pd.DataFrame({"code": codes, "value": values})
    said = {"indicator": "amount", "period": "2024", "unit": "ha"}
    told = {"vintage": vintage, "quality": "official", "source": "a survey"}
    return facts.make(table, constants={**said, **told})


@pytest.mark.parametrize("start", [FIRST, OLD, NEW])
@pytest.mark.parametrize("end", [FIRST, OLD, NEW])
def test_from_every_vintage_to_every_other_totals_stay(
    registry: Registry, crosswalk: pd.DataFrame, start: str, end: str
) -> None:
    if start == end:
        return
    given = amounts(registry, start)
    carried = carry(given, crosswalk, to_vintage=end, adds_up={"amount"})
    assert carried.missing.empty
    assert set(carried.facts["code"]) == set(registry.at(end).index)
    assert carried.facts["value"].sum() == pytest.approx(given["value"].sum(), rel=1e-9)


def test_what_goes_through_two_steps_is_what_goes_through_each(
    registry: Registry, crosswalk: pd.DataFrame
) -> None:
    given = amounts(registry, FIRST)
    once = carry(given, crosswalk, to_vintage=NEW, adds_up={"amount"}).facts
    half = carry(given, crosswalk, to_vintage=OLD, adds_up={"amount"}).facts
    twice = carry(half, crosswalk, to_vintage=NEW, adds_up={"amount"}).facts
    first, second = (one.set_index("code")["value"].sort_index() for one in (once, twice))
    pd.testing.assert_series_equal(first, second, rtol=1e-12)


def test_only_what_was_split_is_approximate(registry: Registry, crosswalk: pd.DataFrame) -> None:
    """Bính Xá and Kiên Mộc were split in 2025: three units of today have a part of them."""
    given = amounts(registry, OLD)
    carried = carry(given, crosswalk, to_vintage=NEW, adds_up={"amount"}).facts
    worse = carried.loc[carried["quality"] == "approximate", "code"]
    assert set(worse) == {"06613", "06625", "06637"}
    assert set(carried["quality"]) == {"approximate", "official"}


def _layer(name: str) -> gpd.GeoDataFrame:
    path: Path = REAL / "boundaries" / f"langson_communes_{name}.gpkg"
    return gpd.read_file(path).set_index("code")


@pytest.mark.real
@pytest.mark.parametrize("with_list", [True, False])
def test_the_pieces_of_the_real_layers_are_those_of_the_published_table(
    crosswalk: pd.DataFrame, with_list: bool
) -> None:
    """196 pairs; the table rounds its shares to four digits."""
    table = pd.read_csv(
        REAL / "tables" / "langson_crosswalk_194_to_65.csv",
        dtype={"old_code": str, "new_code": str},
    )
    real = between(crosswalk, start=OLD, end=NEW) if with_list else None
    found = pieces(_layer("2024_194"), _layer("2025_65"), real=real)
    assert len(found.pairs) == 196
    assert (found.pairs["relation"] == "full").sum() == 192
    both = table.merge(
        pd.DataFrame(found.pairs.drop(columns="geometry")),
        left_on=["old_code", "new_code"],
        right_on=["from_code", "to_code"],
        suffixes=("_table", ""),
    )
    assert len(both) == 196
    assert (both["share_of_from"] - both["share_of_old"]).abs().max() < 1e-4
    assert (both["share_of_to"] - both["share_of_new"]).abs().max() < 1e-4
    assert (both["area_ha"] / 100 / both["area_km2"] - 1).abs().max() < 1e-3  # a plane's areas
    assert found.doubtful.empty


@pytest.mark.real
def test_the_pieces_of_the_real_layers_are_all_of_the_old_units(crosswalk: pd.DataFrame) -> None:
    for start, end, old, new in (
        (FIRST, OLD, "2020_200", "2024_194"),
        (OLD, NEW, "2024_194", "2025_65"),
        (FIRST, NEW, "2020_200", "2025_65"),
    ):
        real = between(crosswalk, start=start, end=end)
        pairs = pieces(_layer(old), _layer(new), real=real).pairs
        both = pairs.merge(real, on=["from_code", "to_code"], suffixes=("", "_table"))
        assert len(both) == len(pairs) == len(real)
        assert (both["share_of_from"] - both["share_of_from_table"]).abs().max() < 1e-4
        sums = pairs.groupby("from_code")["share_of_from"].sum()
        assert sums.to_numpy() == pytest.approx(1.0, abs=1e-12)
