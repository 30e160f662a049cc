"""Check: are files, or the inputs of a workspace, sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lsgeo.cli.arguments import NamedPath
from lsgeo.cli.heap import keep_imported
from lsgeo.cli.options import (
    asked,
    asked_options,
    demo_option,
    examples,
    workspace_option,
)
from lsgeo.cli.summary import print_examined, print_ledger
from lsgeo.messages import _

_FAULT = 2


def command() -> click.Command:
    """``lsgeo check`` of the workspace, or of files that are not in it yet."""

    def run(
        files: tuple[Path, ...], workspace: Path, demo: bool, report: Path | None, **given: Any
    ) -> int:
        if not files:
            return _check_workspace(workspace, demo=demo)
        from lsgeo.jobs.examining import examine

        keep_imported()
        examined = examine(workspace, files, asked=asked(given), report=report)
        for one in examined.files:
            print_examined(one)
            click.echo()
        for path in examined.written:
            click.echo(str(path))
        return _FAULT if any(one.error for one in examined.files) else 0

    return click.Command(
        "check",
        callback=run,
        help=_(
            "Check the inputs of a workspace without building anything; or files before they are "
            "imported: what each is, what would become of it, and how to mend it."
        ),
        epilog=examples(
            "lsgeo check",
            "lsgeo check --workspace tests/real",
            "lsgeo check ranh_gioi.tab ntm_6_thang.xlsx --report kiem_tra.html",
        ),
        params=[
            click.Argument(
                ["files"], nargs=-1, type=NamedPath(dir_okay=False), metavar=_("[FILE]…")
            ),
            *asked_options(),
            click.Option(
                ["--report"],
                type=NamedPath(dir_okay=False),
                metavar=_("FILE"),
                help=_("Write all of it as a web page, and the places at fault beside it (.gpkg)."),
            ),
            workspace_option(),
            demo_option(),
        ],
    )


def _check_workspace(workspace: Path, *, demo: bool) -> int:
    from lsgeo.jobs.check import check

    checked = check(workspace, illustrative=demo)
    print_ledger(checked.inputs.ledger)
    for remark in checked.inputs.remarks:
        click.echo(remark)
    click.echo(_("All inputs are sound."))
    return 0
