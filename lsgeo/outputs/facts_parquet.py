"""facts.parquet: every number of the publication, typed, with its columns explained inside."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lsgeo.compose import Publication
from lsgeo.facts import COLUMNS, KEY, TITLES
from lsgeo.outputs import Output

_NUMBERS = ("value", "low", "high")
_SCHEMA = pa.schema(
    [
        pa.field(
            name,
            pa.float64() if name in _NUMBERS else pa.string(),
            metadata={"title_vi": TITLES[name].vi, "title_en": TITLES[name].en},
        )
        for name in COLUMNS
    ]
)


def write(publication: Publication, path: Path) -> None:
    """Put the facts at `path`.

    Each column carries its Vietnamese and English title; the file carries the publication's
    title, its date, the key columns, the watermarks and the attributions.
    """
    facts = publication.facts[list(COLUMNS)]
    table = pa.Table.from_pandas(facts, schema=_SCHEMA, preserve_index=False)
    pq.write_table(table.replace_schema_metadata(_about(publication)), path, compression="zstd")


def _about(publication: Publication) -> dict[str, str]:
    return {
        "title_vi": publication.title.vi,
        "title_en": publication.title.en,
        "as_of": publication.as_of.isoformat(),
        "key": ", ".join(KEY),
        "watermarks": " · ".join(words.vi for words in publication.watermarks),
        "attributions": "\n".join(publication.attributions),
    }


OUTPUT = Output(name="facts_parquet", filename="facts.parquet", write=write)
