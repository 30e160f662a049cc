"""The registry: which units there are in each vintage, and which one a row means."""

from lsgeo.registry.names import full_name, split_kind
from lsgeo.registry.resolving import Found, Sought, candidates, resolve
from lsgeo.registry.soundness import COLUMNS, KINDS, LEVELS
from lsgeo.registry.units import ALIAS_COLUMNS, Registry, from_table

__all__ = [
    "ALIAS_COLUMNS",
    "COLUMNS",
    "KINDS",
    "LEVELS",
    "Found",
    "Registry",
    "Sought",
    "candidates",
    "from_table",
    "full_name",
    "resolve",
    "split_kind",
]
