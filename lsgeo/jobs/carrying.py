"""Carrying over: what was known of earlier units as a part of the series of today's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from lsgeo.crosswalk import additive, carry_statuses, series
from lsgeo.facts import Ratio
from lsgeo.workspace import Inputs, Workspace

_KEY = ["vintage", "code", "period"]


def with_carried_statuses(workspace: Workspace, inputs: Inputs) -> Inputs:
    """`inputs` with the statuses that earlier communes give those published, by the rule set.

    ``[carry] statuses`` of lsgeo.toml names the rule; without it nothing is carried over. What a
    table says of a unit and period itself stays.
    """
    rule, statuses = workspace.config.carry.statuses, inputs.statuses
    if not rule or statuses is None or inputs.crosswalk is None:
        return inputs
    published, *earlier = workspace.config.vintages
    tables = [statuses]
    for vintage in earlier:
        if vintage in set(statuses["vintage"]):
            made = carry_statuses(
                statuses,
                inputs.crosswalk,
                registry=inputs.registry,
                sets=inputs.criteria_sets,
                rule=rule,
                from_vintage=vintage,
                to_vintage=published,
            )
            tables.append(made.reindex(columns=statuses.columns))
    every = pd.concat([table for table in tables if len(table)], ignore_index=True)
    return replace(inputs, statuses=every.drop_duplicates(_KEY, ignore_index=True))


def with_carried_amounts(
    facts: pd.DataFrame, workspace: Workspace, inputs: Inputs, *, ratios: Iterable[Ratio]
) -> pd.DataFrame:
    """`facts` with the areas of earlier units shared out among those published.

    ``[carry] amounts = true`` in lsgeo.toml asks for it. Shares are derived anew; what was
    measured on the units themselves stays.
    """
    if not workspace.config.carry.amounts or inputs.crosswalk is None:
        return facts
    published = workspace.config.vintages[0]
    carried = series(
        facts, inputs.crosswalk, to_vintage=published, adds_up=additive(), ratios=ratios
    )
    others = facts[facts["vintage"] != published]
    return pd.concat([others, carried.facts], ignore_index=True)
