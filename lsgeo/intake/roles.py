"""What the rows of a sheet are that hold no unit: titles, headers, groups, totals, signatures."""

from __future__ import annotations

from lsgeo.ledger import Note
from lsgeo.messages import _
from lsgeo.sheet import Layout


def role_notes(layout: Layout) -> list[Note]:
    """A note for each row of a sheet that is used as something else than a row of data."""
    words = {
        "title": _("a title"),
        "header": _("a header"),
        "group": _("a group of rows"),
        "total": _("a total"),
        "signature": _("a signature"),
        "note": _("a remark under the table"),
    }
    return [
        Note("used", words[role], row=row) for row, role in layout.roles.items() if role in words
    ]
