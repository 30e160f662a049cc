"""Two inventories of a workspace, one after the other, and what changed between them."""

from __future__ import annotations

from dataclasses import dataclass

from lsgeo.inventory.change import Change


@dataclass(frozen=True)
class Compared:
    """The `change` between the inventories of the periods `start` and `end`.

    ``quality`` is the worse of both; ``sources`` are the attributions of the older, the newer and,
    where lots were brought onto newer communes, of those boundaries.
    """

    start: str
    end: str
    quality: str
    sources: tuple[str, ...]
    change: Change
