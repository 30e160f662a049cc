"""The catalogs: every input with its checksum, licence, vintage and quality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from lsgeo.errors import ConfigError, Fault, InputError, LsgeoError, raise_together
from lsgeo.facts import QUALITIES, is_period
from lsgeo.files import sha256
from lsgeo.formats import is_iso_day
from lsgeo.messages import _
from lsgeo.products import find_products
from lsgeo.registry import LEVELS
from lsgeo.sources.toml import FilePath, Quality, checked, read_toml, resolved, unknown_keys
from lsgeo.text import normalise
from lsgeo.text.legacy import ENCODINGS

THEMES = (
    "registry",
    "crosswalk",
    "aliases",
    "boundaries",
    "border",
    "gates",
    "ntm_status",
    "ntm_criteria",
    "inventory",
    "observations",
    "status_scales",
    "criteria_sets",
    "criteria",
    "raster",
)

CONTEXT = "context"
"""The theme of layers that lsgeo.toml names itself, beside `THEMES`."""

_ADDITIVE = ("aliases", "ntm_status", "ntm_criteria", "inventory", "observations", CONTEXT)


class Entry(BaseModel):
    """One input: what it is for, where it lies, whose it is, and how good it is.

    ``path`` is seen from the catalog and may lead out of the workspace, to a shared drive.
    ``columns`` maps our names to the file's own; ``constants`` fills columns the file lacks;
    ``crs`` overrides a missing or wrong tag; ``sheet`` picks one of a workbook, ``encoding`` says
    which letters the text is in ("tcvn3") where that is not recognised. ``record`` is the ledger
    of the import that made the file, which a build tells on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    theme: str
    path: FilePath
    sha256: str = ""
    title: str
    quality: Quality
    licence: str
    attribution: str
    vintage: str = ""
    level: str = ""
    product: str = ""
    band: str = ""
    period: str = ""
    crs: str = ""
    sheet: str = ""
    encoding: str = ""
    note: str = ""
    record: FilePath | None = None
    columns: dict[str, str] = {}
    constants: dict[str, str] = {}

    @field_validator("theme")
    @classmethod
    def _known_theme(cls, theme: str) -> str:
        if theme not in (*THEMES, CONTEXT):
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

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, encoding: str) -> str:
        if encoding and encoding not in ENCODINGS:
            raise ValueError(_("expected one of {names}").format(names=", ".join(ENCODINGS)))
        return encoding

    @field_validator("columns")
    @classmethod
    def _one_each(cls, columns: dict[str, str]) -> dict[str, str]:
        counts = Counter(normalise(theirs) for theirs in columns.values())
        twice = [theirs for theirs, count in counts.items() if count > 1]
        if twice:
            what = _("several names for one column of the file: {names}")
            raise ValueError(what.format(names=", ".join(twice)))
        return columns

    @model_validator(mode="after")
    def _boundaries_say_of_whom(self) -> Entry:
        if self.theme != "boundaries":
            return self
        if self.level not in LEVELS:
            raise ValueError(_("boundaries need a level: {names}").format(names=", ".join(LEVELS)))
        if not self.vintage:
            raise ValueError(_("boundaries need the vintage of their units"))
        return self

    @model_validator(mode="after")
    def _raster_says_what_it_is(self) -> Entry:
        lacking = [name for name in ("product", "band", "period") if not getattr(self, name)]
        if self.theme == "raster" and lacking:
            raise ValueError(_("a raster needs {names}").format(names=", ".join(lacking)))
        return self

    @property
    def role(self) -> tuple[str, ...]:
        """What makes two entries rivals: of those with one role only the best is used.

        Boundaries and crosswalks are rivals within their level and vintage, rasters within
        their band, those of a product of classes within their period too; tables of `_ADDITIVE`
        themes stand side by side.
        """
        if self.theme in ("boundaries", "crosswalk"):
            return (self.theme, self.level, self.vintage)
        if self.theme in _ADDITIVE:
            return (self.theme, str(self.path), self.sheet)
        product = find_products().get(self.product)
        if product is not None and product.classified:
            return (self.theme, self.product, self.band, self.period)
        return (self.theme, self.product, self.band)

    @property
    def subject(self) -> tuple[str, ...]:
        """What an entry tells of: made-up ones give way to real ones of the same subject.

        It is the theme and the product; layers of the context each stand for themselves.
        """
        return self.role if self.theme == CONTEXT else (self.theme, self.product)


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


def select(
    entries: Iterable[Entry], *, allow_illustrative: bool
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The entries to use and those passed over.

    For each role the best quality wins, among equals the first. Illustrative entries take part
    only where they are allowed and their theme (their product) has no real one.
    """
    listed = list(entries)
    real = {one.subject for one in listed if one.quality != "illustrative"}
    allowed = [
        one
        for one in listed
        if one.quality != "illustrative" or (allow_illustrative and one.subject not in real)
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


def why_not(entry: Entry, used: Iterable[Entry]) -> str:
    """Why `entry` was passed over for those `used`, in words."""
    taken = list(used)
    rivals = [one for one in taken if one.role == entry.role]
    if entry.quality == "illustrative":
        rivals += [
            one for one in taken if one.subject == entry.subject and one.quality != "illustrative"
        ]
        if not rivals:
            return _("illustrative inputs are not allowed here (--demo allows them)")
    better = rivals[0]
    if better.quality == entry.quality:
        return _("{title} is listed before it").format(title=better.title)
    what = _("{title} is better ({quality})")
    return what.format(title=better.title, quality=better.quality)


def check_columns(entry: Entry, names: Sequence[str]) -> None:
    """Raise `InputError` for columns that the entry names and the file, with `names`, lacks."""
    there = set(map(normalise, names))
    faults = [
        Fault(
            _("the file has no such column, but the catalog names it"),
            where=f"{ours} = {theirs!r}",
            got=", ".join(names),
        )
        for ours, theirs in entry.columns.items()
        if normalise(theirs) not in there
    ]
    if faults:
        raise InputError(str(entry.path), _("the input cannot be used"), faults)


def _fault_of(entry: Entry) -> InputError | None:
    try:
        if not entry.path.is_file():
            remedy = _("Put it there, or take its entry out of the catalog.")
            if entry.theme == CONTEXT:
                remedy = _("Put it there, or take its [[context]] out of lsgeo.toml.")
            return InputError(
                str(entry.path), _("the file is missing"), [Fault(entry.title, remedy=remedy)]
            )
        actual = sha256(entry.path)
    except OSError as error:
        fault = Fault(error.strerror or str(error))
        return InputError(str(entry.path), _("the file cannot be read"), [fault])
    if entry.sha256 and actual != entry.sha256:
        remedy = _("If the change is meant, put the new checksum into the catalog.")
        if entry.theme == CONTEXT:
            remedy = _("If the change is meant, put the new checksum into lsgeo.toml.")
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
        entry = checked(Entry, source, where=f"source {number}", faults=faults)
        if entry is not None:
            if entry.theme == CONTEXT:
                remedy = _("Name it in lsgeo.toml, under [[context]].")
                what = _("this theme has no place in a catalog")
                faults.append(Fault(what, f"source {number}", got=CONTEXT, remedy=remedy))
            absolute = resolved(path.parent, entry.path)
            record = resolved(path.parent, entry.record) if entry.record else None
            entries.append(entry.model_copy(update={"path": absolute, "record": record}))
    faults += unknown_keys(content, ["source"])
    if faults:
        raise ConfigError(str(path), _("the catalog cannot be followed"), faults)
    return entries
