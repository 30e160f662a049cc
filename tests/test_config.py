"""lsgeo.toml: what a workspace may say, and what is told where it cannot be followed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lsgeo.config import load
from lsgeo.errors import ConfigError
from tests.conftest import SETTINGS


def write(folder: Path, text: str) -> Path:
    (folder / "lsgeo.toml").write_text(text, encoding="utf-8")
    return folder


def message(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(write(folder, text))
    said = str(caught.value)
    assert said.startswith(str(folder / "lsgeo.toml"))
    return said


def test_the_settings_are_read(tmp_path: Path) -> None:
    config = load(write(tmp_path, SETTINGS))
    assert (config.name, config.province, config.crs) == ("nho", "20", "EPSG:9215")
    assert config.words.vi == "Tỉnh Nhỏ"
    assert config.as_of == date(2026, 1, 31)
    assert not config.illustrative


def test_dates_may_be_toml_dates_or_text(tmp_path: Path) -> None:
    text = SETTINGS.replace('"2025-07-01"', "2025-07-01")
    assert load(write(tmp_path, text)).vintages == ("2025-07-01", "2024-12-01")


@pytest.mark.parametrize(
    "history",
    [
        '["2020-01-01", "2024-12-01"]',
        '["2024-12-01", "2020-01-01"]',
        '["2020-01-01", "2024-12-01", "2020-01-01"]',
    ],
)
def test_the_vintages_are_the_published_one_and_the_history_newest_first(
    tmp_path: Path, history: str
) -> None:
    text = SETTINGS.replace('["2024-12-01"]', history)
    assert load(write(tmp_path, text)).vintages == ("2025-07-01", "2024-12-01", "2020-01-01")


def test_paths_are_those_of_the_workspace(tmp_path: Path) -> None:
    config = load(write(tmp_path, SETTINGS))
    root = tmp_path.resolve()
    assert config.targets_path == root / "targets.toml"
    assert config.catalog_paths == (root / "layers/catalog.toml", root / "rasters/catalog.toml")


def test_options_of_indicators_are_kept(tmp_path: Path) -> None:
    config = load(write(tmp_path, SETTINGS + "[options.tree_cover]\nmin_canopy_pct = 50\n"))
    assert config.options == {"tree_cover": {"min_canopy_pct": 50}}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "nho"\n', "", "name: this key is missing"),
        ('"nho"', '"Tỉnh nhỏ"', "name: use small letters"),
        ('"20"', "20", "province: "),
        ('"20"', '"020"', "province: a province's code has two digits"),
        ('"EPSG:9215"', '"EPSG:4326"', "crs: expected a projected system"),
        ('"EPSG:9215"', '"EPSG:0"', "crs: PROJ knows no coordinate system 'EPSG:0'"),
        ('vintage = "2025-07-01"', 'vintage = "01/07/2025"', "vintage: "),
        ('vintage = "2025-07-01"', 'vintage = "2025-13-01"', "vintage: "),
        ('["2024-12-01"]', '["2025-07-01"]', "history is not before the vintage"),
        ("as_of", "as_off", "as_off: unknown key"),
        (', en = "A small province"', "", "title.en: this key is missing"),
        ('"nho"', '"nho\\n"', "name: use small letters"),
        ('"nho"', '"con"', "name: Windows keeps this name"),
        ('"nho"', '"com1"', "name: Windows keeps this name"),
        ('"nho"', f'"{"a" * 300}"', "name: use small letters"),
        ('"nho"', "5", "name: wrong value (expected a text"),
        ('"20"', '"²²"', "province: a province's code has two digits"),
        ('"EPSG:9215"', '"EPSG:2225"', "crs: expected a projected system in metres"),
        ('"EPSG:9215"', '"EPSG:32618"', "crs: this system is not made for Viet Nam"),
        (
            '"EPSG:9215"',
            '"+proj=tmerc +lon_0=107.25 +k=0.9999 +x_0=500000 +ellps=WGS84"',
            "crs: its projection is a VN-2000 TM-3 zone but its datum is not: 224 m off",
        ),
        ('vintage = "2025-07-01"', "vintage = 1751328000", "vintage: expected a day"),
        ('vintage = "2025-07-01"', "vintage = 2025-07-01T00:00:00", "vintage: expected a day"),
        ('["2024-12-01"]', "3", "history: wrong value (expected a list"),
        ("as_of", 'illustrative = "yes"\nas_of', "illustrative: wrong value (expected true or"),
        ("as_of", "illustrative = 1\nas_of", "illustrative: wrong value (expected true or"),
        ("as_of", "catalogs = []\nas_of", "catalogs: wrong value (expected a list that is not"),
        ("as_of", 'catalogs = ["a\\u0000b"]\nas_of', "catalogs.0: the path holds a character"),
        ("as_of", f'targets = "{"a" * 300}"\nas_of', "targets: the path is too long"),
        ("as_of", 'targets = ""\nas_of', "targets: the path names no file"),
        ("as_of", 'root = "/"\nas_of', "root: unknown key"),
    ],
)
def test_what_cannot_be_followed_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = message(tmp_path, SETTINGS.replace(old, new, 1))
    assert "the settings cannot be followed\n" in text
    assert said in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("[options.tree_covr]\nmin_canopy_pct = 30\n", "options: no indicator 'tree_covr'"),
        ("[options.tree_cover]\nmin_canopy = 30\n", "tree_cover has no option min_canopy"),
        ('[options.tree_cover]\nmin_canopy_pct = "x"\n', "options.tree_cover.min_canopy_pct"),
    ],
)
def test_options_that_nobody_has_are_named(tmp_path: Path, options: str, said: str) -> None:
    assert said in message(tmp_path, SETTINGS + options)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = message(tmp_path, SETTINGS.replace('"20"', '"2"').replace("as_of", "when"))
    assert "province:" in text
    assert "when: unknown key" in text


def test_settings_that_are_missing_say_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"lsgeo\.toml: the file is missing\n.*lsgeo init"):
        load(tmp_path)


def test_settings_that_are_no_toml_say_where(tmp_path: Path) -> None:
    assert "line 1" in message(tmp_path, "name = nho\n")


def test_settings_nested_too_deep_are_an_error_in_words(tmp_path: Path) -> None:
    assert "too deep" in message(tmp_path, "a = " + "[" * 5000 + "]" * 5000)


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b"])
def test_a_folder_of_an_impossible_name_is_an_error(name: str) -> None:
    with pytest.raises(ConfigError, match="the file cannot be read"):
        load(Path(name))


CONTEXT = """
[[context]]
path = "layers/rivers.gpkg"
title = { vi = "Sông", en = "Rivers" }
licence = "ODbL"
attribution = "OpenStreetMap"
"""


def test_layers_of_the_context_are_inputs_of_the_workspace(tmp_path: Path) -> None:
    config = load(write(tmp_path, SETTINGS + CONTEXT))
    (layer,), (entry,) = config.context, config.context_entries
    assert (layer.quality, layer.colour, layer.width, layer.dashed) == ("published", "", 0, False)
    assert entry.path == tmp_path.resolve() / "layers/rivers.gpkg"
    assert (entry.theme, entry.title, entry.attribution) == ("context", "Sông", "OpenStreetMap")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('colour = "blue"', "context.0.colour: expected a colour as text"),
        ('colour = "#12345"', "context.0.colour: expected a colour as text"),
        ("width = -1", "context.0.width: wrong value"),
        ("width = 50", "context.0.width: wrong value (expected up to 5"),
        ("width = nan", "context.0.width: wrong value"),
        ('quality = "good"', "context.0.quality: expected one of official, published"),
        ("dashed = 1", "context.0.dashed: wrong value (expected true or false"),
        ('color = "#123456"', "context.0.color: unknown key"),
    ],
)
def test_a_layer_of_the_context_that_cannot_be_followed_is_named(
    tmp_path: Path, more: str, said: str
) -> None:
    assert said in message(tmp_path, SETTINGS + CONTEXT + more + "\n")


@pytest.mark.parametrize("key", ["path", "title", "licence", "attribution"])
def test_a_layer_of_the_context_says_where_it_lies_and_whose_it_is(
    tmp_path: Path, key: str
) -> None:
    text = "\n".join(line for line in CONTEXT.splitlines() if not line.startswith(key))
    assert f"context.0.{key}: this key is missing" in message(tmp_path, SETTINGS + text)
