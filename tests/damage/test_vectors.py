"""Damaged layers: exactly the whole records are read, and what cannot be read is refused."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.damage import databases, gml, markup, packed, shapefiles
from tests.damage.seeding import (
    MOST_SECONDS,
    Maker,
    check,
    features,
    flipped,
    observed,
    seeded,
    sound,
)

FORMATS = (".shp", ".gpkg", ".geojson", ".geojsonl", ".fgb", ".tab", ".mif", ".kml", ".gml")
SEEDS = (shapefiles.SEEDS, databases.SEEDS, markup.SEEDS, gml.SEEDS, packed.SEEDS)


@pytest.mark.parametrize("extension", [*FORMATS, ".parquet"])
def test_a_sound_layer_is_read_whole(extension: str) -> None:
    case = sound(extension)
    assert observed(case, features).rows == case.rows


@pytest.mark.parametrize(("make", "seed"), seeded(*SEEDS))
def test_a_damaged_layer_gives_its_whole_records_and_no_other(make: Maker, seed: int) -> None:
    check(make, seed, features)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    # each case writes a file and reads it back
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    extension=st.sampled_from([*FORMATS, ".parquet"]), seed=st.integers(0, 2**32), data=st.data()
)
def test_any_bits_of_any_file_of_a_layer_may_be_wrong(
    extension: str, seed: int, data: st.DataObject
) -> None:
    """It is read or refused, and its rows are counted; it never ends in another error."""
    case, random = sound(extension), Random(seed)
    name = data.draw(st.sampled_from(sorted(case.files)))
    content = case.files[name]
    for _flip in range(data.draw(st.integers(1, 4))):
        content = flipped(content, random.randrange(len(content)), random)
    seen = observed(case.but(files={**case.files, name: content}), features)
    assert seen.touched == ()
    assert seen.seconds < MOST_SECONDS


@settings(max_examples=60, deadline=None, derandomize=True)
@given(extension=st.sampled_from([*FORMATS, ".parquet"]), share=st.floats(0, 1), data=st.data())
def test_any_file_of_a_layer_may_end_anywhere(
    extension: str, share: float, data: st.DataObject
) -> None:
    """No record that is read is another than it was."""
    case = sound(extension)
    name = data.draw(st.sampled_from(sorted(case.files)))
    content = case.files[name][: int(len(case.files[name]) * share)]
    seen = observed(case.but(files={**case.files, name: content}), features)
    assert seen.touched == ()
    assert seen.rows is None or seen.rows.items() <= case.rows.items()
