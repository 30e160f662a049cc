"""What each layer is and whose, in GeoPackage's contents and metadata, one entry per layer.

The file is a collection: every layer keeps its own licence. QGIS shows the entry among the
properties of its layer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

import geopandas as gpd

from lsgeo.compose import Publication
from lsgeo.intake.back import snapshot
from lsgeo.outputs.geopackage.qml import VERSION, xml_text

# The tables of OGC 12-128r18 (GeoPackage 1.3.1), annex F.8 "Metadata", without the default dates.
_TABLES = """
CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml',
  metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
"""
_EXTENSION = ("gpkg_metadata", "http://www.geopackage.org/spec/#extension_metadata", "read-write")
_QGIS = "http://mrcc.com/qgis.dtd"

_WHOSE = "Nguồn và giấy phép của lớp này"
_NOTES = "Ghi chú chung của các dữ liệu"


@dataclass(frozen=True)
class About:
    """What a layer or table is called, what is said of it, and whose it is ("" for tables)."""

    title: str
    description: str
    attribution: str

    @classmethod
    def of(cls, publication: Publication, *, title: str, attribution: str = "") -> About:
        """Both texts say the watermarks; `attribution` is the layer's own, with its licence."""
        marks = " · ".join(watermark(publication))
        whose = f"{_WHOSE}: {attribution}" if attribution else ""
        notes = [f"- {words.vi}" for words in publication.notes]
        heading = f"{_NOTES}:" if notes else ""
        parts = [f"{publication.title.vi}: {title}", marks, whose, heading, *notes]
        return cls(
            title=f"{title} ({marks})" if marks else title,
            description="\n".join(part for part in parts if part),
            attribution=attribution,
        )


def watermark(publication: Publication) -> tuple[str, ...]:
    """The lines of the watermark as they are drawn."""
    return tuple(words.vi.upper() for words in publication.watermarks)


def credit_layers(path: Path, layers: Mapping[str, About], *, day: date) -> None:
    """Write attribution and licence of each of `layers`, by its name, into the file at `path`.

    `day` is the date of the entries.
    """
    extended = ("gpkg_metadata", "gpkg_metadata_reference")
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_TABLES)
        for number, (name, about) in enumerate(layers.items(), start=1):
            database.execute(
                "INSERT INTO gpkg_metadata VALUES (?, 'dataset', ?, 'text/xml', ?)",
                (number, _QGIS, _document(name, about)),
            )
            database.execute(
                "INSERT INTO gpkg_metadata_reference VALUES ('table', ?, NULL, NULL, ?, ?, NULL)",
                (name, f"{day.isoformat()}T00:00:00.000Z", number),
            )
        database.executemany(
            "INSERT INTO gpkg_extensions (table_name, extension_name, definition, scope) "
            "VALUES (?, ?, ?, ?)",
            [(table, *_EXTENSION) for table in extended],
        )


def keep_snapshot(path: Path, layers: Mapping[str, gpd.GeoDataFrame]) -> None:
    """Write what `layers` say, by name, into the metadata of the file at `path`.

    By that an edit is later told from what the workspace has learned since. It is of no layer, so
    that no program shows it among a layer's properties.
    """
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) "
            "VALUES ('dataset', ?, 'application/json', ?)",
            (snapshot.URI, snapshot.to_text(layers)),
        )


def _document(name: str, about: About) -> str:
    """QGIS's own form of metadata, which it shows instead of what stands in gpkg_contents."""
    document = Element("qgis", version=VERSION)
    for tag, text in (
        ("identifier", name),
        ("language", "VIE"),
        ("type", "dataset"),
        ("title", about.title),
        ("abstract", about.description),
        ("rights", about.attribution),
    ):
        SubElement(document, tag).text = text
    return xml_text(document)
