"""The errors lsgeo raises: what, where, expected, got and the remedy, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lsgeo.messages import _


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one input.

    ``where`` places it inside the input ("row 14 'Dong Dang'", "column code", "" for the whole);
    ``what`` says it; ``expected``, ``got`` and ``remedy`` are left empty where they add nothing.
    """

    what: str
    where: str = ""
    expected: str = ""
    got: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        """The fault on one line."""
        line = f"{self.where}: {self.what}" if self.where else self.what
        parts = [
            (_("expected"), self.expected),
            (_("got"), self.got),
        ]
        detail = ", ".join(f"{word} {text}" for word, text in parts if text)
        if detail:
            line += f" ({detail})"
        if self.remedy:
            line += f". {self.remedy}" if not line.endswith(("?", ".")) else f" {self.remedy}"
        return line


class LsgeoError(Exception):
    """Something the user can put right.

    ``subject`` is the file or thing at fault, ``summary`` one clause about it, ``faults`` every
    fault found in it, in the order of the input.
    """

    def __init__(self, subject: str, summary: str, faults: Iterable[Fault] = ()) -> None:
        self.subject = subject
        self.summary = summary
        self.faults = tuple(faults)
        super().__init__(self.message)

    def __reduce__(self) -> tuple[type[LsgeoError], tuple[object, ...]]:
        """How it comes from another process: with all it says."""
        return type(self), (self.subject, self.summary, self.faults)

    @property
    def message(self) -> str:
        """The whole message: a headline and one indented line per fault."""
        lines = [f"{self.subject}: {self.summary}", *(f"  {fault}" for fault in self.faults)]
        return "\n".join(lines)


class ConfigError(LsgeoError):
    """lsgeo.toml, targets.toml or a catalog says something lsgeo cannot follow."""


class InputError(LsgeoError):
    """A layer, table or raster cannot be used as it is."""


class UnitError(LsgeoError):
    """A unit is unknown, ambiguous, or its boundaries do not form a valid map."""


class OutputError(LsgeoError):
    """An output cannot be written."""


class ManyInputsError(LsgeoError):
    """Several inputs are at fault; each keeps its own message."""

    def __init__(self, errors: Iterable[LsgeoError]) -> None:
        self.errors = tuple(errors)
        super().__init__("", "", ())

    def __reduce__(self) -> tuple[type[LsgeoError], tuple[object, ...]]:
        """How it comes from another process: with all of them."""
        return type(self), (self.errors,)

    @property
    def message(self) -> str:
        """The messages of all inputs, one after the other."""
        return "\n".join(error.message for error in self.errors)


def joined(errors: Iterable[LsgeoError]) -> LsgeoError:
    """The one error, or all of them as one `ManyInputsError`."""
    found: list[LsgeoError] = []
    for error in errors:
        found += error.errors if isinstance(error, ManyInputsError) else [error]
    return found[0] if len(found) == 1 else ManyInputsError(found)


def raise_together(errors: Iterable[LsgeoError]) -> None:
    """Raise what `joined` gives; no errors: return."""
    found = tuple(errors)
    if found:
        raise joined(found)
