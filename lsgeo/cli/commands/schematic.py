"""Schematic: area-true boundaries from points."""

from __future__ import annotations

from pathlib import Path

import click

from lsgeo.cli.arguments import NamedPath
from lsgeo.cli.options import examples
from lsgeo.messages import _


def command() -> click.Command:
    """``lsgeo schematic``."""

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
        epilog=examples("lsgeo schematic xa.csv --outline tinh.gpkg -o xa_so_do.gpkg"),
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
