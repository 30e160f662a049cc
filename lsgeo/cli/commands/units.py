"""Units: which there are and were, and the story of one of them."""

from __future__ import annotations

from pathlib import Path

import click

from lsgeo.cli.options import examples, workspace_option
from lsgeo.cli.summary import print_table
from lsgeo.messages import _

_LINEAGE = "lineage"


def command() -> click.Command:
    """``lsgeo units``, and ``lsgeo units lineage`` with the code or name of a unit."""

    def run(workspace: Path, words: tuple[str, ...], district: str, vintage: str) -> None:
        if words[:1] == (_LINEAGE,):
            _tell(workspace, " ".join(words[1:]), vintage=vintage)
        else:
            _list(workspace, " ".join(words), district=district, vintage=vintage)

    return click.Command(
        "units",
        callback=run,
        help=_(
            "List the communes, or find one by a part of its name or by its code; after the word "
            "lineage: what a unit was called and made of in each vintage."
        ),
        epilog=examples("lsgeo units", 'lsgeo units "chi lang"', "lsgeo units lineage 06625"),
        params=[
            click.Argument(["words"], nargs=-1, metavar=_("[lineage] [NAME]")),
            workspace_option(),
            click.Option(["--district"], default="", help=_("Only those of this district.")),
            click.Option(
                ["--vintage"], default="", help=_("Only those of this vintage (2025-07-01).")
            ),
        ],
    )


def _list(workspace: Path, name: str, *, district: str, vintage: str) -> None:
    from lsgeo.jobs.units import list_units

    found = list_units(workspace, name=name, district=district, vintage=vintage)
    headings = [_("vintage"), _("code"), _("kind"), _("name"), _("district")]
    print_table(headings, found.to_numpy().tolist())


def _tell(workspace: Path, unit: str, *, vintage: str) -> None:
    from lsgeo.crosswalk import tell
    from lsgeo.jobs.lineage import lineage

    if not unit:
        raise click.UsageError(_("lineage of which unit? Give its code or its name."))
    for line in tell(lineage(workspace, unit=unit, vintage=vintage)):
        click.echo(line)
