"""Stories of units: what a code was, whence it came and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from lsgeo.crosswalk import Story, one_of_each_step, story, tell
from lsgeo.errors import UnitError
from lsgeo.messages import set_language
from lsgeo.registry import Registry
from lsgeo.sources.registry import read_crosswalk
from tests.conftest import ROOT, entry_for

FIRST, OLD, NEW = "2020-01-01", "2024-12-01", "2025-07-01"


@pytest.fixture(scope="module")
def crosswalk(registry: Registry) -> pd.DataFrame:
    """The crosswalk that the repository ships."""
    entry = entry_for(ROOT / "layers" / "crosswalk.csv", theme="crosswalk")
    return read_crosswalk(entry, registry)[0]


@pytest.fixture
def _in_vietnamese() -> Iterator[None]:
    set_language("vi")
    yield
    set_language("en")


def parts(found: Story, vintage: str, *, before: bool) -> dict[str, float]:
    """The units before or after, and how much of the earlier one lies in the later."""
    chapter = next(one for one in found.chapters if one.vintage == vintage)
    links = chapter.came_from if before else chapter.went_to
    return {link.code: round(link.share_of_from, 3) for link in links}


def test_kien_moc_was_split_and_got_most_of_binh_xa(
    registry: Registry, crosswalk: pd.DataFrame
) -> None:
    found = story(registry, crosswalk, "06625")
    assert [one.title for one in found.chapters] == ["Xã Kiên Mộc"] * 3
    assert parts(found, OLD, before=False) == {"06625": 0.839, "06637": 0.161}
    assert parts(found, NEW, before=True) == {"06619": 1.0, "06625": 0.839, "06622": 0.801}
    assert found.today == ()
    assert tell(found) == [
        "Since 2020-01-01: Xã Kiên Mộc (06625), Huyện Đình Lập [Nghị quyết 818/NQ-UBTVQH14]",
        "Since 2024-12-01: Xã Kiên Mộc (06625), Huyện Đình Lập [Nghị quyết 1246/NQ-UBTVQH15]",
        "  The same ground as before.",
        "  On 2025-07-01 it was split: 83.9 % to Xã Kiên Mộc (06625), "
        "16.1 % to Xã Châu Sơn (06637).",
        "Since 2025-07-01: Xã Kiên Mộc (06625) [Nghị quyết 1672/NQ-UBTVQH15]",
        "  It lay in Huyện Đình Lập before; there are no districts any more.",
        "  Made of: all of Xã Bắc Xa (06619), 83.9 % of Xã Kiên Mộc (06625), "
        "80.1 % of Xã Bính Xá (06622).",
    ]


def test_a_code_that_changed_its_meaning_is_told_as_what_it_was(
    registry: Registry, crosswalk: pd.DataFrame
) -> None:
    found = story(registry, crosswalk, "06040")
    titles = {one.vintage: (one.title, one.changed) for one in found.chapters}
    assert titles == {
        FIRST: ("Xã Đại Đồng", ()),
        OLD: ("Thị trấn Thất Khê", ("name", "kind")),
        NEW: ("Xã Thất Khê", ("kind", "district")),
    }
    lines = tell(found)
    assert "  The code was that of Xã Đại Đồng before." in lines
    assert "  It was a thị trấn before, now it is a xã." in lines
    assert "  On 2025-07-01 all of it went into Xã Thất Khê (06040)." in lines


def test_hong_phong_of_binh_gia_went_into_hong_phong(
    registry: Registry, crosswalk: pd.DataFrame
) -> None:
    """A public package has it in Đồng Đăng."""
    found = story(registry, crosswalk, "06079")
    assert parts(found, OLD, before=False) == {"06079": 1.0}
    assert parts(found, NEW, before=True) == {"06079": 1.0, "06094": 1.0}


@pytest.mark.usefixtures("_in_vietnamese")
def test_a_story_is_told_in_vietnamese(registry: Registry, crosswalk: pd.DataFrame) -> None:
    lines = tell(story(registry, crosswalk, "06625"))
    assert any("83,9 %" in line for line in lines)
    assert "01/07/2025" in lines[-3]


def test_a_code_that_is_no_more_says_where_its_ground_is_today(
    registry: Registry, crosswalk: pd.DataFrame
) -> None:
    """Thị trấn Thất Khê had the code 05995 until it got Đại Đồng's."""
    found = story(registry, crosswalk, "05995")
    assert [one.vintage for one in found.chapters] == [FIRST]
    assert [link.code for link in found.today] == ["06040"]
    assert tell(found)[-1] == "Today: all to Xã Thất Khê (06040)."


def test_a_code_is_known_without_its_leading_zero(
    registry: Registry, crosswalk: pd.DataFrame
) -> None:
    assert story(registry, crosswalk, "6625").code == "06625"


@pytest.mark.parametrize(
    ("said", "vintage", "code"),
    [
        ("Kiên Mộc", "", "06625"),
        ("xã kiên mộc", "", "06625"),
        ("Bính Xá", "", "06622"),
        ("Thất Khê", "", "06040"),
        ("Thất Khê", FIRST, "05995"),
        ("Thị trấn Thất Khê", "", "06040"),
        ("xã Chi Lăng, Tràng Định", OLD, "06034"),
        ("phường Chi Lăng", OLD, "05983"),
        ("06040", FIRST, "06040"),
    ],
)
def test_a_unit_is_found_by_its_name(
    registry: Registry, crosswalk: pd.DataFrame, said: str, vintage: str, code: str
) -> None:
    assert story(registry, crosswalk, said, vintage=vintage).code == code


def test_others_of_the_name_are_told(registry: Registry, crosswalk: pd.DataFrame) -> None:
    """Since 2025 one unit is called Chi Lăng; before there were four others."""
    found = story(registry, crosswalk, "Chi Lăng")
    assert found.code == "06463"
    assert [one.split(")")[0] for one in found.namesakes] == [
        "Phường Chi Lăng (05983",
        "Xã Chi Lăng (06034",
        "Thị trấn Chi Lăng (06466",
        "Xã Chi Lăng (06523",
    ]
    assert found.namesakes[1].endswith("Huyện Tràng Định [2020-01-01, 2024-12-01]")


def test_a_name_that_means_several_units_is_an_error_that_lists_them(
    registry: Registry, crosswalk: pd.DataFrame
) -> None:
    with pytest.raises(UnitError) as error:
        story(registry, crosswalk, "Chi Lăng", vintage=OLD)
    assert "4 units of 2024-12-01 have this name" in error.value.message
    assert "Xã Chi Lăng (06034), Huyện Tràng Định" in error.value.message


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("99999", "no commune has this code"),
        ("Kien Moc", "Did you mean Xã Kiên Mộc"),
        ("", "no commune has this name"),
    ],
)
def test_a_unit_that_there_is_not_is_an_error(
    registry: Registry, crosswalk: pd.DataFrame, said: str, words: str
) -> None:
    with pytest.raises(UnitError, match=words):
        story(registry, crosswalk, said)


def test_without_a_crosswalk_there_is_still_what_the_code_was(registry: Registry) -> None:
    lines = tell(story(registry, one_of_each_step([]), "05995"))
    assert lines == [
        "Since 2020-01-01: Thị trấn Thất Khê (05995), Huyện Tràng Định [Nghị quyết 818/NQ-UBTVQH14]"
    ]
