"""The page asks for nothing and complains of nothing, whatever is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import Visitor
from tests.tour import tour

pytestmark = pytest.mark.chromium


def test_the_page_asks_for_nothing_and_complains_of_nothing(atlas: Path, visit: Visitor) -> None:
    seen = visit(atlas)
    states: list[str] = []
    tour(seen.page, stop=states.append)
    assert len(set(states)) > 30
    assert seen.asked() == [atlas.as_uri()]
    assert seen.console == []
    assert seen.violations() == []
