"""Build: the map and its tables from a workspace."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from lsgeo.cli.arguments import NamedPath
from lsgeo.cli.options import demo_option, examples, workspace_option
from lsgeo.cli.summary import print_built
from lsgeo.messages import _


def command() -> click.Command:
    """``lsgeo build``."""

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
        epilog=examples(
            "lsgeo build", "lsgeo build --workspace tests/real --demo --out D:/lsgeo-out"
        ),
        params=[
            workspace_option(),
            click.Option(
                ["--out", "-o"],
                type=NamedPath(file_okay=False),
                metavar=_("DIR"),
                help=_("Where to put what is made (the workspace's folder out unless said)."),
            ),
            demo_option(),
            click.Option(
                ["--as-of"],
                type=click.DateTime(["%Y-%m-%d"]),
                metavar="YYYY-MM-DD",
                help=_("The day that targets are judged on (today unless said)."),
            ),
        ],
    )
