"""MapInfo, FlatGeobuf, GeoParquet and archives damaged by seed, and formats under wrong names."""

from __future__ import annotations

import itertools
import struct
import tempfile
from functools import cache
from pathlib import Path
from random import Random

import pyogrio

from tests.damage.seeding import (
    COUNT,
    NAMES,
    Case,
    archive,
    changed,
    cut_somewhere,
    first,
    flipped,
    grid,
    layer,
    put,
    sound,
)

_CUT = "the file is cut in this record or before it: get a whole copy"
_WRONG = (".dat", ".txt", ".csv", ".xls", ".bak", ".shp", ".geojson", ".zip", "")


def parquet_cut(seed: int) -> Case:
    return cut_somewhere(".parquet", seed, after=4, fault="the file is cut or damaged: ")


def parquet_footer_flipped(seed: int) -> Case:
    """The length of the footer, or the mark behind it."""
    case, random = sound(".parquet"), Random(seed)
    data = layer(".parquet")[".parquet"]
    place = len(data) - 1 - random.randrange(4)
    files = changed(case, ".parquet", flipped(data, place, random))
    return case.but(files=files, rows=None, fault="the file is cut or damaged: ")


def flatgeobuf_cut(seed: int) -> Case:
    """What lies behind the cut is lost, and counted: the head says how many there were."""
    case, data = sound(".fgb"), layer(".fgb")[".fgb"]
    places = _feature_places(data)
    place = Random(seed).randrange(places[0], len(data))
    whole = sum(end <= place for end in places[1:])
    files = changed(case, ".fgb", data[:place])
    return case.but(files=files, rows=first(case.rows, whole), fault=_CUT)


def flatgeobuf_with_index_cut(seed: int) -> Case:
    """Its records are in the order of their places; cut in the index, or in a record."""
    case, data, order = sound(".fgb"), *_indexed()
    begins = len(data) - sum(4 + size for size in _sizes(data, order))
    place = Random(seed).randrange(begins if seed % 3 else begins - 200, len(data))
    ends = begins
    rows: dict[int, object] = {}
    for number, (row, size) in enumerate(zip(order, _sizes(data, order), strict=True), start=1):
        ends += 4 + size
        if ends <= place:
            rows[number] = NAMES[row] if row == number else "elsewhere"
    return case.but(files={"xa.fgb": data[:place]}, rows=rows, fault=_CUT)


@cache
def _indexed() -> tuple[bytes, list[int]]:
    """A sound FlatGeobuf with an index, and its records in their order, as GDAL reads them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "xa.fgb"
        pyogrio.write_dataframe(grid(), path, driver="FlatGeobuf", SPATIAL_INDEX="YES")
        return path.read_bytes(), pyogrio.read_dataframe(path)["so"].tolist()


def _sizes(data: bytes, order: list[int]) -> list[int]:
    places = _feature_places(data)
    assert len(places) == len(order) + 1
    return [end - begin - 4 for begin, end in itertools.pairwise(places)]


def _feature_places(data: bytes) -> list[int]:
    """Where each feature begins, and where the last one ends: each states its length."""
    place = len(data)
    sizes = []
    for start in range(len(data) - 4):
        at, found = start, []
        while at + 4 <= len(data) and len(found) < COUNT:
            found.append(at)
            at += 4 + struct.unpack_from("<I", data, at)[0]
        if at == len(data) and len(found) == COUNT:
            sizes = [*found, place]
            break
    return sizes


def flatgeobuf_head_cut(seed: int) -> Case:
    case, data = sound(".fgb"), layer(".fgb")[".fgb"]
    head = 12 + struct.unpack_from("<I", data, 8)[0]
    files = changed(case, ".fgb", data[: Random(seed).randrange(8, head)])
    return case.but(files=files, rows=None, fault="the file is cut or damaged")


def tab_without(seed: int) -> Case:
    case, gone = sound(".tab"), (".dat", ".map", ".id")[seed % 3]
    files = {name: data for name, data in case.files.items() if name != f"xa{gone}"}
    fault = f"files of the table are missing: {gone}"
    return case.but(files=files, rows=None, fault=fault)


def tab_table_cut(seed: int) -> Case:
    case, data = sound(".tab"), layer(".tab")[".dat"]
    begins, width = struct.unpack_from("<HH", data, 8)
    place = Random(seed).randrange(begins, begins + COUNT * width)
    rows = first(case.rows, (place - begins) // width)
    files = changed(case, ".dat", data[:place])
    return case.but(files=files, rows=rows, fault="its attributes are cut off")


def tab_table_claims(seed: int) -> Case:
    case, random = sound(".tab"), Random(seed)
    claim = 10**9 if seed == 0 else random.randrange(10**6, 2**32)
    files = changed(case, ".dat", put(layer(".tab")[".dat"], 4, struct.pack("<I", claim)))
    return case.but(files=files, fault="the .dat claims more records than it holds")


def tab_objects_cut(seed: int) -> Case:
    case, data = sound(".tab"), layer(".tab")[".id"]
    place = Random(seed).randrange(len(data))
    rows = first(case.rows, place // 4)
    files = changed(case, ".id", data[:place])
    return case.but(files=files, rows=rows, fault="its shape is cut off or damaged")


def tab_object_out(seed: int) -> Case:
    """One entry of the index leads out of the file of shapes."""
    case, row = sound(".tab"), 1 + seed % COUNT
    data = put(layer(".tab")[".id"], 4 * (row - 1), struct.pack("<I", 2**24 + seed))
    rows = {number: said for number, said in case.rows.items() if number != row}
    return case.but(
        files=changed(case, ".id", data), rows=rows, fault="its shape is cut off or damaged"
    )


def mif_without(seed: int) -> Case:
    """The .mif alone, or the .mid alone."""
    case = sound(".mif")
    if seed % 2:
        return case.but(
            files={"xa.mid": case.files["xa.mid"]},
            given="xa.mid",
            rows=None,
            fault=r"give its \.shp, \.tab or \.mif instead",
        )
    fault = r"files of the table are missing: \.mid"
    return case.but(files={"xa.mif": case.files["xa.mif"]}, rows=None, fault=fault)


def mif_cut(seed: int) -> Case:
    """A .mif cut inside of one region."""
    case, data = sound(".mif"), layer(".mif")[".mif"]
    regions = [place for place in range(len(data)) if data.startswith(b"Region", place)]
    row = seed % COUNT
    pen = data.index(b"Pen", regions[row])
    place = Random(seed).randrange(regions[row] + 3, pen - 6)
    files = changed(case, ".mif", data[:place])
    fault = "its shape is cut off or damaged|it has attributes, but no shape"
    return case.but(files=files, rows=first(case.rows, row), fault=fault)


def mid_cut(seed: int) -> Case:
    """A .mid cut between two lines."""
    case, lines = sound(".mif"), layer(".mif")[".mid"].splitlines(keepends=True)
    whole = seed % COUNT
    files = changed(case, ".mid", b"".join(lines[:whole]))
    fault = "it has a shape, but no attributes"
    return case.but(files=files, rows=first(case.rows, whole), fault=fault)


def _zipped(extension: str) -> bytes:
    return archive(dict(sound(extension).files))


def archive_cut(seed: int) -> Case:
    extension = (".shp", ".gpkg", ".geojson", ".kml")[seed % 4]
    case, data = sound(extension), _zipped(extension)
    files = {"xa.zip": data[: Random(seed).randrange(30, len(data))]}
    return case.but(files=files, given="xa.zip", rows=None, fault="the archive is damaged or cut")


def kmz_cut(seed: int) -> Case:
    data = archive({"doc.kml": layer(".kml")[".kml"]})
    files = {"xa.kmz": data[: Random(seed).randrange(30, len(data))]}
    return Case(files, "xa.kmz", None, "the archive is damaged or cut")


def archive_packed_badly(seed: int) -> Case:
    """A bit of a packed member is the other way round: its checksum tells."""
    case, random = sound(".geojson"), Random(seed)
    data = _zipped(".geojson")
    place = random.randrange(30 + len("xa.geojson"), len(data) - 100)
    files = {"xa.zip": flipped(data, place, random)}
    return case.but(files=files, given="xa.zip", rows=None, fault="the archive is damaged or cut")


def shapefile_cut_in_an_archive(seed: int) -> Case:
    from tests.damage.shapefiles import shp_cut

    case = shp_cut(seed)
    return case.but(files={"xa.zip": archive(dict(case.files))}, given="xa.zip")


def wrong_extension(seed: int) -> Case:
    """A format is known by its content; that its name is another's is told."""
    extension = (".gpkg", ".geojson", ".fgb", ".kml", ".gml", ".parquet")[seed % 6]
    wrong = Random(seed).choice([one for one in _WRONG if one != extension])
    case = sound(extension)
    files = {f"xa{wrong}": layer(extension)[extension]}
    return case.but(files=files, given=f"xa{wrong}", fault="though its name ends in")


def no_layer_at_all(seed: int) -> Case:
    """Something else under the name of a layer, or random bytes, or nothing."""
    random = Random(seed)
    content, fault = (
        (b"", "the file is empty"),
        (b"%PDF-1.7\n" + random.randbytes(500), "this is a pdf document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old excel or word"),
        (b"\x01" + random.randbytes(2000), "the format is not read"),
        (b"Rar!\x1a\x07" + random.randbytes(99), "this is a rar archive"),
        (b"AC1032" + bytes(300), "autocad drawing"),
        (archive({"[Content_Types].xml": b"", "xl/a.xml": b""}), "this is an excel workbook"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "this is a picture"),
        (NAMES[1].encode() + b"\n", "the format is not read"),
    )[seed % 9]
    name = "xa" + random.choice([".gpkg", ".kml", ".fgb", ".geojson", ".parquet", ".mif"])
    return Case({name: content}, name, None, fault)


SEEDS = {
    parquet_cut: range(5),
    parquet_footer_flipped: range(3),
    flatgeobuf_cut: range(6),
    flatgeobuf_with_index_cut: range(6),
    flatgeobuf_head_cut: range(3),
    tab_without: range(3),
    tab_table_cut: range(6),
    tab_table_claims: range(4),
    tab_objects_cut: range(6),
    tab_object_out: range(4),
    mif_without: range(2),
    mif_cut: range(6),
    mid_cut: range(5),
    archive_cut: range(8),
    kmz_cut: range(4),
    archive_packed_badly: range(4),
    shapefile_cut_in_an_archive: range(4),
    wrong_extension: range(8),
    no_layer_at_all: range(9),
}
