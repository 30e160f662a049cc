"""The story of a unit: what its code was in each vintage, whence it came and what it became."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from lsgeo.crosswalk.way import between, evened
from lsgeo.errors import Fault, UnitError
from lsgeo.messages import _
from lsgeo.registry import Registry, Sought, candidates, full_name, resolve, split_kind
from lsgeo.registry.soundness import DIGITS
from lsgeo.text import collation, fold, normalise


@dataclass(frozen=True)
class Link:
    """A unit before or after another, and how much of it lies in the later, of that in it."""

    vintage: str
    code: str
    title: str
    share_of_from: float
    share_of_to: float


@dataclass(frozen=True)
class Chapter:
    """What a code was in one vintage.

    ``changed`` says which of "name", "kind" and "district" are not what they were in the chapter
    before; ``district`` is "" where the vintage has none.
    """

    vintage: str
    code: str
    name: str
    kind: str
    district: str
    legal_source: str
    came_from: tuple[Link, ...]
    went_to: tuple[Link, ...]
    changed: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name with its kind before it."""
        return full_name(self.name, self.kind)


@dataclass(frozen=True)
class Story:
    """The chapters of a code, oldest first.

    ``today`` are the units of the newest vintage that the last chapter ended up in, where that is
    older; ``namesakes`` the other units of the name that was asked for, with their vintages.
    """

    code: str
    chapters: tuple[Chapter, ...]
    today: tuple[Link, ...]
    namesakes: tuple[str, ...]


def story(registry: Registry, crosswalk: pd.DataFrame, sought: str, *, vintage: str = "") -> Story:
    """The story of the commune that `sought` names: a code of any vintage, or a name.

    A name may have its kind before it and its district behind a comma ("xã Chi Lăng, Tràng
    Định"). It is sought in the newest vintage first, or in `vintage` only, and must name one unit
    there. Raises `UnitError` where no vintage has it, or a name is not enough.
    """
    code, namesakes = _sought(registry, sought, vintage=vintage)
    steps = evened(crosswalk) if len(crosswalk) else crosswalk
    chapters: list[Chapter] = []
    for one in registry.vintages:
        if code in registry.at(one).index:
            before = chapters[-1] if chapters else None
            chapters.append(_chapter(registry, steps, code, vintage=one, before=before))
    return Story(code, tuple(chapters), _today(registry, crosswalk, chapters[-1]), namesakes)


def _sought(registry: Registry, sought: str, *, vintage: str) -> tuple[str, tuple[str, ...]]:
    """The code of the unit that is meant, and the other units of its name in any vintage."""
    vintages = [vintage] if vintage else list(reversed(registry.vintages))
    text = normalise(sought)
    if text.isascii() and text.isdigit():
        code = text.zfill(DIGITS["commune"])
        if any(code in registry.at(one).index for one in vintages):
            return code, ()
        raise UnitError(text, _("no commune has this code"))
    name, _comma, district = (part.strip() for part in text.partition(","))
    for one in vintages:
        if _namesakes(registry, name, vintage=one).empty:
            continue
        found = resolve(registry, Sought(name=name, district=district), vintage=one)
        if found.fault:
            raise UnitError(text, _("it is not clear which unit this is"), [found.fault])
        return found.code, tuple(_others(registry, name, code=found.code))
    near = candidates(registry, name, vintage=vintages[0])
    hint = _("Did you mean {names}?").format(names=", ".join(near)) if near else ""
    fault = Fault(_("no commune has this name"), got=text, remedy=hint)
    raise UnitError(text, _("there are no such units"), [fault])


def _namesakes(registry: Registry, name: str, *, vintage: str) -> pd.DataFrame:
    """The communes of a vintage with a name, and its kind where it starts with one."""
    units = registry.at(vintage)
    kind, bare = split_kind(name)
    named = units[units["folded"] == fold(bare)]
    return named[named["kind"] == kind] if kind else named


def _others(registry: Registry, name: str, *, code: str) -> Iterator[str]:
    """The other communes of a name, whatever their kind, with their districts and vintages."""
    bare = split_kind(name)[1]
    found: dict[str, list[str]] = {}
    for vintage in registry.vintages:
        for other, unit in _namesakes(registry, bare, vintage=vintage).iterrows():
            if other != code:
                district = _district(registry, unit, vintage=vintage)
                title = f"{full_name(unit['name'], unit['kind'])} ({other})"
                found.setdefault(", ".join(filter(None, (title, district))), []).append(vintage)
    yield from (f"{unit} [{', '.join(vintages)}]" for unit, vintages in found.items())


def _district(registry: Registry, unit: pd.Series, *, vintage: str) -> str:
    districts = registry.at(vintage, level="district")
    if unit["parent"] not in districts.index:
        return ""
    return full_name(*districts.loc[unit["parent"], ["name", "kind"]])


def _chapter(
    registry: Registry,
    steps: pd.DataFrame,
    code: str,
    *,
    vintage: str,
    before: Chapter | None,
) -> Chapter:
    unit = registry.at(vintage).loc[code]
    district = _district(registry, unit, vintage=vintage)
    now = {"name": str(unit["name"]), "kind": str(unit["kind"]), "district": district}
    changed = [name for name, said in now.items() if before and getattr(before, name) != said]
    return Chapter(
        vintage=vintage,
        code=code,
        **now,
        legal_source=str(unit["legal_source"]),
        came_from=tuple(_links(registry, steps, code, vintage=vintage, backward=True)),
        went_to=tuple(_links(registry, steps, code, vintage=vintage, backward=False)),
        changed=tuple(changed),
    )


def _links(
    registry: Registry, steps: pd.DataFrame, code: str, *, vintage: str, backward: bool
) -> Iterator[Link]:
    """The units of the vintage before (or after), the largest part first."""
    here, there = ("to", "from") if backward else ("from", "to")
    met = steps[(steps[f"{here}_vintage"] == vintage) & (steps[f"{here}_code"] == code)]
    if met.empty:
        return
    vintages = met[f"{there}_vintage"]
    nearest = vintages.max() if backward else vintages.min()
    yield from _ordered(registry, met[vintages == nearest], side=there, by=f"share_of_{here}")


def _ordered(registry: Registry, pairs: pd.DataFrame, *, side: str, by: str) -> Iterator[Link]:
    """The units on one side of `pairs`, by the share `by`, then by name."""
    links = []
    for pair in pairs.to_dict("records"):
        vintage, code = pair[f"{side}_vintage"], pair[f"{side}_code"]
        unit = registry.at(vintage).loc[code]
        title = full_name(unit["name"], unit["kind"])
        link = Link(vintage, code, title, pair["share_of_from"], pair["share_of_to"])
        links.append((-pair[by], collation(title), link))
    yield from (link for _share, _name, link in sorted(links, key=lambda one: one[:2]))


def _today(registry: Registry, crosswalk: pd.DataFrame, last: Chapter) -> tuple[Link, ...]:
    """Where the ground of a code that is no more lies in the newest vintage."""
    newest = registry.vintages[-1]
    if last.vintage == newest or any(link.vintage == newest for link in last.went_to):
        return ()
    try:
        way = between(crosswalk, start=last.vintage, end=newest)
    except UnitError:  # nobody knows what became of it
        return ()
    met = way[way["from_code"] == last.code]
    return tuple(_ordered(registry, met, side="to", by="share_of_from"))
