"""GeoPackages damaged by seed: each public function gives the case of a seed."""

from __future__ import annotations

import sqlite3
import struct
import tempfile
from pathlib import Path
from random import Random

from tests.damage.seeding import Case, changed, layer, put, sound

HEAD = 100


def gpkg_cut(seed: int) -> Case:
    """SQLite itself takes no database that is shorter than it says."""
    case, data = sound(".gpkg"), layer(".gpkg")[".gpkg"]
    files = changed(case, ".gpkg", data[: Random(seed).randrange(HEAD, len(data))])
    return case.but(files=files, rows=None, fault="the file is cut or damaged")


def gpkg_page_zeroed(seed: int) -> Case:
    """One of several pages of the table is gone, and with it exactly the rows that lie in it."""
    count = 300
    case, data = sound(".gpkg", count=count), layer(".gpkg", count)[".gpkg"]
    size = struct.unpack_from(">H", data, 16)[0]
    pages = [(place, _rows_of_page(data, place)) for place in range(size, len(data), size)]
    leaves = [
        (place, rows) for place, rows in pages if _is_of_the_layer(data, place, size) and rows
    ]
    place, gone = leaves[seed % len(leaves)]
    files = changed(case, ".gpkg", put(data, place, bytes(size)))
    rows = {row: said for row, said in case.rows.items() if row not in gone}
    return case.but(
        files=files,
        rows=rows,
        fault="its page of the geopackage is damaged: get a whole copy",
    )


def gpkg_root_zeroed(seed: int) -> Case:
    """The page from which all others of the table are found: no row is, and each is told of."""
    count = 300 + seed
    case, data = sound(".gpkg", count=count), layer(".gpkg", count)[".gpkg"]
    fault = "its page of the geopackage is damaged: get a whole copy"
    return case.but(files=_without(case, data, _root_of("xa", data)), rows={}, fault=fault)


def gpkg_list_zeroed(seed: int) -> Case:
    """A page that tells which layers there are."""
    case, data = sound(".gpkg"), layer(".gpkg")[".gpkg"]
    table = ("gpkg_contents", "gpkg_geometry_columns")[seed % 2]
    fault = r"the file is cut or damaged: [\w ]* malformed\. get a whole copy"
    return case.but(files=_without(case, data, _root_of(table, data)), rows=None, fault=fault)


def gpkg_index_zeroed(seed: int) -> Case:
    """What only helps to find records is not needed: none is lost."""
    case, data = sound(".gpkg"), layer(".gpkg")[".gpkg"]
    table = ("rtree_xa_geom_node", "rtree_xa_geom_parent", "rtree_xa_geom_rowid")[seed % 3]
    return case.but(files=_without(case, data, _root_of(table, data)))


def _without(case: Case, data: bytes, page: int) -> dict[str, bytes]:
    """The files of a GeoPackage with a page (from 1) of nothing but zeros."""
    size = struct.unpack_from(">H", data, 16)[0]
    return changed(case, ".gpkg", put(data, (page - 1) * size, bytes(size)))


def _root_of(table: str, data: bytes) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "xa.gpkg"
        path.write_bytes(data)
        database = sqlite3.connect(path)
        asked = "SELECT rootpage FROM sqlite_master WHERE name = ? AND type = 'table'"
        ((page,),) = database.execute(asked, (table,)).fetchall()
        database.close()
    return int(page)


def _is_of_the_layer(data: bytes, place: int, size: int) -> bool:
    return data[place] == 0x0D and "xã 2".encode() in data[place : place + size]


def _rows_of_page(data: bytes, page: int) -> list[int]:
    """The numbers of the rows in a leaf of a table (SQLite, Database File Format, 1.6)."""
    if data[page] != 0x0D:
        return []
    places = struct.unpack_from(f">{struct.unpack_from('>H', data, page + 3)[0]}H", data, page + 8)
    numbers = []
    for place in places:
        _length, after = _varint(data, page + place)
        numbers.append(_varint(data, after)[0])
    return numbers


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    while data[place] & 0x80:
        value, place = value << 7 | data[place] & 0x7F, place + 1
    return value << 7 | data[place], place + 1


SEEDS = {
    gpkg_cut: range(6),
    gpkg_page_zeroed: range(6),
    gpkg_root_zeroed: range(2),
    gpkg_list_zeroed: range(2),
    gpkg_index_zeroed: range(3),
}
