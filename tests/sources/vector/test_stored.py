"""GeoPackage, FlatGeobuf, and what hangs on the libraries: damage, claims, and missing fiona."""

from __future__ import annotations

import sqlite3
import struct
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lsgeo.errors import InputError
from lsgeo.sources.vector import read_features, table
from tests.sources.vector.conftest import NAMES, Layers, cut, lost, message, overwrite

COMPUTED = "the layer is computed and not stored"


def without_triggers(database: sqlite3.Connection) -> None:
    """The triggers of an index call functions that only GDAL knows."""
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in found:
        database.execute(f'DROP TRIGGER "{name}"')


def change(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as database:
        without_triggers(database)
        for statement in statements:
            database.execute(statement)
        database.commit()
    return path


# ---- GeoPackage ----


def test_a_view_without_end_is_refused(layer: Layers) -> None:
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
    path = change(
        layer("xa.gpkg"),
        "PRAGMA writable_schema = 1",
        "ALTER TABLE xa RENAME TO kept",
        f"CREATE VIEW xa AS {endless} SELECT n AS fid, kept.geom, kept.ten FROM r, kept",
        "UPDATE gpkg_contents SET table_name = 'xa'",
        "UPDATE gpkg_geometry_columns SET table_name = 'xa'",
    )
    assert COMPUTED in message(path)


def test_a_column_that_is_computed_is_refused(layer: Layers) -> None:
    path = change(layer("xa.gpkg"), "ALTER TABLE xa ADD COLUMN big AS (zeroblob(900000000))")
    assert COMPUTED in message(path)


def test_a_table_of_another_module_is_refused(layer: Layers) -> None:
    path = change(
        layer("xa.gpkg"),
        "PRAGMA writable_schema = 1",
        "INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, "
        "'CREATE VIRTUAL TABLE v USING VirtualOGR(''/vsicurl/http://127.0.0.1:9/a.shp'')')",
    )
    assert COMPUTED in message(path)


def test_changes_that_lie_in_a_journal_are_read_and_left_there(layer: Layers) -> None:
    """What QGIS leaves while a project is open: the last changes are in the -wal."""
    path = layer("xa.gpkg")
    with closing(sqlite3.connect(path)) as database:
        without_triggers(database)
        database.commit()
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("UPDATE xa SET so = 50 WHERE fid = 5")
        database.commit()
        before = {
            one.name: one.read_bytes() for one in path.parent.iterdir() if "shm" not in one.name
        }
        assert path.with_name("xa.gpkg-wal").stat().st_size > 0
        assert read_features(path).frame["so"].tolist() == [1, 2, 3, 4, 50]
        after = {
            one.name: one.read_bytes() for one in path.parent.iterdir() if "shm" not in one.name
        }
        assert after == before


def test_numbers_of_records_that_leap_are_numbered_in_their_order(layer: Layers) -> None:
    path = change(layer("xa.gpkg"), "UPDATE xa SET fid = fid + 70 WHERE fid > 2")
    read = read_features(path)
    assert read.frame.index.tolist() == [1, 2, 3, 4, 5]
    assert read.frame["so"].tolist() == [1, 2, 3, 4, 5]


def test_a_geometry_that_is_damaged_costs_its_row(layer: Layers) -> None:
    path = layer("xa.gpkg")
    with closing(sqlite3.connect(path)) as database:
        ((blob,),) = database.execute("SELECT geom FROM xa WHERE fid = 2").fetchall()
    data = path.read_bytes()
    assert data.count(blob) == 1
    path.write_bytes(data.replace(blob, blob[:60] + b"\xff" * (len(blob) - 60)))
    assert list(lost(read_features(path))) == [2]


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.99])
def test_a_database_that_is_cut_is_an_error_or_balances(layer: Layers, share: float) -> None:
    path = layer("xa.gpkg")
    cut(path, share)
    try:
        lost(read_features(path))
    except InputError as error:
        assert error.subject == str(path)


# ---- FlatGeobuf ----


def test_a_cut_flatgeobuf_costs_the_records_that_are_cut(layer: Layers) -> None:
    path = layer("xa.fgb")
    cut(path, 0.75)
    read = read_features(path)
    assert read.rows == 5
    gone = lost(read)
    assert gone
    assert sorted(gone) == list(range(6 - len(gone), 6))


def test_a_flatgeobuf_that_claims_without_end_is_a_plain_error(layer: Layers) -> None:
    path = layer("xa.fgb")
    data = path.read_bytes()
    count = struct.pack("<Q", 5)
    places = [at for at in range(12, 400) if data[at : at + 8] == count]
    errors = 0
    for place in places:
        overwrite(path, place, struct.pack("<Q", 10**9))
        errors += "the layer cannot be read" in message(path)
        path.write_bytes(data)
    assert errors == len(places) > 0


# ---- GeoParquet ----


def test_a_parquet_that_claims_without_end_is_a_plain_error(tmp_path: Path) -> None:
    """Thirty million times the same byte, which packs into next to nothing."""
    path = tmp_path / "a.parquet"
    same = pa.DictionaryArray.from_arrays(pa.nulls(30_000_000, pa.int32()).fill_null(0), [b"x"])
    geo = (
        b'{"version":"1.0.0","primary_column":"g","columns":{"g":{"encoding":"WKB",'
        b'"geometry_types":[]}}}'
    )
    packed = pa.table({"g": same}).replace_schema_metadata({b"geo": geo})
    pq.write_table(packed, path)
    assert path.stat().st_size < 1_000_000
    assert "the file claims far more than it can hold" in message(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_cut_parquet_is_a_plain_error(layer: Layers, share: float) -> None:
    path = layer("xa.parquet")
    cut(path, share)
    assert "the layer cannot be read" in message(path)


# ---- the rest ----


def test_rows_that_take_far_more_than_their_file_are_not_all_taken(tmp_path: Path) -> None:
    taken = 0

    def endless() -> Iterable[pa.RecordBatch]:
        nonlocal taken
        while True:
            taken += 1
            yield batch

    batch = pa.record_batch({"a": pa.array([b"x" * 1000] * 100)})
    with pytest.raises(InputError, match="the layer is far larger than its file"):
        table.gathered(tmp_path / "a", endless(), schema=batch.schema, budget=1_000_000)
    assert taken < 12


def test_without_fiona_a_damaged_table_says_what_is_missing(
    layer: Layers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no fiona for Linux on ARM."""
    path = layer("xa.tab")
    overwrite(path.with_suffix(".id"), 4, struct.pack("<i", 3))
    monkeypatch.setitem(sys.modules, "fiona", None)
    text = message(path)
    assert "reading it record by record needs fiona" in text
    assert "pip install fiona" in text


def test_without_fiona_a_sound_layer_is_read(
    layer: Layers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fiona", None)
    assert read_features(layer("xa.shp")).frame["ten"].tolist() == NAMES
