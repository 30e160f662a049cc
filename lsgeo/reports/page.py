"""The report of files that were checked: one page of HTML that fetches nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lsgeo.messages import _, current_language


@dataclass(frozen=True)
class Finding:
    """What happened, or would happen, to rows of a file: ``sort`` is "fault", "kept" or "mended".

    ``rows`` says which, ``said`` and ``became`` are an example of before and after.
    """

    sort: str
    rows: str
    what: str
    said: str = ""
    became: str = ""


@dataclass(frozen=True)
class FileReport:
    """One file: what it is (pairs of heading and words), its rows, and what was found in it.

    ``counts`` has a row for each sheet: name, rows, used, corrected, quarantined; ``verdict`` says
    in a sentence what can be done with it, ``remedies`` what to do.
    """

    name: str
    verdict: str
    is_usable: bool
    facts: Sequence[tuple[str, str]]
    counts: Sequence[Sequence[object]]
    findings: Sequence[Finding]
    remedies: Sequence[str]


def html_report(files: Sequence[FileReport], *, day: str, layer: str = "") -> str:
    """The page, in the language of the command; `layer` names the file with the places at fault.

    Every word from a file is escaped.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined  # a check seldom needs it

    environment = Environment(
        loader=PackageLoader("lsgeo.reports", "."), autoescape=True, undefined=StrictUndefined
    )
    words = {
        "title": _("Check of files"),
        "day": _("checked on {day}").format(day=day),
        "rows": _("rows"),
        "headings": [_("sheet"), _("rows"), _("used"), _("corrected"), _("quarantined")],
        "found": [_("rows"), _("what"), _("it said"), _("it becomes")],
        "what_to_do": _("What to do"),
        "sorts": {"fault": _("fault"), "kept": _("quarantined"), "mended": _("corrected")},
        "layer": _("The places at fault are in {name}: open it in QGIS.").format(name=layer)
        if layer
        else "",
    }
    template = environment.get_template("report.html")
    return template.render(files=files, words=words, language=current_language())
