"""The catalogs: every input with its checksum, licence, vintage and quality."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from lsgeo.errors import ConfigError, Fault, InputError, LsgeoError, raise_together
from lsgeo.facts import QUALITIES, is_period
from lsgeo.files import sha256
from lsgeo.formats import is_iso_day
from lsgeo.messages import _

THEMES = (
    "registry",
    "crosswalk",
    "boundaries",
    "border",
    "gates",
    "ntm_status",
    "observations",
    "status_scales",
    "criteria_sets",
    "criteria",
    "raster",
)

_ADDITIVE = ("ntm_status", "observations")


class Entry(BaseModel):
    """One input: what it is for, where it lies, whose it is, and how good it is.

    ``columns`` maps our names to the file's own; ``constants`` fills columns the file lacks;
    ``crs`` overrides a missing or wrong tag; ``sheet`` picks one of a workbook.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    theme: str
    path: Path
    sha256: str = ""
    title: str
    quality: str
    licence: str
    attribution: str
    vintage: str = ""
    level: str = ""
    product: str = ""
    band: str = ""
    period: str = ""
    crs: str = ""
    sheet: str = ""
    note: str = ""
    columns: dict[str, str] = {}
    constants: dict[str, str] = {}

    @field_validator("theme")
    @classmethod
    def _known_theme(cls, theme: str) -> str:
        if theme not in THEMES:
            raise ValueError(_("expected one of {names}").format(names=", ".join(THEMES)))
        return theme

    @field_validator("vintage")
    @classmethod
    def _day(cls, vintage: str) -> str:
        if vintage and not is_iso_day(vintage):
            raise ValueError(_('expected a day as text, "2025-07-01"'))
        return vintage

    @field_validator("period")
    @classmethod
    def _period(cls, period: str) -> str:
        if period and not is_period(period):
            raise ValueError(_('expected a year or a day as text, "2025" or "2025-06-30"'))
        return period

    @field_validator("sha256")
    @classmethod
    def _hexadecimal(cls, digest: str) -> str:
        return digest.lower()  # Windows prints capitals

    @model_validator(mode="after")
    def _raster_says_what_it_is(self) -> Entry:
        lacking = [name for name in ("product", "band", "period") if not getattr(self, name)]
        if self.theme == "raster" and lacking:
            raise ValueError(_("a raster needs {names}").format(names=", ".join(lacking)))
        return self

    @field_validator("quality")
    @classmethod
    def _known_quality(cls, quality: str) -> str:
        if quality not in QUALITIES:
            raise ValueError(_("expected one of {names}").format(names=", ".join(QUALITIES)))
        return quality

    @property
    def role(self) -> tuple[str, ...]:
        """What makes two entries rivals: of those with one role only the best is used.

        Boundaries and crosswalks are rivals within their level and vintage, rasters within
        their band; tables of `_ADDITIVE` themes stand side by side.
        """
        if self.theme in ("boundaries", "crosswalk"):
            return (self.theme, self.level, self.vintage)
        if self.theme in _ADDITIVE:
            return (self.theme, str(self.path))
        return (self.theme, self.product, self.band)


def read_catalogs(paths: Sequence[Path]) -> tuple[Entry, ...]:
    """The entries of all catalogs, in order, their paths made absolute.

    Raises `ConfigError` with every fault of every catalog.
    """
    entries: list[Entry] = []
    errors: list[LsgeoError] = []
    for path in paths:
        try:
            entries += _read_catalog(path)
        except LsgeoError as error:
            errors.append(error)
    raise_together(errors)
    return tuple(entries)


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file; `ConfigError` where it is missing or malformed."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        remedy = _("lsgeo init makes a workspace with all its files.")
        raise ConfigError(str(path), _("the file is missing"), [Fault(remedy)]) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(str(path), _("the file cannot be read"), [Fault(str(error))]) from error


def validation_faults(error: ValidationError) -> list[Fault]:
    """The faults that pydantic found, one each, in plain words."""
    return [
        Fault(
            _unknown_key(detail["type"]) or detail["msg"].removeprefix("Value error, "),
            where=".".join(str(part) for part in detail["loc"]),
            got="" if detail["type"] == "missing" else str(detail["input"])[:80],
        )
        for detail in error.errors()
    ]


def select(
    entries: Iterable[Entry], *, allow_illustrative: bool
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The entries to use and those passed over.

    For each role the best quality wins, among equals the first. Illustrative entries take part
    only where they are allowed and their theme (their product) has no real one.
    """
    listed = list(entries)
    real = {(one.theme, one.product) for one in listed if one.quality != "illustrative"}
    allowed = [
        one
        for one in listed
        if one.quality != "illustrative"
        or (allow_illustrative and (one.theme, one.product) not in real)
    ]
    best: dict[tuple[str, ...], Entry] = {}
    for entry in sorted(allowed, key=lambda one: QUALITIES.index(one.quality)):
        best.setdefault(entry.role, entry)
    used = tuple(one for one in listed if best.get(one.role) is one)
    return used, tuple(one for one in listed if best.get(one.role) is not one)


def verify(entries: Iterable[Entry]) -> None:
    """Raise `InputError` for every entry whose file is missing or differs from its checksum."""
    errors = [error for entry in entries if (error := _fault_of(entry)) is not None]
    raise_together(errors)


def _fault_of(entry: Entry) -> InputError | None:
    if not entry.path.is_file():
        remedy = _("Put it there, or take its entry out of the catalog.")
        return InputError(
            str(entry.path), _("the file is missing"), [Fault(entry.title, remedy=remedy)]
        )
    try:
        actual = sha256(entry.path)
    except OSError as error:
        return InputError(str(entry.path), _("the file cannot be read"), [Fault(str(error))])
    if entry.sha256 and actual != entry.sha256:
        remedy = _("If the change is meant, put the new checksum into the catalog.")
        fault = Fault(entry.title, expected=entry.sha256, got=actual, remedy=remedy)
        return InputError(str(entry.path), _("the checksum does not match"), [fault])
    return None


def _read_catalog(path: Path) -> list[Entry]:
    content = read_toml(path)
    faults: list[Fault] = []
    entries = []
    sources = content.get("source", [])
    if not isinstance(sources, list):
        remedy = _("Write [[source]] with double brackets above every entry.")
        faults.append(Fault(_("source is no list"), remedy=remedy))
        sources = []
    for number, source in enumerate(sources, start=1):
        try:
            entry = Entry.model_validate(source)
        except ValidationError as error:
            name = f"source {number}"
            faults += [
                Fault(fault.what, where=", ".join(filter(None, (name, fault.where))), got=fault.got)
                for fault in validation_faults(error)
            ]
        else:
            absolute = (path.parent / entry.path).resolve()
            entries.append(entry.model_copy(update={"path": absolute}))
    for key in sorted(set(content) - {"source"}):
        faults.append(Fault(_("unknown key"), where=key, expected="[[source]]"))
    if faults:
        raise ConfigError(str(path), _("the catalog cannot be followed"), faults)
    return entries


def _unknown_key(kind: str) -> str:
    return _("unknown key") if kind == "extra_forbidden" else ""
