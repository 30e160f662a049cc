"""What an import is asked for, and what it makes of a file before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lsgeo.errors import Fault
from lsgeo.intake import Settings, Suggestion
from lsgeo.ledger import Ledger
from lsgeo.messages import current_language
from lsgeo.text import Words, fold_ascii

KINDS: Mapping[str, Words] = {
    "ntm": Words("nông thôn mới", "new-rural status"),
    "units": Words("ranh giới đơn vị", "boundaries of units"),
    "gates": Words("cửa khẩu", "border gates"),
    "inventory": Words("diễn biến rừng", "forest inventory"),
    "indicator": Words("chỉ số", "indicators"),
    "context": Words("lớp nền", "layer of the context"),
}
"""What a file can be imported as, and what that is called."""

_LONGEST_SLUG = 40


@dataclass(frozen=True)
class Asked:
    """What the officer says of a file; empty where the file itself is to say it.

    ``columns`` maps our names to the file's own; ``accept`` are names accepted for units,
    "Tân Trí=06337".
    """

    kind: str = ""
    vintage: str = ""
    period: str = ""
    level: str = "commune"
    criteria_set: str = ""
    indicator: str = ""
    unit: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    crs: str = ""
    encoding: str = ""
    swap_axes: bool = False
    title: str = ""
    quality: str = "published"
    licence: str = "chưa rõ, cần bổ sung / unknown, to be filled in"
    attribution: str = ""
    accept: tuple[str, ...] = ()

    @property
    def settings(self) -> Settings:
        """What `lsgeo.intake` is told of a table."""
        return Settings(
            vintage=self.vintage,
            period=self.period,
            criteria_set=self.criteria_set,
            indicator=self.indicator,
            unit=self.unit,
            crs=self.crs,
            source=self.attribution,
            columns=self.columns,
        )


@dataclass(frozen=True)
class Converted:
    """What a file becomes in a workspace.

    ``stem`` is the part of our files' names that is the file's own, ``form`` says what it is.
    ``files`` are its tables and layers by name, ``entries`` the catalog's tables for them,
    ``context`` that of lsgeo.toml.
    ``quarantined`` are the rows left out, as the file has them, by row, with a column of geometry
    where it is a layer. ``facts`` say what the file is, in pairs of a heading and words;
    ``faults`` is a layer of the places where geometry is at fault; ``record`` the path of the
    record, seen from the catalog, where it is not that of the ``stem``.
    """

    stem: str
    form: str
    kind: str
    ledger: Ledger
    files: Mapping[str, pd.DataFrame | gpd.GeoDataFrame] = field(default_factory=dict)
    entries: tuple[Mapping[str, object], ...] = ()
    context: Mapping[str, object] = field(default_factory=dict)
    quarantined: pd.DataFrame | gpd.GeoDataFrame = field(default_factory=pd.DataFrame)
    facts: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    diagnoses: tuple[Fault, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    faults: gpd.GeoDataFrame | None = None
    record: str = ""

    @property
    def kind_words(self) -> str:
        """The kind in the language of the command, and its name for the command line."""
        return f"{KINDS[self.kind].in_language(current_language())} ({self.kind})"


def slug(path: Path, sheet: str = "") -> str:
    """A file's name as a part of ours: small letters and digits joined by hyphens.

    With the `sheet` that was asked for; a long name ends in a mark of the whole.

    >>> slug(Path("Tình hình NTM 6 tháng.xlsx"))
    'tinh-hinh-ntm-6-thang'
    """
    letters = fold_ascii(f"{path.stem} {sheet}")
    plain = "".join(one if one.isascii() and one.isalnum() else " " for one in letters)
    whole = "-".join(plain.split()) or "file"
    if len(whole) <= _LONGEST_SLUG:
        return whole
    mark = hashlib.sha256(whole.encode()).hexdigest()[:6]
    return f"{whole[:_LONGEST_SLUG].rstrip('-')}-{mark}"
