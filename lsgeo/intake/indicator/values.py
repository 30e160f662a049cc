"""The figures of an indicator: which ones are possible, how they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lsgeo.errors import Fault
from lsgeo.messages import _

CODED = ("status", "class")
"""Units of values that stand for words, which are no figures."""

_PARTS = re.compile(r".*_(share|cover)|poverty")  # shares of a whole, which growth rates are not


def value_fault(
    value: float, indicator: str, *, unit: str, known_units: Mapping[str, str]
) -> Fault | None:
    """The fault of a figure that its indicator cannot have.

    `known_units` are those of the indicators that we compute, none of which is ever below 0.
    """
    if unit in CODED:
        return Fault(_("a coded value is no observation"))
    is_share = unit == "%" and bool(_PARTS.fullmatch(indicator))
    if (is_share and not 0 <= value <= 100) or (indicator in known_units and value < 0):
        expected = "0…100 %" if is_share else "≥ 0"
        return Fault(_("the value is impossible"), "", expected, number_text(value))
    return None


def number_text(value: float) -> str:
    """A figure as our tables have it, "" for none: a decimal point, no crumbs of arithmetic.

    >>> number_text(12.3 * 1000), number_text(float("nan"))
    ('12300', '')
    """
    return "" if value != value else f"{value:.12g}"
