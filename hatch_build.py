"""Compiles the message catalogues when the project is built or installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    """Writes ``lsgeo.mo`` beside every ``lsgeo.po``; git does not keep the compiled ones."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (hatchling gives both)
        """Compile them: hatchling calls this before it collects the files."""
        for path in sorted(Path(self.root).glob("lsgeo/locale/*/LC_MESSAGES/*.po")):
            with path.open("rb") as stream:
                catalogue = read_po(stream)
            with path.with_suffix(".mo").open("wb") as stream:
                write_mo(stream, catalogue)
