"""What each column is and where its numbers come from, in GeoPackage's own schema extension.

GDAL, ArcGIS and QGIS show it without any style.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from lsgeo.compose import Field
from lsgeo.facts import QUALITY_WORDS
from lsgeo.formats import period as shown_period
from lsgeo.outputs.geopackage.qml import alias

# The tables of OGC 12-128r18 (GeoPackage 1.3.1), annex F.9 "Schema", word for word.
_SCHEMA = """
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,
  min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
"""
_EXTENSION = ("gpkg_schema", "http://www.geopackage.org/spec/#extension_schema", "read-write")


def describe_columns(path: Path, fields_of: Mapping[str, Sequence[Field]]) -> None:
    """Write title, unit, period, quality and source of every column into the file at `path`.

    `fields_of` gives the fields per table.
    """
    rows = [
        (table, field.name, field.name, alias(field), _origin(field))
        for table, fields in fields_of.items()
        for field in fields
    ]
    extended = [(f"gpkg_data_{name}", *_EXTENSION) for name in ("columns", "column_constraints")]
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_SCHEMA)
        database.executemany(
            "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) "
            "VALUES (?, ?, ?, ?, ?)",
            rows,
        )
        database.executemany(
            "INSERT INTO gpkg_extensions (table_name, extension_name, definition, scope) "
            "VALUES (?, ?, ?, ?)",
            extended,
        )


def _origin(field: Field) -> str:
    """Period, quality and source of the numbers in a column; "" for names and codes."""
    quality = QUALITY_WORDS[field.quality].vi if field.quality in QUALITY_WORDS else field.quality
    period = shown_period(field.period) if field.period else ""
    return " · ".join(part for part in (period, quality, field.source) if part)
