"""What stays in memory until the command ends, kept from being looked through again and again."""

from __future__ import annotations

import gc
from functools import cache


@cache
def keep_imported() -> None:
    """Take what was imported so far out of the sight of the garbage collector, once.

    While the cells of a table become objects it looks through all there are, again and again:
    an eighth of the time of a table of 10,000 rows went into modules that stay anyway.
    """
    gc.freeze()
