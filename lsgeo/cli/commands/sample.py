"""Sample: random points of a map's classes, to judge the map by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from lsgeo.cli.arguments import FiniteRange, NamedPath
from lsgeo.cli.options import demo_option, examples, workspace_option
from lsgeo.cli.summary import print_table
from lsgeo.messages import _, current_language

_Value = TypeVar("_Value")

# Those of lsgeo.accuracy, which is only loaded to run; a test holds them equal.
LEAST_OF_SMALL, STANDARD_ERROR = 75, 0.01


def command() -> click.Command:
    """``lsgeo sample``."""

    def run(
        workspace: Path, output: Path, unit: tuple[str, ...], vintage: str, demo: bool, **said: Any
    ) -> None:
        from rich.console import Console

        from lsgeo.jobs.sampling import Design, sample
        from lsgeo.jobs.stratifying import Map

        of = Map(
            product=said["product"],
            period=said["period"],
            raster=said["raster"],
            system=said["crs"],
            labels=_by_value(said["label"], str, option="--label"),
        )
        design = Design(
            seed=said["seed"],
            size=said["size"],
            least=said["least"],
            standard_error=said["standard_error"],
            expected=_by_value(said["expected"], _share, option="--expected"),
            classes=said["class"],
        )
        with Console(stderr=True).status("") as status:
            drawn = sample(
                workspace,
                output=output,
                of=of,
                units=unit,
                vintage=vintage,
                design=design,
                illustrative=demo,
                report=lambda words: status.update(f"{words} …"),
            )
        _print_strata(drawn.strata)
        for note in drawn.notes:
            click.echo(note)
        for path in drawn.files:
            click.echo(str(path))

    return click.Command(
        "sample",
        callback=run,
        help=_(
            "Draw a stratified random sample of the pixels of a map, as points for QGIS, to judge "
            "the map by (lsgeo accuracy)."
        ),
        epilog=examples(
            "lsgeo sample -o mau.gpkg",
            "lsgeo sample --period 2021-2024 --unit 06184 --seed 7 -o mau.gpkg",
            'lsgeo sample --raster phan_loai.tif --label "1=Rừng" --label "2=Khác" -o mau.gpkg',
        ),
        params=[
            click.Option(
                ["--output", "-o"],
                required=True,
                type=NamedPath(dir_okay=False),
                metavar=_("FILE.gpkg"),
                help=_("The points; beside them the same as .csv and the areas of the strata."),
            ),
            *_map_options(),
            *_design_options(),
            workspace_option(),
            demo_option(),
        ],
    )


def _map_options() -> list[click.Option]:
    """Which map, and where."""
    return [
        click.Option(
            ["--product"],
            default="hansen",
            show_default=True,
            help=_("The raster product of the workspace whose classes are sampled."),
        ),
        click.Option(
            ["--period"],
            default="",
            metavar="2024|2021-2024",
            help=_("Its date; of Hansen the years of loss (all unless said)."),
        ),
        click.Option(
            ["--raster"],
            type=NamedPath(dir_okay=False),
            metavar=_("FILE"),
            help=_("A raster of classes to sample instead of a product."),
        ),
        click.Option(
            ["--crs"],
            default="",
            metavar="EPSG:…",
            help=_("Its coordinate system, where the file says none or a wrong one."),
        ),
        click.Option(
            ["--label"],
            multiple=True,
            metavar=_("VALUE=NAME"),
            help=_("What a value of that raster means; may be repeated."),
        ),
        click.Option(
            ["--unit"],
            multiple=True,
            metavar=_("CODE|NAME"),
            help=_("Only this commune; may be repeated (the whole province unless said)."),
        ),
        click.Option(["--vintage"], default="", help=_("The communes of this day (2025-07-01).")),
    ]


def _design_options() -> list[click.Option]:
    """How many points, and which."""
    return [
        click.Option(
            ["--seed"],
            type=click.IntRange(min=0),
            default=1,
            show_default=True,
            help=_("The same number draws the same points again."),
        ),
        click.Option(
            ["--size"],
            type=click.IntRange(min=0),
            default=0,
            help=_("How many points; as many as are recommended unless said."),
        ),
        click.Option(
            ["--least"],
            type=click.IntRange(min=1),
            default=LEAST_OF_SMALL,
            show_default=True,
            help=_("The points of a small stratum: 50, 75 or 100."),
        ),
        click.Option(
            ["--standard-error"],
            type=FiniteRange(0, 1, min_open=True),
            default=STANDARD_ERROR,
            show_default=True,
            help=_("That of the overall accuracy, from which the number of points follows."),
        ),
        click.Option(
            ["--expected"],
            multiple=True,
            metavar=_("VALUE=SHARE"),
            help=_("How right a stratum is thought to be (1=0.7); may be repeated."),
        ),
        click.Option(
            ["--class"],
            multiple=True,
            metavar=_("CODE=NAME"),
            help=_("An answer to choose that is no class of the map; may be repeated."),
        ),
    ]


def _by_value(
    pairs: Iterable[str], reading: Callable[[str], _Value], *, option: str
) -> dict[int, _Value]:
    """The pairs of an option by the value of the raster; a usage error for what is none."""
    found = {}
    for pair in pairs:
        value, _sign, text = pair.partition("=")
        try:
            found[int(value)] = reading(text.strip())
        except ValueError as error:
            what = _("expected {form}, got {text}").format(form="1=…", text=pair)
            raise click.BadParameter(what, param_hint=option) from error
    return found


def _share(text: str) -> float:
    """A number between 0 and 1, or in per cent."""
    share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    if not 0 < share < 1:
        raise ValueError(text)
    return share


def _print_strata(strata: Any) -> None:
    from lsgeo.formats import number

    language = current_language()
    whole = strata["area_ha"].sum()
    rows = [
        [
            row["stratum"],
            row["label"],
            number(row["area_ha"], decimals=1, language=language),
            number(row["area_ha"] / whole * 100, decimals=2, language=language),
            number(row["drawn"], language=language),
        ]
        for row in strata.to_dict("records")
    ]
    print_table([_("stratum"), _("name"), _("area (ha)"), "%", _("points")], rows)
