"""The columns of an inventory, under whatever name its variant gives them.

Four families are in use: small letters (``ddanh``), capitals, names with a year behind them
(``ldlr_23``), and the English names of the national database, cut to ten letters by shapefiles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.inventory.values import texts
from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.text import normalise

GEOMETRY = "geometry"

NAMES: Mapping[str, tuple[str, ...]] = {
    "matinh": ("province_c",),
    "tinh": (),
    "mahuyen": ("district_c",),
    "huyen": ("tenhuyen",),
    "maxa": ("commune_co",),
    "xa": ("tenxa",),
    "tk": ("tieukhu", "compt_code"),
    "khoanh": ("sub_compt_",),
    "lo": ("plot_code",),
    "thuad": ("parcel_cod",),
    "tobando": ("map_sheet",),
    "ddanh": ("diadanh", "village"),
    "dtich": ("area",),
    "nggocr": ("forest_org",),
    "ldlr": (),
    "maldlr": ("forest_typ",),
    "namtr": ("planting_y",),
    "thanhrung": ("plant_stat",),
    "lapdia": ("site_cond_",),
    "malr3": (),
    "mdsd": (),
    "mamdsd": ("forest_fun",),
    "dtuong": ("actor_type",),
    "churung": (),
    "machur": ("actor_id",),
    "nguyennhan": ("nguyen_nhan", "nndb", "madienbien", "change_cause"),
}
"""Our name of each column that is used, and the other names it goes by."""

COMPULSORY = (("maxa", "xa"), ("dtich",), ("maldlr", "ldlr"))
"""What an inventory cannot do without; of several one is enough."""

_DECISIVE = {
    *("mahuyen", "huyen", "maxa", "xa", "tk", "khoanh", "lo", "dtich"),
    *("nggocr", "ldlr", "maldlr", "namtr", "malr3", "nguyennhan"),
}
_OTHERS = {name: ours for ours, others in NAMES.items() for name in others}
_OWN, _DATED, _OTHER = range(3)  # how far a name is from ours
_CUT = 10  # letters that a shapefile keeps of a name: whole English names are known by them
_YEAR = re.compile(r"(.+)_(?:\d{4}|\d{2})")


@dataclass(frozen=True)
class Mapped:
    """An inventory with our column names (those of `NAMES` it has, and its geometry if any).

    ``notes`` say which of its own columns became which, where they differ in more than capitals.
    """

    table: pd.DataFrame
    notes: tuple[Note, ...]


def map_columns(
    frame: pd.DataFrame, *, subject: str, columns: Mapping[str, str] | None = None
) -> Mapped:
    """`frame` with the columns of `NAMES`, found by name; `columns` (ours to theirs) go first.

    Raises `InputError` with every fault: a column of `columns` that is not there, a compulsory one
    missing, two columns for one of ours that do not say the same (ldlr_22 and ldlr_23).
    """
    theirs = [str(name) for name in frame.columns if name != GEOMETRY]
    chosen, faults = _named(columns or {}, theirs)
    for ours, offered in _offers(theirs, taken=set(chosen.values())).items():
        if ours in chosen:
            continue
        chosen[ours] = offered[0]
        faults += _rivals(frame, ours, offered)
    faults += _missing(chosen, theirs)
    if faults:
        raise InputError(subject, _("the columns of the inventory are not clear"), faults)
    kept = [ours for ours in NAMES if ours in chosen]
    shapes = [GEOMETRY] if GEOMETRY in frame.columns else []
    ours_of = {chosen[ours]: ours for ours in kept}
    table = frame[[*ours_of, *shapes]].rename(columns=ours_of)
    notes = tuple(
        Note("used", _("read as the column {name}").format(name=ours), column=chosen[ours])
        for ours in kept
        if chosen[ours].casefold() != ours
    )
    return Mapped(table, notes)


def is_inventory(columns: Iterable[str]) -> bool:
    """Whether a layer with these columns is an inventory: it has types, and communes or areas."""
    found = set(_offers([str(name) for name in columns], taken=set()))
    *places, types = (bool(found & set(names)) for names in COMPULSORY)
    return types and any(places)


def _named(columns: Mapping[str, str], theirs: list[str]) -> tuple[dict[str, str], list[Fault]]:
    """Our names to theirs as `columns` say, and the faults of it."""
    there = {normalise(name).casefold(): name for name in theirs}
    chosen, faults = {}, []
    for ours, wanted in columns.items():
        name = there.get(normalise(wanted).casefold())
        if ours not in NAMES:
            faults.append(Fault(_("unknown column of an inventory"), ours, ", ".join(NAMES)))
        elif name is None:
            faults.append(Fault(_("the column is missing"), wanted, got=", ".join(theirs)))
        else:
            chosen[ours] = name
    return chosen, faults


def _offers(theirs: list[str], *, taken: set[str]) -> dict[str, list[str]]:
    """The columns that may be each of ours, those with our own name (and a year) before others.

    Another name counts only where ours is not there: many layers have an ``AREA`` that some
    program measured beside the ``dtich`` of the inventory.
    """
    offers: dict[str, list[tuple[int, str]]] = {}
    for name in theirs:
        found = None if name in taken else _ours_of(normalise(name).casefold())
        if found is not None:
            ours, rank = found
            offers.setdefault(ours, []).append((rank, name))
    listed = {ours: sorted(found, key=lambda one: one[0]) for ours, found in offers.items()}
    return {
        ours: [name for rank, name in found if rank <= max(_DATED, found[0][0])]
        for ours, found in listed.items()
    }


def _ours_of(name: str) -> tuple[str, int] | None:
    """Our name of a column and how far it is from it; None where it is none of ours."""
    if name in NAMES:
        return name, _OWN
    dated = _YEAR.fullmatch(name)
    if dated and dated[1] in NAMES:
        return dated[1], _DATED
    key = name if name in _OTHERS else name[:_CUT]
    if key in _OTHERS and (key == name or len(key) == _CUT):
        return _OTHERS[key], _OTHER
    return None


def _rivals(frame: pd.DataFrame, ours: str, offered: list[str]) -> Iterator[Fault]:
    """A fault where several columns are one of ours that counts, and do not say the same."""
    if ours not in _DECISIVE or len(offered) == 1:
        return
    first = texts(frame[offered[0]])
    for other in offered[1:]:
        differing = int((texts(frame[other]) != first).sum())
        if differing:
            remedy = _('Say which one counts: columns = {{ {name} = "{theirs}" }}')
            yield Fault(
                _("two columns differ in {count} rows").format(count=differing),
                where=ours,
                got=f"{offered[0]}, {other}",
                remedy=remedy.format(name=ours, theirs=other),
            )


def _missing(chosen: Mapping[str, str], theirs: list[str]) -> Iterator[Fault]:
    for names in COMPULSORY:
        if not set(names) & set(chosen):
            remedy = _('Name the file\'s own column: columns = {{ {name} = "…" }}')
            yield Fault(
                _("the column is missing"),
                where=" / ".join(names),
                got=", ".join(theirs),
                remedy=remedy.format(name=names[0]),
            )
