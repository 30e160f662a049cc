"""The record of an import: the ledger of the officer's file, kept beside the table made of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.ledger import COLUMNS, OUTCOMES, Ledger, recount
from lsgeo.messages import _

_USED = "rows"  # how many rows of a file and sheet were taken as they stood


def read_record(path: Path) -> Ledger:
    """The ledger in a file that `lsgeo.outputs.ledger` writes; `InputError` where it is none.

    Its counts are made anew from its rows, so that a record that was edited still balances.
    """
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        fault = Fault(str(error))
        raise InputError(str(path), _("the record of an import cannot be read"), [fault]) from error
    lacking = [name for name in (*COLUMNS, _USED) if name not in table.columns]
    if lacking or not set(table.get("outcome", [])) <= set(OUTCOMES):
        fault = Fault(_("this is no ledger"), expected=", ".join((*COLUMNS, _USED)))
        raise InputError(str(path), _("the record of an import cannot be read"), [fault])
    counted = table[table[_USED] != ""]
    notes = table.loc[table[_USED] == "", list(COLUMNS)].reset_index(drop=True)
    counts = counted[["file", "sheet"]].assign(used=counted[_USED])
    return recount(Ledger(notes=notes, counts=counts))
