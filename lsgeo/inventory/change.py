"""The change between two inventories: what became of what, why, and does it balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.inventory.lots import Lots
from lsgeo.inventory.matching import pieces
from lsgeo.inventory.totals import above
from lsgeo.inventory.types import FORESTED, ForestTypes
from lsgeo.messages import _
from lsgeo.registry import Registry
from lsgeo.text import Words

OUTSIDE = 0
"""The type of ground that the other inventory does not have."""

FOUND: Mapping[str, Words] = {
    "remeasured": Words(
        "Cùng lô, dtich hai kỳ khác nhau", "The same ground, with another dtich in each inventory"
    ),
    "entered": Words("Kỳ trước không có trong kiểm kê", "Not in the older inventory"),
    "left": Words("Kỳ sau không còn trong kiểm kê", "No longer in the newer inventory"),
    "unrecorded": Words("Không ghi nguyên nhân", "No cause recorded"),
}
"""Causes that are found by comparing; all others are as the newer inventory records them."""

BALANCE = ("opening_ha", "redrawn_ha", "gains_ha", "losses_ha", "closing_ha")

_FOREST = dict.fromkeys(FORESTED, "forest") | {"none": "other"}


@dataclass(frozen=True)
class Change:
    """The change from one inventory to another, by communes of one vintage.

    ``flows`` has ``code, type_from, type_to, group_from, group_to, cause, area_ha``: hectares of
    ground that changed their type, and differences of measurement, which come from or go to
    `OUTSIDE` (group ""). ``kept`` has ``code, type_from, area_ha`` of ground that did not.
    ``by_type``, ``by_group`` and ``by_forest`` ("forest" or "other") have, per commune, `BALANCE`:
    opening + redrawn + gains - losses = closing, where ``redrawn_ha`` is ground that only came
    from, or went to, another commune.
    """

    vintage: str
    flows: pd.DataFrame
    kept: pd.DataFrame
    by_type: pd.DataFrame
    by_group: pd.DataFrame
    by_forest: pd.DataFrame


def change(older: Lots, newer: Lots, *, types: ForestTypes) -> Change:
    """The change from `older` to `newer`, both by communes of one vintage and in one plane.

    Bring the older one onto the newer communes first (`lsgeo.inventory.splitting.split_over`).
    Raises `InputError` where the two are of different vintages.
    """
    if older.vintage != newer.vintage:
        fault = Fault(_("unknown vintage"), expected=newer.vintage, got=older.vintage)
        raise InputError("change", _("the inventories are of different communes"), [fault])
    ground = pieces(older, newer)
    ground = _classed(ground.assign(both_ha=ground[["from_ha", "to_ha"]].min(axis=1)), types)
    flows = _classed(_flows(ground), types)
    stayed = ground[(ground["type_from"] == ground["type_to"]) & (ground["both_ha"] > 0)]
    kept = _summed(stayed.rename(columns={"code_to": "code"}), ["code", "type_from"], "both_ha")
    return Change(
        vintage=newer.vintage,
        flows=flows.drop(columns=["forest_from", "forest_to"]),
        kept=kept.rename("area_ha").reset_index(),
        by_type=_balance(ground, flows, by="type"),
        by_group=_balance(ground, flows, by="group"),
        by_forest=_balance(ground, flows, by="forest"),
    )


def matrix(change: Change, types: ForestTypes, *, by: str = "group") -> pd.DataFrame:
    """What became of what: hectares by commune and ``{by}_from`` down, ``{by}_to`` across.

    `by` is "group" or "type"; ground that kept its type is on the diagonal.
    """
    kept = change.kept.assign(
        type_to=change.kept["type_from"],
        group_from=types.groups(change.kept["type_from"]),
        group_to=types.groups(change.kept["type_from"]),
    )
    every = pd.concat([change.flows, kept], ignore_index=True)
    index = ["code", f"{by}_from"]
    return every.pivot_table(
        values="area_ha", index=index, columns=f"{by}_to", aggfunc="sum", fill_value=0.0
    )


def by_cause(change: Change) -> pd.DataFrame:
    """Gains and losses of each group per commune and cause: ``code, group, cause, gains_ha …``."""
    between = change.flows[change.flows["group_from"] != change.flows["group_to"]]
    sides = []
    for side, name in (("to", "gains_ha"), ("from", "losses_ha")):
        mine = between[between[f"group_{side}"] != ""].rename(columns={f"group_{side}": "group"})
        sides.append(_summed(mine, ["code", "group", "cause"], "area_ha").rename(name))
    return pd.concat(sides, axis=1).fillna(0.0).reset_index()


def with_parents(table: pd.DataFrame, registry: Registry, *, vintage: str) -> pd.DataFrame:
    """`table`, hectares by ``code`` of a commune and more, with the sums of what lies above."""
    communes = registry.at(vintage).index
    others = [name for name in table.columns if not name.endswith("_ha")]
    parts = [table]
    for parents in above(registry, vintage, communes):
        parent = dict(zip(communes, parents, strict=True))
        mine = table.assign(code=table["code"].map(parent)).dropna(subset="code")
        parts.append(mine.groupby(others, as_index=False, sort=True).sum())
    return pd.concat(parts, ignore_index=True)


def _classed(table: pd.DataFrame, types: ForestTypes) -> pd.DataFrame:
    """`table` with the groups of its types before and after, and whether they are forest."""
    sides: dict[str, pd.Series] = {}
    for side in ("from", "to"):
        groups = types.groups(table[f"type_{side}"]).fillna("")
        sides |= {f"group_{side}": groups, f"forest_{side}": groups.map(_FOREST).fillna("")}
    return table.assign(**sides)


def _flows(ground: pd.DataFrame) -> pd.DataFrame:
    """The pieces that changed their type, and the differences of measurement."""
    recorded = ground["cause"].where(ground["cause"] != "", "unrecorded")
    cause = np.select(
        [ground["type_from"] == OUTSIDE, ground["type_to"] == OUTSIDE],
        [ground["cause"].where(ground["cause"] != "", "entered"), "left"],
        recorded,
    )
    alone = (ground["type_from"] == OUTSIDE) | (ground["type_to"] == OUTSIDE)
    larger = ground[["from_ha", "to_ha"]].max(axis=1)
    turned = ground.assign(cause=cause, area_ha=ground["both_ha"].where(~alone, larger))
    turned = turned[(turned["type_from"] != turned["type_to"]) & (turned["area_ha"] > 0)]
    both = ground[(ground["type_from"] != OUTSIDE) & (ground["type_to"] != OUTSIDE)]
    more = both["to_ha"] - both["from_ha"]
    measured = both.assign(
        cause="remeasured",
        area_ha=more.abs(),
        type_from=both["type_from"].where(more < 0, OUTSIDE),
        type_to=both["type_to"].where(more > 0, OUTSIDE),
    )[more != 0]
    every = pd.concat([turned, measured], ignore_index=True).rename(columns={"code_to": "code"})
    return _summed(every, ["code", "type_from", "type_to", "cause"], "area_ha").reset_index()


def _balance(ground: pd.DataFrame, flows: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """The `BALANCE` per commune and type, group or forest."""
    older, newer = ground[ground["type_from"] != OUTSIDE], ground[ground["type_to"] != OUTSIDE]
    elsewhere = older[older["code_from"] != older["code_to"]]
    between = flows[flows[f"{by}_from"] != flows[f"{by}_to"]]
    outside = OUTSIDE if by == "type" else ""
    came = between[between[f"{by}_to"] != outside]
    went = between[between[f"{by}_from"] != outside]
    sums = {
        "opening_ha": _summed(older, ["code_from", f"{by}_from"], "from_ha"),
        "arrived": _summed(elsewhere, ["code_to", f"{by}_from"], "from_ha"),
        "parted": _summed(elsewhere, ["code_from", f"{by}_from"], "from_ha"),
        "gains_ha": _summed(came, ["code", f"{by}_to"], "area_ha"),
        "losses_ha": _summed(went, ["code", f"{by}_from"], "area_ha"),
        "closing_ha": _summed(newer, ["code_to", f"{by}_to"], "to_ha"),
    }
    named = {name: one.rename_axis(["code", by]) for name, one in sums.items()}
    table = pd.concat(named, axis=1).fillna(0.0).sort_index()
    table = table.assign(redrawn_ha=table["arrived"] - table["parted"])
    return table[list(BALANCE)].reset_index()


def _summed(table: pd.DataFrame, keys: list[str], value: str) -> pd.Series:
    return table.groupby(keys, sort=True)[value].sum()
