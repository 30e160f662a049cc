"""A workspace, read: its settings, and its inputs checked and turned into values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsgeo.workspace.folder import Workspace

if TYPE_CHECKING:
    from lsgeo.workspace.reading import Inputs, read, read_units

__all__ = ["Inputs", "Workspace", "read", "read_units"]


def __getattr__(name: str) -> object:
    """The other names when they are asked for: what reads layers and rasters loads slowly."""
    if name not in __all__:
        raise AttributeError(name)
    from lsgeo.workspace import reading

    return getattr(reading, name)
