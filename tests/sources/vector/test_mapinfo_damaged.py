"""What is left of a table of MapInfo that is cut or damaged."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from lsgeo.errors import InputError
from lsgeo.sources.vector import read_features
from tests.sources.vector.conftest import (
    NAMES,
    Layers,
    cut,
    lost,
    mif,
    overwrite,
    said,
)

NO_SHAPE, NO_ROW = "it has attributes, but no shape", "it has a shape, but no attributes"
DAMAGED = "its shape is cut off or damaged"


def test_half_of_a_dat_costs_the_other_half(layer: Layers) -> None:
    path = layer("xa.tab")
    begins, width = struct.unpack("<HH", path.with_suffix(".dat").read_bytes()[8:12])
    data = path.with_suffix(".dat").read_bytes()
    path.with_suffix(".dat").write_bytes(data[: begins + 3 * width + 1])
    read = read_features(path)
    assert lost(read) == {4: "its attributes are cut off", 5: "its attributes are cut off"}
    assert read.frame["ten"].tolist() == NAMES[:3]
    assert "the .dat claims more records than it holds" in said(read)


def test_a_dat_that_claims_a_thousand_million_rows_is_not_believed(layer: Layers) -> None:
    path = layer("xa.tab")
    overwrite(path.with_suffix(".dat"), 4, struct.pack("<I", 10**9))
    read = read_features(path)
    assert (read.rows, lost(read)) == (5, {})


def test_half_of_an_id_costs_the_shapes_and_keeps_the_words(layer: Layers) -> None:
    path = layer("xa.tab")
    path.with_suffix(".id").write_bytes(path.with_suffix(".id").read_bytes()[:12])
    read = read_features(path)
    assert lost(read) == {4: DAMAGED, 5: DAMAGED}
    assert read.lost["ten"].tolist() == NAMES[3:]


def test_an_object_beyond_the_end_of_the_map_costs_its_row(layer: Layers) -> None:
    path = layer("xa.tab")
    overwrite(path.with_suffix(".id"), 4, struct.pack("<i", 10**6))
    assert lost(read_features(path)) == {2: DAMAGED}


def test_an_object_that_gdal_cannot_read_costs_its_row_and_not_those_after(layer: Layers) -> None:
    """The .id points into the head of the .map: GDAL's own reading stops there."""
    path = layer("xa.tab")
    overwrite(path.with_suffix(".id"), 4, struct.pack("<i", 3))
    read = read_features(path)
    assert sorted(lost(read)) == [2]
    assert read.frame["ten"].tolist() == [NAMES[0], *NAMES[2:]]


def test_a_cut_mif_costs_the_object_that_is_cut_and_those_after(layer: Layers) -> None:
    path = layer("xa.mif")
    text = path.read_bytes()
    path.write_bytes(text[: text.rindex(b"Region") + 40])
    read = read_features(path)
    assert lost(read) == {5: DAMAGED}
    assert read.lost["ten"].tolist() == ["Na Sầm"]
    assert read.frame["ten"].tolist() == NAMES[:4]


def changed(path: Path, number: int, old: bytes, new: bytes) -> Path:
    """The .mif with something replaced in the object of that number."""
    text = path.read_bytes()
    first, *objects = text.split(b"Region")
    assert old in objects[number - 1]
    objects[number - 1] = objects[number - 1].replace(old, new, 1)
    path.write_bytes(b"Region".join([first, *objects]))
    return path


@pytest.mark.parametrize(
    ("old", "new"),
    [(b" 1\n", b" 7\n"), (b"5\n", b"9\n"), (b"5\n", b"x\n"), (b" 21.8", b" 2x.8"), (b".8", b" .8")],
)
def test_an_object_that_is_damaged_costs_its_row_and_moves_no_other(
    layer: Layers, old: bytes, new: bytes
) -> None:
    read = read_features(changed(layer("xa.mif"), 2, old, new))
    assert lost(read) == {2: DAMAGED}
    assert read.lost["ten"].tolist() == ["Cao Lộc"]
    assert read.frame.geometry.bounds["minx"].round(3).tolist() == [106.5, 106.52, 106.53, 106.54]


@pytest.mark.parametrize("word", [b"Regxon", b"#egion", b"R"])
def test_an_object_whose_first_word_is_damaged_is_one_all_the_same(
    layer: Layers, word: bytes
) -> None:
    """GDAL passes over it, and gives every shape after it the words of the one before."""
    path = layer("xa.mif")
    parts = path.read_bytes().split(b"Region")
    path.write_bytes(b"Region".join(parts[:3]) + word + b"Region".join(parts[3:]))
    read = read_features(path)
    assert lost(read) == {3: DAMAGED}
    assert read.frame["ten"].tolist() == [*NAMES[:2], *NAMES[3:]]
    assert read.frame.geometry.bounds["minx"].round(3).tolist() == [106.5, 106.51, 106.53, 106.54]


@pytest.mark.parametrize("line", [b'"Cao L\n', b'xCao L",2\n', b'"Cao \0\0",2\n', b'"a",2,2\n'])
def test_a_line_of_the_mid_that_is_damaged_costs_its_row(layer: Layers, line: bytes) -> None:
    path = layer("xa.mif")
    lines = path.with_suffix(".mid").read_bytes().splitlines(keepends=True)
    path.with_suffix(".mid").write_bytes(b"".join([lines[0], line, *lines[2:]]))
    read = read_features(path)
    assert lost(read) == {2: "its attributes are cut off"}
    assert read.frame["ten"].tolist() == [NAMES[0], *NAMES[2:]]


def test_where_shapes_and_words_have_parted_all_after_are_doubtful(layer: Layers) -> None:
    """A line broken in two: which of six lines belongs to which of five shapes?"""
    path = layer("xa.mif")
    lines = path.with_suffix(".mid").read_bytes().splitlines(keepends=True)
    path.with_suffix(".mid").write_bytes(b"".join([*lines[:2], b'"B\n', b'c",3\n', *lines[3:]]))
    read = read_features(path)
    assert sorted(lost(read)) == [3, 4, 5, 6]
    assert read.frame["ten"].tolist() == NAMES[:2]


def test_a_cut_mid_costs_the_rows_that_are_cut(layer: Layers) -> None:
    path = layer("xa.mif")
    lines = path.with_suffix(".mid").read_bytes().splitlines(keepends=True)
    path.with_suffix(".mid").write_bytes(b"".join(lines[:3]))
    read = read_features(path)
    assert lost(read) == {4: NO_ROW, 5: NO_ROW}
    assert read.frame["ten"].tolist() == NAMES[:3]


def test_a_collection_is_one_object(tmp_path: Path) -> None:
    path = mif(tmp_path / "xa.mif")
    text = path.read_text("ascii")
    head = text[: text.index("Point")]
    parts = "Collection 2\nRegion 1\n  4\n0 0\n1 0\n1 1\n0 0\nMultipoint 1\n5 5\n"
    path.write_text(f"{head}{parts}Point 1 2\n", encoding="ascii")
    path.with_suffix(".mid").write_bytes(b'"a"\n"b"\n')
    read = read_features(path)
    assert lost(read) == {}
    assert read.frame["ten"].tolist() == ["a", "b"]


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
@pytest.mark.parametrize("extension", [".tab", ".dat", ".map", ".id", ".mif", ".mid"])
def test_the_books_balance_wherever_a_file_is_cut(
    layer: Layers, extension: str, share: float
) -> None:
    path = layer("xa.mif" if extension in (".mif", ".mid") else "xa.tab")
    cut(path.with_suffix(extension), share)
    try:
        read = read_features(path)
    except InputError as error:
        assert error.subject == str(path)
        return
    lost(read)
    assert read.rows == 5
