"""Catalogs: what is used, what is passed over, and files that are not what they should be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from lsgeo.errors import ConfigError, InputError, LsgeoError, ManyInputsError
from lsgeo.facts import QUALITIES
from lsgeo.sources.catalog import Entry, read_catalogs, select, verify, why_not
from lsgeo.sources.toml import read_toml

SOURCE = """[[source]]
theme = "gates"
path = "gates.csv"
title = "Gates"
quality = "published"
licence = "CC BY 4.0"
attribution = "GeoNames"
"""


@pytest.fixture
def catalog(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "layers" / "catalog.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def message(path: Path) -> str:
    with pytest.raises(LsgeoError) as caught:
        read_catalogs([path])
    return str(caught.value)


def test_paths_are_relative_to_the_catalog(catalog: Callable[[str], Path]) -> None:
    path = catalog(SOURCE)
    (entry,) = read_catalogs([path])
    assert entry.path == path.parent.resolve() / "gates.csv"
    assert (entry.theme, entry.quality, entry.attribution) == ("gates", "published", "GeoNames")


def test_the_entries_of_all_catalogs_come_in_order(catalog: Callable[[str], Path]) -> None:
    path = catalog(SOURCE + SOURCE.replace("gates.csv", "more.csv"))
    names = [entry.path.name for entry in read_catalogs([path, path])]
    assert names == ["gates.csv", "more.csv"] * 2


def test_an_empty_catalog_has_no_entries(catalog: Callable[[str], Path]) -> None:
    assert read_catalogs([catalog("")]) == ()


@pytest.mark.parametrize("byte_order_mark", ["", "\ufeff"])
def test_a_byte_order_mark_does_no_harm(
    catalog: Callable[[str], Path], byte_order_mark: str
) -> None:
    assert len(read_catalogs([catalog(byte_order_mark + SOURCE)])) == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('theme = "gates"\n', "", "source 1, theme: this key is missing"),
        ('"gates"', '"gate"', "source 1, theme: expected one of registry, crosswalk"),
        ('"published"', '"good"', "source 1, quality: expected one of official, published"),
        ('title = "Gates"', 'titel = "Gates"', "source 1, titel: unknown key"),
        ("path", 'vintage = "1/7/2025"\npath', "source 1, vintage: expected a day"),
        ("path", "vintage = 2025-07-01\npath", "source 1, vintage: "),
        ("path", 'period = "2025-6"\npath', "source 1, period: expected a year or a day"),
        ("path", "columns = 3\npath", "source 1, columns: "),
        ('"gates"', '"raster"', "source 1: a raster needs product, band, period"),
        ("[[source]]", "[source]", "source is no list"),
        ('"gates"', '"boundaries"', "source 1: boundaries need a level: commune, district"),
        ('"gates"', '"boundaries"\nlevel = "xa"', "source 1: boundaries need a level: commune"),
        ('"gates"', '"boundaries"\nlevel = "commune"', "source 1: boundaries need the vintage"),
        ('"gates.csv"', '""', "source 1, path: the path names no file"),
        ('"gates.csv"', '"a\\u0000b"', "source 1, path: the path holds a character"),
        ('"gates.csv"', f'"{"a" * 300}.csv"', "source 1, path: the path is too long"),
        ('"gates.csv"', "5", "source 1, path: wrong value (expected a path"),
        ("path", 'columns = { code = "ma", name = "ma" }\npath', "several names for one column"),
        ("[[source]]", "x = 1\n[[source]]", "x: unknown key"),
    ],
)
def test_what_cannot_be_followed_is_named(
    catalog: Callable[[str], Path], old: str, new: str, said: str
) -> None:
    path = catalog(SOURCE.replace(old, new, 1))
    text = message(path)
    assert text.startswith(f"{path}: the catalog cannot be followed\n")
    assert said in text


def test_sources_that_are_no_tables_are_named(catalog: Callable[[str], Path]) -> None:
    assert "source 1" in message(catalog('source = ["gates.csv"]'))


def test_every_fault_of_a_catalog_is_told_at_once(catalog: Callable[[str], Path]) -> None:
    wrong = SOURCE.replace('"gates"', '"gate"').replace('title = "Gates"', "")
    text = message(catalog(wrong + wrong))
    assert all(name in text for name in ("source 1, theme", "source 1, title", "source 2, theme"))
    assert text.count("\n") == 4


def test_the_faults_of_all_catalogs_are_told_at_once(
    catalog: Callable[[str], Path], tmp_path: Path
) -> None:
    with pytest.raises(ManyInputsError) as caught:
        read_catalogs([catalog("x = 1"), tmp_path / "none.toml"])
    assert "catalog.toml" in str(caught.value)
    assert "none.toml: the file is missing" in str(caught.value)


def test_toml_that_is_malformed_says_where(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("a = 1\nb = \n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"a\.toml: .*\n.*line 2"):
        read_toml(path)


def test_toml_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes('a = "Lạng"'.encode("utf-16"))
    with pytest.raises(ConfigError, match=r"a\.toml: the file cannot be read"):
        read_toml(path)


# ---- which entries are used ----


def entries(entry_for: Callable[..., Entry], *qualities: str, **keys: object) -> list[Entry]:
    return [
        entry_for(Path(f"{number}.csv"), theme="gates", quality=quality, **keys)
        for number, quality in enumerate(qualities)
    ]


@pytest.mark.parametrize("quality", QUALITIES[:-1])
def test_a_better_source_replaces_the_illustrative_one(
    entry_for: Callable[..., Entry], quality: str
) -> None:
    listed = entries(entry_for, "illustrative", quality)
    used, passed_over = select(listed, allow_illustrative=True)
    assert used == (listed[1],)
    assert passed_over == (listed[0],)


def test_of_equals_the_first_is_used(entry_for: Callable[..., Entry]) -> None:
    listed = entries(entry_for, "official", "official")
    assert select(listed, allow_illustrative=True)[0] == (listed[0],)


@pytest.mark.parametrize(("allowed", "count"), [(True, 1), (False, 0)])
def test_illustrative_entries_are_used_only_where_they_are_allowed(
    entry_for: Callable[..., Entry], allowed: bool, count: int
) -> None:
    used, passed_over = select(entries(entry_for, "illustrative"), allow_illustrative=allowed)
    assert (len(used), len(passed_over)) == (count, 1 - count)


BOUNDARIES = {"theme": "boundaries", "level": "commune", "vintage": "2025-07-01"}
RASTER = {"theme": "raster", "product": "hansen", "band": "lossyear", "period": "2024"}

LAND_COVER = {"theme": "raster", "product": "io_lulc", "band": "lulc", "period": "2017"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BOUNDARIES, {**BOUNDARIES, "vintage": "2020-01-01"}),
        (BOUNDARIES, {**BOUNDARIES, "level": "district"}),
        (RASTER, {**RASTER, "band": "treecover2000"}),
        (LAND_COVER, {**LAND_COVER, "period": "2024"}),
        ({"theme": "ntm_status"}, {"theme": "ntm_status"}),
        ({"theme": "observations"}, {"theme": "observations"}),
        ({"theme": "gates"}, {"theme": "border"}),
    ],
)
def test_entries_that_are_no_rivals_stand_side_by_side(
    entry_for: Callable[..., Entry], one: dict[str, str], other: dict[str, str]
) -> None:
    listed = [
        entry_for(Path("1"), quality="official", **one),
        entry_for(Path("2"), quality="schematic", **other),
    ]
    assert select(listed, allow_illustrative=True)[0] == tuple(listed)


@pytest.mark.parametrize("keys", [BOUNDARIES, RASTER, LAND_COVER, {"theme": "gates"}])
def test_of_rivals_the_best_quality_is_used(
    entry_for: Callable[..., Entry], keys: dict[str, str]
) -> None:
    listed = [
        entry_for(Path(quality), quality=quality, **keys)
        for quality in ("approximate", "official", "published")
    ]
    used, passed_over = select(listed, allow_illustrative=True)
    assert [one.quality for one in used] == ["official"]
    assert [one.quality for one in passed_over] == ["approximate", "published"]


def test_two_releases_of_a_band_that_is_no_map_of_classes_are_rivals(
    entry_for: Callable[..., Entry],
) -> None:
    listed = [
        entry_for(Path(period), **{**RASTER, "period": period}, quality="remote_sensing")
        for period in ("2024", "2023")
    ]
    assert select(listed, allow_illustrative=True)[0] == (listed[0],)


def test_a_real_date_replaces_the_illustrative_ones_of_its_product(
    entry_for: Callable[..., Entry],
) -> None:
    """A change between a real map and one made up would be neither."""
    listed = [
        entry_for(Path("a"), quality="illustrative", **LAND_COVER),
        entry_for(Path("b"), quality="remote_sensing", **{**LAND_COVER, "period": "2024"}),
    ]
    assert select(listed, allow_illustrative=True)[0] == (listed[1],)


def test_a_real_table_replaces_the_illustrative_ones_of_its_theme(
    entry_for: Callable[..., Entry],
) -> None:
    listed = [
        entry_for(Path(f"{number}.csv"), theme="ntm_status", quality=quality)
        for number, quality in enumerate(("illustrative", "published", "official"))
    ]
    assert select(listed, allow_illustrative=True)[0] == tuple(listed[1:])


def test_a_real_band_replaces_the_whole_illustrative_product(
    entry_for: Callable[..., Entry],
) -> None:
    """Half a product made up would be neither real nor marked."""
    listed = [
        entry_for(Path("a.tif"), quality="illustrative", **RASTER),
        entry_for(Path("b.tif"), quality="illustrative", **{**RASTER, "band": "treecover2000"}),
        entry_for(Path("c.tif"), quality="remote_sensing", **RASTER),
    ]
    assert select(listed, allow_illustrative=True)[0] == (listed[2],)


# ---- files ----


def test_the_right_checksum_passes_in_small_and_in_capital_letters(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"abc")
    digest = hashlib.sha256(b"abc").hexdigest()
    verify([entry_for(path, sha256=digest), entry_for(path, sha256=digest.upper())])


def test_a_wrong_checksum_says_expected_got_and_the_remedy(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"abd")
    expected, got = (hashlib.sha256(text).hexdigest() for text in (b"abc", b"abd"))
    with pytest.raises(InputError) as caught:
        verify([entry_for(path, sha256=expected)])
    text = str(caught.value)
    assert text.startswith(f"{path}: the checksum does not match\n")
    assert f"expected {expected}, got {got}" in text
    assert "new checksum into the catalog" in text


def test_every_missing_file_is_named(tmp_path: Path, entry_for: Callable[..., Entry]) -> None:
    with pytest.raises(ManyInputsError) as caught:
        verify([entry_for(tmp_path / name) for name in ("a.csv", "b.csv")])
    for name in ("a.csv", "b.csv"):
        assert f"{tmp_path / name}: the file is missing" in str(caught.value)


def test_a_folder_is_no_file(tmp_path: Path, entry_for: Callable[..., Entry]) -> None:
    with pytest.raises(InputError, match="the file is missing"):
        verify([entry_for(tmp_path)])


def test_a_path_that_the_system_refuses_is_an_error_in_words(
    entry_for: Callable[..., Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link to itself, a name too long: every system has its own."""

    def refuses(self: Path, **_keys: object) -> bool:
        raise OSError(40, "Too many levels of symbolic links", str(self))

    monkeypatch.setattr(Path, "is_file", refuses)
    with pytest.raises(InputError, match=r"a\.csv: the file cannot be read\n  Too many levels"):
        verify([entry_for(Path("a.csv"))])


# ---- why an entry is not used ----


def reason(entry_for: Callable[..., Entry], *qualities: str, allowed: bool) -> str:
    used, (passed_over,) = select(entries(entry_for, *qualities), allow_illustrative=allowed)
    return why_not(passed_over, used)


def test_a_rival_of_better_quality_is_named(entry_for: Callable[..., Entry]) -> None:
    assert reason(entry_for, "approximate", "official", allowed=True) == (
        "a title is better (official)"
    )


def test_of_equals_the_one_listed_before_is_named(entry_for: Callable[..., Entry]) -> None:
    assert reason(entry_for, "official", "official", allowed=True) == "a title is listed before it"


def test_an_illustrative_entry_says_that_none_is_allowed(entry_for: Callable[..., Entry]) -> None:
    assert "not allowed here" in reason(entry_for, "illustrative", allowed=False)


def test_an_illustrative_table_names_the_real_one_of_its_theme(
    entry_for: Callable[..., Entry],
) -> None:
    made_up = entry_for(Path("1"), theme="ntm_status", quality="illustrative")
    real = entry_for(Path("2"), theme="ntm_status", quality="published", title="the real one")
    used, (passed_over,) = select([made_up, real], allow_illustrative=True)
    assert why_not(passed_over, used) == "the real one is better (published)"
