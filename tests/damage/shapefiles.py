"""Shapefiles damaged by seed: each public function gives the case of a seed."""

from __future__ import annotations

import struct
from random import Random

from tests.damage.seeding import COUNT, Case, changed, first, flipped, layer, put, sound

DAMAGED = "its shape is cut off or damaged"
HEAD = 100
_POINT = 56  # bytes of a record of one ring before its first coordinate: head 8, polygon 48


def _shape_places() -> list[tuple[int, int]]:
    """Where each record begins in the sound .shp, and where it ends, by its index."""
    index = layer(".shp")[".shx"][HEAD:]
    entries = struct.iter_unpack(">ii", index)
    return [(2 * offset, 2 * offset + 8 + 2 * length) for offset, length in entries]


def _table() -> tuple[int, int]:
    begins, width = struct.unpack_from("<HH", layer(".shp")[".dbf"], 8)
    return begins, width


def shp_cut(seed: int) -> Case:
    case, data = sound(".shp"), layer(".shp")[".shp"]
    place = Random(seed).randrange(HEAD, len(data))
    whole = sum(end <= place for _begin, end in _shape_places())
    return case.but(
        files=changed(case, ".shp", data[:place]), rows=first(case.rows, whole), fault=DAMAGED
    )


def shp_cut_and_no_index(seed: int) -> Case:
    case = shp_cut(seed)
    files = {name: data for name, data in case.files.items() if name != "xa.shx"}
    return case.but(files=files)


def shp_head_cut(seed: int) -> Case:
    case, data = sound(".shp"), layer(".shp")[".shp"]
    place = Random(seed).randrange(4, HEAD)
    files = changed(case, ".shp", data[:place])
    return case.but(files=files, rows=None, fault="the .shp is cut or damaged")


def shp_magic_flipped(seed: int) -> Case:
    case, random = sound(".shp"), Random(seed)
    files = changed(case, ".shp", flipped(layer(".shp")[".shp"], random.randrange(4), random))
    return case.but(files=files, rows=None, fault="the format is not read")


def shx_cut(seed: int) -> Case:
    case, data = sound(".shp"), layer(".shp")[".shx"]
    files = changed(case, ".shx", data[: Random(seed).randrange(len(data))])
    return case.but(files=files, fault="the .shx is damaged")


def shx_entry_flipped(seed: int) -> Case:
    case, random = sound(".shp"), Random(seed)
    place = HEAD + 8 * random.randrange(COUNT) + random.randrange(3)  # the upper bytes
    files = changed(case, ".shx", flipped(layer(".shp")[".shx"], place, random))
    return case.but(files=files, fault="the .shx is damaged")


def dbf_cut(seed: int) -> Case:
    case, data = sound(".shp"), layer(".shp")[".dbf"]
    begins, width = _table()
    place = Random(seed).randrange(begins, begins + COUNT * width)
    rows = first(case.rows, (place - begins) // width)
    files = changed(case, ".dbf", data[:place])
    return case.but(files=files, rows=rows, fault="its attributes are cut off")


def dbf_head_cut(seed: int) -> Case:
    case, data = sound(".shp"), layer(".shp")[".dbf"]
    files = changed(case, ".dbf", data[: Random(seed).randrange(_table()[0])])
    return case.but(files=files, rows=None, fault="its .dbf is cut or damaged")


def dbf_claims_more(seed: int) -> Case:
    case, random = sound(".shp"), Random(seed)
    claim = 10**9 if seed == 0 else random.randrange(COUNT + 1, 2**32)
    files = changed(case, ".dbf", put(layer(".shp")[".dbf"], 4, struct.pack("<I", claim)))
    return case.but(files=files, fault="the .dbf claims more records than it holds")


def dbf_claims_fewer(seed: int) -> Case:
    case, claim = sound(".shp"), Random(seed).randrange(1, COUNT)
    files = changed(case, ".dbf", put(layer(".shp")[".dbf"], 4, struct.pack("<I", claim)))
    rows = first(case.rows, claim)
    return case.but(files=files, rows=rows, fault="it has a shape, but no attributes")


def dbf_width_lies(seed: int) -> Case:
    case, width = sound(".shp"), Random(seed).choice([0, 1])
    files = changed(case, ".dbf", put(layer(".shp")[".dbf"], 10, struct.pack("<H", width)))
    return case.but(files=files, rows=None, fault="its .dbf is cut or damaged")


def dbf_record_length_lies(seed: int) -> Case:
    """Texts would be read from further and further on."""
    case, width = sound(".shp"), _table()[1] + (-1, 1, 30, 60_000)[seed % 4]
    files = changed(case, ".dbf", put(layer(".shp")[".dbf"], 10, struct.pack("<H", width)))
    return case.but(files=files, rows=None, fault="its .dbf is cut or damaged")


def dbf_head_length_lies(seed: int) -> Case:
    case, begins = sound(".shp"), (33, 64, 96, 98, 129, 200)[seed % 6]
    files = changed(case, ".dbf", put(layer(".shp")[".dbf"], 8, struct.pack("<H", begins)))
    return case.but(files=files, rows=None, fault="its .dbf is cut or damaged")


def cpg_of_no_letters(seed: int) -> Case:
    case, said = sound(".shp"), (b"\xff\xfe\x00", b"\0" * 99, b"XYZ", b"")[seed % 4]
    return case.but(files=changed(case, ".cpg", said), fault="the texts of the column were in")


def prj_damaged(seed: int) -> Case:
    """Something else, cut, or with a byte that is no letter: the layer is read without it."""
    case, data, place = sound(".shp"), layer(".shp")[".prj"], Random(seed).randrange(1, 90)
    said = (b"garbage", b"", data[:place], put(data, place, b"\xff"))[seed % 4]
    files = changed(case, ".prj", said)
    return case.but(files=files, fault="its coordinate system cannot be understood")


def sibling_missing(seed: int) -> Case:
    case = sound(".shp")
    extension, rows, fault = (
        (".shx", case.rows, "the .shx is missing"),
        (".dbf", None, "its .dbf is missing"),
        (".prj", case.rows, "there is no .prj"),
        (".cpg", case.rows, "there is no .cpg"),
    )[seed % 4]
    files = {name: data for name, data in case.files.items() if name != f"xa{extension}"}
    return case.but(files=files, rows=rows, fault=fault)


def sibling_alone(seed: int) -> Case:
    """Somebody sends one file of the layer, and the wrong one."""
    extension = (".shx", ".dbf", ".prj", ".cpg")[seed % 4]
    fault = "there is no .shp beside it" if extension == ".shx" else "give its .shp"
    return Case({f"xa{extension}": layer(".shp")[extension]}, f"xa{extension}", None, fault)


def points_claimed(seed: int) -> Case:
    """A thousand million points, or as many parts, in a record of five."""
    place = _POINT - 12 + 4 * Random(seed).randrange(2)
    return _broken_record(seed, place, struct.pack("<i", 10**9))


def _broken_record(seed: int, place: int, other: bytes, fault: str = DAMAGED) -> Case:
    """One record of a .shp with `other` at a place in it."""
    case, number = sound(".shp"), Random(seed).randrange(COUNT)
    begin = _shape_places()[number][0]
    files = changed(case, ".shp", put(layer(".shp")[".shp"], begin + place, other))
    rows = {row: said for row, said in case.rows.items() if row != number + 1}
    return case.but(files=files, rows=rows, fault=fault)


def shape_kind_flipped(seed: int) -> Case:
    return _broken_record(seed, 8, bytes([6 + Random(seed).randrange(20) * 10]))


def coordinate_no_number(seed: int) -> Case:
    random = Random(seed)
    value = random.choice([float("nan"), float("inf"), -float("inf")])
    place = _POINT + 8 * random.randrange(2, 8)
    return _broken_record(seed, place, struct.pack("<d", value), "a coordinate is no number")


def coordinate_flown(seed: int) -> Case:
    """The exponent of one coordinate is off."""
    random = Random(seed)
    place = _POINT + 8 * random.randrange(2, 8)
    value = random.choice([1e-300, -21.8, 1e10, 1e300, 0.0, 215.0])
    fault = "reaches out of the box"
    return _broken_record(seed, place, struct.pack("<d", value), fault)


SEEDS = {
    shp_cut: range(10),
    shp_cut_and_no_index: range(6),
    shp_head_cut: range(3),
    shp_magic_flipped: range(4),
    shx_cut: range(6),
    shx_entry_flipped: range(6),
    dbf_cut: range(8),
    dbf_head_cut: range(3),
    dbf_claims_more: range(4),
    dbf_claims_fewer: range(3),
    dbf_width_lies: range(2),
    dbf_record_length_lies: range(4),
    dbf_head_length_lies: range(6),
    cpg_of_no_letters: range(4),
    prj_damaged: range(12),
    sibling_missing: range(4),
    sibling_alone: range(4),
    points_claimed: range(5),
    shape_kind_flipped: range(4),
    coordinate_no_number: range(6),
    coordinate_flown: range(8),
}
