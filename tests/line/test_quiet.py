"""Both pages through all their states: nothing is asked for, nothing complains."""

from __future__ import annotations

import pytest

from lsgeo.jobs.build import Built
from tests.browser import Visitor
from tests.line.reading import page_of
from tests.tour import tour

pytestmark = pytest.mark.chromium


def test_the_page_asks_for_nothing_and_complains_of_nothing(built: Built, visit: Visitor) -> None:
    seen = visit(page_of(built))
    states: list[str] = []
    tour(seen.page, stop=states.append, cards=2, asked="dong")
    assert len(set(states)) > 25
    assert seen.asked() == [page_of(built).as_uri()]
    assert seen.console == []
    assert seen.violations() == []
