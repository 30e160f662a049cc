"""Loss in patches large enough: found on the whole raster, shared out among communes."""

from __future__ import annotations

import pytest

from lsgeo.errors import LsgeoError
from lsgeo.jobs.build import build
from tests.conftest import SETTINGS, VINTAGE, TinyWorkspace

ABOUT = 4e-6  # rows differ from one hectare by that part


def losses(tiny: TinyWorkspace, options: str = "") -> tuple[str, dict[tuple[str, str], float]]:
    """The variant, and the hectares of each unit and year."""
    tiny.write("lsgeo.toml", f"{SETTINGS}\n[options.forest_loss_patches]\n{options}\n")
    tiny.seal()
    facts = build(tiny.root).publication.facts
    mine = facts[(facts["indicator"] == "forest_loss_patches") & (facts["vintage"] == VINTAGE)]
    (variant,) = mine["variant"].unique()
    keys = zip(mine["code"], mine["period"], strict=True)
    lost = dict(zip(keys, mine["value"], strict=True))
    return variant, {key: value for key, value in lost.items() if value}


def test_a_patch_across_two_communes_is_one_and_each_has_its_share(
    tiny_workspace: TinyWorkspace,
) -> None:
    """With canopy of 10 % both cells of 2002 count; they touch across the line: 2 ha in all."""
    options = "min_canopy_pct = 10\nmin_patch_m2 = 15000"
    variant, lost = losses(tiny_workspace, options)
    assert variant == "canopy>=10, mmu>=1.5ha/8"
    expected = {("00001", "2002"): 1, ("00002", "2002"): 1, ("20", "2002"): 2}
    assert lost == pytest.approx(expected, rel=ABOUT)


def test_every_patch_counts_that_is_large_enough_to_be_forest_in_law(
    tiny_workspace: TinyWorkspace,
) -> None:
    variant, lost = losses(tiny_workspace)
    assert variant == "canopy>=30, mmu>=0.3ha/8"
    expected = {("00001", "2001"): 1, ("00001", "2002"): 1, ("00002", "2003"): 1}
    expected |= {("20", "2001"): 1, ("20", "2002"): 1, ("20", "2003"): 1}
    assert lost == pytest.approx(expected, rel=ABOUT)


@pytest.mark.parametrize(
    "option", ["connectivity = 6", "min_patch_m2 = -1", "inclusive = 2", "min_canopy_pct = 20"]
)
def test_an_option_that_cannot_be_followed_is_a_plain_fault(
    tiny_workspace: TinyWorkspace, option: str
) -> None:
    with pytest.raises(LsgeoError, match="an option cannot be followed"):
        losses(tiny_workspace, option)
