"""The period a table is of: what the officer says, else what its titles say, never a guess."""

from __future__ import annotations

from collections.abc import Sequence

from lsgeo.errors import Fault
from lsgeo.facts import is_period
from lsgeo.intake import Settings
from lsgeo.messages import _
from lsgeo.sheet import period_in


def period_of(titles: Sequence[str], settings: Settings) -> tuple[str, list[str], list[Fault]]:
    """The period, the remark that says where it stands, and the fault where there is none."""
    if settings.period:
        if is_period(settings.period):
            return settings.period, [], []
        fault = Fault(_("malformed period"), "", "2025 / 2025-06-30", settings.period)
        return "", [], [fault]
    candidates = period_in(titles)
    if len(candidates) == 1:
        remark = _("period {period}, as the titles of the table say")
        return candidates[0], [remark.format(period=candidates[0])], []
    what = _("the titles name several periods") if candidates else _("the table names no period")
    remedy = _("Say it: --period {period}").format(period=next(iter(candidates), "2025"))
    return "", [], [Fault(what, got=", ".join(candidates), remedy=remedy)]
