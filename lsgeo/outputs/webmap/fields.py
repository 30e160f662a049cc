"""What is known of the rows of a layer: values, years and origins, ready for JSON."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lsgeo.compose import Field, Layer
from lsgeo.facts import WATERMARKED
from lsgeo.outputs.webmap import wording
from lsgeo.outputs.webmap.years import by_year

_ORIGIN = ["period", "quality", "source"]
_SUMMED = {"forest_loss"}  # the card sums these over the years
_SUMMED_DECIMALS = 2  # kept beyond those shown: a sum of rounded years is not the rounded sum


def fields(shown: Layer) -> list[dict[str, Any]]:
    """Every field of a layer that has a value, with the years of those that have several."""
    themed = {style.column for style in shown.styles}
    return [_field(shown, field) for field in shipped(shown, themed)]


def shipped(shown: Layer, themed: set[str]) -> list[Field]:
    """The fields that go into the page: all but those that are empty and no theme shows."""
    return [
        field
        for field in shown.fields
        if field.name in themed or any(one is not None for one in plain(shown.data[field.name], 0))
    ]


def plain(values: pd.Series, decimals: int) -> list[Any]:
    """Values as JSON has them: numbers rounded as shown, dates as text, missing as None."""
    if pd.api.types.is_bool_dtype(values) or not pd.api.types.is_numeric_dtype(values):
        return [_plain_text(value) for value in values]
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    # A number that is whole is written without its ".0", which thousands of them make long.
    return [
        None if number != number else int(number) if number.is_integer() else number
        for number in np.round(numbers, decimals).tolist()
    ]


def _plain_text(value: Any) -> Any:
    if value is None or value is pd.NaT or value != value or value is pd.NA or value == "":
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    return str(value.isoformat())[:10] if hasattr(value, "isoformat") else str(value)


def _field(shown: Layer, field: Field) -> dict[str, Any]:
    years = by_year(shown, field.name)
    decimals = field.decimals + (_SUMMED_DECIMALS if field.name in _SUMMED else 0)
    return {
        "name": field.name,
        "title": wording.pair(field.title),
        "unit": wording.pair(field.unit),
        "decimals": field.decimals,
        "words": {str(value): wording.pair(words) for value, words in field.values.items()},
        "values": plain(shown.data[field.name], field.decimals),
        **_origins(shown, field),
        "years": list(years) or None,
        "series": [plain(values, decimals) for values in years.values()] or None,
    }


def _origins(shown: Layer, field: Field) -> dict[str, Any]:
    """``origins`` and which of them each row's value has: one number where all have the same."""
    table = shown.origins.get(field.name)
    if table is None:
        of_all = (field.period, field.quality, field.source)
        return {"origins": [_origin(*of_all)] if any(of_all) else [], "origin": 0}
    rows = list(zip(*(table[part].fillna("").tolist() for part in _ORIGIN), strict=True))
    known = list(dict.fromkeys(row for row in rows if any(row)))
    which = [known.index(row) if any(row) else -1 for row in rows]
    return {
        "origins": [_origin(*one) for one in known],
        "origin": 0 if len(known) == 1 and -1 not in which else which,
    }


def _origin(period: str, quality: str, source: str) -> dict[str, Any]:
    return {
        "period": wording.period(period),
        "quality": wording.quality(quality),
        "source": source,
        "doubtful": quality in WATERMARKED,
    }
