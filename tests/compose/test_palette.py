"""Ramps are told apart by lightness alone, so that no colour blindness hides a class."""

from __future__ import annotations

import pytest

from lsgeo import palette

RAMPS = ("COVER", "LOSS", "DISTANCE", "STANDARD", "NEUTRAL", "PICTURE_LOSS")


def luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.1, 0 black … 1 white)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("name", RAMPS)
def test_each_step_of_a_ramp_is_darker_than_the_one_before(name: str) -> None:
    steps = [luminance(colour) for colour in getattr(palette, name)]
    assert steps == sorted(steps, reverse=True)
    assert len(set(steps)) == len(steps)
