"""Accuracy: how right a map is, by the answers to a sample of its points."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lsgeo.cli.arguments import NamedPath
from lsgeo.cli.options import examples
from lsgeo.cli.summary import print_table
from lsgeo.messages import _, current_language

if TYPE_CHECKING:
    from lsgeo.compose.tables import Table


def command() -> click.Command:
    """``lsgeo accuracy``."""

    def run(
        sample: Path,
        strata: Path | None,
        output: Path | None,
        unit: tuple[str, ...],
        skip_blank: bool,
        **said: Any,
    ) -> None:
        from lsgeo.jobs.judging import judge

        judged = judge(
            sample,
            strata=strata,
            output=output,
            units=unit,
            classes=said["class"],
            skip_blank=skip_blank,
        )
        for table in judged.tables:
            _print(table)
        for words in judged.sentences:
            click.echo(words.in_language(current_language()))
        if judged.blank:
            text = _("{count} points without an answer were left out.")
            click.echo(text.format(count=judged.blank))
        if judged.path:
            click.echo(str(judged.path))

    return click.Command(
        "accuracy",
        callback=run,
        help=_(
            "Judge a map by the answers to a sample of its points: the error matrix, accuracies, "
            "and the area of each class with its 95 % interval (Olofsson et al. 2014)."
        ),
        epilog=examples(
            "lsgeo accuracy mau.gpkg",
            "lsgeo accuracy mau.csv -o do_chinh_xac.xlsx",
        ),
        params=[
            click.Argument(["sample"], type=NamedPath(dir_okay=False)),
            click.Option(
                ["--output", "-o"],
                type=NamedPath(dir_okay=False),
                metavar=_("FILE"),
                help=_("Write the tables too: .xlsx, or the areas as .csv."),
            ),
            click.Option(
                ["--strata"],
                type=NamedPath(dir_okay=False),
                metavar=_("FILE"),
                help=_("The areas of the strata, where they are not beside the sample."),
            ),
            click.Option(
                ["--unit"],
                multiple=True,
                metavar=_("CODE"),
                help=_("Only the points and areas of this commune; may be repeated."),
            ),
            click.Option(
                ["--class"],
                multiple=True,
                metavar=_("CODE=NAME"),
                help=_("A reference class that the map does not have; may be repeated."),
            ),
            click.Option(
                ["--skip-blank"],
                is_flag=True,
                help=_("Leave out points without an answer, and say how many."),
            ),
        ],
    )


def _print(table: Table) -> None:
    """A table with its title, numbers as readers write them."""
    from lsgeo.formats import number

    language = current_language()
    click.echo(table.title.in_language(language))
    headings = [column.title.in_language(language) for column in table.columns]
    rows = [
        [
            str(row[column.name])
            if column.decimals is None
            else number(row[column.name], decimals=column.decimals, language=language)
            for column in table.columns
        ]
        for row in table.rows.to_dict("records")
    ]
    print_table(headings, rows)
    click.echo()
