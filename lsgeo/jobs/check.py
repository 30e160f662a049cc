"""Check: are the inputs of a workspace sound, without building anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lsgeo import workspace as workspaces
from lsgeo.workspace import Inputs, Workspace


@dataclass(frozen=True)
class Checked:
    """A workspace whose inputs are sound, and what was read of them."""

    workspace: Workspace
    inputs: Inputs


def check(folder: Path | str = ".", *, illustrative: bool = False) -> Checked:
    """The workspace in `folder`, read; raises `LsgeoError` with every fault of every input.

    A workspace that could not be built for want of boundaries is at fault too.
    """
    workspace = Workspace.open(folder, illustrative=illustrative)
    return Checked(workspace, workspaces.read(workspace, to_draw=True))
