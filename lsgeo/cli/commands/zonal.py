"""Zonal: the areas of classes of any rasters in any polygons."""

from __future__ import annotations

from pathlib import Path

import click

from lsgeo.cli.arguments import NamedPath
from lsgeo.cli.options import examples, table_option
from lsgeo.messages import _


def command() -> click.Command:
    """``lsgeo zonal``."""

    def run(
        units: Path,
        rasters: tuple[str, ...],
        by: str,
        joint: bool,
        where: str,
        output: Path,
        cluster: str,
    ) -> None:
        from rich.console import Console

        from lsgeo.jobs.zonal import zonal

        with Console(stderr=True).status("") as status:
            tabled = zonal(
                units,
                rasters,
                by=by,
                joint=joint,
                where=where,
                output=output,
                cluster=cluster,
                report=lambda words: status.update(f"{words} …"),
            )
        for note in tabled.notes:
            click.echo(note)
        message = _("{count} rows were written to {path}.")
        click.echo(message.format(count=len(tabled.table), path=tabled.path))

    return click.Command(
        "zonal",
        callback=run,
        help=_("Write the area of every class of rasters in every polygon of a layer."),
        epilog=examples(
            "lsgeo zonal xa.gpkg lossyear.tif --by code -o mat_rung.xlsx",
            "lsgeo zonal xa.gpkg canopy=treecover2000.tif loss=lossyear.tif --joint "
            "--where 'canopy >= 30' -o mat_rung.csv",
        ),
        params=[
            click.Argument(["units"], type=NamedPath(dir_okay=False), metavar=_("UNITS")),
            click.Argument(["rasters"], required=True, nargs=-1, metavar=_("[NAME=]RASTER…")),
            click.Option(
                ["--by"],
                default="",
                metavar=_("FIELD"),
                help=_("What polygons are told apart by; those of one value count together."),
            ),
            click.Option(
                ["--joint"], is_flag=True, help=_("Count the classes of all rasters combined.")
            ),
            click.Option(
                ["--where"],
                default="",
                metavar=_("CONDITION"),
                help=_("Count only pixels of which it holds: 'canopy >= 30 and loss == 5'."),
            ),
            table_option(),
            click.Option(
                ["--cluster"],
                default="",
                metavar=_("ADDRESS|local"),
                help=_("Measure on a cluster of dask.distributed: its address, or local."),
            ),
        ],
    )
