"""A number with its standard error, and what it can be told from."""

from __future__ import annotations

from dataclasses import dataclass

Z95 = 1.96
"""Standard errors on each side of an estimate that make 95 % of a normal distribution.

Rounded as in the paper, whose printed intervals come out with it and not with 1.95996.
"""


@dataclass(frozen=True)
class Interval:
    """An estimate: its ``value`` and standard ``error``, NaN where there is nothing to say."""

    value: float
    error: float

    @property
    def margin(self) -> float:
        """What stands behind ±, at 95 %."""
        return Z95 * self.error

    @property
    def low(self) -> float:
        """The lower end at 95 %."""
        return self.value - self.margin

    @property
    def high(self) -> float:
        """The upper end at 95 %."""
        return self.value + self.margin

    def spans(self, line: float) -> bool:
        """Whether `line` lies within it: the difference is within the error.

        >>> Interval(21_158, 3_142).spans(18_000)
        True
        """
        return self.low <= line <= self.high
