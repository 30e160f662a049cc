"""Canopy loss by what stood there, as the lots of the inventories tell it."""

from __future__ import annotations

import pandas as pd
import pytest

from lsgeo.compose import Publication
from tests.conftest import VINTAGE, TinyWorkspace
from tests.inventory.conftest import tiny_lots
from tests.jobs.test_inventories import keep, published

ORIGINS = ("natural", "planted", "outside")
ABOUT = 1e-5  # of a hectare; the lots are shifted by a millimetre on their way through VN-2000


def losses(publication: Publication) -> dict[tuple[str, str, str], float]:
    """The hectares of each unit, year and origin that are not next to nothing."""
    facts = publication.facts
    mine = facts[facts["vintage"] == VINTAGE]
    found = {}
    for origin in ORIGINS:
        rows = mine[mine["indicator"] == f"forest_loss_{origin}"]
        keys = zip(rows["code"], rows["period"], [origin] * len(rows), strict=True)
        found |= dict(zip(keys, rows["value"], strict=True))
    return found


def large(found: dict[tuple[str, str, str], float]) -> dict[tuple[str, str, str], float]:
    return {key: value for key, value in found.items() if value > 0.001}


def test_loss_is_split_by_the_lots_it_lies_in(tiny_workspace: TinyWorkspace) -> None:
    """West lost a young plantation and a planted lot, east ground without forest."""
    keep(tiny_workspace, "lots", tiny_lots(), vintage=VINTAGE, period="2000")
    found = losses(published(tiny_workspace))
    expected = {
        ("00001", "2001", "planted"): 1.0,
        ("00001", "2002", "planted"): 1.0,
        ("00002", "2003", "outside"): 1.0,
        ("20", "2001", "planted"): 1.0,
        ("20", "2002", "planted"): 1.0,
        ("20", "2003", "outside"): 1.0,
    }
    assert large(found) == pytest.approx(expected, abs=1e-3)
    assert found["00002", "2001", "natural"] == 0.0  # known, and nothing


def test_the_three_add_up_to_the_loss_of_every_unit_and_year(
    tiny_workspace: TinyWorkspace,
) -> None:
    keep(tiny_workspace, "lots", tiny_lots(), vintage=VINTAGE, period="2000")
    publication = published(tiny_workspace)
    facts = publication.facts
    whole = facts[
        (facts["indicator"] == "forest_loss")
        & (facts["variant"] == "canopy>=30")
        & (facts["vintage"] == VINTAGE)
    ].set_index(["code", "period"])["value"]
    parts = pd.Series(losses(publication)).groupby(level=[0, 1]).sum()
    pd.testing.assert_series_equal(
        parts.sort_index(), whole.sort_index(), check_names=False, rtol=1e-9, atol=1e-9
    )


def test_what_no_inventory_covers_is_not_known_rather_than_outside_of_forest(
    tiny_workspace: TinyWorkspace,
) -> None:
    west = tiny_lots().iloc[:4]
    keep(tiny_workspace, "lots", west, vintage=VINTAGE, period="2000", level="commune")
    found = losses(published(tiny_workspace))
    assert {code for code, _year, _origin in found} == {"00001"}  # the province is not, either


def test_without_an_inventory_there_are_no_such_facts(tiny_workspace: TinyWorkspace) -> None:
    assert losses(published(tiny_workspace)) == {}
