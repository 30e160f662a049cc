"""The command ``lsgeo``: parse, call one job, print."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lsgeo import __version__
from lsgeo.errors import LsgeoError
from lsgeo.messages import LANGUAGES, _, choose_language, current_language, set_language

if TYPE_CHECKING:
    from lsgeo.jobs.build import Built
    from lsgeo.ledger import Ledger

_FAULT = 2
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code: 0 well, 2 something the user has to put right."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    set_language(choose_language(_language_asked(given)))
    try:
        result = commands().main(given, prog_name="lsgeo", standalone_mode=False)
    except LsgeoError as error:
        click.echo(error.message, err=True)
        return _FAULT
    except click.exceptions.Abort:
        return _INTERRUPTED
    except click.ClickException as error:
        error.show()
        return _FAULT
    except BrokenPipeError:  # the reader of a pipe (head) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0


def commands() -> click.Group:
    """The commands, their help in the current language."""
    group = click.Group(
        name="lsgeo",
        help=_("Boundaries, forest, new-rural status and border gates of a province, on one map."),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    group.params += [
        click.Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            expose_value=False,
            help=_("Language of messages (else LSGEO_LANG, else that of the system)."),
        ),
    ]
    click.version_option(__version__, message="lsgeo %(version)s")(group)
    for command in (_build(), _init(), _check(), _units(), _schematic()):
        group.add_command(command)
    return group


def _language_asked(arguments: Sequence[str]) -> str | None:
    """The value of --lang, before help texts are made; click checks it later."""
    for number, text in enumerate(arguments):
        if text.startswith("--lang="):
            return text.partition("=")[2]
        if text == "--lang" and number + 1 < len(arguments):
            return arguments[number + 1]
    return None


def _examples(*lines: str) -> str:
    return "\b\n" + _("Examples:") + "\n" + "\n".join(f"  {line}" for line in lines)


def _workspace_option() -> click.Option:
    return click.Option(
        ["--workspace", "-w"],
        type=click.Path(path_type=Path),
        default=Path(),
        metavar=_("DIR"),
        help=_("The folder with lsgeo.toml (this one unless said)."),
    )


def _demo_option() -> click.Option:
    return click.Option(
        ["--demo"],
        is_flag=True,
        help=_("Allow illustrative inputs; what is made says so across every map."),
    )


def _build() -> click.Command:
    def run(workspace: Path, out: Path | None, demo: bool, as_of: datetime | None) -> None:
        from rich.console import Console

        from lsgeo.jobs.build import build

        console = Console(stderr=True)
        with console.status("") as status:
            built = build(
                workspace,
                out=out,
                illustrative=demo,
                as_of=as_of.date() if as_of else None,
                report=lambda words: status.update(f"{words} …"),
            )
        _print_built(built)

    return click.Command(
        "build",
        callback=run,
        help=_("Build the map and its tables from the files of a workspace."),
        epilog=_examples(
            "lsgeo build", "lsgeo build --workspace tests/real --demo --out D:/lsgeo-out"
        ),
        params=[
            _workspace_option(),
            click.Option(
                ["--out", "-o"],
                type=click.Path(path_type=Path, file_okay=False),
                metavar=_("DIR"),
                help=_("Where to put what is made (the workspace's folder out unless said)."),
            ),
            _demo_option(),
            click.Option(
                ["--as-of"],
                type=click.DateTime(["%Y-%m-%d"]),
                metavar="YYYY-MM-DD",
                help=_("The day that targets are judged on (today unless said)."),
            ),
        ],
    )


def _init() -> click.Command:
    def run(
        folder: Path,
        province: str,
        boundaries: Path | None,
        boundaries_crs: str,
        demo: bool,
    ) -> None:
        from lsgeo.jobs.init import init

        made = init(
            folder,
            province=province,
            boundaries=boundaries,
            boundaries_crs=boundaries_crs,
            illustrative=demo,
        )
        click.echo(_("A workspace was made in {folder}:").format(folder=made.folder))
        for path in made.files:
            click.echo(f"  {path}")
        for note in made.notes:
            click.echo(note)

    return click.Command(
        "init",
        callback=run,
        help=_("Make a workspace for a province: its units, and templates to fill in."),
        epilog=_examples(
            "lsgeo init D:/cao-bang --province 04",
            "lsgeo init D:/cao-bang --province 04 --boundaries xa_2025.shp",
        ),
        params=[
            click.Argument(["folder"], type=click.Path(path_type=Path, file_okay=False)),
            click.Option(
                ["--province", "-p"],
                required=True,
                metavar=_("PROVINCE"),
                help=_("Its two digits, or its name."),
            ),
            click.Option(
                ["--boundaries", "-b"],
                type=click.Path(path_type=Path, dir_okay=False),
                metavar=_("FILE"),
                help=_("A layer of its communes, with a column of codes or names."),
            ),
            click.Option(
                ["--boundaries-crs"],
                default="",
                metavar="EPSG:…",
                help=_("Its coordinate system, where the file says none or a wrong one."),
            ),
            _demo_option(),
        ],
    )


def _check() -> click.Command:
    def run(workspace: Path, demo: bool) -> None:
        from lsgeo.jobs.check import check

        checked = check(workspace, illustrative=demo)
        _print_ledger(checked.inputs.ledger)
        for entry in checked.workspace.passed_over:
            click.echo(
                _("not used: {title} ({quality})").format(title=entry.title, quality=entry.quality)
            )
        click.echo(_("All inputs are sound."))

    return click.Command(
        "check",
        callback=run,
        help=_("Check the inputs of a workspace without building anything."),
        epilog=_examples("lsgeo check", "lsgeo check --workspace tests/real"),
        params=[_workspace_option(), _demo_option()],
    )


def _units() -> click.Command:
    def run(workspace: Path, name: str, district: str, vintage: str) -> None:
        from lsgeo.jobs.units import list_units

        found = list_units(workspace, name=name, district=district, vintage=vintage)
        headings = [_("vintage"), _("code"), _("kind"), _("name"), _("district")]
        _print_table(headings, found.to_numpy().tolist())

    return click.Command(
        "units",
        callback=run,
        help=_("List the communes, or find one by a part of its name or by its code."),
        epilog=_examples("lsgeo units", 'lsgeo units "chi lang"', "lsgeo units 06040"),
        params=[
            click.Argument(["name"], default="", metavar=_("[NAME]")),
            _workspace_option(),
            click.Option(["--district"], default="", help=_("Only those of this district.")),
            click.Option(
                ["--vintage"], default="", help=_("Only those of this vintage (2025-07-01).")
            ),
        ],
    )


def _schematic() -> click.Command:
    def run(points: Path, outline: Path, output: Path) -> None:
        from lsgeo.jobs.schematic import schematic

        made = schematic(points, outline=outline, output=output)
        message = _(
            "{count} schematic units were written to {path}; the largest area error is {error}."
        )
        click.echo(message.format(count=made.count, path=made.path, error=f"{made.error:.4%}"))

    return click.Command(
        "schematic",
        callback=run,
        help=_("Draw area-true schematic boundaries from points and areas."),
        epilog=_examples("lsgeo schematic xa.csv --outline tinh.gpkg -o xa_so_do.gpkg"),
        params=[
            click.Argument(["points"], type=click.Path(path_type=Path, dir_okay=False)),
            click.Option(
                ["--outline"],
                required=True,
                type=click.Path(path_type=Path, dir_okay=False),
                metavar=_("FILE"),
                help=_("The outline to divide: a province, or districts with a column code."),
            ),
            click.Option(
                ["--output", "-o"],
                required=True,
                type=click.Path(path_type=Path, dir_okay=False),
                metavar=_("FILE"),
                help=_("The GeoPackage to write."),
            ),
        ],
    )


def _print_built(built: Built) -> None:
    """What was read, the provincial targets and their status, what is missing, the files."""
    from lsgeo.facts import QUALITY_WORDS
    from lsgeo.formats import period
    from lsgeo.palette import TARGET_STATUS
    from lsgeo.progress import METHODS, figure

    language = current_language()
    publication = built.publication
    _print_ledger(publication.ledger)
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
    click.echo()
    _print_table([_("target"), _("value"), _("date"), _("status"), _("quality")], rows)
    for words in publication.watermarks:
        click.echo(_("Every map says: {words}").format(words=words.in_language(language)))
    for left in built.left_out:
        title = left.indicator.title.in_language(language)
        message = _("Left out: {title}. To switch it on, add to the catalog: {files}")
        click.echo(message.format(title=title, files=", ".join(left.files)))
    click.echo()
    for placed in built.files:
        held = _(" (the usual file is held open by another program)") if placed.moved_aside else ""
        click.echo(f"{placed.path}{held}")
    click.echo(_("Built in {seconds} s.").format(seconds=f"{built.seconds:.1f}"))


def _print_ledger(ledger: Ledger) -> None:
    counts = ledger.counts
    headings = [_("file"), _("rows"), _("used"), _("corrected"), _("quarantined")]
    _print_table(headings, counts.to_numpy().tolist())


def _print_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
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
