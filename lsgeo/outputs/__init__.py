"""The writers: one file or package per published form, each holding an ``OUTPUT``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lsgeo.compose import Publication


@dataclass(frozen=True)
class Output:
    """One published form.

    ``filename`` may hold ``{name}``, the workspace's name; ``write`` puts the whole file at the
    path it is given (a stage: moving it into place is the caller's work). The ``last`` one is
    written when the others lie beside it.
    """

    name: str
    filename: str
    write: Callable[[Publication, Path], None]
    last: bool = False


def find_outputs() -> tuple[Output, ...]:
    """Every output in this package, in the order they are written."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
    return tuple(
        sorted((module.OUTPUT for module in modules), key=lambda output: (output.last, output.name))
    )
