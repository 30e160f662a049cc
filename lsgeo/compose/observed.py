"""Themes of indicators that only observations bring: nobody has drawn them up beforehand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import pandas as pd

from lsgeo.compose.wording import UNITS
from lsgeo.palette import COVER, NEUTRAL, Theme
from lsgeo.progress import Target
from lsgeo.text import NOTHING, Words, same

_LEGAL_COVER = "forest_cover"
_SHORT = {_LEGAL_COVER: Words("Che phủ rừng", "Forest cover")}
_JUDGED, _OTHER = 15, 60  # their ranks: before what satellites see, and behind it
_MOST_DECIMALS = 2


def observed_themes(
    facts: pd.DataFrame, targets: Sequence[Target], *, made: Collection[str]
) -> Iterator[Theme]:
    """A theme for each indicator (and variant) of `facts` that is none of those `made` here.

    `facts` are those of the units to be drawn. The title is that of a target which judges the
    indicator, else the indicator's own name; the unit is that of the facts.
    """
    observed = facts[~facts["indicator"].isin(list(made))]
    for indicator, rows in observed.groupby("indicator", sort=True):
        judging = [one for one in targets if _judges(one, str(indicator))]
        variants = sorted(rows["variant"].unique())
        if len(variants) == 1:
            yield _theme(str(indicator), rows, judging=judging)
            continue
        for variant in variants:
            mine = rows[rows["variant"] == variant]
            yield _theme(str(indicator), mine, judging=judging, variant=variant)


def _judges(target: Target, indicator: str) -> bool:
    return target.method != "none" and target.indicator == indicator


def _theme(
    indicator: str, rows: pd.DataFrame, *, judging: Sequence[Target], variant: str = ""
) -> Theme:
    title = judging[0].title if judging else same(indicator)
    if variant:
        title = Words(f"{title.vi} ({variant})", f"{title.en} ({variant})")
    return Theme(
        indicator,
        title,
        unit=_unit(rows["unit"].unique()),
        decimals=_decimals(rows["value"]),
        variant=variant,
        colours=COVER if indicator == _LEGAL_COVER else NEUTRAL,
        rank=_JUDGED if judging else _OTHER,
        short=NOTHING if variant else _SHORT.get(indicator, NOTHING),
    )


def _unit(units: Iterable[str]) -> Words:
    """The unit of all numbers; of several tables that differ each is said."""
    said = [UNITS.get(unit, same(unit)) for unit in sorted(filter(None, units))]
    return Words(" / ".join(one.vi for one in said), " / ".join(one.en for one in said))


def _decimals(values: Iterable[float]) -> int:
    """As many decimals as the most exact of `values` has, two at most."""
    shown = (f"{value:.{_MOST_DECIMALS}f}".rstrip("0").partition(".")[2] for value in values)
    return max(map(len, shown), default=0)
