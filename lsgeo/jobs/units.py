"""Units: the registry of a workspace, listed or searched."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from lsgeo.errors import UnitError
from lsgeo.messages import _
from lsgeo.registry import Registry, candidates
from lsgeo.sources.catalog import verify
from lsgeo.sources.registry import read_registry
from lsgeo.text import fold_ascii
from lsgeo.workspace import Workspace

_DIGITS = 5  # of a commune's code

COLUMNS = ("vintage", "code", "kind", "name", "district")


def list_units(
    folder: Path | str = ".", *, name: str = "", district: str = "", vintage: str = ""
) -> pd.DataFrame:
    """The communes of a registry (`COLUMNS`), all vintages unless one is said.

    With a `name`, those whose name holds it, accents and case ignored; a code finds its meaning
    in each vintage. Raises `UnitError` with the likeliest names where none does.
    """
    workspace = Workspace.open(folder)
    entry = workspace.registry_entry()
    verify([entry])
    registry, _ledger = read_registry(entry)
    vintages = [vintage] if vintage else list(registry.vintages)
    found = pd.concat([_listed(registry, one) for one in vintages], ignore_index=True)
    if district:
        found = found[
            found["district"].map(fold_ascii).str.contains(fold_ascii(district), regex=False)
        ]
    if name:
        plain = fold_ascii(name)
        texts = (found["kind"] + " " + found["name"]).map(fold_ascii)
        code = name.zfill(_DIGITS) if name.isdigit() else name  # Excel drops a leading zero
        found = found[texts.str.contains(plain, regex=False) | (found["code"] == code)]
    if found.empty:
        near = candidates(registry, name, vintage=vintages[-1])
        hint = _("Did you mean {names}?").format(names=", ".join(near)) if near else ""
        raise UnitError(
            name or district, _("no unit has this name") + (f". {hint}" if hint else "")
        )
    return found.reset_index(drop=True)


def _listed(registry: Registry, vintage: str) -> pd.DataFrame:
    communes = registry.at(vintage).reset_index()
    districts = registry.at(vintage, level="district")["name"].to_dict()
    names = [districts.get(parent, "") for parent in communes["parent"]]
    return communes.assign(district=names)[list(COLUMNS)]
