"""Which language lsgeo speaks, and how errors are put into words."""

from __future__ import annotations

import pytest

from lsgeo.errors import Fault, InputError, ManyInputsError, raise_together
from lsgeo.messages import choose_language


@pytest.fixture(autouse=True)
def no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LSGEO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))


def test_without_any_hint_it_is_english() -> None:
    assert choose_language() == "en"


@pytest.mark.parametrize(
    ("name", "language"),
    [("vi_VN.UTF-8", "vi"), ("en_GB.UTF-8", "en"), ("C.UTF-8", "en"), ("fr_FR.UTF-8", "en")],
)
def test_the_locale_decides(monkeypatch: pytest.MonkeyPatch, name: str, language: str) -> None:
    monkeypatch.setenv("LANG", name)
    assert choose_language() == language


def test_the_locale_of_windows_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: ("Vietnamese_Vietnam", "1258"))
    assert choose_language() == "vi"


def test_the_variable_of_lsgeo_stands_above_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("LSGEO_LANG", "vi")
    assert choose_language() == "vi"


def test_what_is_asked_for_stands_above_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LSGEO_LANG", "vi")
    assert choose_language("en") == "en"


def test_an_unknown_language_falls_through_to_the_next_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LSGEO_LANG", "vi")
    assert choose_language("fr") == "vi"


def test_lc_all_stands_above_lang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert choose_language() == "vi"


def test_a_fault_says_where_what_expected_got_and_the_remedy() -> None:
    fault = Fault("no such unit", "row 14", expected="a code", got="x", remedy="Give the code.")
    assert str(fault) == "row 14: no such unit (expected a code, got x). Give the code."


def test_a_fault_leaves_out_what_it_does_not_know() -> None:
    assert str(Fault("no such unit")) == "no such unit"


def test_an_error_lists_its_faults_below_one_headline() -> None:
    error = InputError("a.csv", "it is broken", [Fault("one"), Fault("two", where="row 3")])
    assert str(error) == "a.csv: it is broken\n  one\n  row 3: two"


def test_one_error_is_raised_as_itself() -> None:
    with pytest.raises(InputError, match="a"):
        raise_together([InputError("a", "b")])


def test_several_errors_are_raised_as_one_with_all_messages() -> None:
    with pytest.raises(ManyInputsError) as caught:
        raise_together([InputError("a", "b"), InputError("c", "d")])
    assert str(caught.value) == "a: b\nc: d"


def test_no_errors_raise_nothing() -> None:
    raise_together([])
