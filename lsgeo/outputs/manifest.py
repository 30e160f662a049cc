"""The manifest: why every number is what it is, and what changed since the last build."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from lsgeo.compose import Publication
from lsgeo.files import sha256
from lsgeo.outputs import Output


def write(publication: Publication, path: Path) -> None:
    """Write inputs, settings, versions, timings and the checksums of the outputs beside `path`.

    ``facts_sha256`` is that of the facts alone: two builds with the same one say the same.
    """
    outputs = {
        file.name: {"sha256": sha256(file), "bytes": file.stat().st_size}
        for file in sorted(path.parent.iterdir())
        if file != path
    }
    facts = publication.facts.to_csv(index=False, lineterminator="\n").encode("utf-8")
    ledger = publication.ledger.counts.to_dict("records")
    content = {
        "name": publication.name,
        "as_of": publication.as_of.isoformat(),
        "watermarks": [words.vi for words in publication.watermarks],
        **publication.trace,
        "ledger": ledger,
        "facts": len(publication.facts),
        "facts_sha256": hashlib.sha256(facts).hexdigest(),
        "outputs": outputs,
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


OUTPUT = Output(name="manifest", filename="manifest.json", write=write, last=True)
