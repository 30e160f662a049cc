"""Numbers and dates as Vietnamese and English readers write them; tables as CSV."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠].")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")
SPAN = " – "
"""What stands between the first and the last period of numbers that are not all of one."""

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def number(value: float | None, *, decimals: int = 0, language: str = "vi") -> str:
    """`value` with grouped thousands, fixed decimals and a real minus; an en dash for none.

    >>> number(8310.09, decimals=2)
    '8.310,09'
    """
    if value is None or math.isnan(value):
        return "–"
    text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    text = text.replace("-", "−")
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def day(value: date, *, language: str = "vi") -> str:
    """`value` as 19/03/2024, or 2024-03-19 in English."""
    return value.isoformat() if language == "en" else value.strftime("%d/%m/%Y")


def iso_day(text: str) -> date:
    """The day that `text` ("2025-06-30") names; ValueError for every other way to write one.

    Python's own reader takes "20250630" and "2025-W26-1" too, which no table here means.
    """
    if not _ISO_DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def is_iso_day(text: str) -> bool:
    """Whether `iso_day` reads `text`."""
    try:
        iso_day(text)
    except ValueError:
        return False
    return True


def period(text: str, *, language: str = "vi") -> str:
    """A fact's period for readers: "2025" stays, "2025-06-30" becomes 30/06/2025.

    >>> period("2025 – 2026-06-30")
    '2025 – 30/06/2026'
    """
    ends = [
        day(date.fromisoformat(end), language=language) if len(end) == len("2025-06-30") else end
        for end in text.split(SPAN)
    ]
    return SPAN.join(ends)


def toml_text(heading: str, keys: Mapping[str, object]) -> str:
    """A table of a TOML list: ``[[heading]]`` and a line for each key that says something.

    >>> print(toml_text("source", {"path": "a.csv", "columns": {"code": "MA"}, "note": ""}), end="")
    [[source]]
    path = "a.csv"
    columns = { code = "MA" }
    """
    lines = [f"{key} = {_toml_value(value)}" for key, value in keys.items() if value]
    return "\n".join([f"[[{heading}]]", *lines, ""])


def toml_with(text: str, heading: str, keys: Mapping[str, object]) -> str:
    """`text` with this table of a list in the place of the one with the same ``path``, or behind.

    Everything else, remarks too, stays as it is.
    """
    table = toml_text(heading, keys)
    blocks = re.split(r"(?m)^(?=\[)", text)
    for place, block in enumerate(blocks):
        if block.startswith(f"[[{heading}]]") and _path_of(block, heading) == keys["path"]:
            blocks[place] = table + _tail(block)
            return "".join(blocks)
    gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}{table}"


def _path_of(block: str, heading: str) -> str:
    tables = tomllib.loads(block).get(heading, [{}])
    return str(tables[0].get("path", ""))


def _tail(block: str) -> str:
    """The blank lines and remarks behind the last key of a table."""
    lines = block.splitlines(keepends=True)
    last = max(place for place, line in enumerate(lines) if line.strip() and line[0] != "#")
    return "".join(lines[last + 1 :])


def _toml_value(value: object) -> str:
    """`value` in TOML; JSON's escapes are a part of TOML's."""
    if isinstance(value, Mapping):
        pairs = [f"{_toml_key(key)} = {_toml_value(one)}" for key, one in value.items()]
        return "{ " + ", ".join(pairs) + " }"
    return json.dumps(value, ensure_ascii=False)


def _toml_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


def csv_text(table: pd.DataFrame) -> str:
    """`table` as CSV: comma, decimal point, Unix line ends, missing values empty, no index.

    Text that a spreadsheet would run as a formula gets an apostrophe in front, because names and
    remarks come from strangers' files; numbers, also negative ones, stay as they are.
    """
    cells = table.astype(object).where(table.notna(), None)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([_defused(name) for name in table.columns])
    rows.writerows([_defused(cell) for cell in row] for row in cells.to_numpy())
    return text.getvalue()


def _defused(cell: object) -> object:
    """`cell`, as text with an apostrophe in front where a spreadsheet would take it for a formula.

    The characters are those of OWASP's "CSV injection", with their full-width forms.
    """
    if isinstance(cell, str) and _FORMULA.match(cell) and not _PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
