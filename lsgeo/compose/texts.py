"""Columns of words in a layer: Vietnamese in its data, both languages in its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from lsgeo.compose import Field, Layer
from lsgeo.text import Words


def with_words(
    layer: Layer, field: Field, words: Mapping[str, Words], *, after: str, origins: pd.DataFrame
) -> Layer:
    """`layer` with a column of `words` by code, missing for other units.

    `origins` has ``period, quality, source`` of the words by code, as in `lsgeo.compose.Layer`.
    The field stands after the one named `after`, last where there is none of that name.
    """
    texts = [words[code].vi if code in words else None for code in layer.data.index]
    column = pd.Series(texts, index=layer.data.index, dtype="str")
    told = replace(field, values={one.vi: one for one in words.values()})
    names = [one.name for one in layer.fields]
    place = names.index(after) + 1 if after in names else len(names)
    fields = (*layer.fields[:place], told, *layer.fields[place:])
    data = layer.data.assign(**{field.name: column})
    known = {**layer.origins, field.name: origins.reindex(layer.data.index)}
    return replace(layer, data=data, fields=fields, origins=known)
