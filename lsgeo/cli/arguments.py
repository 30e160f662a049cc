"""Arguments that click would take as they are, and that name nothing."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from lsgeo.messages import _


class NamedPath(click.Path):
    """A path that names something: `click.Path` takes an empty one for this folder."""

    def __init__(self, *, dir_okay: bool = True, file_okay: bool = True) -> None:
        super().__init__(path_type=Path, dir_okay=dir_okay, file_okay=file_okay)

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """The path; a usage error for an empty one."""
        if not str(value).strip():
            self.fail(_("the path names no file"), param, ctx)
        return super().convert(value, param, ctx)


class FiniteRange(click.FloatRange):
    """A range of numbers: `click.FloatRange` lets "nan" and "inf" through."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number; a usage error for one that is none, or endless."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(_("{value} is no number").format(value=value), param, ctx)
        return number


def check_encoding(arguments: Sequence[str]) -> None:
    """Raise a usage error for words that are no text: they could be shown and written nowhere."""
    for text in arguments:
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            shown = text.encode("utf-8", "replace").decode("utf-8")
            what = _("the text is not UTF-8")
            raise click.UsageError(f"{shown}: {what}") from error
