"""lsgeo: a province's boundaries, forest, new-rural status and border gates against its plan.

The public names are few, and each does what the command of the same name does:

- `Workspace`: a province's folder, opened (`Workspace.open("...")`).
- `build`: its files into the published forms.
- `read_units`: the communes of a vintage with boundaries, checked and measured.
- `class_areas`: exact geodesic areas of raster classes in polygons.
- `assess`: facts against targets.
- `LsgeoError`: what they raise when something has to be put right.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lsgeo.errors import LsgeoError
    from lsgeo.jobs.build import build
    from lsgeo.progress import assess
    from lsgeo.workspace import Workspace, read_units
    from lsgeo.zonal.tally import class_areas

__version__ = "0.1.0"
__all__ = ["LsgeoError", "Workspace", "__version__", "assess", "build", "class_areas", "read_units"]

_HOMES = {
    "LsgeoError": "lsgeo.errors",
    "Workspace": "lsgeo.workspace",
    "assess": "lsgeo.progress",
    "build": "lsgeo.jobs.build",
    "class_areas": "lsgeo.zonal.tally",
    "read_units": "lsgeo.workspace",
}


def __getattr__(name: str) -> Any:
    """The public name, imported when it is first used, so that ``import lsgeo`` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
