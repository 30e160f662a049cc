"""Lineage: what a unit's code was in each vintage, whence it came and what became of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from lsgeo.crosswalk import PAIR_COLUMNS, Story, one_of_each_step, story
from lsgeo.errors import raise_together
from lsgeo.registry import Registry
from lsgeo.sources.catalog import verify
from lsgeo.sources.registry import read_crosswalk, read_registry
from lsgeo.workspace import Workspace
from lsgeo.workspace.inputs import Attempts


def lineage(folder: Path | str = ".", *, unit: str, vintage: str = "") -> Story:
    """The story of a commune of a workspace, named by its code or name (`lsgeo.crosswalk.story`).

    `lsgeo.crosswalk.tell` puts it into words. Raises `UnitError` where no unit is meant, or more
    than one.
    """
    workspace = Workspace.open(folder)
    registry, crosswalk = read_steps(workspace)
    return story(registry, crosswalk, unit, vintage=vintage)


def read_steps(workspace: Workspace) -> tuple[Registry, pd.DataFrame]:
    """The registry of a workspace and its pairs of units, without pairs where it has none.

    Of two crosswalks for the same vintages the first one listed is used, as in a build.
    """
    entries = workspace.entries("crosswalk")
    entry = workspace.registry_entry()
    verify([entry, *entries])
    registry, _ledger = read_registry(entry)
    attempt = Attempts()
    read = [attempt(read_crosswalk, one, registry) for one in entries]
    raise_together(attempt.errors)
    pairs = one_of_each_step([one[0] for one in read if one is not None])
    return registry, pairs if len(pairs) else pd.DataFrame(columns=list(PAIR_COLUMNS))
