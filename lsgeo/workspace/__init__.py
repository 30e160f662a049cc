"""A workspace, read: its settings, and its inputs checked and turned into values."""

from lsgeo.workspace.folder import Workspace
from lsgeo.workspace.reading import Inputs, read, read_units

__all__ = ["Inputs", "Workspace", "read", "read_units"]
