"""An office's sheet as a table: its header, groups, totals and signatures, its columns as values.

Pure functions over the cells of a sheet, whatever file they come from.
"""

from __future__ import annotations

from lsgeo.sheet.column import Column
from lsgeo.sheet.header import JOIN
from lsgeo.sheet.layout import Layout, lay_out
from lsgeo.sheet.letters import Deciphered, decipher, decoded_layout
from lsgeo.sheet.period import period_in, unit_in

__all__ = [
    "JOIN",
    "Column",
    "Deciphered",
    "Layout",
    "decipher",
    "decoded_layout",
    "lay_out",
    "period_in",
    "unit_in",
]
