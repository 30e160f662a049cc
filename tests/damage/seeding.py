"""Faults put into files by seed, so that each file's right answer is known before it is read.

A `Case` is the bytes of some files and what is to come of reading one of them; `observed` reads it
in a folder of its own and tells what did, and what else was touched.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from unittest import mock

import geopandas as gpd
import pyogrio
import pytest
from shapely import box

from lsgeo.errors import InputError
from lsgeo.sources.cells import read_cells
from lsgeo.sources.vector import read_features

MOST_SECONDS = 10.0
COUNT = 12
NAMES = {
    1: "Đồng Đăng",
    2: "Cao Lộc",
    3: "Bắc Sơn",
    4: "Thất Khê",
    5: "Na Sầm",
    6: "Lộc Bình",
    7: "Chi Lăng",
    8: "Hữu Lũng",
    9: "Đình Lập",
    10: "Bình Gia",
    11: "Kỳ Lừa",
    12: "Văn Quan",
}
"""The records of every layer, by number."""

DRIVERS = {
    ".shp": "ESRI Shapefile",
    ".gpkg": "GPKG",
    ".geojson": "GeoJSON",
    ".geojsonl": "GeoJSONSeq",
    ".fgb": "FlatGeobuf",
    ".tab": "MapInfo File",
    ".mif": "MapInfo File",
    ".kml": "LIBKML",
    ".gml": "GML",
}
_WIDTH = 0.01
_WEST, _SOUTH = 106.5, 21.8
_FOLDERS = {"TMPDIR": "temp", "TEMP": "temp", "TMP": "temp", "CPL_TMPDIR": "temp"}

Rows = Mapping[int, object]
Lost = Mapping[int, str]
Reader = Callable[[Path], tuple[dict[int, object], str, Lost]]


@dataclass(frozen=True)
class Case:
    """Files by name, the one ``given`` to lsgeo, and the right answer.

    ``rows`` are the recoverable rows by number, None where the file is to be refused; ``fault``
    is what must be named, a regular expression in lower case, "" where nothing is amiss: of a file
    that is refused in its message, of a record that is lost in its reason.
    """

    files: Mapping[str, bytes]
    given: str
    rows: Rows | None
    fault: str

    def but(self, **fields: object) -> Case:
        """The same with some fields changed."""
        return replace(self, **fields)


Maker = Callable[[int], Case]


@dataclass(frozen=True)
class Outcome:
    """What came of reading: rows or None for refused, what was told, and what else happened.

    ``lost`` has the reasons for which records are lost, by number.
    """

    rows: Rows | None
    told: str
    lost: Lost
    seconds: float
    touched: tuple[str, ...]

    def names(self, fault: str) -> bool:
        """Whether what was told names the fault, and so does the reason of every lost record."""
        every = (self.told, *self.lost.values())
        return all(re.search(fault, text.lower()) for text in every)


def observed(case: Case, read: Reader) -> Outcome:
    """What comes of reading a case; whatever is no `InputError` goes on up.

    Temporary files have to go where they are looked for, and have to be gone afterwards.
    """
    with tempfile.TemporaryDirectory() as kept:
        root = Path(kept)
        for name in ("in/here", "temp"):
            (root / name).mkdir(parents=True)
        placed = placed_in(root / "in" / "here", case)
        before = snapshot(root)
        folders = {key: str(root / name) for key, name in _FOLDERS.items()}
        started = time.perf_counter()
        with (
            mock.patch("tempfile.tempdir", folders["TMPDIR"]),
            mock.patch.dict(os.environ, folders),
        ):
            try:
                rows, told, lost = read(placed)
            except InputError as error:
                rows, told, lost = None, str(error), {}
        seconds = time.perf_counter() - started
        after = snapshot(root)
        both = before.keys() | after.keys()
        touched = tuple(sorted(name for name in both if before.get(name) != after.get(name)))
        return Outcome(rows, told, lost, seconds, touched)


@cache
def outcome(make: Maker, seed: int, read: Reader) -> tuple[Case, Outcome]:
    """The case of a seed, its files forgotten, and what comes of it; looked at only once."""
    case = make(seed)
    return case.but(files={}), observed(case, read)


def seeded(*seeds: Mapping[Maker, Iterable[int]]) -> list[object]:
    """All seeds of some faults, for a test to be run with each."""
    return [
        pytest.param(make, seed, id=f"{make.__name__}-{seed}")
        for makers in seeds
        for make, numbers in makers.items()
        for seed in numbers
    ]


def check(make: Maker, seed: int, read: Reader) -> None:
    """Assert that a seed gives what it has to, in time, and that nothing was touched.

    What is wrong has to be named, whether the file is refused, records are lost or all are there.
    """
    case, seen = outcome(make, seed, read)
    assert seen.seconds < MOST_SECONDS
    assert seen.touched == ()
    assert (seen.rows is None) == (case.rows is None), seen.told
    assert seen.names(case.fault), (seen.told, seen.lost)
    if case.rows is not None:
        assert dict(seen.rows or {}) == dict(case.rows)


def placed_in(folder: Path, case: Case) -> Path:
    """The path of the file to be given, once all of the case lie in `folder`."""
    for name, content in case.files.items():
        (folder / name).write_bytes(content)
    return folder / case.given


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder below `folder`, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def features(path: Path) -> tuple[dict[int, object], str, Lost]:
    """The records of a layer by number, what is told of it, and why records are lost.

    A record is its name, "elsewhere" where its square is not in its place. Each number is either
    used or quarantined, and none is missing.
    """
    read = read_features(path)
    unnamed = [None] * len(read.frame)
    gone = {note.row for note in read.notes if note.outcome == "quarantined"} - {None}
    used = set(read.frame.index)
    assert not used & gone
    assert len(used) + len(gone) == read.rows
    rows: dict[int, object] = {
        int(row): name if _is_in_place(shape, int(row)) else "elsewhere"
        for row, name, shape in zip(
            read.frame.index, read.frame.get("ten", unnamed), read.frame.geometry, strict=True
        )
    }
    lost: dict[int, str] = {}
    for note in read.notes:
        if note.outcome == "quarantined" and note.row is not None:
            lost[note.row] = f"{lost.get(note.row, '')}{note.reason}\n"
    return rows, "\n".join(note.reason for note in read.notes), lost


def cells(path: Path) -> tuple[dict[int, object], str, Lost]:
    """The rows of a sheet by number, without blank cells at their ends; what is told of it."""
    read = read_cells(path)
    rows: dict[int, object] = {}
    for number, row in enumerate(read.rows, start=1):
        values = list(row)
        while values and values[-1] is None:
            values.pop()
        rows[number] = tuple(values)
    blanks = "\n".join("a formula without a value" for _cell in read.formulas_without_value)
    return rows, f"{read.encoding}\n{blanks}", {}


def _is_in_place(shape: object, row: int) -> bool:
    return shape is not None and shape.normalize().equals_exact(square(row).normalize(), 1e-5)


def square(row: int) -> object:
    """The square of a record: one beside the other."""
    west = _WEST + (row - 1) * _WIDTH
    return box(west, _SOUTH, west + _WIDTH, _SOUTH + _WIDTH)


def grid(count: int = COUNT) -> gpd.GeoDataFrame:
    """The squares with their names, and numbers as names beyond them."""
    rows = range(1, count + 1)
    table = {"ten": [NAMES.get(row, f"xã {row}") for row in rows], "so": list(rows)}
    return gpd.GeoDataFrame(table, geometry=[square(row) for row in rows], crs="EPSG:4326")


@cache
def layer(extension: str, count: int = COUNT) -> Mapping[str, bytes]:
    """The files of a sound layer by their extensions."""
    with tempfile.TemporaryDirectory() as kept:
        path = Path(kept) / f"xa{extension}"
        if extension == ".parquet":
            grid(count).to_parquet(path)
        else:
            unsorted = {"SPATIAL_INDEX": "NO"} if extension == ".fgb" else {}
            pyogrio.write_dataframe(grid(count), path, driver=DRIVERS[extension], **unsorted)
        return {one.suffix: one.read_bytes() for one in Path(kept).glob("xa.*")}


def sound(extension: str, *, count: int = COUNT) -> Case:
    """A sound layer, as it is read."""
    files = {f"xa{one}": data for one, data in layer(extension, count).items()}
    rows = {row: NAMES.get(row, f"xã {row}") for row in range(1, count + 1)}
    return Case(files, f"xa{extension}", rows, "")


def put(data: bytes, place: int, other: bytes) -> bytes:
    """`data` with `other` in a place of it."""
    return data[:place] + other + data[place + len(other) :]


def flipped(data: bytes, place: int, random: Random) -> bytes:
    """`data` with one bit of a byte the other way round."""
    return put(data, place, bytes([data[place] ^ 1 << random.randrange(8)]))


def first(rows: Rows, count: int) -> Rows:
    """The rows up to a number."""
    return {row: said for row, said in rows.items() if row <= count}


def changed(case: Case, extension: str, data: bytes) -> dict[str, bytes]:
    """The files of a layer, one of them with other content."""
    return {**case.files, f"xa{extension}": data}


def cut_somewhere(extension: str, seed: int, *, after: int, fault: str) -> Case:
    """A file of one piece that cannot be read in part, cut behind its first bytes."""
    case, data = sound(extension), layer(extension)[extension]
    end = len(data.rstrip())
    files = changed(case, extension, data[: Random(seed).randrange(after, end)])
    return case.but(files=files, rows=None, fault=fault)


def archive(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of some members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as target:
        for name, content in members.items():
            target.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return packed.getvalue()
