"""The words by which the rows of an office's sheet are known."""

from __future__ import annotations

import re
from datetime import date, time
from functools import lru_cache

from lsgeo.text import fold, fold_ascii

_ORDINALS = {"tt", "stt", "so tt", "so thu tu", "s.t.t", "t.t", "no", "no.", "#"}
_OF_A_HEADER = {
    *_ORDINALS,
    *("ma", "ten", "xa", "huyen", "tong", "cong", "tong so", "tong cong", "ghi chu", "so"),
    *("ngay", "nam", "dien tich", "don vi", "dia phuong", "ket qua", "tieu chi", "loai", "cap"),
    *("toa do", "kinh do", "vi do", "nhom", "trang thai", "so luong", "ty le", "noi dung"),
    *("muc dat", "chi so", "gia tri", "code", "name", "kind", "type"),
    *("district", "area", "year", "period", "value", "status", "note", "id", "unit", "vintage"),
    *("source", "indicator", "dat", "chua dat"),
}
_STARTS_A_HEADER = re.compile(
    r"(?:ten|ma|don vi|dien tich|so|ngay|nam|tong|ty le|ket qua|tieu chi|loai|nhom|xa,|xa/|huyen,"
    r"|huyen/|tc ?\d|quyet dinh|ghi chu|dia chi|muc|noi dung)\b"
)
_LONGEST_WORD_OF_A_HEADER = 60
_TITLE = re.compile(
    r"(?:uy ban nhan dan|ubnd|cong hoa xa hoi|doc lap|bieu|phu luc|danh sach|bang|bao cao"
    r"|\(?kem theo|\(?don vi tinh|\(?dvt|tong hop|thong ke|\(?so lieu|\(?tinh den"
    r"|ket qua (?:thuc hien|ra soat|danh gia|xay dung)|chi cuc|van phong|hat kiem lam"
    r"|(?:so|phong) (?:nong nghiep|xay dung|tai chinh|tai nguyen|kinh te|thong ke|dia chinh|nn)\b"
    r"|[^,]{2,40}, ?ngay\b)"
)
_SIGNATURE = re.compile(
    r"(?:nguoi (?:lap|tong hop|bao cao|duyet|kiem tra)|lap bieu|thu truong|chu tich|pho chu tich"
    r"|giam doc|pho giam doc|truong phong|pho truong phong|chi cuc truong|ke toan|noi nhan"
    r"|xac nhan|\( ?(?:da )?ky\b|ky,|ky ten|ky va ghi|tm\.|kt\.|tuq\.|tl\."
    r"|t/m|k/t|uy ban nhan dan|ubnd|cong chuc"
    r"|[^,\d]{2,40}, ?ngay\b.*thang\b|ngay [\d.…]* ?thang [\d.…]* ?nam [\d.…]*$)"
)
_REMARK = re.compile(r"(?:\(?ghi chu|chu thich|luu y|nguon|\*|\(\*+\)|chu giai)[ :.)]?")
_REMARK_WORD = re.compile(r"(?:ghi chu|chu thich|luu y|nguon|chu giai)\b")
_OF_A_TOTAL = (
    r"(?:(?:cua )?(?:toan|ca) )?"
    r"(?:tinh|huyen|thanh pho|thi xa|vung|khu vuc|nhom|muc|xa|phuong)"
)
_TOTAL = re.compile(
    r"(?:(?:tong cong|tong so|tong|cong|binh quan)(?: chung)?"
    rf"(?: ?[:(]? ?{_OF_A_TOTAL}\b.*| ?\(.*\)| [a-d]| [ivx]+(?: ?\+ ?[ivx]+)*)?"
    r"|toan (?:tinh|huyen|thanh pho|xa|vung|khu vuc)(?: .*)?|(?:grand )?total) ?[:.]?"
)
_TOTAL_WORDS = {fold(word) for word in ("tổng", "cộng", "toàn", "bình", "total", "grand")}
_DISTRICT = re.compile(r"(?:huyen|thanh pho|tp|thi xa|tx|h)\b[. ]*\S")
_PREFIX = re.compile(r"\s*(?:[IVXL]+|[A-G])\s*[.)/:\-–]+\s*(?=\S{2})")
_ROMAN = re.compile(r"[IVXL]+[.)]?")
_CAPITAL = re.compile(r"[A-HK-Z]\s?[.)]?")
_NUMBERED = re.compile(r"\d+(?:\.\d+)*[.)]?")
_VALUE = re.compile(r"[\d.,/%()\s:+\-–−]*\d[\d.,/%()\s:+\-–−]*")
_TICKS = set(
    map(
        fold,
        ["đ", "k", "x", "✓", "✔", "v", "đạt", "không đạt", "chưa đạt", "có", "không", "-", "–"],
    )
)


@lru_cache(maxsize=1 << 14)
def is_header_word(text: str) -> bool:
    """Whether a cell is what a column is called."""
    plain = fold_ascii(text)
    if len(plain) > _LONGEST_WORD_OF_A_HEADER:
        return False
    return plain in _OF_A_HEADER or bool(_STARTS_A_HEADER.match(plain))


@lru_cache(maxsize=1 << 14)
def is_ordinal_word(text: str) -> bool:
    """Whether a header is that of the column that numbers the rows."""
    return fold_ascii(text) in _ORDINALS


@lru_cache(maxsize=1 << 14)
def is_title(text: str) -> bool:
    """Whether a cell above a table is a title or a letterhead, not the name of a column."""
    return bool(_TITLE.match(fold_ascii(text)))


@lru_cache(maxsize=1 << 14)
def is_signature(text: str) -> bool:
    """Whether a cell under a table belongs to who signs it."""
    return bool(_SIGNATURE.match(fold_ascii(text)))


@lru_cache(maxsize=1 << 14)
def is_remark(text: str) -> bool:
    """Whether a cell under a table begins remarks on it."""
    plain = fold_ascii(text)
    match = _REMARK_WORD.match(plain)
    return bool(_REMARK.match(plain)) and (not match or ":" in plain or match[0] == plain)


@lru_cache(maxsize=1 << 14)
def is_total(text: str) -> bool:
    """Whether a row that is called so adds up others: Tổng cộng, Toàn tỉnh, Cộng huyện …"""
    first = fold(text).split(" ")[0].strip(":.(")
    return bool(_TOTAL.fullmatch(fold_ascii(text))) and (text.isascii() or first in _TOTAL_WORDS)


@lru_cache(maxsize=1 << 14)
def is_district(text: str) -> bool:
    """Whether a name begins as those of districts do: Huyện Cao Lộc, TP Lạng Sơn."""
    return bool(_DISTRICT.match(fold_ascii(without_prefix(text))))


def without_prefix(text: str) -> str:
    """The name of a group without its number: "I. Huyện Cao Lộc" is "Huyện Cao Lộc"."""
    match = _PREFIX.match(text)
    return text[match.end() :] if match else text


def has_prefix(text: str) -> bool:
    """Whether a text begins with the number of a group: "I. Huyện Cao Lộc", "A - Các xã"."""
    return bool(_PREFIX.match(text))


def is_group_number(text: str) -> bool:
    """Whether the number of a row is that of a group: I, II, A, B."""
    return bool(_ROMAN.fullmatch(text) or _CAPITAL.fullmatch(text))


def is_row_number(cell: object) -> bool:
    """Whether a cell numbers a row of data: 7, "7.", "1.2"."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float):
        return cell >= 0
    return isinstance(cell, str) and bool(_NUMBERED.fullmatch(cell))


def is_value(cell: object) -> bool:
    """Whether a cell is a number, a day or a tick rather than a word."""
    if isinstance(cell, str):
        return bool(_VALUE.fullmatch(cell)) or fold(cell) in _TICKS
    return isinstance(cell, bool | int | float | date | time)
