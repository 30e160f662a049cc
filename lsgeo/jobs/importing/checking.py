"""Whether a build would read what an import made: the strict readers have the last word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lsgeo.errors import LsgeoError
from lsgeo.sources.aliases import read_aliases
from lsgeo.sources.catalog import Entry
from lsgeo.sources.gates import read_gates
from lsgeo.sources.ntm_criteria import read_ntm_criteria
from lsgeo.sources.observations import read_observations
from lsgeo.sources.statuses import read_statuses
from lsgeo.workspace.known import Known
from lsgeo.workspace.outlines import located_units

_READERS: Mapping[str, Callable[[Entry, Known], object]] = {
    "aliases": lambda entry, known: read_aliases(entry, known.registry),
    "ntm_status": lambda entry, known: read_statuses(entry, known.registry, known.sets),
    "ntm_criteria": lambda entry, known: read_ntm_criteria(entry, known.registry, known.sets),
    "gates": lambda entry, known: read_gates(
        entry, known.registry, vintage=known.workspace.config.vintages[0]
    ),
    "observations": lambda entry, known: read_observations(entry, known.registry),
    "boundaries": lambda entry, known: located_units(
        entry, known.registry, home=known.workspace.config.crs
    ),
}


def check_entry(keys: Mapping[str, object], known: Known, *, subject: str) -> None:
    """Raise what the reader of an entry raises about its staged file, under its own name."""
    entry = Entry.model_validate(keys)
    reader = _READERS.get(entry.theme)
    if reader is None:
        return
    try:
        reader(entry, known)
    except LsgeoError as error:
        raise type(error)(subject, error.summary, error.faults) from error
