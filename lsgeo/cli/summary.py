"""What a command tells at its end: tables of what was read, judged and made."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from lsgeo.messages import _, current_language
from lsgeo.text import Words

if TYPE_CHECKING:
    from lsgeo.compose import Publication
    from lsgeo.jobs.build import Built
    from lsgeo.jobs.examining import Examined
    from lsgeo.jobs.importing import Converted
    from lsgeo.ledger import Ledger

_MOST_FINDINGS = 15  # that a command tells; the report and the record have all
_SORTS = {
    "fault": Words("lưu ý", "note"),
    "mended": Words("đã sửa", "corrected"),
    "kept": Words("để riêng", "quarantined"),
}


def print_built(built: Built) -> None:
    """What was read, the provincial targets and their status, what is missing, the files."""
    language = current_language()
    print_ledger(built.publication.ledger)
    click.echo()
    headings = [_("target"), _("value"), _("date"), _("status"), _("quality")]
    print_table(headings, _target_rows(built.publication, language))
    for words in built.publication.watermarks:
        click.echo(_("Every map says: {words}").format(words=words.in_language(language)))
    for left in built.left_out:
        title = left.indicator.title.in_language(language)
        message = _("Left out: {title}. To switch it on, add to the catalog: {files}")
        click.echo(message.format(title=title, files=", ".join(left.files)))
    for remark in built.remarks:
        click.echo(remark)
    click.echo()
    for placed in built.files:
        held = _(" (the usual file is held open by another program)") if placed.moved_aside else ""
        click.echo(f"{placed.path}{held}")
    click.echo(_("Built in {seconds} s.").format(seconds=f"{built.seconds:.1f}"))


def _target_rows(publication: Publication, language: str) -> list[list[str]]:
    """A row for each target of the province: its title, value, date, status and quality."""
    from lsgeo.facts import QUALITY_WORDS
    from lsgeo.formats import period
    from lsgeo.palette import TARGET_STATUS
    from lsgeo.progress import METHODS, figure

    targets = {row["id"]: row for row in publication.targets.to_dict("records")}
    province = publication.assessments["code"] == publication.province
    rows = []
    for row in publication.assessments[province].to_dict("records"):
        target = targets[row["target"]]
        words, sign, _symbol = TARGET_STATUS[row["status"]]
        if target["method"] == "none":
            words, sign = METHODS["none"], "–"
        when = period(row["period"], language=language) if row["period"] else ""
        quality = QUALITY_WORDS[row["quality"]].in_language(language) if row["quality"] else ""
        shown = figure(row, target, language=language)
        status = f"{sign} {words.in_language(language)}"
        rows.append([target[f"title_{language}"], shown, when, status, quality])
    return rows


def print_ledger(ledger: Ledger) -> None:
    """The rows read of each file, and what became of them."""
    counts = ledger.counts
    headings = [_("file"), _("sheet"), _("rows"), _("used"), _("corrected"), _("quarantined")]
    print_table(headings, counts.to_numpy().tolist())


def print_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns as wide as their longest cell; a file or a pipe gets a wide page."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    width = None if sys.stdout.isatty() else 200
    Console(width=width).print(table)


def print_converted(converted: Converted) -> None:
    """What a file is, what becomes of its rows, and what an officer should know or do."""
    click.echo(f"{converted.form}")
    for heading, words in converted.facts:
        click.echo(f"  {heading}: {words}")
    print_ledger(converted.ledger)
    from lsgeo.jobs.examining import findings

    every = findings(converted)
    for found in every[:_MOST_FINDINGS]:
        change = f": {found.said!r} → {found.became!r}" if found.became else ""
        rows = f"{found.rows}: " if found.rows else ""
        click.echo(
            f"  {_SORTS[found.sort].in_language(current_language())}: {rows}{found.what}{change}"
        )
    if len(every) > _MOST_FINDINGS:
        more = _("… and {count} more findings")
        click.echo(f"  {more.format(count=len(every) - _MOST_FINDINGS)}")
    for one in converted.suggestions:
        accept = _('like {title} ({code})? To take it so: --accept "{name}={code}"')
        said = accept.format(title=one.title, code=one.code, name=one.sought.name)
        click.echo(f"  {one.sought.name!r}: {said}")
    for remark in converted.remarks:
        click.echo(f"  {remark}")


def print_examined(examined: Examined) -> None:
    """What a file is and what would become of it, or why nothing would."""
    click.echo(str(examined.path))
    if examined.converted is not None:
        what = _("can be imported as {kind}") if examined.error is None else _("it is: {kind}")
        click.echo(f"  {what.format(kind=examined.converted.kind_words)}")
        print_converted(examined.converted)
    if examined.error is not None:
        click.echo(examined.error.message)
