"""Vietnamese text: one normal form, folding that keeps meaning, words in two languages."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsgeo.text import NOTHING, Words, collation, fold, fold_ascii, normalise

SYLLABLES = st.text(alphabet="aăâeêioôơuưyđhnglm\u0300\u0301\u0303\u0309\u0323 ", max_size=20)


def test_decomposed_letters_become_one_form() -> None:
    assert normalise("Đồng Đăng") == "Đồng Đăng"


def test_outer_and_repeated_white_space_goes() -> None:
    assert normalise(" \u00a0Đồng\t\n  Đăng ") == "Đồng Đăng"


def test_characters_that_no_xml_can_hold_go() -> None:
    assert normalise("Đồng\x01 \x00 Đăng\uffff") == "Đồng Đăng"


def test_the_soft_hyphen_stays_because_it_is_a_letter_in_tcvn3() -> None:
    assert normalise("L\u00adu") == "L\u00adu"


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("Hòa Bình", "Hoà Bình"),
        ("Thụy Hùng", "Thuỵ Hùng"),
        ("khỏe", "khoẻ"),
        ("Tân Hóa", "Tân Hoá"),
        ("THỤY HÙNG", "thuỵ hùng"),
    ],
)
def test_both_tone_placements_fold_to_one(new: str, old: str) -> None:
    assert fold(new) == fold(old)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tân Tri", "Tân Trí"),  # a tone more
        ("Hồng", "Hông"),
        ("Đăng", "Dăng"),
        ("Hữu", "Hựu"),
        ("Lợi", "Lội"),
        ("Văn An", "Vân An"),
    ],
)
def test_accents_still_tell_names_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_folding_ignores_case_hyphens_and_spacing() -> None:
    assert fold("HỮU–NGHỊ") == fold("hữu  nghị") == fold("Hữu-Nghị")


def test_folding_does_not_depend_on_the_normal_form_of_the_input() -> None:
    decomposed = unicodedata.normalize("NFD", "Thuỵ Hùng")
    assert fold(decomposed) == fold("Thuỵ Hùng")


@given(SYLLABLES)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_names_stand_in_the_order_of_the_tones_of_a_dictionary() -> None:
    """Ngang, huyền, hỏi, ngã, sắc, nặng, which is not the order of their code points."""
    names = ["Bạ", "Bá", "Bã", "Bả", "Bà", "Ba"]
    assert sorted(names, key=collation) == ["Ba", "Bà", "Bả", "Bã", "Bá", "Bạ"]


def test_letters_go_before_tones_and_a_tone_counts_wherever_it_is_written() -> None:
    names = ["Hoa Bình", "Hòa An", "Hoà Bình", "Hóa Bình"]
    assert sorted(names, key=collation) == ["Hòa An", "Hoa Bình", "Hoà Bình", "Hóa Bình"]
    assert sorted(["Thuỷ", "Thùy"], key=collation) == ["Thùy", "Thuỷ"]


def test_without_accents_every_letter_is_plain() -> None:
    assert fold_ascii("Đồng Đăng – Thuỵ Hùng") == "dong dang thuy hung"


def test_words_speak_the_language_asked_for() -> None:
    words = Words("xã", "commune")
    assert (words.in_language("vi"), words.in_language("en")) == ("xã", "commune")


def test_nothing_is_empty_in_both_languages() -> None:
    assert (NOTHING.vi, NOTHING.en) == ("", "")
