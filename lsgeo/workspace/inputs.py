"""What a build starts from, and how faults are gathered while it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

import geopandas as gpd
import pandas as pd

from lsgeo.config import ContextLayer
from lsgeo.errors import LsgeoError
from lsgeo.inventory.compared import Compared
from lsgeo.ledger import Ledger
from lsgeo.progress import Limits, Target
from lsgeo.registry import Registry
from lsgeo.scales import CriteriaSets
from lsgeo.workspace.scenes import Pair, Scene

_Given = ParamSpec("_Given")
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Context:
    """A layer of the context as the settings name it, and its features inside the province."""

    settings: ContextLayer
    features: gpd.GeoDataFrame


@dataclass(frozen=True)
class Inputs:
    """Everything a build starts from; a theme without input is None or empty.

    ``units`` has the communes of each vintage that has boundaries, ``districts`` the districts;
    ``rasters`` the scenes of each product, oldest first, and ``pairs`` those that are compared.
    ``quality`` is that of each vintage's boundaries, ``context`` the layers that are only drawn,
    in the order of the settings.
    ``inventory`` has the totals of every inventory, ``compared`` the change from each to the next.
    ``remarks`` say which inputs are sound but not used, and why.
    """

    registry: Registry
    targets: tuple[Target, ...]
    limits: Limits
    units: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    districts: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    quality: dict[str, str] = field(default_factory=dict)
    crosswalk: pd.DataFrame | None = None
    border: gpd.GeoDataFrame | None = None
    gates: gpd.GeoDataFrame | None = None
    criteria_sets: CriteriaSets = field(default_factory=dict)
    statuses: pd.DataFrame | None = None
    events: pd.DataFrame | None = None
    ntm_criteria: pd.DataFrame | None = None
    inventory: pd.DataFrame | None = None
    compared: tuple[Compared, ...] = ()
    observations: pd.DataFrame | None = None
    rasters: dict[str, tuple[Scene, ...]] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    context: tuple[Context, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    remarks: tuple[str, ...] = ()


class Attempts:
    """Tries one reading after the other and keeps what went wrong for the end."""

    def __init__(self) -> None:
        self.errors: list[LsgeoError] = []

    def __call__(
        self, reading: Callable[_Given, _Read], *args: _Given.args, **kwargs: _Given.kwargs
    ) -> _Read | None:
        """What `reading` gives, or None where it failed; the error is kept."""
        try:
            return reading(*args, **kwargs)
        except LsgeoError as error:
            self.errors.append(error)
            return None
