"""Options and help texts that several commands share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lsgeo.cli.arguments import NamedPath
from lsgeo.messages import _

if TYPE_CHECKING:
    from lsgeo.jobs.importing import Asked

KINDS = ("ntm", "units", "gates", "inventory", "indicator", "context")
"""What a file can be imported as: those of `lsgeo.jobs.importing`, which is only loaded to run."""

# Those of lsgeo.facts and lsgeo.text.legacy, which are only loaded to run; a test holds them equal.
QUALITIES = ("official", "published", "remote_sensing", "approximate", "schematic", "illustrative")

ENCODINGS = ("utf-8", "tcvn3", "vni", "viscii", "cp1258")


def examples(*lines: str) -> str:
    """The end of a help text: commands to copy."""
    return "\b\n" + _("Examples:") + "\n" + "\n".join(f"  {line}" for line in lines)


def workspace_option() -> click.Option:
    """``--workspace``, the folder with lsgeo.toml."""
    return click.Option(
        ["--workspace", "-w"],
        type=NamedPath(),
        default=Path(),
        metavar=_("DIR"),
        help=_("The folder with lsgeo.toml (this one unless said)."),
    )


def demo_option() -> click.Option:
    """``--demo``, which allows illustrative inputs."""
    return click.Option(
        ["--demo"],
        is_flag=True,
        help=_("Allow illustrative inputs; what is made says so across every map."),
    )


def table_option() -> click.Option:
    """``--output``, the table that a command writes."""
    return click.Option(
        ["--output", "-o"],
        required=True,
        type=NamedPath(dir_okay=False),
        metavar=_("FILE"),
        help=_("The table to write: .csv, .xlsx or .parquet."),
    )


def asked_options() -> list[click.Option]:
    """What an officer may say of a file that is checked or imported."""
    return [
        click.Option(
            ["--as", "kind"],
            type=click.Choice(KINDS),
            default=None,
            help=_("What the file is; without it that is found out."),
        ),
        click.Option(
            ["--vintage"],
            default="",
            metavar="YYYY-MM-DD",
            help=_("The day since when its units are there."),
        ),
        click.Option(
            ["--period"],
            default="",
            metavar="2025|2025-06-30",
            help=_("The period its figures are of, where its titles do not say it."),
        ),
        click.Option(
            ["--level"],
            type=click.Choice(["commune", "district", "province"]),
            default=None,
            help=_("The level of its units; province for an inventory of all."),
        ),
        click.Option(["--criteria-set"], default="", help=_("The criteria it was assessed by.")),
        click.Option(["--indicator"], default="", help=_("The name of the indicator it gives.")),
        click.Option(["--unit"], default="", help=_("The unit of that indicator.")),
        click.Option(
            ["--column"],
            multiple=True,
            metavar=_("OURS=THEIRS"),
            help=_("What a column of ours is called in the file; may be repeated."),
        ),
        click.Option(["--sheet"], default="", help=_("The sheet of a workbook, or the layer.")),
        click.Option(
            ["--crs"],
            default="",
            metavar="EPSG:…",
            help=_("Its coordinate system, where the file says none or a wrong one."),
        ),
        click.Option(
            ["--swap-axes"],
            is_flag=True,
            help=_("Take north for east and east for north: the file has them swapped."),
        ),
        click.Option(
            ["--encoding"],
            type=click.Choice(ENCODINGS),
            default=None,
            help=_("The letters it is written in, where that is not recognised."),
        ),
        click.Option(
            ["--quality"],
            type=click.Choice(QUALITIES),
            default=None,
            help=_("How good its figures are."),
        ),
        click.Option(["--licence"], default="", help=_("Its licence.")),
        click.Option(["--source", "attribution"], default="", help=_("Whose figures they are.")),
        click.Option(["--title"], default="", help=_("What the catalog is to call it.")),
    ]


def asked(given: Mapping[str, Any]) -> Asked:
    """What the options of `asked_options` say, by their names; ``accept`` may be among them."""
    from lsgeo.jobs.importing import Asked

    _check_values(given)
    pairs = columns_of(given["column"])
    others = {name: value for name, value in given.items() if name != "column" and value}
    return Asked(columns=pairs, **others)


def _check_values(given: Mapping[str, Any]) -> None:
    """Raise a usage error for a vintage that is no day, no period, or no coordinate system."""
    from lsgeo.crs import parse
    from lsgeo.facts import is_period
    from lsgeo.formats import iso_day

    if given["period"] and not is_period(given["period"]):
        what = _("expected 2025 or 2025-06-30, got {text}")
        raise click.BadParameter(what.format(text=given["period"]), param_hint="--period")
    try:
        if given["vintage"]:
            iso_day(given["vintage"])
    except ValueError as error:
        what = _("expected a day like 2025-07-01, got {text}")
        raise click.BadParameter(
            what.format(text=given["vintage"]), param_hint="--vintage"
        ) from error
    try:
        if given["crs"]:
            parse(given["crs"])
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--crs") from error


def columns_of(pairs: Iterable[str]) -> dict[str, str]:
    """The columns that ``--column`` names; a usage error for what is no pair."""
    columns = {}
    for pair in pairs:
        ours, found, theirs = pair.partition("=")
        if not (ours.strip() and found and theirs.strip()):
            what = _("expected OURS=THEIRS, got {text}")
            raise click.BadParameter(what.format(text=pair), param_hint="--column")
        columns[ours.strip()] = theirs.strip()
    return columns
