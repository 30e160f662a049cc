"""What a written Vietnamese syllable is: initial consonant, rhyme and tone.

Vietnamese writes every syllable as one word, and the three parts follow strict rules, so that a
text read with the wrong table soon has words that no Vietnamese can be. The inventory is that of
the standard orthography (Đoàn Thiện Thuật, Ngữ âm tiếng Việt, 1977), with the rhymes of place
names and of words for sounds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from lsgeo.text import fold

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_CONSONANTS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x"
_BEFORE_FRONT_VOWELS = frozenset({"k", "gh", "ngh"})  # before e, ê, i, y; c, g, ng before others
_BEFORE_OTHERS = frozenset({"c", "g", "ng"})
_WITH_Y_ALONE = frozenset({"", "h", "k", "l", "m", "s", "t", "th", "v"})

_OPEN = """
a ai ao au ay e eo i ia iu iêu o oa oai oao oay oe oeo oi u ua ui uy uya uyu uê uôi uơ uây
y yêu â âu ây ê êu ô ôi ơ ơi ư ưa ưi ươi ươu ưu
am an ang anh em en eng im in inh iêm iên iêng oam oan oang oanh oem oen oeng om on ong oong
um un ung uân uâng uên uênh uôm uôn uông uyn uynh uyên yêm yên yêng ynh ăm ăn ăng âm ân âng
êm ên ênh ău ôm ôn ông ôông ơm ơn ưm ưn ưng ươm ươn ương oăm oăn oăng
"""
_STOPPED = """
ac ach ap at ec ep et ich ip it iêc iêp iêt oac oach oap oat oc ooc oet op ot uc up ut uât uêt
uêch uôc uôp uôt uych uyp uyt uyêt yêt ych ăc ăp ăt âc âp ât êch êp êt ôc ôp ôt ơp ơt ưc ưt ươc
ươp ươt oăc oăp oăt
"""
_INITIALS = ("", *_CONSONANTS.split())
_RHYMES = (*_OPEN.split(), *_STOPPED.split())


def _spellings(initial: str) -> Iterator[str]:
    """The toneless syllables that begin with `initial`."""
    for rhyme in _RHYMES:
        front = rhyme[0] in "eêiy"
        if (initial in _BEFORE_FRONT_VOWELS and not front) or (initial in _BEFORE_OTHERS and front):
            continue
        if rhyme[0] == "y" and len(rhyme) > 1 and initial:
            continue  # yê is written iê after a consonant
        if rhyme == "y" and initial not in _WITH_Y_ALONE:
            continue
        if initial == "gi" and rhyme[0] == "i":
            yield "g" + rhyme  # gì, giếng
        else:
            yield initial + rhyme


def _spellings_with_qu() -> Iterator[str]:
    """The toneless syllables that begin with qu, which takes the place of the glide."""
    yield from ("quôc", "quôn", "quơn")
    for rhyme in _RHYMES:
        if rhyme[0] in "aăâeêiy" or rhyme == "ơ":
            yield "qu" + rhyme
        elif rhyme.startswith("uyê"):
            yield "q" + rhyme


_SYLLABLES = frozenset(
    [spelling for initial in _INITIALS for spelling in _spellings(initial)]
    + list(_spellings_with_qu())
)
_STOPS = ("c", "ch", "p", "t")
_TONES_WITH_STOP = frozenset("\u0301\u0323")  # only sắc and nặng go with a final stop


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Whether `word`, in NFC and any case, can be a written Vietnamese syllable.

    A word without a tone mark before a final stop ("mat") is none, though files without accents
    are full of them: see `is_plain_syllable`.

    >>> [is_syllable(word) for word in ("Lạng", "nghiêng", "quốc", "mật", "mầt", "kạng")]
    [True, True, True, True, False, False]
    """
    letters = unicodedata.normalize("NFD", word.casefold())
    tones = [letter for letter in letters if letter in _TONES]
    bare = unicodedata.normalize("NFC", "".join(x for x in letters if x not in _TONES))
    if len(tones) > 1 or bare not in _SYLLABLES:
        return False
    return not bare.endswith(_STOPS) or (bool(tones) and tones[0] in _TONES_WITH_STOP)


def has_one_case(word: str) -> bool:
    """Whether `word` is in small letters, in capitals, or a capital leads small letters."""
    return word[1:].islower() or word.isupper() or word.islower() or len(word) == 1


@lru_cache(maxsize=1 << 14)
def is_plain_syllable(word: str) -> bool:
    """Whether `word`, in ASCII letters, can be a Vietnamese syllable that lost its accents.

    >>> is_plain_syllable("Loc"), is_plain_syllable("Dong"), is_plain_syllable("Smith")
    (True, True, False)
    """
    return word.casefold() in _PLAIN


_PLAIN = frozenset(
    "".join(x for x in unicodedata.normalize("NFD", bare) if not unicodedata.combining(x)).replace(
        "đ", "d"
    )
    for bare in _SYLLABLES
)


_OF_OFFICES = """
ấp bà bạc bách bạch bãi bản bảo bắc bằng bến bình bộ bốn bồng bưởi bương cà cả cán cảnh cấp cầu
cây cháu châu chè chí chiến chính chợ chủ chưa chức chương có cốc công cộng cơ của củng cửa
cường dẻ dịch diện dọc dù dục dũng dư dưới dương đã đá đai đại đàn đào đạt đặc đăng đất đầu đèo
đề đến địa điềm điểm điền đình định độ đồi đội đông đồng đơn đức đước được đường gần giá giải
giáo giáp giổi giới gỗ hà hạ hải hàng hành hạnh hạt hiện hiệp hòa hóa hoạch hoàng hồ hộ hồi hội
hồng hợp hùng huyện hưng hướng hữu ích ít kém kế khá khách khánh khẩu khê khoảnh khối không
khuổi kiểm kiệm kiên kỳ kỹ là lá lạc lãng lạng lát lăng lâm lập lễ lệ lịch liên liễu lỗ lộc lợi
lớn lúa lũng luồng lương lượng lý mã mạc màu mặc mặt mận mẫu mậu mía mỏ mọc mộc một mỡ mới mục
mường mỹ nà năm nặm nậm nghèo nghị nghĩa nghiệp ngoài ngọc ngô nguồn nguyên nguyễn người nhà
nhãn nhân nhận nhất nhiên nhiều nhỏ nhóm như những nội nông núi nữ nứa nước ông ở phạm phát phân
phần phê phía phòng phố phủ phú phúc phương phường phượng pò quả quản quán quảng quân quế quốc
quý quyền quyết quýt rất rẫy rừng sách sàn sản sảo sắn sấu sĩ số sông sở sơn suối sử sưa tài tái
tạo tâm tân tập tây tế tếch thạch thái thám tháng thành thắng thị thiên thiện thổ thôn thông
thống thuận thuật thuốc thuộc thủy thừa thửa thường thượng tích tiền tiến tiếp tiêu tiểu tín
tình tỉnh toàn tổ tộc tổng tốt trạch trại tràm trám trạm tràng trào trấn trẩu trên trì trí triển
triệu trồng trống trúc trữ trước trường trưởng tú tuấn tục tuyên tuyến tư từ tự tượng và vải vạn
vàng văn vân vật vầu về vệ vĩ vị viên việt vĩnh võ vũ vụ vùng vũng vực vườn vượng xã xá xấu xây
xoài xóm xuân xuyên xứ xưởng ý yên yếu
"""
FREQUENT = frozenset(map(fold, _OF_OFFICES.split()))  # words of units, places, land, forest, people
