"""Committed fact tables in, project tables out: text files that are the same on every machine."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "scripts" / "facts"
LAYERS = ROOT / "layers"
RASTERS = ROOT / "rasters"

Row = dict[str, str]


def read_facts(name: str) -> list[Row]:
    """The rows of a committed fact table, every value as text."""
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_table(path: Path, rows: Iterable[Mapping[str, object]], *, columns: Sequence[str]) -> int:
    """The number of rows written: UTF-8 without BOM, commas, LF, missing values empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n", restval="")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            count += 1
    return count
