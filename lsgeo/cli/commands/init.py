"""Init: a workspace for a province."""

from __future__ import annotations

from pathlib import Path

import click

from lsgeo.cli.arguments import NamedPath
from lsgeo.cli.options import demo_option, examples
from lsgeo.messages import _


def command() -> click.Command:
    """``lsgeo init``."""

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
        epilog=examples(
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
            demo_option(),
        ],
    )
