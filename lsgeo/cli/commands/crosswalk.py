"""Crosswalk: the pairs of the units of two vintages, as a table for use elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from lsgeo.cli.options import demo_option, examples, table_option, workspace_option
from lsgeo.messages import _


def command() -> click.Command:
    """``lsgeo crosswalk``."""

    def run(
        workspace: Path,
        from_vintage: str,
        to_vintage: str,
        weights: str,
        output: Path,
        demo: bool,
    ) -> None:
        from rich.console import Console

        from lsgeo.jobs.crossing import AREA, FOREST, crosswalk

        with Console(stderr=True).status("") as status:
            crossed = crosswalk(
                workspace,
                from_vintage=from_vintage,
                to_vintage=to_vintage,
                weights=weights if weights in (AREA, FOREST) else Path(weights),
                output=output,
                illustrative=demo,
                report=lambda words: status.update(f"{words} …"),
            )
        for note in crossed.notes:
            click.echo(note)
        message = _("{count} pairs were written to {path}.")
        click.echo(message.format(count=len(crossed.table), path=crossed.path))

    return click.Command(
        "crosswalk",
        callback=run,
        help=_("Write how much of each unit of one vintage went into which of another."),
        epilog=examples(
            "lsgeo crosswalk --from 2024-12-01 --to 2025-07-01 -o 194_65.xlsx",
            "lsgeo crosswalk --from 2024-12-01 --to 2025-07-01 --weights dan_so.csv -o 194_65.csv",
        ),
        params=[
            click.Option(["--from", "from_vintage"], required=True, metavar="YYYY-MM-DD"),
            click.Option(["--to", "to_vintage"], required=True, metavar="YYYY-MM-DD"),
            click.Option(
                ["--weights"],
                default="area",
                metavar="area|forest|FILE",
                help=_("By what a unit is shared out: area, tree canopy, or a table of weights."),
            ),
            table_option(),
            workspace_option(),
            demo_option(),
        ],
    )
