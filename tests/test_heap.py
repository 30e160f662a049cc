"""Imported modules are kept out of the garbage collector's sight."""

from __future__ import annotations

import gc

from lsgeo.cli.heap import keep_imported


def test_only_what_was_there_at_first_is_kept_from_the_collector() -> None:
    keep_imported()
    kept = gc.get_freeze_count()
    assert kept > 0
    later = [[number] for number in range(1000)]
    keep_imported()
    assert gc.get_freeze_count() < kept + len(later)
