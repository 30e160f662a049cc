"""Several tables of one theme as one: the best quality counts, and equals must agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.facts import QUALITIES
from lsgeo.messages import _


def agreed(
    tables: Iterable[pd.DataFrame],
    *,
    key: Sequence[str],
    said: Sequence[str],
    theme: str,
    summary: str,
) -> pd.DataFrame:
    """One table with a row for each `key`: that of the best ``quality``.

    Raises `InputError` about `theme` with `summary` where two rows of one quality say different
    things (columns `said`) of one key, naming the ``source`` of the later one.
    """
    both = pd.concat(tables, ignore_index=True)
    different = both.drop_duplicates([*key, "quality", *said])
    torn = different[different.duplicated([*key, "quality"])]
    faults = [
        Fault(
            _("two tables differ about this unit and period"),
            where=" ".join(str(part) for part in parts if part),
            got=source,
            remedy=_("Correct one of them, or take its entry out of the catalog."),
        )
        for *parts, source in torn[[*key, "source"]].itertuples(index=False)
    ]
    if faults:
        raise InputError(theme, summary, faults)
    rank = both["quality"].map(QUALITIES.index)
    best = both.loc[rank.sort_values(kind="stable").index].drop_duplicates(list(key))
    return best.sort_index().reset_index(drop=True)
