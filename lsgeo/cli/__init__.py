"""The command ``lsgeo``: parse, call one job, print."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from lsgeo import __version__
from lsgeo.cli.arguments import NamedPath, check_encoding
from lsgeo.cli.summary import print_built, print_ledger, print_table
from lsgeo.errors import LsgeoError
from lsgeo.messages import LANGUAGES, _, choose_language, set_language

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
        check_encoding(given)
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
    except OSError as error:  # a disk or a console that fails is the system's affair, not a bug
        place = f"{error.filename}: " if error.filename else ""
        click.echo(place + (error.strerror or str(error)), err=True)
        return _FAULT
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
        type=NamedPath(),
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
        print_built(built)

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
                type=NamedPath(file_okay=False),
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
            click.Argument(["folder"], type=NamedPath(file_okay=False)),
            click.Option(
                ["--province", "-p"],
                required=True,
                metavar=_("PROVINCE"),
                help=_("Its two digits, or its name."),
            ),
            click.Option(
                ["--boundaries", "-b"],
                type=NamedPath(dir_okay=False),
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
        print_ledger(checked.inputs.ledger)
        for remark in checked.inputs.remarks:
            click.echo(remark)
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
        print_table(headings, found.to_numpy().tolist())

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
        from rich.console import Console

        from lsgeo.jobs.schematic import schematic

        with Console(stderr=True).status("") as status:
            made = schematic(
                points,
                outline=outline,
                output=output,
                report=lambda words: status.update(f"{words} …"),
            )
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
            click.Argument(["points"], type=NamedPath(dir_okay=False)),
            click.Option(
                ["--outline"],
                required=True,
                type=NamedPath(dir_okay=False),
                metavar=_("FILE"),
                help=_("The outline to divide: a province, or districts with a column code."),
            ),
            click.Option(
                ["--output", "-o"],
                required=True,
                type=NamedPath(dir_okay=False),
                metavar=_("FILE"),
                help=_("The GeoPackage to write; one that is there is replaced whole."),
            ),
        ],
    )
