"""lsgeo.toml: what a workspace is, validated and frozen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from lsgeo import crs
from lsgeo.errors import ConfigError
from lsgeo.indicators import find_indicators
from lsgeo.messages import _
from lsgeo.sources.catalog import read_toml, validation_faults
from lsgeo.text import Words

FILENAME = "lsgeo.toml"
_NAME = r"^[a-z0-9][a-z0-9_-]*$"


class Title(BaseModel):
    """The title of what is published, in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vi: str
    en: str


class Config(BaseModel):
    """A workspace as its lsgeo.toml says; ``root`` is its folder.

    ``vintage`` is the one that is published, ``history`` earlier ones that are kept. Illustrative
    inputs are used only where ``illustrative`` allows it. ``as_of`` fixes the day that targets
    are judged on (else today). ``options`` are those of indicators, by name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    root: Path
    name: str
    title: Title
    province: str
    crs: str
    vintage: date
    history: tuple[date, ...] = ()
    illustrative: bool = False
    as_of: date | None = None
    catalogs: tuple[Path, ...] = (Path("layers/catalog.toml"), Path("rasters/catalog.toml"))
    targets: Path = Path("targets.toml")
    options: dict[str, dict[str, int]] = {}

    @field_validator("name")
    @classmethod
    def _plain_name(cls, name: str) -> str:
        import re

        if not re.match(_NAME, name):
            raise ValueError(_("use small letters, digits, - and _ only: files are named by it"))
        return name

    @field_validator("province")
    @classmethod
    def _two_digits(cls, code: str) -> str:
        if len(code) != 2 or not code.isdigit():
            raise ValueError(_("a province's code has two digits, in quotes"))
        return code

    @field_validator("crs")
    @classmethod
    def _projected(cls, text: str) -> str:
        if not crs.parse(text).is_projected:
            raise ValueError(_("expected a projected system in metres, such as EPSG:9215"))
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
        return tuple((self.root / path).resolve() for path in self.catalogs)

    @property
    def targets_path(self) -> Path:
        """The file of targets."""
        return (self.root / self.targets).resolve()


def load(folder: Path) -> Config:
    """The configuration of the workspace in `folder`; `ConfigError` with every fault."""
    path = folder / FILENAME
    content = read_toml(path)
    try:
        return Config.model_validate({**content, "root": folder.resolve()})
    except ValidationError as error:
        faults = validation_faults(error)
        raise ConfigError(str(path), _("the settings cannot be followed"), faults) from error
