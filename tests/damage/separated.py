"""Text files damaged by seed, and tables under wrong names: a public function for each fault."""

from __future__ import annotations

from random import Random

from tests.damage.seeding import COUNT, NAMES, Case, archive, put
from tests.damage.workbooks import TABLE, xlsx

_TEXTS = {number: tuple(str(cell) for cell in row) for number, row in TABLE.items()}


def _lines() -> list[str]:
    return [",".join(row) for row in _TEXTS.values()]


def _csv(content: bytes | str, rows: object, fault: str) -> Case:
    data = content.encode() if isinstance(content, str) else content
    return Case({"bieu.csv": data}, "bieu.csv", rows, fault)


def csv_zero_bytes(seed: int) -> Case:
    data = "\n".join(_lines()).encode()
    place = Random(seed).randrange(40, len(data))
    while data[place] >= 0x80:
        place += 1
    return _csv(put(data, place, b"\0"), None, "it holds zero bytes")


def csv_utf16_without_mark(seed: int) -> Case:
    name = ("utf-16-le", "utf-16-be")[seed % 2]
    return _csv("\r\n".join(_lines()).encode(name), _TEXTS, "utf-16")


def csv_utf16(seed: int) -> Case:
    name = ("utf-16-le", "utf-16-be")[seed % 2]
    return _csv(("\ufeff" + "\r\n".join(_lines())).encode(name), _TEXTS, "utf-16")


def csv_no_letters(seed: int) -> Case:
    """Bytes that are letters of nothing."""
    random = Random(seed)
    data = bytes(random.randrange(0x80, 0x100) for _place in range(3000))
    return _csv(data, None, "of no encoding that is known")


def csv_quote_open(seed: int) -> Case:
    lines, place = _lines(), 1 + seed % COUNT
    number, name, size = lines[place].split(",")
    lines[place] = f'{number},"{name},{size}'
    return _csv("\n".join(lines) + "\n", None, "the table cannot be read")


def csv_long_line(seed: int) -> Case:
    """Ten million letters and no end of line."""
    return _csv("".join(_lines()) + "a" * (10 << 20) + str(seed), None, "the table cannot be read")


def csv_long_line_of_cells(seed: int) -> Case:
    """As many cells in one line as nobody has."""
    line = "1," * (10_500_000 + seed)
    return _csv(line, None, "the table is too large")


def csv_too_many_rows(seed: int) -> Case:
    return _csv("1,2\n" * (300_001 + seed), None, "the table is too large")


def csv_line_ends_mixed(seed: int) -> Case:
    random = Random(seed)
    text = "".join(line + random.choice(["\n", "\r\n", "\r"]) for line in _lines())
    return _csv(text, _TEXTS, "")


def csv_cut(seed: int) -> Case:
    """Nothing in a text says that it goes on: what is there is read, the last letter even if cut
    off in its middle would make it no UTF-8, so the cut lies between letters."""
    text = "\n".join(_lines())
    place = Random(seed).randrange(len(_lines()[0]) + 1, len(text))
    lines = [tuple(line.split(",")) for line in text[:place].split("\n")]
    rows = {number: tuple(cell or None for cell in line) for number, line in enumerate(lines, 1)}
    rows = {number: _without_end(row) for number, row in rows.items()}
    if rows[max(rows)] == ():
        del rows[max(rows)]
    return _csv(text[:place], rows, "")


def _without_end(row: tuple[object, ...]) -> tuple[object, ...]:
    while row and row[-1] is None:
        row = row[:-1]
    return row


def csv_in_a_workbooks_name(seed: int) -> Case:
    name = ("bieu.xlsx", "bieu.xlsm", "bieu.xlsb", "bieu.ods")[seed % 4]
    return Case({name: "\n".join(_lines()).encode()}, name, None, "this is no workbook")


def workbook_in_another_name(seed: int) -> Case:
    name = ("bieu.xls", "bieu.csv", "bieu.txt", "bieu.ods", "bieu")[seed % 5]
    return Case({name: archive(dict(xlsx()))}, name, TABLE, "")


def no_table_at_all(seed: int) -> Case:
    random = Random(seed)
    content, fault = (
        (b"%PDF-1.7\n" + random.randbytes(300), "this is a pdf document"),
        (b"Rar!\x1a\x07\0" + random.randbytes(300), "this is an archive"),
        (archive({"word/document.xml": b"<x/>"}), "this is a word document"),
        (archive({NAMES[1]: b"x"}), "this is an archive"),
        (b"MIME-Version: 1.0\n\n", "this is a web archive"),
        (b"<html><body>" + NAMES[2].encode() + b"</body></html>", "a web page without a table"),
        (b"\x09\x02\x06\x00\x00\x00" + bytes(20), "an excel from before 1993"),
    )[seed % 7]
    name = random.choice(["bieu.xls", "bieu.csv", "bieu.txt"])
    return Case({name: content}, name, None, fault)


def page_spans(seed: int) -> Case:
    """A cell of a web page that claims to be a million high or wide."""
    claim = ("rowspan=999999", "colspan=999999", "rowspan=999 colspan=999")[seed % 3]
    page = f"<html><table><tr><td {claim}>x</td></tr></table></html>"
    return Case({"bieu.xls": page.encode()}, "bieu.xls", None, "the table is too large")


SEEDS = {
    csv_zero_bytes: range(4),
    csv_utf16_without_mark: range(2),
    csv_utf16: range(2),
    csv_no_letters: range(3),
    csv_quote_open: range(4),
    csv_long_line: range(1),
    csv_long_line_of_cells: range(1),
    csv_too_many_rows: range(1),
    csv_line_ends_mixed: range(3),
    csv_cut: range(5),
    csv_in_a_workbooks_name: range(4),
    workbook_in_another_name: range(5),
    no_table_at_all: range(7),
    page_spans: range(3),
}
