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

# What only lays an ODS out for the eye, which calamine takes for misplaced text.
_ODS_LAYOUT = re.compile(rb">\s+<(?=/?(?:table:|text:p\b))")
_DAY_SECONDS = 24 * 3600


def main(arguments: dict[str, Any]) -> None:
    """Answer `arguments`: path, kind, sheet, names_only, memory (bytes) and the most of cells."""
    sys.path.append(arguments["library"])
    _limit(arguments["memory"])
    for line in _lines(arguments):
        sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


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
            yield from _sheet_lines(
                workbook.get_sheet_by_name(name), names=names, most=arguments["most"]
            )
    except PasswordError:
        yield {"fault": "password"}
    except (CalamineError, OSError, ValueError, IndexError, zipfile.BadZipFile) as error:
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


def _sheet_lines(sheet: Any, *, names: list[str], most: dict[str, int]) -> Iterator[Any]:
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
    if cell == "":
        return None
    if isinstance(cell, float) and cell - cell != 0:
        return str(cell)  # not a number, or infinite: JSON has no such numbers
    if isinstance(cell, datetime.timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    if isinstance(cell, datetime.date | datetime.time):
        return [cell.isoformat()]
    return cell


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
