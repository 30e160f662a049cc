"""Values by year: of the periods that end in a year the last one counts."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lsgeo.compose import Layer
from lsgeo.facts import period_end

Years = Mapping[int, pd.Series]


def by_year(shown: Layer, column: str) -> Years:
    """The values of a column by year, ascending; empty where there are less than two years."""
    periods = shown.series.get(column)
    if periods is None:
        return {}
    years: dict[int, pd.Series] = {}
    for period in sorted(periods.columns, key=period_end):
        values, year = periods[period], period_end(period).year
        # A unit that was not looked at again later in the year keeps its number.
        years[year] = values.combine_first(years[year]) if year in years else values
    return years if len(years) > 1 else {}
