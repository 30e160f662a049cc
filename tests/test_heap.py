"""Imported modules are kept out of the garbage collector's sight."""

from __future__ import annotations

import gc

import pytest

from lsgeo.cli.heap import keep_imported, rarely_collected


def test_only_what_was_there_at_first_is_kept_from_the_collector() -> None:
    keep_imported()
    kept = gc.get_freeze_count()
    assert kept > 0
    later = [[number] for number in range(1000)]
    keep_imported()
    assert gc.get_freeze_count() < kept + len(later)


def test_commands_collect_garbage_seldom_and_leave_the_settings_as_they_were() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="ends"), rarely_collected():
        assert gc.get_threshold()[0] > 10 * before[0]
        raise ValueError("ends")
    assert gc.get_threshold() == before
