"""Legacy Vietnamese text: what the bytes say, which encoding they are in, and what is left alone.

The tables are held against glibc's iconv; VNI, which it does not know, against a writer made here
from the layout of the keyboard drivers, not from the reader's table.
"""

from __future__ import annotations

import csv
import random
import subprocess
import time
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsgeo.text.legacy import ENCODINGS, Decoded, decode, recode

UNITS = Path(__file__).parents[2] / "layers" / "units.csv"
ICONV = {"tcvn3": "TCVN5712-1", "viscii": "VISCII", "cp1258": "CP1258", "utf-8": "UTF-8"}
TONES = "\u0300\u0309\u0303\u0301\u0323"
VOWELS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
LETTERS = [
    *"đĐăâêôơưĂÂÊÔƠƯ",
    *(unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES),
]
FREE_TEXT = [
    "xã Đồng Đăng, huyện Cao Lộc, tỉnh Lạng Sơn",
    "Đất trống",
    "Đất có cây gỗ tái sinh",
    "Thông mã vĩ",
    "Keo tai tượng",
    "Hồi",
    "Bạch đàn",
    "Rừng trồng gỗ núi đất",
    "UBND xã Bính Xá quản lý",
    "thôn Nà Lòa, số 12/4",
    "12,50 ha  (tạm tính)",
    "19/03/2024",
    "RPH",
    "Ông Nguyễn Văn Tuấn",
    "Quyết định số 236/QĐ-TTg",
    "",
]


def names_of(level: str = "") -> list[str]:
    """The different names of units in layers/units.csv, of one level or of all."""
    with UNITS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return sorted({row["name"] for row in rows if level in ("", row["level"])})


NAMES = names_of()
COMMUNES = names_of("commune")


def iconv(data: bytes, *, source: str = "UTF-8", target: str = "UTF-8") -> bytes:
    """What glibc's iconv makes of `data`."""
    command = ["iconv", "-f", source, "-t", target]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def small_accents(text: str) -> str:
    """`text` with capitals that bear a tone in small letters: the .VnTime fonts have no others."""
    return "".join(
        letter.lower() if set(TONES) & set(unicodedata.normalize("NFD", letter)) else letter
        for letter in text
    )


VNI_SHAPES = {"\u0302": "âàåãáä", "\u0306": "êèúüéë", "": "\0øûõùï"}  # none, then the tones
VNI_SINGLE = {"ì": "ì", "ỉ": "æ", "ĩ": "ó", "í": "í", "ị": "ò", "ỵ": "î", "đ": "ñ"}


def vni_letter(letter: str) -> str:
    """One letter as the VNI-Windows fonts write it: base, then one mark for shape and tone."""
    base, *marks = unicodedata.normalize("NFD", letter.lower())
    tone = next((TONES.index(mark) + 1 for mark in marks if mark in TONES), 0)
    if letter.lower() in VNI_SINGLE:
        written = VNI_SINGLE[letter.lower()]
    elif "\u031b" in marks:
        written = {"o": "ô", "u": "ö"}[base] + VNI_SHAPES[""][tone]
    else:
        shape = next((mark for mark in marks if mark in VNI_SHAPES), "")
        written = base + VNI_SHAPES[shape][tone]
    written = written.replace("\0", "")
    return written.upper() if letter.isupper() else written


@cache
def written(text: str, encoding: str) -> bytes:
    """`text` in a legacy encoding, by iconv or, for VNI, by hand."""
    if encoding == "vni":
        composed = unicodedata.normalize("NFC", text)
        return "".join(x if x.isascii() else vni_letter(x) for x in composed).encode("latin-1")
    wanted = small_accents(text) if encoding == "tcvn3" else text
    return iconv(wanted.encode(), target=ICONV[encoding])


def written_all(texts: Sequence[str], encoding: str) -> list[bytes]:
    """Each of `texts` in a legacy encoding."""
    return written("\n".join(texts), encoding).split(b"\n")


def expected(texts: Sequence[str], encoding: str) -> tuple[str, ...]:
    """What can come back of `texts` from `encoding`."""
    return tuple(small_accents(text) if encoding == "tcvn3" else text for text in texts)


def windows(data: bytes) -> str:
    """Bytes read as cp1252 by a reader that lets the undefined ones through."""
    return "".join(bytes([x]).decode("cp1252", errors="ignore") or chr(x) for x in data)


def latin(data: bytes) -> str:
    """Bytes read as latin-1."""
    return data.decode("latin-1")


Reader = Callable[[bytes], str]
READERS: list[Reader] = [windows, latin]
legacy = pytest.mark.parametrize("encoding", ENCODINGS)
readers = pytest.mark.parametrize("reader", READERS)


def read_by_iconv(data: bytes, encoding: str) -> str:
    """What iconv reads, in NFC."""
    return unicodedata.normalize("NFC", iconv(data, source=ICONV[encoding]).decode())


# What the bytes say -----------------------------------------------------------------------------


@pytest.mark.iconv
@readers
def test_every_byte_of_viscii_is_what_iconv_reads(reader: Reader) -> None:
    data = [bytes([code]) for code in range(0x100)]
    got = recode([reader(byte) for byte in data], encoding="viscii").values
    assert list(got) == [read_by_iconv(byte, "viscii") for byte in data]


@pytest.mark.iconv
@readers
def test_every_letter_of_the_vntime_fonts_is_what_iconv_reads(reader: Reader) -> None:
    data = [bytes([code]) for code in range(0x20, 0x100) if not 0x80 <= code < 0xA0]
    letters = [byte for byte in data if byte not in (b"\xb0", b"\xb1", b"\xb2", b"\xb3", b"\xb4")]
    got = recode([reader(byte) for byte in letters], encoding="tcvn3").values
    assert list(got) == [read_by_iconv(byte, "tcvn3") for byte in letters]


@pytest.mark.iconv
@readers
def test_each_combining_mark_of_tcvn3_composes_as_iconv_has_it(reader: Reader) -> None:
    bases = [iconv(vowel.encode(), target="TCVN5712-1") for vowel in VOWELS]
    data = [base + bytes([mark]) for base in bases for mark in range(0xB0, 0xB5)]
    got = recode([reader(pair) for pair in data], encoding="tcvn3").values
    assert list(got) == [read_by_iconv(pair, "tcvn3") for pair in data]
    assert all(len(letter) == 1 for letter in got)


@pytest.mark.iconv
@readers
def test_the_accented_capitals_of_the_standard_are_read_in_syllables(reader: Reader) -> None:
    """.VnTime has none, but a converter that follows the standard writes them below 0xA0."""
    capitals = [x for x in LETTERS if x.isupper()]
    words = [f"T{x}" if x in "ỲỶỸÝỴ" else f"T{x}N" for x in capitals]
    data = [iconv(word.encode(), target="TCVN5712-1") for word in words]
    assert list(recode(list(map(reader, data)), encoding="tcvn3").values) == words


@readers
def test_dashes_and_quotation_marks_between_vntime_words_are_no_capitals(reader: Reader) -> None:
    data = b"\x93Chi L\xa8ng\x94 \x96 H\xf7u L\xf2ng\x85"
    assert recode([reader(data)]).values == ("“Chi Lăng” – Hữu Lũng…",)


@pytest.mark.iconv
@readers
def test_every_byte_of_cp1258_is_what_iconv_reads(reader: Reader) -> None:
    undefined = b"\x81\x8a\x8d\x8e\x8f\x90\x9a\x9d\x9e"
    data = [bytes([code]) for code in range(0x20, 0x100) if code not in undefined]
    got = recode([reader(byte) for byte in data], encoding="cp1258").values
    assert list(got) == [read_by_iconv(byte, "cp1258") for byte in data]


@pytest.mark.iconv
@readers
def test_marks_of_cp1258_compose_with_every_vowel(reader: Reader) -> None:
    bases = [vowel.encode("cp1258") for vowel in VOWELS]
    data = [base + tone.encode("cp1258") for base in bases for tone in TONES]
    got = recode([reader(pair) for pair in data], encoding="cp1258").values
    assert list(got) == [read_by_iconv(pair, "cp1258") for pair in data]
    assert all(len(letter) == 1 for letter in got)


@pytest.mark.iconv
@readers
@legacy
def test_every_vietnamese_letter_comes_back(encoding: str, reader: Reader) -> None:
    letters = [x for x in LETTERS if encoding != "tcvn3" or x == small_accents(x)]
    values = [reader(data) for data in written_all(letters, encoding)]
    assert recode(values, encoding=encoding).values == tuple(letters)


@pytest.mark.iconv
@readers
@legacy
def test_the_name_of_every_unit_comes_back(encoding: str, reader: Reader) -> None:
    values = [reader(data) for data in written_all(NAMES, encoding)]
    assert recode(values, encoding=encoding).values == expected(NAMES, encoding)


@pytest.mark.parametrize(
    ("vni", "name"),
    [
        ("Laïng Sôn", "Lạng Sơn"),
        ("Ñoàng Ñaêng", "Đồng Đăng"),
        ("Höõu Luõng", "Hữu Lũng"),
        ("Loäc Bình", "Lộc Bình"),
        ("ÑOÀNG ÑAÊNG", "ĐỒNG ĐĂNG"),
        ("Chôï Môùi", "Chợ Mới"),
        ("Vónh Tieán", "Vĩnh Tiến"),
        ("thò traán", "thị trấn"),
        ("Maãu Sôn", "Mẫu Sơn"),
    ],
)
def test_vni_as_it_is_typed_is_recognised_from_one_value(vni: str, name: str) -> None:
    assert recode([vni]).values == (name,)


def test_the_soft_hyphen_is_a_letter_of_tcvn3() -> None:
    assert recode(["Keo tai t\u00adîng", "Ph\u00ad¬ng"]).values == ("Keo tai tượng", "Phương")


def test_white_space_stays_for_others_to_judge() -> None:
    assert recode([" x·  §ång\u00a0§¨ng "]).values == (" xã  Đồng\u00a0Đăng ",)


@pytest.mark.parametrize("sign", ["100 m²", "25°", "5 m³", "±5"])
def test_a_sign_behind_no_vowel_is_no_tone_of_tcvn3(sign: str) -> None:
    assert recode(["§Êt trèng", f"Rõng trång {sign}"]).values[1] == f"Rừng trồng {sign}"


def test_small_letters_stand_for_the_capitals_that_vntimeh_shows() -> None:
    assert recode(["L¹NG S¥N", "H÷U LòNG"]).values == ("LạNG SƠN", "HữU LũNG")


def test_a_letter_cut_off_by_the_width_of_a_field_stays_as_it_was() -> None:
    cut = windows("Đồng Đăng".encode()[:9])
    assert recode([cut, windows("Lộc Bình".encode())]).values == ("Đồng Ä", "Lộc Bình")


# Which encoding ---------------------------------------------------------------------------------


@pytest.mark.iconv
@readers
@legacy
def test_a_column_of_twenty_communes_is_always_recognised(encoding: str, reader: Reader) -> None:
    rng = random.Random(20)
    read = dict(zip(COMMUNES, map(reader, written_all(COMMUNES, encoding)), strict=True))
    for _ in range(60):
        names = rng.sample(COMMUNES, rng.randint(20, 60))
        got = recode([read[name] for name in names])
        assert (got.values, got.encoding) == (expected(names, encoding), encoding)


@pytest.mark.iconv
@legacy
@given(data=st.data())
def test_any_twenty_communes_are_recognised_whatever_read_them(
    encoding: str, data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(COMMUNES), min_size=20, max_size=30, unique=True))
    reader = data.draw(st.sampled_from(READERS))
    every = dict(zip(COMMUNES, written_all(COMMUNES, encoding), strict=True))
    got = recode([reader(every[name]) for name in names])
    assert (got.values, got.encoding) == (expected(names, encoding), encoding)


@pytest.mark.iconv
@readers
@legacy
def test_a_single_commune_is_right_where_the_registry_knows_it(
    encoding: str, reader: Reader
) -> None:
    for name, data in zip(COMMUNES, written_all(COMMUNES, encoding), strict=True):
        assert recode([reader(data)], names=NAMES).values == expected([name], encoding)


@pytest.mark.iconv
@readers
@legacy
def test_a_single_commune_without_a_registry_is_right_or_left(
    encoding: str, reader: Reader
) -> None:
    for name, data in zip(COMMUNES, written_all(COMMUNES, encoding), strict=True):
        got = recode([reader(data)]).values
        assert got in (expected([name], encoding), (reader(data),))


@pytest.mark.iconv
@readers
@legacy
def test_free_text_with_dates_numbers_and_codes_is_recognised(
    encoding: str, reader: Reader
) -> None:
    values = [reader(data) for data in written_all(FREE_TEXT, encoding)]
    got = recode(values)
    assert (got.values, got.encoding) == (expected(FREE_TEXT, encoding), encoding)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (
            "x· §ång §¨ng, huyÖn Cao Léc, tØnh L¹ng S¬n",
            "xã Đồng Đăng, huyện Cao Lộc, tỉnh Lạng Sơn",
        ),
        ("§Êt trèng", "Đất trống"),
        ("Th«ng m· vÜ", "Thông mã vĩ"),
        ("Keo tai t\u00adîng", "Keo tai tượng"),
        ("Håi", "Hồi"),
        ("B¹ch ®µn", "Bạch đàn"),
        ("Sè 90/Q§-UBND", "Số 90/QĐ-UBND"),
    ],
)
def test_one_value_in_tcvn3_is_enough_where_it_is_nothing_else(read: str, said: str) -> None:
    assert recode([read]).values == (said,)


def test_the_registry_tells_what_is_a_syllable_either_way() -> None:
    assert recode(["Cao Léc"]).values == ("Cao Léc",)
    assert recode(["Cao Léc"], names=["Cao Lộc"]).values == ("Cao Lộc",)


# What is left alone -----------------------------------------------------------------------------


def in_latin(name: str) -> bool:
    """Whether every letter of `name` is one of cp1252."""
    return windows(name.encode("cp1252", errors="ignore")) == name


@pytest.mark.parametrize(
    "column",
    [
        ["Hòa", "Bính Xá", "Sơn Hà"],
        ["Hòa", "Bính Xá", "Hà"],
        ["Bính Xá"],
        ["Lâm Ca", "Tân Hòa", "Hùng Vân", "Thái Bình"],
        ["Đồng Đăng", "Lạng Sơn", "Cao Lộc"],
        ["06184", "Dong Dang", "12,5"],
        ["Müller", "Größe", "Schönau", "Bär", "Läng"],
        ["François", "Noël", "été", "thé", "Société forestière", "Thaï"],
        ["José", "España", "São Paulo", "Ñuñoa"],
        ["CAFÉ», dit-il", "À –"],
        ["5 m²", "100 km²", "12 µm", "25 °C", "½ ha", "n° 5", "· Keo", "«Keo»", "±5", "Keo…"],
        ["", " ", "\u00a0", "–"],
        [],
    ],
)
def test_a_sound_column_stays(column: list[str]) -> None:
    got = recode(column)
    assert (got.values, got.encoding) == (tuple(column), "")
    assert recode(column, names=NAMES) == got


def test_every_sound_name_with_letters_of_cp1252_only_stays_alone_and_with_others() -> None:
    latin_names = [name for name in NAMES if in_latin(name)]
    assert len(latin_names) > 40
    assert recode(latin_names).values == tuple(latin_names)
    for name in latin_names:
        assert recode([name]).values == recode([name], names=NAMES).values == (name,)


@given(st.lists(st.sampled_from(NAMES), max_size=30))
def test_sound_names_always_stay(names: list[str]) -> None:
    assert recode(names).values == tuple(names)


@legacy
@given(st.text(max_size=12), st.text(max_size=12), st.sampled_from(LETTERS))
def test_a_value_with_a_letter_that_no_byte_stands_for_stays(
    encoding: str, before: str, after: str, letter: str
) -> None:
    value = f"{before}ạ{letter}{after}"
    want = unicodedata.normalize("NFC", value)
    assert recode([value], encoding=encoding).values == (want,)
    assert recode([value, "x· §ång §¨ng"]).values[0] == want


@given(st.lists(st.text(alphabet=st.characters(max_codepoint=0x1FF), max_size=8), max_size=8))
def test_every_value_comes_back_in_nfc_in_its_place(values: list[str]) -> None:
    got = recode(values)
    assert len(got.values) == len(values)
    assert all(unicodedata.is_normalized("NFC", value) for value in got.values)
    alone = {value: unicodedata.normalize("NFC", value) for value in values}
    assert got.encoding or got.values == tuple(alone[value] for value in values)


@given(st.text(alphabet=[chr(code) for code in range(0x20, 0x100)]))
def test_viscii_makes_one_character_of_each(text: str) -> None:
    assert len(recode([text], encoding="viscii").values[0]) == len(text)


def test_decomposed_unicode_is_composed_and_needs_no_encoding() -> None:
    got = recode([unicodedata.normalize("NFD", "Đồng Đăng"), "Hòa"])
    assert (got.values, got.encoding) == (("Đồng Đăng", "Hòa"), "")


# Columns of both kinds --------------------------------------------------------------------------


@pytest.mark.iconv
@legacy
def test_in_a_mixed_column_each_value_is_read_as_it_was_written(encoding: str) -> None:
    rng = random.Random(7)
    read = dict(zip(COMMUNES, map(windows, written_all(COMMUNES, encoding)), strict=True))
    for _ in range(25):
        sound, old = (lambda names: (names[:10], names[10:]))(rng.sample(COMMUNES, 20))
        got = recode([*sound, *(read[name] for name in old)], names=NAMES)
        assert got.values == (*sound, *expected(old, encoding))
        assert got.encoding == encoding


def test_a_sound_value_of_bytes_stays_among_others_in_tcvn3() -> None:
    column = ["§ång §¨ng", "H÷u Lòng", "L¹ng S¬n", "Bính Xá", "Thụy Hùng", "5 m²"]
    got = recode(column).values
    assert got == ("Đồng Đăng", "Hữu Lũng", "Lạng Sơn", "Bính Xá", "Thụy Hùng", "5 m²")


# Asked for --------------------------------------------------------------------------------------


def test_an_encoding_that_is_named_is_followed_without_asking() -> None:
    assert recode(["Cao Léc"], encoding="tcvn3").values == ("Cao Lộc",)
    assert recode(["Hòa"], encoding="vni").values == ("Hịa",)


def test_unicode_leaves_everything() -> None:
    got = recode(["x· §ång §¨ng", "huyÖn"], encoding="unicode")
    assert (got.values, got.encoding) == (("x· §ång §¨ng", "huyÖn"), "")


def test_no_encoding_is_told_where_a_named_one_changes_nothing() -> None:
    assert recode(["Keo", "12"], encoding="tcvn3").encoding == ""


def test_an_unknown_encoding_is_refused_by_both() -> None:
    with pytest.raises(ValueError, match="vps"):
        recode(["x·"], encoding="vps")
    with pytest.raises(ValueError, match="unicode"):
        decode(b"x", encoding="unicode")


# Whole files ------------------------------------------------------------------------------------

TABLE = "TT;Tên xã;Diện tích\r\n1;Đồng Đăng;12,5\r\n2;Hữu Lũng;8.310,09\r\n3;Bính Xá;\r\n"


@pytest.mark.iconv
@legacy
def test_a_file_in_each_encoding_is_recognised(encoding: str) -> None:
    want = Decoded(*expected([TABLE], encoding), encoding)
    assert decode(written(TABLE, encoding)) == want


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_unicode_files_are_recognised_with_and_without_a_mark(codec: str, encoding: str) -> None:
    assert decode(TABLE.encode(codec)) == Decoded(TABLE, encoding)


def test_a_big_endian_mark_is_understood() -> None:
    assert decode(b"\xfe\xff" + TABLE.encode("utf-16-be")) == Decoded(TABLE, "utf-16")


@pytest.mark.parametrize("text", ["", "1;2", "Keo\r\n"])
def test_ascii_and_empty_files_are_utf8(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8")


def test_a_file_of_european_names_is_cp1252() -> None:
    text = "Name;Größe\nMüller;5 €\nFrançois;“7”\n"
    assert decode(text.encode("cp1252")) == Decoded(text, "cp1252")


def test_a_file_that_nobody_can_tell_keeps_every_byte() -> None:
    got = decode(b"M\xfcller\x81;\x8d\xff\x80")
    assert got == Decoded("Müller\x81;\x8dÿ€", "")


def test_utf8_that_breaks_off_inside_a_letter_is_still_utf8() -> None:
    got = decode((TABLE * 3 + "Đồng Đ").encode()[:-1])
    assert got == Decoded(TABLE * 3 + "Đồng Ä", "utf-8")


def test_registry_names_help_a_small_file() -> None:
    assert decode("TT;Xa\n1;Cao Léc".encode("cp1252"), names=["Cao Lộc"]).text.endswith("Cao Lộc")


@pytest.mark.iconv
@pytest.mark.parametrize("encoding", [*ENCODINGS, "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_as_it_is_told(encoding: str) -> None:
    text = "Hòa; Tân" if encoding == "cp1252" else TABLE.lower()
    codec = encoding not in ENCODINGS
    data = text.encode(encoding) if codec else written(text, encoding)
    assert decode(data, encoding=encoding) == Decoded(text, encoding)


def test_what_was_saved_in_utf8_as_if_it_were_cp1252_is_for_the_columns() -> None:
    data = decode("x· §ång §¨ng;1".encode())
    assert data.encoding == "utf-8"
    assert recode([data.text.split(";")[0]]).values == ("xã Đồng Đăng",)


# Speed ------------------------------------------------------------------------------------------


@pytest.mark.iconv
def test_three_hundred_thousand_values_take_less_than_a_second() -> None:
    values = [windows(data) for data in written_all(COMMUNES, "tcvn3")]
    column = (values * (300_000 // len(values) + 1))[:300_000]
    start = time.process_time()
    assert recode(column, names=NAMES).encoding == "tcvn3"
    assert time.process_time() - start < 1
