"""Which unit a row means: by code, by name within district and kind, by an accepted alias."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from rapidfuzz import process

from lsgeo.errors import Fault
from lsgeo.messages import _
from lsgeo.registry.names import full_name, split_kind
from lsgeo.registry.soundness import DIGITS
from lsgeo.registry.units import Registry
from lsgeo.text import fold, fold_ascii, normalise

_SUGGESTIONS = 3
_LIKENESS = 70.0  # per cent, below which a suggestion would mislead


@dataclass(frozen=True)
class Sought:
    """What a row says of its unit, as it says it; empty where it says nothing."""

    code: str = ""
    name: str = ""
    kind: str = ""
    district: str = ""


@dataclass(frozen=True)
class Found:
    """The code a row means, or why none: ``correction`` says what had to be mended.

    ``near`` are the codes of units with a name like it: suggestions, for an officer to accept.
    """

    code: str = ""
    correction: str = ""
    fault: Fault | None = None
    near: tuple[str, ...] = ()


def resolve(registry: Registry, sought: Sought, *, vintage: str, level: str = "commune") -> Found:
    """The unit of `vintage` that `sought` means.

    A code must be one of the vintage and agree with the name beside it, since codes change their
    meaning. A name needs its district and kind wherever it repeats; a near match is only ever a
    suggestion in the fault, until an officer accepts it as an alias. A code that lost its leading
    zero is mended, and said so, as is an alias.
    """
    units = registry.at(vintage, level=level)
    if normalise(sought.code):
        return _by_code(registry, units, sought=sought, vintage=vintage, digits=DIGITS[level])
    kind, name = split_kind(sought.name)
    named = units[units["folded"] == fold(name)]
    if named.empty:
        named = units[units["folded"] == fold(sought.name)]  # a name may start like a kind
        kind = "" if len(named) else kind
    for wanted in filter(None, (fold(sought.kind), fold(kind))):
        named = named[named["kind"].map(fold) == wanted]
    if sought.district:
        named = named[named["parent"].isin(_districts(registry, vintage, sought.district))]
    if len(named) == 1:
        return Found(code=str(named.index[0]))
    accepted = _accepted(registry, sought, vintage=vintage) if named.empty else {}
    if len(accepted) == 1 and set(accepted) <= set(units.index):
        ((code, day),) = accepted.items()
        return Found(code=code, correction=_("name accepted on {day}").format(day=day))
    fault = _unresolved(registry, units, named, sought=sought, vintage=vintage)
    near = _near(units, sought.name) if named.empty else ()
    return Found(fault=fault, near=tuple(near))


def candidates(registry: Registry, name: str, *, vintage: str, level: str = "commune") -> list[str]:
    """The likeliest units for a name, best first, as "Xã Đồng Đăng (06184)"."""
    units = registry.at(vintage, level=level)
    return [_title(units, code) for code in _near(units, name)]


def _near(units: pd.DataFrame, name: str) -> list[str]:
    """The codes of the units whose names are likest to `name`, best first."""
    plain = {str(code): fold_ascii(unit) for code, unit in units["name"].items()}
    sought = fold_ascii(split_kind(name)[1])
    matches = process.extract(sought, plain, limit=_SUGGESTIONS, score_cutoff=_LIKENESS)
    return [code for _text, _score, code in matches] if sought else []


def _accepted(registry: Registry, sought: Sought, *, vintage: str) -> dict[str, str]:
    """The codes that the accepted aliases of a name mean, each with the day of acceptance."""
    kind, name = split_kind(sought.name)
    known = registry.aliases[registry.aliases["vintage"] == vintage]
    said = {"kind": fold(sought.kind or kind), "district": fold(split_kind(sought.district)[1])}
    found = {}
    for alias in known.to_dict("records"):
        limits = {"kind": fold(alias["kind"]), "district": fold(split_kind(alias["district"])[1])}
        fits = all(limits[key] in ("", said[key]) for key in limits)
        if fits and fold(alias["alias"]) in (fold(sought.name), fold(name)):
            found[alias["code"]] = alias["accepted"]
    return found


def _by_code(
    registry: Registry, units: pd.DataFrame, *, sought: Sought, vintage: str, digits: int
) -> Found:
    given = normalise(sought.code).removesuffix(".0")
    code = given.zfill(digits)
    if code not in units.index:
        what = _("no unit of {vintage} has this code").format(vintage=vintage)
        return Found(fault=Fault(what, got=_said(sought)))
    if not _agrees(units.loc[code], sought) or not _lies_in(registry, units.loc[code], sought):
        what = _("the code and the name are of different units in {vintage}")
        what, expected = what.format(vintage=vintage), _title(units, code, registry, vintage)
        return Found(fault=Fault(what, expected=expected, got=_said(sought)))
    if sought.district and not _districts(registry, vintage, sought.district):
        known = registry.at(vintage, level="district")
        if len(known):  # else the vintage has no districts, and the row remembers an old one
            return Found(fault=_no_district(known, sought=sought, vintage=vintage))
    mended = _("leading zero restored") if code != given else ""
    return Found(code=code, correction=mended)


def _agrees(unit: pd.Series, sought: Sought) -> bool:
    """Whether name and kind of a row, as far as it says them, are those of `unit`."""
    kind, name = split_kind(sought.name)
    if fold(sought.name) == unit["folded"]:
        kind = ""  # the name only starts like a kind
    elif fold(name) not in ("", unit["folded"]):
        return False
    return all(fold(said) in ("", fold(unit["kind"])) for said in (sought.kind, kind))


def _lies_in(registry: Registry, unit: pd.Series, sought: Sought) -> bool:
    """Whether the district of a row, where the vintage knows it, is that of `unit`."""
    known = _districts(registry, unit["vintage"], sought.district) if sought.district else []
    return not known or unit["parent"] in known


def _said(sought: Sought) -> str:
    return ", ".join(filter(None, (sought.code, sought.name, sought.kind, sought.district)))


def _districts(registry: Registry, vintage: str, text: str) -> list[str]:
    """The codes of the districts that a text means, by code or by name with or without kind."""
    districts = registry.at(vintage, level="district")
    kind, name = split_kind(text)
    same = (districts["folded"] == fold(name)) | (districts.index == normalise(text))
    if kind:
        same &= districts["kind"].map(fold) == fold(kind)
    return [str(code) for code in districts.index[same]]


def _unresolved(
    registry: Registry, units: pd.DataFrame, named: pd.DataFrame, *, sought: Sought, vintage: str
) -> Fault:
    if len(named) > 1:
        titles = "; ".join(_title(units, str(code), registry, vintage) for code in named.index)
        what = _("{count} units of {vintage} have this name")
        remedy = _("Give the code, or the kind and the district.")
        what = what.format(count=len(named), vintage=vintage)
        return Fault(what, expected=titles, got=_said(sought), remedy=remedy)
    if not normalise(sought.name):
        return Fault(_("the row names no unit"), remedy=_("Give the code or the name."))
    if sought.district and not _districts(registry, vintage, sought.district):
        known = registry.at(vintage, level="district")
        return _no_district(known, sought=sought, vintage=vintage)
    level = str(units["level"].iloc[0]) if len(units) else "commune"
    near = candidates(registry, sought.name, vintage=vintage, level=level)
    remedy = _("Did you mean {names}?").format(names=", ".join(near)) if near else ""
    what = _("no unit of {vintage} has this name").format(vintage=vintage)
    return Fault(what, got=_said(sought), remedy=remedy)


def _no_district(known: pd.DataFrame, *, sought: Sought, vintage: str) -> Fault:
    """The fault of a row whose district is none of those `known` in the vintage."""
    what = _("{vintage} has no district of this name").format(vintage=vintage)
    expected = ", ".join(_title(known, str(code)) for code in known.index)
    remedy = _("Give the code, or the vintage in which the district was there.")
    return Fault(what, expected=expected, got=_said(sought), remedy=remedy)


def _title(
    units: pd.DataFrame, code: str, registry: Registry | None = None, vintage: str = ""
) -> str:
    unit = units.loc[code]
    title = f"{full_name(unit['name'], unit['kind'])} ({code})"
    if registry is None:
        return title
    districts = registry.at(vintage, level="district")
    if unit["parent"] not in districts.index:
        return title
    district = districts.loc[unit["parent"]]
    return f"{title}, {full_name(district['name'], district['kind'])}"
