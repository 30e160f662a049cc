"""The garbage collector, kept from looking through what stays in memory anyway."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

_OBJECTS = 50_000  # that come to be before it looks at them; Python's own number is 700


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Let the garbage collector look seldom: a command ends before it could save much.

    A fifth of the time that importing pandas and the like takes went into it.
    """
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@cache
def keep_imported() -> None:
    """Take what was imported so far out of the sight of the garbage collector, once.

    While the cells of a table become objects it looks through all there are, again and again:
    an eighth of the time of a table of 10,000 rows went into modules that stay anyway.
    """
    gc.freeze()
