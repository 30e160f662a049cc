"""A workspace: its settings and the entries of its catalogs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lsgeo.config import Config, load
from lsgeo.errors import ConfigError, Fault, joined
from lsgeo.messages import _
from lsgeo.sources.catalog import Entry, read_catalogs, select, why_not
from lsgeo.sources.targets import read_targets
from lsgeo.workspace.inputs import Attempts


@dataclass(frozen=True)
class Workspace:
    """A workspace, the entries of its catalogs, and its layers of the context.

    ``used`` are the entries a build reads, ``passed_over`` those that a better one replaces or
    that are illustrative where none is allowed.
    """

    config: Config
    used: tuple[Entry, ...]
    passed_over: tuple[Entry, ...]

    @classmethod
    def open(cls, folder: Path | str = ".", *, illustrative: bool = False) -> Workspace:
        """The workspace in `folder`; raises `ConfigError` with every fault of its settings."""
        config = load(Path(folder))
        allowed = config.illustrative or illustrative
        attempt = Attempts()
        entries = attempt(read_catalogs, config.catalog_paths)
        if entries is None:
            attempt(read_targets, config.targets_path)  # its faults are not to wait for theirs
            raise joined(attempt.errors)
        listed = (*entries, *config.context_entries)
        used, passed_over = select(listed, allow_illustrative=allowed)
        return cls(config=config, used=used, passed_over=passed_over)

    def entries(self, theme: str) -> tuple[Entry, ...]:
        """The used entries of a theme."""
        return tuple(entry for entry in self.used if entry.theme == theme)

    def records(self) -> tuple[Path, ...]:
        """The records of the imports that made the used files, each once."""
        return tuple(dict.fromkeys(entry.record for entry in self.used if entry.record))

    def remarks(self) -> tuple[str, ...]:
        """Which entries are not used, and why, a line each."""
        what = _("not used: {title} ({quality}): {why}")
        return tuple(
            what.format(title=one.title, quality=one.quality, why=why_not(one, self.used))
            for one in self.passed_over
        )

    def registry_entry(self) -> Entry:
        """The one entry of the registry; raises `ConfigError` where there is none, or several."""
        entries = self.entries("registry")
        if len(entries) == 1:
            return entries[0]
        remedy = _('Only units are compulsory: give the catalog one entry with theme = "registry".')
        fault = Fault("theme registry", expected="1", got=str(len(entries)), remedy=remedy)
        catalog = str(self.config.catalog_paths[0])
        raise ConfigError(catalog, _("the catalog lacks an input"), [fault])

    def communes_entry(self, vintage: str) -> Entry:
        """The entry of the communes' boundaries; raises `ConfigError` where there is none."""
        for entry in self.entries("boundaries"):
            if (entry.vintage, entry.level) == (vintage, "commune"):
                return entry
        remedy = _(
            'Give the catalog an entry with theme = "boundaries", level = "commune" and this '
            "vintage."
        )
        what = _("no boundaries of the communes of {vintage}").format(vintage=vintage)
        catalog = str(self.config.catalog_paths[0])
        raise ConfigError(catalog, _("there is nothing to draw"), [Fault(what, remedy=remedy)])
