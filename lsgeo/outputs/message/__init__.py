"""tin-DATE.png: the first screen of the page as one picture for chat programs on phones.

Vietnamese only. The same publication gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from lsgeo.compose import Publication
from lsgeo.outputs import Output


def write(publication: Publication, path: Path) -> None:
    """Put the picture at `path`: a PNG of 1080 × 1350 pixels."""
    # Only here: matplotlib takes half a second to import, which no other command should pay.
    from lsgeo.outputs.message.canvas import save
    from lsgeo.outputs.message.sheet import sheet

    save(sheet(publication).marks, path)


OUTPUT = Output(name="message", filename="tin-{date}.png", write=write)
