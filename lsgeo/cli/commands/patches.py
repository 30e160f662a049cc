"""Patches: every patch of canopy loss, for the office and for the ranger's device."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lsgeo.cli.arguments import FiniteRange, NamedPath
from lsgeo.cli.options import demo_option, examples, workspace_option
from lsgeo.cli.summary import print_table
from lsgeo.messages import _, current_language

if TYPE_CHECKING:
    from lsgeo.jobs.patching import Listed

_CANOPY = (10, 30, 50, 75)
"""Those of `lsgeo.products.hansen`, which is only loaded to run; a test holds them equal."""

_MOST_COMMUNES = 10


def command() -> click.Command:
    """``lsgeo patches``."""

    def run(
        workspace: Path,
        year: int | None,
        first: int | None,
        last: int | None,
        min_area: float,
        larger: bool,
        connectivity: str,
        min_canopy: str | None,
        output: Path,
        demo: bool,
    ) -> None:
        from rich.console import Console

        from lsgeo.jobs.patching import Asked, patches
        from lsgeo.patches import Sieve

        if year is not None and (first is not None or last is not None):
            raise click.UsageError(_("Give either --year or --from and --to."))
        sieve = Sieve(min_area, inclusive=not larger, connectivity=4 if connectivity == "4" else 8)
        asked = Asked(
            first=first if year is None else year,
            last=last if year is None else year,
            sieve=sieve,
            min_canopy_pct=int(min_canopy) if min_canopy else None,
        )
        with Console(stderr=True).status("") as status:
            listed = patches(
                workspace,
                output=output,
                asked=asked,
                illustrative=demo,
                report=lambda words: status.update(f"{words} …"),
            )
        _tell(listed)

    return click.Command(
        "patches",
        callback=run,
        help=_("List each patch of canopy loss: for QGIS, for Excel, and for a ranger's device."),
        epilog=examples(
            "lsgeo patches --year 2023 --min-area 0.5 -o mat_tan_cay_2023",
            "lsgeo patches --from 2021 --to 2023 --connectivity 4 -o tuan_tra.gpx",
        ),
        params=[
            click.Option(["--year"], type=int, help=_("The year of loss.")),
            click.Option(
                ["--from", "first"],
                type=int,
                help=_("The first year of loss (2001 unless said)."),
            ),
            click.Option(
                ["--to", "last"],
                type=int,
                help=_("The last year of loss (the raster's unless said)."),
            ),
            click.Option(
                ["--min-area"],
                type=FiniteRange(min=0),
                default=0.0,
                metavar="HA",
                help=_("The minimum mapping unit: only patches of at least so many hectares."),
            ),
            click.Option(
                ["--larger"],
                is_flag=True,
                help=_("Only patches larger than that; one of just that area is left out."),
            ),
            click.Option(
                ["--connectivity"],
                type=click.Choice(["4", "8"]),
                default="8",
                show_default=True,
                help=_("Whether cells that share only a corner are of one patch: 8, or not: 4."),
            ),
            click.Option(
                ["--min-canopy"],
                type=click.Choice([str(one) for one in _CANOPY]),
                help=_("The canopy of 2000 in per cent (that of lsgeo.toml unless said)."),
            ),
            click.Option(
                ["--output", "-o"],
                required=True,
                type=NamedPath(),
                metavar=_("DIR|FILE"),
                help=_("A folder for all three, or one file: .gpkg, .xlsx or .gpx."),
            ),
            workspace_option(),
            demo_option(),
        ],
    )


def _tell(listed: Listed) -> None:
    """How many patches there are, where most was lost, and the files."""
    from lsgeo.formats import number

    language = current_language()
    about = listed.publication
    click.echo(about.title.in_language(language))
    communes = listed.totals[listed.totals["code"] != about.province]
    sums = communes.groupby("code")["loss_ha"].sum().sort_values(ascending=False, kind="stable")
    names = about.units.data["name"]
    rows = [
        [code, names[code], number(area, decimals=1, language=language)]
        for code, area in sums[sums > 0].head(_MOST_COMMUNES).items()
    ]
    print_table([_("code"), _("commune"), "ha"], rows)
    total = number(sums.sum(), decimals=1, language=language)
    message = _("{count} patches, {area} ha in the communes.")
    click.echo(message.format(count=len(listed.patches), area=total))
    for words in about.watermarks:
        click.echo(_("Every map says: {words}").format(words=words.in_language(language)))
    for remark in listed.remarks:
        click.echo(remark)
    for placed in listed.files:
        held = _(" (the usual file is held open by another program)") if placed.moved_aside else ""
        click.echo(f"{placed.path}{held}")
