"""A publication small enough to check by eye: three units, two district edges, three gates."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pandas as pd
from shapely import LineString, Point, box

from lsgeo import facts, ledger
from lsgeo.compose import Field, Layer, Publication
from lsgeo.palette import COVER, GATE, NO_DATA, Style, StyleClass, Symbol
from lsgeo.text import Words, same

HOSTILE = "<script>alert(\"x\")</script> & 'Đèo' [% 1+1 %] \x0b]]>"
FORMULA = '=HYPERLINK("http://x.invalid","x")'

NTM = {
    0: Words("Chưa đạt chuẩn", "Not met"),
    1: Words("Đạt chuẩn", "Met"),
    -2: Words("Phường (không xét)", "Ward (not considered)"),
}
NTM_SYMBOLS = {0: Symbol("#F6DFA8"), 1: Symbol("#A3D0E4"), -2: Symbol("#EDEDED", "dots")}

NTM_STYLE = Style(
    name="ntm",
    title=Words("Nông thôn mới", "New rural"),
    column="ntm_status",
    kind="categorized",
    classes=tuple(
        StyleClass(words, NTM_SYMBOLS[value], value=value) for value, words in NTM.items()
    ),
    missing=NO_DATA,
    period="2025-06-30",
    quality="illustrative",
    source="maker",
    label_column="name",
)
COVER_STYLE = Style(
    name="cover",
    title=Words("Tán cây năm 2000 còn lại", "Tree cover of 2000 remaining"),
    column="cover_pct",
    kind="graduated",
    classes=(
        StyleClass(Words("dưới 50 %", "under 50 %"), Symbol(COVER[0]), low=0.0, high=50.0),
        StyleClass(Words("từ 50 %", "from 50 %"), Symbol(COVER[4]), low=50.0, high=100.0),
    ),
    missing=NO_DATA,
    unit=same("%"),
    decimals=1,
    period="2024",
    quality="remote_sensing",
    source="Hansen",
    note=Words("tham khảo viễn thám", "remote sensing, for reference"),
)


def small_publication(*, watermarks: tuple[Words, ...] = (), name: str = "tinh") -> Publication:
    """Three units near 107°15' E: a ward, a commune on a class limit, one with a hostile name."""
    return Publication(
        name=name,
        title=Words("Tỉnh nhỏ", "Small province"),
        province="00",
        crs="EPSG:9215",
        as_of=date(2025, 12, 31),
        units=_units(),
        context=(_districts(), _gates()),
        others=(),
        facts=_facts(),
        events=pd.DataFrame(
            [["2025-07-01", "00001", "recognised", "2025-01-02", "Số 1", "2024", "official", "x"]],
            columns=list(facts.EVENT_COLUMNS),
        ),
        targets=pd.DataFrame(
            {"id": ["ntm_share"], "title_vi": ["Tỷ lệ xã"], "value": [80.0], "unit": ["%"]}
        ),
        assessments=pd.DataFrame(
            {"target": ["ntm_share"], "value": [60.6], "status": ["behind"], "why": [FORMULA]}
        ),
        ledger=ledger.merge([_ledger()]),
        watermarks=watermarks,
        notes=(Words("Không có giá trị pháp lý", "No legal force"),),
        attributions=("Nguồn & bạn",),
    )


def _units() -> Layer:
    squares = [box(107.0 + step, 21.9, 107.1 + step, 22.0) for step in (0.0, 0.1, 0.2)]
    data = gpd.GeoDataFrame(
        {
            "name": ["Kỳ Lừa", "Đồng Đăng", HOSTILE],
            "kind": ["phường", "xã", "xã"],
            "ntm_status": pd.array([-2, 1, None], dtype="Int64"),
            "cover_pct": [12.5, 50.0, float("nan")],
            "border": pd.array([True, None, False], dtype="boolean"),
        },
        geometry=squares,
        index=pd.Index(["00001", "00002", "00003"], name="code"),
        crs="EPSG:4326",
    )
    fields = (
        Field("name", Words("Tên", "Name")),
        Field("kind", Words("Loại", "Kind")),
        Field("ntm_status", Words("Nông thôn mới", "New rural"), values=NTM),
        Field("cover_pct", Words("Tán cây còn lại", "Tree cover left"), unit=same("%"), decimals=1),
        Field("border", Words("Xã biên giới", "Border commune")),
    )
    return Layer(
        "units", Words("Xã 2025", "Communes 2025"), data, fields, (NTM_STYLE, COVER_STYLE), "x"
    )


def _districts() -> Layer:
    data = gpd.GeoDataFrame(
        {"name": ["Một", "Hai"]},
        geometry=[box(107.0, 21.9, 107.1, 22.0), box(107.1, 21.9, 107.3, 22.0)],
        index=pd.Index(["001", "002"], name="code"),
        crs="EPSG:4326",
    )
    only = StyleClass(Words("Huyện cũ", "Former districts"), Symbol("", dashed=True))
    style = Style("districts", Words("Huyện cũ", "Former districts"), "", "single", (only,))
    title = Words("Huyện đến 30/06/2025", "Districts until 2025-06-30")
    return Layer("districts", title, data, (Field("name", Words("Tên", "Name")),), (style,), "y")


def _gates() -> Layer:
    classes = (
        StyleClass(
            Words("Quốc tế", "International"), Symbol(GATE, marker="diamond"), value="quốc tế"
        ),
        StyleClass(
            Words("Phụ (vị trí gần đúng)", "Secondary (approximate)"),
            Symbol("#FFFFFF", edge=GATE, marker="triangle", hollow=True),
            value="phụ_gần đúng",
        ),
    )
    style = Style(
        "gates",
        Words("Cửa khẩu", "Border gates"),
        "shown",
        "categorized",
        classes,
        label_column="name",
    )
    data = gpd.GeoDataFrame(
        {
            "name": ["Hữu Nghị", "Bản Chắt", "Pò Nhùng"],
            "class": ["quốc tế", "phụ", "phụ"],
            "shown": ["quốc tế", "phụ_gần đúng", "phụ_gần đúng"],
        },
        geometry=[Point(107.05, 21.99), Point(107.15, 21.99), None],
        index=pd.Index(["huu-nghi", "ban-chat", "po-nhung"], name="code"),
        crs="EPSG:4326",
    )
    fields = (Field("name", Words("Tên", "Name")), Field("class", Words("Cấp", "Class")))
    return Layer("gates", Words("Cửa khẩu", "Border gates"), data, fields, (style,), "GeoNames")


def line_layer() -> Layer:
    """The international border as one line."""
    data = gpd.GeoDataFrame(
        {"name": ["Biên giới"]},
        geometry=[LineString([(107.0, 22.0), (107.3, 22.0)])],
        index=pd.Index(["border"], name="code"),
        crs="EPSG:4326",
    )
    only = StyleClass(Words("Biên giới", "Border"), Symbol("", edge="#B2182B"))
    style = Style("border", Words("Biên giới", "Border"), "", "single", (only,))
    return Layer("border", Words("Biên giới", "Border"), data, (), (style,), "OpenStreetMap")


def _facts() -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "code": ["00001", "00002"],
            "indicator": ["forest_loss", "forest_loss"],
            "value": [-1.5, float("nan")],
            "source": [FORMULA, "Hansen"],
        }
    )
    constants = {
        "vintage": "2025-07-01",
        "period": "2024",
        "unit": "ha",
        "quality": "remote_sensing",
    }
    return facts.make(rows, constants=constants)


def _ledger() -> ledger.Ledger:
    note = ledger.Note(
        "corrected", "@tên", row=14, column="name", said="Dong Dang", became="Đồng Đăng"
    )
    return ledger.entry("ntm.csv", rows=3, notes=[note])
