"""lsgeo.toml: what a workspace is, validated and frozen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    field_validator,
    model_validator,
)

from lsgeo import crs
from lsgeo.errors import ConfigError, Fault
from lsgeo.indicators import find_indicators
from lsgeo.messages import _
from lsgeo.sources.catalog import CONTEXT, Entry
from lsgeo.sources.toml import (
    Day,
    FilePath,
    Quality,
    Text,
    checked,
    read_toml,
    resolved,
    unknown_keys,
)
from lsgeo.text import Words

FILENAME = "lsgeo.toml"
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_WIDEST_MM = 5.0
_OF_ENTRY = {"licence", "attribution", "quality", "sheet", "crs", "sha256", "note"}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # names that Windows keeps to itself


class Title(BaseModel):
    """The title of what is published, in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vi: Text
    en: Text


class ContextLayer(BaseModel):
    """A layer that is drawn over the units: rivers, roads, lakes, towns.

    ``path`` is seen from the workspace, ``name`` the column that labels its features. ``colour``
    is "" for that of its kind of geometry, ``width`` a line's in millimetres, 0 for the usual one.
    The other keys are those of an entry of a catalog.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: FilePath
    title: Title
    licence: Text
    attribution: Text
    quality: Quality = "published"
    name: str = ""
    colour: str = ""
    width: Annotated[float, Field(ge=0, le=_WIDEST_MM, allow_inf_nan=False)] = 0.0
    dashed: StrictBool = False
    sheet: str = ""
    crs: str = ""
    sha256: str = ""
    note: str = ""

    @field_validator("colour")
    @classmethod
    def _six_digits(cls, colour: str) -> str:
        if colour and not _COLOUR.fullmatch(colour):
            raise ValueError(_('expected a colour as text, "#6F8FAF"'))
        return colour

    @property
    def words(self) -> Words:
        """The title in both languages."""
        return Words(self.title.vi, self.title.en)

    def entry(self, root: Path) -> Entry:
        """The input that it is, of a workspace in `root`."""
        return Entry(
            theme=CONTEXT,
            path=resolved(root, self.path),
            title=self.title.vi,
            **self.model_dump(include=_OF_ENTRY),
        )


class Carry(BaseModel):
    """What of earlier units is carried over to those published; nothing unless it is said here.

    ``statuses`` is the rule by which former communes give a new one its status: "reassess" (it is
    pending), "all" (what every one of them had), "majority_area" (what those with over half of the
    area had). ``amounts`` shares out areas by that of the units.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    statuses: Literal["", "reassess", "all", "majority_area"] = ""
    amounts: StrictBool = False


class Config(BaseModel):
    """A workspace as its lsgeo.toml says; ``root`` is its folder.

    ``vintage`` is the one that is published, ``history`` earlier ones that are kept. Illustrative
    inputs are used only where ``illustrative`` allows it. ``as_of`` fixes the day that targets
    are judged on (else today). ``options`` are those of indicators, by name; ``carry`` says what
    of earlier units goes into the series of those published; ``context`` names the layers that
    are drawn over the units, bottom first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    root: Path
    name: str
    title: Title
    province: str
    crs: str
    vintage: Day
    history: tuple[Day, ...] = ()
    illustrative: StrictBool = False
    as_of: Day | None = None
    catalogs: Annotated[tuple[FilePath, ...], Field(min_length=1)] = (
        Path("layers/catalog.toml"),
        Path("rasters/catalog.toml"),
    )
    targets: FilePath = Path("targets.toml")
    options: dict[str, dict[str, StrictInt]] = {}
    carry: Carry = Carry()
    context: tuple[ContextLayer, ...] = ()

    @field_validator("name")
    @classmethod
    def _plain_name(cls, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise ValueError(_("use small letters, digits, - and _ only: files are named by it"))
        if _DEVICE.fullmatch(name):
            raise ValueError(_("Windows keeps this name to itself: no file can have it"))
        return name

    @field_validator("province")
    @classmethod
    def _two_digits(cls, code: str) -> str:
        if len(code) != 2 or not (code.isascii() and code.isdigit()):
            raise ValueError(_("a province's code has two digits, in quotes"))
        return code

    @field_validator("crs")
    @classmethod
    def _projected(cls, text: str) -> str:
        wrong = crs.fault_of_plane(crs.parse(text))
        if wrong:
            raise ValueError(wrong)
        return text

    @field_validator("options")
    @classmethod
    def _known_options(cls, options: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
        known = {one.name: one.options for one in find_indicators()}
        for name, chosen in options.items():
            if name not in known:
                raise ValueError(_("no indicator {name!r}").format(name=name))
            strange = sorted(set(chosen) - set(known[name]))
            if strange:
                what = _("{name} has no option {options}")
                raise ValueError(what.format(name=name, options=", ".join(strange)))
        return options

    @model_validator(mode="after")
    def _history_is_earlier(self) -> Config:
        late = [day.isoformat() for day in self.history if day >= self.vintage]
        if late:
            raise ValueError(_("history is not before the vintage: {days}").format(days=late))
        return self

    @property
    def vintages(self) -> tuple[str, ...]:
        """The published vintage first, then the history, newest first."""
        earlier = sorted(set(self.history), reverse=True)
        return (self.vintage.isoformat(), *(day.isoformat() for day in earlier))

    @property
    def words(self) -> Words:
        """The title in both languages."""
        return Words(self.title.vi, self.title.en)

    @property
    def catalog_paths(self) -> tuple[Path, ...]:
        """The catalogs, in the order they are read."""
        return tuple(resolved(self.root, path) for path in self.catalogs)

    @property
    def context_entries(self) -> tuple[Entry, ...]:
        """The inputs of the layers of the context, in their order."""
        return tuple(layer.entry(self.root) for layer in self.context)

    @property
    def targets_path(self) -> Path:
        """The file of targets."""
        return resolved(self.root, self.targets)


def load(folder: Path) -> Config:
    """The configuration of the workspace in `folder`; `ConfigError` with every fault."""
    path = folder / FILENAME
    content = read_toml(path)
    faults: list[Fault] = []
    if "root" in content:  # it is where the file lies, never what it says
        known = [name for name in Config.model_fields if name != "root"]
        faults += unknown_keys({"root": content["root"]}, known)
    root = {"root": resolved(Path(), folder)}
    if not _is_text(root["root"]):
        remedy = _("Rename the folder: its name is no UTF-8, and libraries cannot open it.")
        faults.append(Fault(_("the path holds a character that no file name has"), remedy=remedy))
    config = checked(Config, {**content, **root}, faults=faults)
    if config is None or faults:
        raise ConfigError(str(path), _("the settings cannot be followed"), faults)
    return config


def _is_text(path: Path) -> bool:
    """Whether a path can be written down: Linux takes any bytes for a name."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
