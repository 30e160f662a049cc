"""Themes of what only observations tell."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lsgeo import facts
from lsgeo.compose.observed import observed_themes
from lsgeo.palette import COVER, NEUTRAL, Theme
from lsgeo.progress import Target
from lsgeo.text import Words, same

LEGAL = Words("Độ che phủ rừng (pháp lý)", "Forest cover (legal)")


def target(indicator: str, *, asks: bool = True) -> Target:
    method = "level" if asks else "none"
    return Target("t", LEGAL, "province", method, date(2030, 12, 31), "", indicator=indicator)


def observed(*rows: tuple[str, str, float], unit: str = "%") -> pd.DataFrame:
    """Facts from indicator, variant, value."""
    table = pd.DataFrame(rows, columns=["indicator", "variant", "value"])
    table["code"] = [f"0000{place}" for place in range(len(table))]
    said = {"vintage": "2025-07-01", "period": "2024", "quality": "official", "source": "x"}
    return facts.make(table, constants={**said, "unit": unit})


def themes_of(told: pd.DataFrame, *targets: Target) -> list[Theme]:
    return list(observed_themes(told, targets, made={"gates"}))


def test_legal_cover_takes_the_title_of_its_target_and_the_greens_but_no_dotted_frame() -> None:
    (theme,) = themes_of(observed(("forest_cover", "", 61.45)), target("forest_cover"))
    assert (theme.title, theme.colours, theme.satellite) == (LEGAL, COVER, False)
    assert (theme.unit, theme.decimals) == (same("%"), 2)


def test_an_indicator_without_a_target_has_its_own_name_and_neutral_colours() -> None:
    (theme,) = themes_of(observed(("poverty", "", 3.5)), target("poverty", asks=False))
    assert (theme.title, theme.colours) == (same("poverty"), NEUTRAL)


def test_what_is_made_here_gets_no_second_theme() -> None:
    assert themes_of(observed(("gates", "", 1.0))) == []


def test_each_of_several_variants_has_a_theme() -> None:
    told = observed(("pupils", "girls", 1.0), ("pupils", "boys", 2.0))
    assert [one.column for one in themes_of(told)] == ["pupils_boys", "pupils_girls"]


def test_a_single_variant_is_not_named() -> None:
    (theme,) = themes_of(observed(("pupils", "all", 1.0), ("pupils", "all", 2.0)))
    assert (theme.column, theme.decimals) == ("pupils", 0)


def test_a_unit_that_is_a_word_is_told_in_both_languages() -> None:
    (theme,) = themes_of(observed(("schools", "", 4.0), unit="trường"))
    assert theme.unit == Words("trường", "schools")


@pytest.mark.parametrize(
    ("units", "words"),
    [
        (["trường", "trường"], Words("trường", "schools")),
        (["trường", ""], Words("trường", "schools")),
        (["trường", "xã"], Words("trường / xã", "schools / communes")),
    ],
)
def test_several_units_are_each_told_once_in_both_languages(units: list[str], words: Words) -> None:
    told = observed(("things", "", 4.0), ("things", "", 5.0)).assign(unit=units)
    (theme,) = themes_of(told)
    assert theme.unit == words
