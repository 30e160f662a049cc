"""Workbooks damaged by seed: each public function gives the case of a seed."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Mapping
from functools import cache
from random import Random

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from tests.damage.seeding import COUNT, NAMES, Case, archive, flipped, put

SHEET = "xl/worksheets/sheet1.xml"
TABLE: dict[int, tuple[object, ...]] = {
    1: ("STT", "Tên xã", "Diện tích"),
    **{row + 1: (row, NAMES[row], row + 0.5) for row in range(1, COUNT + 1)},
}
"""The rows of every sheet by their number."""

LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(98, 107)
)
"""Entities that would unpack to a thousand million times a word."""


@cache
def xlsx() -> Mapping[str, bytes]:
    """The members of a sound workbook."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet("Bieu")
        for number, row in TABLE.items():
            sheet.write_row(number - 1, 0, row)
    with zipfile.ZipFile(kept) as source:
        return {name: source.read(name) for name in source.namelist()}


def _with(members: Mapping[str, bytes], rows: object, fault: str) -> Case:
    """A workbook with some members in place of its own."""
    whole = archive({**xlsx(), **members})
    return Case({"bieu.xlsx": whole}, "bieu.xlsx", rows, fault)


def _sheet(old: str, new: str, rows: object, fault: str) -> Case:
    text = xlsx()[SHEET].decode()
    changed = re.sub(old, new.replace("\\", "\\\\"), text, count=1)
    assert changed != text
    return _with({SHEET: changed.encode()}, rows, fault)


def xlsx_cut(seed: int) -> Case:
    data = archive(dict(xlsx()))
    files = {"bieu.xlsx": data[: Random(seed).randrange(4, len(data) - 1)]}
    return Case(files, "bieu.xlsx", None, "damaged|not a zip file")


def xlsx_letter_flipped(seed: int) -> Case:
    """A bit of the sheet is the other way round; its checksum tells."""
    random, data = Random(seed), archive(dict(xlsx()), method=zipfile.ZIP_STORED)
    begin = data.index(b"<v>", data.index(SHEET.encode())) + 3
    files = {"bieu.xlsx": put(data, begin, bytes([data[begin] ^ 1 << random.randrange(3)]))}
    return Case(files, "bieu.xlsx", None, "damaged|checksum")


def xlsx_packed_badly(seed: int) -> Case:
    random, data = Random(seed), archive(dict(xlsx()))
    begin = data.index(SHEET.encode()) + len(SHEET)
    files = {"bieu.xlsx": flipped(data, begin + random.randrange(60), random)}
    return Case(files, "bieu.xlsx", None, "damaged")


def xlsx_member_missing(seed: int) -> Case:
    gone = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")[seed % 2]
    members = {name: data for name, data in xlsx().items() if name != gone}
    return Case({"bieu.xlsx": archive(members)}, "bieu.xlsx", None, f"{gone} is missing")


def xlsx_stray_cell(seed: int) -> Case:
    """One cell far from the table, the last of all or another."""
    name = "XFD1048576" if seed == 0 else f"C{Random(seed).randrange(400_000, 1_048_577)}"
    cell = f'<row r="{re.sub("[A-Z]", "", name)}"><c r="{name}"><v>1</v></c></row></sheetData>'
    return _sheet("</sheetData>", cell, None, f"a stray cell at {name.lower()}")


def xlsx_claims(seed: int) -> Case:
    """The size that a sheet says it has is nobody's affair."""
    claim = ("A1:XFD1048576", "A1:A1", "A1:C1000000000")[seed % 3]
    return _sheet('<dimension ref="[^"]*"', f'<dimension ref="{claim}"', TABLE, "")


def xlsx_row_claims(seed: int) -> Case:
    """A row numbered beyond all rows that there can be."""
    number = (1_048_577, 2_000_000, 9_999_999)[seed % 3]
    old = r'<row r="13"(.*?)<c r="A13"(.*?)<c r="B13"(.*?)<c r="C13"'
    text = xlsx()[SHEET].decode()
    found = re.search(old, text)
    assert found is not None
    new = text[: found.start()] + found[0].replace('13"', f'{number}"') + text[found.end() :]
    return _with({SHEET: new.encode()}, None, "stray cell|too large|damaged")


def xlsx_wide(seed: int) -> Case:
    """Ten thousand columns are many, more are too many."""
    columns = 10_000 + seed % 2
    row = "".join(f'<c r="{xl_col_to_name(place)}20"><v>1</v></c>' for place in range(columns))
    rows = {**TABLE, **dict.fromkeys(range(14, 20), ()), 20: (1,) * columns}
    sheet = f'<row r="20">{row}</row></sheetData>'
    many, few = ("too large|stray cell", None), ("", rows)
    fault, wanted = many if seed % 2 else few
    return _sheet("</sheetData>", sheet, wanted, fault)


def xlsx_entities(seed: int) -> Case:
    member = (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml")[seed % 4]
    head, rest = xlsx()[member].split(b">", 1) if seed % 2 else (b"", xlsx()[member])
    laughing = b'<?xml version="1.0"?>' + LAUGHS + b"]>" + (head + b">" if head else b"") + rest
    return _with({member: laughing}, None, "declares entities")


def xlsx_bomb(seed: int) -> Case:
    """A sheet of blanks that packs a thousand times."""
    blanks = b" " * ((40 + seed) << 20)
    return _with({SHEET: xlsx()[SHEET] + blanks}, None, "the member is packed too well")


def xlsx_bomb_that_lies(seed: int) -> Case:
    """It claims to be small in both places where a member's size is written."""
    large = xlsx()[SHEET] + b" " * (1 << 20)
    data = archive({**xlsx(), SHEET: large})
    size, small = (struct.pack("<I", number) for number in (len(large), 500 + seed))
    assert data.count(size) == 2
    return Case({"bieu.xlsx": data.replace(size, small)}, "bieu.xlsx", None, "more than it claims")


def xlsx_member_outside(seed: int) -> Case:
    name = ("../../evil.xml", "/evil.xml", "xl/../../../evil", "C:/evil.xml")[seed % 4]
    return _with({name: b"<x/>"}, None, "the member's name leads out of the file")


def xlsx_locked_member(seed: int) -> Case:
    """The flag of encryption at one member."""
    data = archive(dict(xlsx()))
    places = [place for place in range(len(data)) if data.startswith(b"PK\x01\x02", place)]
    place = places[seed % len(places)] + 8
    files = {"bieu.xlsx": put(data, place, bytes([data[place] | 1]))}
    return Case(files, "bieu.xlsx", None, "the member is encrypted")


def xlsx_text_out_of_range(seed: int) -> Case:
    """A cell names a text that the workbook has not."""
    number = Random(seed).randrange(100, 10**9)
    text = r'(<c r="B5"[^>]*t="s"[^>]*><v>)\d+'
    sheet = re.sub(text, rf"\g<1>{number}", xlsx()[SHEET].decode())
    return _with({SHEET: sheet.encode()}, None, "shared string|index|damaged|out of")


def xlsx_formula_without_value(seed: int) -> Case:
    """openpyxl and its like write formulas and never work them out."""
    row = 2 + seed % COUNT
    cell = rf'<c r="C{row}"[^>]*><v>[^<]*</v></c>'
    new = f'<c r="C{row}"><f>A{row}*2</f><v></v></c>'
    rows = {**TABLE, row: TABLE[row][:2]}
    return _sheet(cell, new, rows, "a formula without a value")


def xlsx_formula_error(seed: int) -> Case:
    row, error = 2 + seed % COUNT, ("#DIV/0!", "#REF!", "#N/A")[seed % 3]
    cell = rf'<c r="C{row}"[^>]*><v>[^<]*</v></c>'
    new = f'<c r="C{row}" t="e"><f>1/0</f><v>{error}</v></c>'
    return _sheet(cell, new, {**TABLE, row: (*TABLE[row][:2], error)}, "")


def xlsx_no_number(seed: int) -> Case:
    """What a broken program writes for a number is text to us, and no number."""
    row, text = 2 + seed % COUNT, ("nan", "inf", "-inf")[seed % 3]
    cell = rf'(<c r="C{row}"[^>]*><v>)[^<]*'
    sheet = re.sub(cell, rf"\g<1>{text}", xlsx()[SHEET].decode())
    rows = {**TABLE, row: (*TABLE[row][:2], text)}
    return _with({SHEET: sheet.encode()}, rows, "")


SEEDS = {
    xlsx_cut: range(6),
    xlsx_letter_flipped: range(3),
    xlsx_packed_badly: range(4),
    xlsx_member_missing: range(2),
    xlsx_stray_cell: range(4),
    xlsx_claims: range(3),
    xlsx_row_claims: range(3),
    xlsx_wide: range(2),
    xlsx_entities: range(4),
    xlsx_bomb: range(1),
    xlsx_bomb_that_lies: range(2),
    xlsx_member_outside: range(4),
    xlsx_locked_member: range(2),
    xlsx_text_out_of_range: range(3),
    xlsx_formula_without_value: range(4),
    xlsx_formula_error: range(3),
    xlsx_no_number: range(3),
}
