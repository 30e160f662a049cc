"""The command ``lsgeo``: parse, call one job, print."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from lsgeo import __version__
from lsgeo.cli.arguments import check_encoding
from lsgeo.cli.commands import (
    accuracy,
    build,
    check,
    crosswalk,
    import_file,
    init,
    patches,
    sample,
    schematic,
    units,
    zonal,
)
from lsgeo.cli.heap import rarely_collected
from lsgeo.errors import LsgeoError
from lsgeo.messages import LANGUAGES, _, choose_language, set_language

_FAULT = 2
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code: 0 well, 2 something the user has to put right."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    set_language(choose_language(_language_asked(given)))
    try:
        check_encoding(given)
        with rarely_collected():
            result = commands().main(given, prog_name="lsgeo", standalone_mode=False)
    except LsgeoError as error:
        click.echo(error.message, err=True)
        return _FAULT
    except click.exceptions.Abort:
        return _INTERRUPTED
    except click.ClickException as error:
        error.show()
        return _FAULT
    except BrokenPipeError:  # the reader of a pipe (head) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # a disk or a console that fails is the system's affair, not a bug
        place = f"{error.filename}: " if error.filename else ""
        click.echo(place + (error.strerror or str(error)), err=True)
        return _FAULT
    return result if isinstance(result, int) else 0


def commands() -> click.Group:
    """The commands, their help in the current language."""
    group = click.Group(
        name="lsgeo",
        help=_("Boundaries, forest, new-rural status and border gates of a province, on one map."),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    group.params += [
        click.Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            expose_value=False,
            help=_("Language of messages (else LSGEO_LANG, else that of the system)."),
        ),
    ]
    click.version_option(__version__, message="lsgeo %(version)s")(group)
    for module in (
        build,
        init,
        check,
        import_file,
        units,
        crosswalk,
        schematic,
        zonal,
        patches,
        sample,
        accuracy,
    ):
        group.add_command(module.command())
    return group


def _language_asked(arguments: Sequence[str]) -> str | None:
    """The value of --lang, before help texts are made; click checks it later."""
    for number, text in enumerate(arguments):
        if text.startswith("--lang="):
            return text.partition("=")[2]
        if text == "--lang" and number + 1 < len(arguments):
            return arguments[number + 1]
    return None
