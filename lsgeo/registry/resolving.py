"""Which unit a row means: by code, by name within district and kind, by an accepted alias."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import process

from lsgeo.errors import Fault
from lsgeo.messages import _
from lsgeo.registry.index import Index, Unit
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
    units = registry.index(vintage, level=level)
    if normalise(sought.code):
        return _by_code(registry, units, sought=sought, vintage=vintage, digits=DIGITS[level])
    named = _named(registry, units, sought=sought, vintage=vintage)
    if len(named) == 1:
        return Found(code=named[0].code)
    accepted = {} if named else _accepted(registry, sought, vintage=vintage)
    if len(accepted) == 1 and set(accepted) <= set(units.units):
        ((code, day),) = accepted.items()
        return Found(code=code, correction=_("name accepted on {day}").format(day=day))
    fault = _unresolved(registry, units, named, sought=sought, vintage=vintage)
    near = () if named else tuple(_near(units, sought.name))
    return Found(fault=fault, near=near)


def candidates(registry: Registry, name: str, *, vintage: str, level: str = "commune") -> list[str]:
    """The likeliest units for a name, best first, as "Xã Đồng Đăng (06184)"."""
    units = registry.index(vintage, level=level)
    return [_title(units.units[code]) for code in _near(units, name)]


def _named(registry: Registry, units: Index, *, sought: Sought, vintage: str) -> list[Unit]:
    """The units that have the name, kind and district of a row, as far as it says them."""
    kind, name = split_kind(sought.name)
    named = units.named(name)
    if not named:
        named = units.named(sought.name)  # a name may start like a kind
        kind = "" if named else kind
    for wanted in filter(None, (fold(sought.kind), fold(kind))):
        named = [unit for unit in named if fold(unit.kind) == wanted]
    if sought.district:
        districts = _districts(registry, vintage, sought.district)
        named = [unit for unit in named if unit.parent in districts]
    return named


def _near(units: Index, name: str) -> list[str]:
    """The codes of the units whose names are likest to `name`, best first."""
    sought = fold_ascii(split_kind(name)[1])
    if not sought:
        return []
    matches = process.extract(sought, units.plain_names, limit=_SUGGESTIONS, score_cutoff=_LIKENESS)
    return [code for _text, _score, code in matches]


def _accepted(registry: Registry, sought: Sought, *, vintage: str) -> dict[str, str]:
    """The codes that the accepted aliases of a name mean, each with the day of acceptance."""
    kind, name = split_kind(sought.name)
    said_kind, said_district = fold(sought.kind or kind), fold(split_kind(sought.district)[1])
    called_so = {
        alias for text in (sought.name, name) for alias in registry.accepted(vintage, text)
    }
    return {
        alias.code: alias.accepted
        for alias in sorted(called_so)
        if alias.kind in ("", said_kind) and alias.district in ("", said_district)
    }


def _by_code(
    registry: Registry, units: Index, *, sought: Sought, vintage: str, digits: int
) -> Found:
    given = normalise(sought.code).removesuffix(".0")
    code = given.zfill(digits)
    if code not in units.units:
        what = _("no unit of {vintage} has this code").format(vintage=vintage)
        return Found(fault=Fault(what, got=_said(sought)))
    unit = units.units[code]
    districts = _districts(registry, vintage, sought.district) if sought.district else []
    if not _agrees(unit, sought) or (districts and unit.parent not in districts):
        what = _("the code and the name are of different units in {vintage}")
        what, expected = what.format(vintage=vintage), _full_title(registry, unit, vintage=vintage)
        return Found(fault=Fault(what, expected=expected, got=_said(sought)))
    known = registry.index(vintage, level="district").units
    if sought.district and not districts and known:
        # else the vintage has no districts, and the row remembers an old one
        return Found(fault=_no_district(known.values(), sought=sought, vintage=vintage))
    mended = _("leading zero restored") if code != given else ""
    return Found(code=code, correction=mended)


def _agrees(unit: Unit, sought: Sought) -> bool:
    """Whether name and kind of a row, as far as it says them, are those of `unit`."""
    kind, name = split_kind(sought.name)
    if fold(sought.name) == unit.folded:
        kind = ""  # the name only starts like a kind
    elif fold(name) not in ("", unit.folded):
        return False
    return all(fold(said) in ("", fold(unit.kind)) for said in (sought.kind, kind))


def _said(sought: Sought) -> str:
    return ", ".join(filter(None, (sought.code, sought.name, sought.kind, sought.district)))


def _districts(registry: Registry, vintage: str, text: str) -> list[str]:
    """The codes of the districts that a text means, by code or by name with or without kind."""
    districts = registry.index(vintage, level="district")
    kind, name = split_kind(text)
    coded = districts.units.get(normalise(text))
    same = [*districts.named(name), *([coded] if coded else [])]
    return [unit.code for unit in same if not kind or fold(unit.kind) == fold(kind)]


def _unresolved(
    registry: Registry, units: Index, named: list[Unit], *, sought: Sought, vintage: str
) -> Fault:
    if len(named) > 1:
        titles = "; ".join(_full_title(registry, unit, vintage=vintage) for unit in named)
        what = _("{count} units of {vintage} have this name")
        remedy = _("Give the code, or the kind and the district.")
        what = what.format(count=len(named), vintage=vintage)
        return Fault(what, expected=titles, got=_said(sought), remedy=remedy)
    if not normalise(sought.name):
        return Fault(_("the row names no unit"), remedy=_("Give the code or the name."))
    if sought.district and not _districts(registry, vintage, sought.district):
        known = registry.index(vintage, level="district").units.values()
        return _no_district(known, sought=sought, vintage=vintage)
    pool = units if units.units else registry.index(vintage)
    near = [_title(pool.units[code]) for code in _near(pool, sought.name)]
    remedy = _("Did you mean {names}?").format(names=", ".join(near)) if near else ""
    what = _("no unit of {vintage} has this name").format(vintage=vintage)
    return Fault(what, got=_said(sought), remedy=remedy)


def _no_district(known: Collection[Unit], *, sought: Sought, vintage: str) -> Fault:
    """The fault of a row whose district is none of those `known` in the vintage."""
    what = _("{vintage} has no district of this name").format(vintage=vintage)
    expected = ", ".join(map(_title, known))
    remedy = _("Give the code, or the vintage in which the district was there.")
    return Fault(what, expected=expected, got=_said(sought), remedy=remedy)


def _title(unit: Unit) -> str:
    return f"{full_name(unit.name, unit.kind)} ({unit.code})"


def _full_title(registry: Registry, unit: Unit, *, vintage: str) -> str:
    """The title of a unit with the district it is in, where the vintage has it."""
    district = registry.index(vintage, level="district").units.get(unit.parent)
    if district is None:
        return _title(unit)
    return f"{_title(unit)}, {full_name(district.name, district.kind)}"
