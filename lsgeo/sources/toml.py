"""TOML files: read, checked against a model, their faults in the words of the project."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    StringConstraints,
    ValidationError,
)

from lsgeo.errors import ConfigError, Fault
from lsgeo.facts import QUALITIES
from lsgeo.formats import is_iso_day, iso_day
from lsgeo.messages import _

_NAME = r"^[a-z][a-z0-9_]*$"
_PERIOD = r"^\d{4}(-\d{2}-\d{2})?$"
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_LONGEST_PART = 255  # bytes of one name in a path, on every common file system
_LONGEST_SHOWN = 80  # letters of a wrong value that a message repeats
_Model = TypeVar("_Model", bound=BaseModel)


def _usable_path(path: Path) -> Path:
    text = str(path)
    if any(unicodedata.category(letter) == "Cc" for letter in text):
        raise ValueError(_("the path holds a character that no file name has"))
    if any(len(part.encode("utf-8", "replace")) > _LONGEST_PART for part in path.parts):
        raise ValueError(_("the path is too long"))
    if text == ".":
        raise ValueError(_("the path names no file"))
    return path


def _day(value: object) -> object:
    """A day where `value` is one, or its ISO text; else `value`, for the model to refuse."""
    if isinstance(value, str) and is_iso_day(value):
        return iso_day(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(_('expected a day, 2025-07-01 or "2025-07-01"'))


def _known_quality(quality: str) -> str:
    if quality not in QUALITIES:
        raise ValueError(_("expected one of {names}").format(names=", ".join(QUALITIES)))
    return quality


Name = Annotated[str, StringConstraints(pattern=_NAME)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
PeriodText = Annotated[str, StringConstraints(pattern=_PERIOD)]
DayText = Annotated[str, StringConstraints(pattern=_DAY)]
Day = Annotated[date, BeforeValidator(_day)]
FilePath = Annotated[Path, AfterValidator(_usable_path)]
Quality = Annotated[str, AfterValidator(_known_quality)]


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file; `ConfigError` where it is missing or malformed."""
    summary = _("the file cannot be read")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        remedy = _("lsgeo init makes a workspace with all its files.")
        raise ConfigError(str(path), _("the file is missing"), [Fault(remedy)]) from error
    except UnicodeDecodeError as error:
        fault = Fault(_("the text is not UTF-8"), remedy=_("Save it as UTF-8."))
        raise ConfigError(str(path), summary, [fault]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), _("this is not TOML"), [Fault(str(error))]) from error
    except RecursionError as error:
        fault = Fault(_("lists or tables lie too deep in each other"))
        raise ConfigError(str(path), summary, [fault]) from error
    except (OSError, ValueError) as error:
        fault = Fault(getattr(error, "strerror", None) or str(error))
        raise ConfigError(str(path), summary, [fault]) from error


def resolved(folder: Path, path: Path) -> Path:
    """`path` as seen from `folder`, made absolute; a loop of links stays as it is written.

    What cannot be resolved cannot be opened either, and that is told where it is opened.
    """
    try:
        return (folder / path).resolve()
    except (OSError, RuntimeError):
        return folder / path


def checked(
    model: type[_Model],
    content: object,
    *,
    faults: list[Fault],
    where: str = "",
    remedies: Mapping[str, str] | None = None,
) -> _Model | None:
    """`content` as a `model`; its faults are added to `faults` and None comes back.

    `where` places them in the file; `remedies` says by key what to do where one is missing.
    """
    try:
        return model.model_validate(content)
    except ValidationError as error:
        known = ", ".join(model.model_fields)
        faults += [
            at(where, _worded(dict(detail), known=known, remedies=remedies or {}))
            for detail in error.errors()
        ]
        return None


def at(place: str, fault: Fault) -> Fault:
    """`fault` with `place` before where it is."""
    where = ", ".join(part for part in (place, fault.where) if part)
    return Fault(fault.what, where, fault.expected, fault.got, fault.remedy)


def unknown_keys(content: Mapping[str, object], known: Iterable[str]) -> list[Fault]:
    """A fault for each key of `content` that is none of `known`."""
    expected = ", ".join(known)
    strange = sorted(set(content) - set(known))
    return [Fault(_("unknown key"), where=key, expected=expected) for key in strange]


def _worded(detail: Mapping[str, Any], *, known: str, remedies: Mapping[str, str]) -> Fault:
    """What pydantic found, in the words of the project."""
    key = ".".join(str(part) for part in detail["loc"])
    kind, value = detail["type"], detail["input"]
    got = "" if isinstance(value, (dict, BaseModel)) else repr(value)[:_LONGEST_SHOWN]
    if kind == "missing":
        return Fault(_("this key is missing"), where=key, remedy=remedies.get(key, ""))
    if kind == "extra_forbidden":
        return Fault(_("unknown key"), where=key, expected="" if "." in key else known)
    if kind == "value_error":
        return Fault(str(detail["ctx"]["error"]), where=key, got=got)
    return Fault(_("wrong value"), where=key, expected=_expected(detail), got=got or "{ … }")


def _expected(detail: Mapping[str, Any]) -> str:
    context = detail.get("ctx", {})
    patterns = {
        _NAME: _("a name of the letters a-z, digits and _"),
        _PERIOD: _('a year or a date as text, "2020" or "2020-12-31"'),
        _DAY: _('a date as text, "2025-07-01"'),
    }
    if detail["type"] == "string_pattern_mismatch":
        return patterns[context["pattern"]]
    if detail["type"] == "literal_error":
        return str(context["expected"])
    kinds = {
        "string": _("a text that is not empty"),
        "bool": _("true or false"),
        "float": _("a number"),
        "finite": _("a number"),
        "int": _("a whole number"),
        "greater": _("a number above 0"),
        "less": _("up to {limit}").format(limit=context.get("le", "")),
        "date": _("a date without quotes, 2030-12-31"),
        "list": _("a list"),
        "tuple": _("a list"),
        "too": _("a list that is not empty"),
        "path": _("a path, in quotes"),
        "model": _("a table, { … }"),
        "dict": _("a table, { … }"),
    }
    return kinds.get(str(detail["type"]).split("_")[0], str(detail["msg"]))
