"""QGIS expressions: how they name a column and write a text."""

from __future__ import annotations


def quoted(column: str) -> str:
    """`column` as a QGIS expression names it."""
    return '"' + column.replace('"', '""') + '"'


def literal(text: str) -> str:
    """`text` as a string of a QGIS expression."""
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
