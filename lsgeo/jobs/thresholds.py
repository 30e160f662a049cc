"""Thresholds: from how much canopy on ground counts as covered, and which facts say so."""

from __future__ import annotations

import inspect

import pandas as pd

from lsgeo.indicators import Indicator, find_indicators
from lsgeo.products import hansen
from lsgeo.workspace import Workspace

_OPTION = "min_canopy_pct"


def min_canopy_pct(workspace: Workspace, indicator: Indicator) -> int:
    """The canopy threshold of an indicator that a workspace shows, its default unless chosen."""
    default = inspect.signature(indicator.compute).parameters[_OPTION].default
    return workspace.config.options.get(indicator.name, {}).get(_OPTION, default)


def shown(facts: pd.DataFrame, workspace: Workspace) -> pd.DataFrame:
    """`facts` without those of the canopy thresholds that stand in tables only."""
    variants = hansen.canopy_variants()
    hidden = pd.Series(False, index=facts.index)
    for indicator in find_indicators():
        if _OPTION in indicator.options:
            chosen = variants[min_canopy_pct(workspace, indicator)]
            mine = facts["indicator"].isin(list(indicator.makes))
            others = facts["variant"].isin(set(variants.values()) - {chosen})
            hidden |= mine & others
    return facts[~hidden]
