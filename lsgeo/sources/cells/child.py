"""The program of the child process that reads a workbook: a bad file takes only it down.

It is run by its path with ``python -I``, imports nothing of lsgeo, and answers on its standard
output with lines of JSON: first what the workbook is (`_answer`) or what is wrong with it, then a
line per row. In a row, null is a blank cell and a list holds a date or a time as ISO text.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any
from xml.parsers import expat

# What only lays an ODS out for the eye, which calamine takes for misplaced text.
_ODS_LAYOUT = re.compile(rb">\s+<(?=/?(?:table:|text:p\b))")
_NUMBERS = ("float", "percentage", "currency")
_MOST_REPEATED = 1000  # rows for which one cell stands


def main(arguments: dict[str, Any]) -> None:
    """Answer `arguments`: path, kind, sheet, names_only, memory (bytes) and the most of cells."""
    sys.path.append(arguments["library"])
    _limit(arguments["memory"])
    encode = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make one for each line
    for line in _lines(arguments):
        sys.stdout.buffer.write(encode(line).encode() + b"\n")


def _limit(memory: int) -> None:
    """Let the system refuse more than `memory` bytes, where it knows how to."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _lines(arguments: dict[str, Any]) -> Iterator[Any]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with CalamineWorkbook.from_filelike(_file(arguments)) as workbook:
            pages = [
                page for page in workbook.sheets_metadata if page.typ == SheetTypeEnum.WorkSheet
            ]
            names = [page.name for page in pages]
            shown = [page.name for page in pages if page.visible == SheetVisibleEnum.Visible]
            name = arguments["sheet"] or (shown or names or [""])[0]
            if arguments["names_only"] or name not in names:
                yield {"sheets": names, "sheet": None}
                return
            blanks = _blank_formulas(arguments["path"], name) if arguments["kind"] == "ods" else []
            sheet = workbook.get_sheet_by_name(name)
            yield from _sheet_lines(sheet, names=names, most=arguments["most"], blanks=blanks)
    except PasswordError:
        yield {"fault": "password"}
    except (
        *(CalamineError, OSError, ValueError, IndexError, zipfile.BadZipFile),
        expat.ExpatError,
    ) as error:
        yield {"fault": "unreadable", "detail": str(error)}


def _file(arguments: dict[str, Any]) -> Any:
    if arguments["kind"] != "ods":
        return open(arguments["path"], "rb")  # noqa: PTH123  (the child imports nothing it need not, and calamine reads on from it)
    cleaned = io.BytesIO()
    with zipfile.ZipFile(arguments["path"]) as source, zipfile.ZipFile(cleaned, "w") as target:
        for name in source.namelist():
            content = source.read(name) if name.endswith((".xml", "mimetype")) else b""
            is_sheet = name == "content.xml"
            target.writestr(name, _ODS_LAYOUT.sub(b"><", content) if is_sheet else content)
    cleaned.seek(0)
    return cleaned


def _blank_formulas(path: str, sheet: str) -> list[tuple[int, int]]:
    """The cells (row, column) of a sheet of an ODS that have a formula and no value."""
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    if b"formula=" not in content:
        return []
    places = _Places(sheet)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = places.start, places.end
    parser.Parse(content, True)
    return places.blanks


class _Places:
    """Where in a sheet of an ODS its elements stand, as they come by."""

    def __init__(self, sheet: str) -> None:
        self.blanks: list[tuple[int, int]] = []
        self._sheet, self._is_here = sheet, False
        self._row, self._height, self._column = 0, 0, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        said = {_local(key): text for key, text in attributes.items()}
        if tag == "table":
            self._is_here = said.get("name") == self._sheet
            self._row, self._height = 0, 0
        elif self._is_here and tag == "table-row":
            self._row, self._column = self._row + self._height, 0
            self._height = int(said.get("number-rows-repeated", 1))
        elif self._is_here and tag in ("table-cell", "covered-table-cell"):
            if _is_without_value(said):
                rows = range(self._row, self._row + min(self._height, _MOST_REPEATED))
                self.blanks += [(row, self._column) for row in rows]
            self._column += int(said.get("number-columns-repeated", 1))

    def end(self, name: str) -> None:
        self._is_here = self._is_here and _local(name) != "table"


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _is_without_value(said: dict[str, str]) -> bool:
    kind = said.get("value-type", "")
    return "formula" in said and (not kind or (kind in _NUMBERS and not said.get("value")))


def _sheet_lines(
    sheet: Any, *, names: list[str], most: dict[str, int], blanks: list[tuple[int, int]]
) -> Iterator[Any]:
    row, column = sheet.end or (-1, -1)
    height, width = row + 1, column + 1
    rows = sheet.to_python(skip_empty_area=False)
    too_large = height > most["rows"] or width > most["columns"] or height * width > most["cells"]
    if too_large:
        yield {"fault": "large", **_extent(rows), "rows": height, "columns": width}
        return
    merged = getattr(sheet, "merged_cell_ranges", None) or []
    yield {
        "sheets": names,
        "sheet": sheet.name,
        "merged": [[*first, *last] for first, last in merged],
        "formulas_without_value": blanks,
    }
    for cells in rows:
        yield [_cell(cell) for cell in cells]


def _extent(rows: Iterable[list[Any]]) -> dict[str, Any]:
    """How many cells are filled, and which lies lowest and which farthest to the right."""
    filled, lowest, rightmost = 0, (0, 0), (0, 0)
    for number, cells in enumerate(rows):
        places = [place for place, cell in enumerate(cells) if cell != ""]
        if places:
            filled += len(places)
            lowest = (number, places[0])
            rightmost = max(rightmost, (number, places[-1]), key=lambda at: at[1])
    return {"filled": filled, "lowest": lowest, "rightmost": rightmost}


def _cell(cell: Any) -> Any:
    """`cell` as JSON has it."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, float):
        return cell if cell - cell == 0 else str(cell)  # JSON has no infinity and no "not a number"
    if isinstance(cell, datetime.timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    if isinstance(cell, datetime.date | datetime.time):
        return [cell.isoformat()]
    return cell


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
