"""Import: an office's file into the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lsgeo.cli.arguments import NamedPath
from lsgeo.cli.heap import keep_imported
from lsgeo.cli.options import asked, asked_options, examples, workspace_option
from lsgeo.cli.summary import print_converted
from lsgeo.messages import _


def command() -> click.Command:
    """``lsgeo import``."""

    def run(file: Path, workspace: Path, **given: Any) -> None:
        from lsgeo.jobs.importing import import_file

        keep_imported()
        imported = import_file(workspace, file, asked=asked(given))
        print_converted(imported.converted)
        click.echo()
        for path in imported.files:
            click.echo(path.as_posix())

    return click.Command(
        "import",
        callback=run,
        help=_(
            "Put an office's file into the workspace: its table or layer, its catalog entry, what "
            "became of every row, and the rows left out, to be corrected and imported again."
        ),
        epilog=examples(
            "lsgeo import ntm_6_thang.xlsx --as ntm",
            "lsgeo import ranh_gioi.tab --as units --vintage 2025-07-01 --crs EPSG:9215",
            "lsgeo import quarantine/ntm-6-thang.csv",
        ),
        params=[
            click.Argument(["file"], type=NamedPath(dir_okay=False)),
            *asked_options(),
            click.Option(
                ["--accept"],
                multiple=True,
                metavar=_("NAME=CODE"),
                help=_("Take this name for this unit from now on (kept in layers/aliases.csv)."),
            ),
            workspace_option(),
        ],
    )
