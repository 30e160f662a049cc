"""One number per unit and period: one file per indicator, each holding an ``INDICATOR``."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from lsgeo.facts import Ratio
from lsgeo.palette import Theme
from lsgeo.text import Words


@dataclass(frozen=True)
class Indicator:
    """What an indicator is and how it is computed.

    The keyword parameters of ``compute`` without a default are the inputs it needs, by name;
    those with a default are its options. It gives a table of facts (see `lsgeo.facts`), of the
    ids and units that ``makes`` says and of no others.
    ``adds_up`` says whether the amounts of units sum to those of their parents; ``ratios`` are
    derived at the end, from amounts, never averaged; ``themes`` say how it is shown.
    ``judges_targets`` is False where it measures something else than a plan means: canopy seen by
    a satellite is no forest in law, whatever the quality of the raster is called.
    """

    name: str
    title: Words
    unit: str
    adds_up: bool
    compute: Callable[..., pd.DataFrame]
    makes: Mapping[str, str]
    judges_targets: bool = True
    ratios: tuple[Ratio, ...] = ()
    themes: tuple[Theme, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs that ``compute`` needs."""
        return self._parameters(with_default=False)

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the options that ``compute`` takes."""
        return self._parameters(with_default=True)

    def _parameters(self, *, with_default: bool) -> tuple[str, ...]:
        parameters = inspect.signature(self.compute).parameters.values()
        return tuple(
            parameter.name
            for parameter in parameters
            if (parameter.default is not inspect.Parameter.empty) == with_default
        )


def known_units() -> dict[str, str]:
    """The unit of every id of facts that an indicator makes; of a ratio it is "%"."""
    units: dict[str, str] = {}
    for indicator in find_indicators():
        units |= {**indicator.makes, **{ratio.indicator: "%" for ratio in indicator.ratios}}
    return units


def find_indicators() -> tuple[Indicator, ...]:
    """Every indicator in this package, by name."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
    return tuple(sorted((module.INDICATOR for module in modules), key=lambda one: one.name))
