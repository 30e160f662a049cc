"""A story in words: the lines that a reader is told, in the current language."""

from __future__ import annotations

from collections.abc import Iterator

from lsgeo.crosswalk.story import Chapter, Link, Story
from lsgeo.crosswalk.way import WHOLE
from lsgeo.formats import day, iso_day, number
from lsgeo.messages import _, current_language

_INDENT = "  "


def tell(story: Story) -> list[str]:
    """The lines of a story: a heading for each vintage, below it what came and what went."""
    lines: list[str] = []
    before: Chapter | None = None
    for chapter in story.chapters:
        lines += _told(chapter, before)
        before = chapter
    if story.today:
        lines.append(_("Today: {parts}.").format(parts=_listed(story.today, of_it=False)))
    if story.namesakes:
        others = "; ".join(story.namesakes)
        lines.append(_("Others of this name: {units}.").format(units=others))
    return lines


def _told(chapter: Chapter, before: Chapter | None) -> Iterator[str]:
    since = _day(chapter.vintage)
    title = ", ".join(filter(None, (f"{chapter.title} ({chapter.code})", chapter.district)))
    source = f" [{chapter.legal_source}]" if chapter.legal_source else ""
    yield _("Since {day}: {unit}").format(day=since, unit=title) + source
    for line in (*_changes(chapter, before), *_origins(chapter), *_ends(chapter)):
        yield _INDENT + line


def _changes(chapter: Chapter, before: Chapter | None) -> Iterator[str]:
    """What the code was before, where it was something else."""
    if before is None:
        return
    if "name" in chapter.changed:
        yield _("The code was that of {unit} before.").format(unit=before.title)
    elif "kind" in chapter.changed:
        yield _("It was a {before} before, now it is a {now}.").format(
            before=before.kind, now=chapter.kind
        )
    if "district" in chapter.changed:
        if chapter.district:
            text = _("It lay in {district} before.")
        else:
            text = _("It lay in {district} before; there are no districts any more.")
        yield text.format(district=before.district)


def _origins(chapter: Chapter) -> Iterator[str]:
    """What a unit was made of, where that is more than itself."""
    if _is_itself(chapter.came_from, chapter):
        yield _("The same ground as before.")
    elif chapter.came_from:
        yield _("Made of: {parts}.").format(parts=_listed(chapter.came_from, of_it=True))


def _ends(chapter: Chapter) -> Iterator[str]:
    """What a unit became, where that is not just itself."""
    if not chapter.went_to or _is_itself(chapter.went_to, chapter):
        return
    when = _day(chapter.went_to[0].vintage)
    if len(chapter.went_to) == 1:
        link = chapter.went_to[0]
        text = _("On {day} all of it went into {unit}.")
        yield text.format(day=when, unit=f"{link.title} ({link.code})")
    else:
        text = _("On {day} it was split: {parts}.")
        yield text.format(day=when, parts=_listed(chapter.went_to, of_it=False))


def _is_itself(links: tuple[Link, ...], chapter: Chapter) -> bool:
    """Whether one unit of the same code and ground stands on the other side."""
    if len(links) != 1 or links[0].code != chapter.code:
        return False
    return links[0].share_of_from >= WHOLE and links[0].share_of_to >= WHOLE


def _listed(links: tuple[Link, ...], *, of_it: bool) -> str:
    """The units with their shares: how much of each (`of_it`), or how much went into each."""
    return ", ".join(_part(link, of_it=of_it) for link in links)


def _part(link: Link, *, of_it: bool) -> str:
    unit = f"{link.title} ({link.code})"
    if link.share_of_from >= WHOLE:
        return (_("all of {unit}") if of_it else _("all to {unit}")).format(unit=unit)
    text = _("{share} % of {unit}") if of_it else _("{share} % to {unit}")
    share = number(link.share_of_from * 100, decimals=1, language=current_language())
    return text.format(share=share, unit=unit)


def _day(vintage: str) -> str:
    return day(iso_day(vintage), language=current_language())
