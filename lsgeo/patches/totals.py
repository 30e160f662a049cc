"""What the patches of a list sum to, by commune and year: the same as the indicator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from lsgeo.patches.origin import ORIGINS
from lsgeo.patches.stocks import Stock, stock_for

TOTAL = "loss_ha"
PARTS = tuple(f"{origin}_ha" for origin in ORIGINS)
COLUMNS = ("code", "year", "patches", TOTAL, *PARTS)


def totals(
    found: pd.DataFrame,
    *,
    codes: Iterable[str],
    years: Iterable[int],
    stocks: Sequence[Stock],
    province: str,
) -> pd.DataFrame:
    """The hectares lost in each commune and year, and of them by origin (`COLUMNS`).

    `found` as of `lsgeo.patches.stocks.parts_of`. A commune that lost nothing has zeros; where no
    inventory covers it the parts are missing, but for the unknown one. ``patches`` counts those of
    which a part lies in it. The province has the code `province`.
    """
    rows = pd.MultiIndex.from_product([list(codes), list(years)], names=["code", "year"])
    keys = [found["code"], found["year"]]
    table = pd.DataFrame(index=rows)
    table["patches"] = found.groupby(keys)["label"].nunique().reindex(rows, fill_value=0)
    table[TOTAL] = found.groupby(keys)["area_ha"].sum().reindex(rows, fill_value=0.0)
    for origin in ORIGINS:
        mine = found["area_ha"].where(found["origin"] == origin, 0.0)
        table[f"{origin}_ha"] = mine.groupby(keys).sum().reindex(rows, fill_value=0.0)
    known = [stock_for(stocks, code=code, year=year) >= 0 for code, year in rows]
    whole = table.groupby("year").sum()
    whole["patches"] = found.groupby("year")["label"].nunique().reindex(whole.index, fill_value=0)
    for origin in ORIGINS:
        if origin != "unknown":
            table[f"{origin}_ha"] = table[f"{origin}_ha"].where(known)
            if not any(known):
                whole[f"{origin}_ha"] = float("nan")
    whole = whole.reset_index().assign(code=province)
    return pd.concat([whole, table.reset_index()], ignore_index=True)[list(COLUMNS)]
