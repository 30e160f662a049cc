"""What was known of earlier units becomes a part of the series of today's, only where asked for."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lsgeo.errors import ConfigError
from lsgeo.jobs.build import build
from tests.conftest import BEFORE, VINTAGE, TinyWorkspace


def facts_of(tiny: TinyWorkspace, tmp_path: Path) -> pd.DataFrame:
    facts = build(tiny.root, out=tmp_path / "out").publication.facts
    return facts[facts["vintage"] == VINTAGE].set_index(["indicator", "code", "period"])


@pytest.fixture
def tiny(tiny_workspace: TinyWorkspace) -> TinyWorkspace:
    text = tiny_workspace.path("layers/crosswalk.csv").read_text(encoding="utf-8")
    header = text.splitlines()[0]
    rows = [
        f"{BEFORE},00001,{VINTAGE},00001,partial,0.25,0.2",
        f"{BEFORE},00001,{VINTAGE},00002,partial,0.75,1",
        f"{BEFORE},00002,{VINTAGE},00001,full,1,0.8",
    ]
    tiny_workspace.write("layers/crosswalk.csv", "\n".join([header, *rows]))
    observed = tiny_workspace.path("layers/observations.csv").read_text(encoding="utf-8")
    more = [
        f"{BEFORE},00001,forest_natural_ha,2020,8,ha,an inventory",
        f"{BEFORE},00002,forest_natural_ha,2020,3,ha,an inventory",
    ]
    tiny_workspace.write("layers/observations.csv", observed + "\n".join(more))
    tiny_workspace.seal()
    return tiny_workspace


def carry(tiny: TinyWorkspace, line: str) -> None:
    settings = tiny.path("lsgeo.toml").read_text(encoding="utf-8")
    tiny.write("lsgeo.toml", f"{settings}\n[carry]\n{line}\n")


def test_nothing_is_carried_over_unless_it_is_asked_for(
    tiny: TinyWorkspace, tmp_path: Path
) -> None:
    facts = facts_of(tiny, tmp_path)
    assert "forest_natural_ha" not in facts.index.get_level_values("indicator")
    assert ("ntm_status", "00001", "2024") not in facts.index


def test_areas_are_shared_out_and_conserved(tiny: TinyWorkspace, tmp_path: Path) -> None:
    carry(tiny, "amounts = true")
    forest = facts_of(tiny, tmp_path).loc["forest_natural_ha"]
    assert forest.loc[("00001", "2020"), "value"] == pytest.approx(8 * 0.25 + 3)
    assert forest.loc[("00002", "2020"), "value"] == pytest.approx(8 * 0.75)
    assert forest.loc[["00001", "00002"], "value"].sum() == pytest.approx(11, rel=1e-9)
    assert set(forest.loc[["00001", "00002"], "quality"]) == {"approximate"}


def test_the_status_of_all_former_communes_is_that_of_the_new_one_where_the_rule_says_so(
    tiny: TinyWorkspace, tmp_path: Path
) -> None:
    carry(tiny, 'statuses = "all"')
    facts = facts_of(tiny, tmp_path)
    status = facts.loc[("ntm_status", "00002", "2024")]
    assert (status["value"], status["quality"]) == (0, "approximate")
    own = facts.loc[("ntm_status", "00001", "2025")]
    assert (own["value"], own["quality"]) == (1, "official")


def test_an_unknown_rule_is_refused(tiny: TinyWorkspace, tmp_path: Path) -> None:
    carry(tiny, 'statuses = "majority"')
    with pytest.raises(ConfigError, match=r"carry\.statuses"):
        build(tiny.root, out=tmp_path / "out")
