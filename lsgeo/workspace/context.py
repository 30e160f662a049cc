"""Reading the layers of the context, and cutting them to the province."""

from __future__ import annotations

from dataclasses import replace

from lsgeo.config import ContextLayer
from lsgeo.errors import InputError
from lsgeo.ledger import merge
from lsgeo.messages import _
from lsgeo.sources.catalog import CONTEXT, Entry
from lsgeo.sources.context import Frame, Read
from lsgeo.sources.context import read_context as read_layer
from lsgeo.workspace.folder import Workspace
from lsgeo.workspace.inputs import Attempts, Context, Inputs
from lsgeo.workspace.outlines import quality_faults

_MARGIN_M = 2000.0


def read_context(workspace: Workspace, inputs: Inputs, attempt: Attempts) -> Inputs:
    """`inputs` with the layers of the context, cut to the published units with a margin of 2 km.

    Illustrative ones are there only where the workspace allows them.
    """
    used = workspace.entries(CONTEXT)
    frame = _frame(workspace, inputs)
    context, ledgers = list(inputs.context), [inputs.ledger]
    for layer in workspace.config.context:
        entry = layer.entry(workspace.config.root)
        if entry not in used:
            continue
        read = attempt(_read, entry, layer, home=workspace.config.crs, frame=frame)
        if read is not None:
            context.append(Context(layer, read.features))
            ledgers.append(read.ledger)
    return replace(inputs, context=tuple(context), ledger=merge(ledgers))


def _read(entry: Entry, layer: ContextLayer, *, home: str, frame: Frame | None) -> Read:
    read = read_layer(entry, name=layer.name, home=home, frame=frame)
    faults = quality_faults(entry, read.features)
    if faults:
        raise InputError(str(entry.path), _("the layer cannot be used"), faults)
    return read


def _frame(workspace: Workspace, inputs: Inputs) -> Frame | None:
    """The box around the published units in the workspace's CRS; None where there are none."""
    units = inputs.units.get(workspace.config.vintages[0])
    if units is None:
        return None
    west, south, east, north = units.to_crs(workspace.config.crs).total_bounds
    return (west - _MARGIN_M, south - _MARGIN_M, east + _MARGIN_M, north + _MARGIN_M)
