"""Four square communes, three gates and hostile strings: a map whose answers are seen by eye.

A Đồng Đăng (xã, đạt chuẩn, 10 %)      B Kỳ Lừa (phường, không xét, 50 %)
C named by an attacker (xã, chưa đạt)   D Ba Sơn (xã, no status, no cover)
"""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pandas as pd
from shapely import Point, box

from lsgeo import facts
from lsgeo.compose import Field, Layer, Publication
from lsgeo.ledger import Ledger
from lsgeo.palette import COVER, GATE, NO_DATA, Style, StyleClass, Symbol
from lsgeo.progress import Baseline, Limits, Target, targets_table
from lsgeo.text import Words, same

END_SCRIPT = "</script><img src=x onerror=window.stolen=1>"
END_ATTRIBUTE = '"><svg onload=window.stolen=1>'
TEMPLATE = "{{ 7 * 7 }}${7*7}\u2028&amp;<!--"

MARK = Words("SỐ LIỆU MINH HỌA", "ILLUSTRATIVE FIGURES")
LEGAL = Words("Không có giá trị pháp lý.", "No legal force.")

STATUS = {
    0: (Words("Chưa đạt", "Not met"), Symbol("#F6DFA8")),
    1: (Words("Đạt chuẩn", "Met"), Symbol("#A3D0E4")),
    -2: (Words("Phường (không xét)", "Ward (not considered)"), Symbol("#EDEDED", "dots")),
}
_CODES = pd.Index(["00001", "00002", "00003", "00004"], name="code")


def map_publication() -> Publication:
    """The publication, with a provincial assessment of 106 of 175 communes."""
    targets = (_target(), _target_without_number())
    return Publication(
        name="tinh",
        title=Words("Tỉnh thử · Quy hoạch 2030", "Test province · Plan 2030"),
        province="20",
        crs="EPSG:9215",
        as_of=date(2025, 12, 31),
        units=_units(),
        context=(_districts(), _gates()),
        others=(),
        facts=_facts(),
        events=pd.DataFrame(columns=list(facts.EVENT_COLUMNS)),
        targets=targets_table(targets, Limits()),
        assessments=pd.DataFrame([_assessment(), _unjudged()]),
        ledger=Ledger(),
        watermarks=(MARK,),
        notes=(LEGAL, Words(END_ATTRIBUTE, TEMPLATE)),
        attributions=(f"GeoNames {END_SCRIPT}",),
    )


def _units() -> Layer:
    corners = [(106.7, 21.9), (106.8, 21.9), (106.7, 21.8), (106.8, 21.8)]
    data = gpd.GeoDataFrame(
        {
            "name": ["Đồng Đăng", "Kỳ Lừa", END_SCRIPT, "Ba Sơn"],
            "kind": ["xã", "phường", "xã", "xã"],
            "status": pd.array([1, -2, 0, None], dtype="Int64"),
            "cover": [10.0, 50.0, 100.0, float("nan")],
            "note": ["", TEMPLATE, END_ATTRIBUTE, None],
        },
        geometry=[box(x, y, x + 0.1, y + 0.1) for x, y in corners],
        index=_CODES,
        crs="EPSG:4326",
    )
    fields = (
        Field("name", Words("Tên", "Name")),
        Field("kind", Words("Loại", "Kind")),
        Field(
            "status",
            Words("Trạng thái", "Status"),
            values={value: words for value, (words, _symbol) in STATUS.items()},
            period="2025-06-30",
            quality="illustrative",
            source=END_ATTRIBUTE,
        ),
        Field(
            "cover",
            Words("Tán cây", "Tree cover"),
            unit=same("%"),
            decimals=1,
            period="2024",
            quality="remote_sensing",
            source="Hansen",
        ),
        Field("note", Words("Ghi chú", "Note")),
    )
    title = Words("Xã, phường", "Communes")
    return Layer("units", title, data, fields, (_status_style(), _cover_style()), "x")


def _status_style() -> Style:
    return Style(
        name="status",
        title=Words("Nông thôn mới", "New rural"),
        column="status",
        kind="categorized",
        classes=tuple(
            StyleClass(words, symbol, value=value) for value, (words, symbol) in STATUS.items()
        ),
        missing=NO_DATA,
        period="2025-06-30",
        quality="illustrative",
        source=END_SCRIPT,
        note=Words(END_ATTRIBUTE, END_ATTRIBUTE),
    )


def _cover_style() -> Style:
    return Style(
        name="cover",
        title=Words("Tán cây", "Tree cover"),
        column="cover",
        kind="graduated",
        classes=(
            StyleClass(Words("dưới 50", "under 50"), Symbol(COVER[0]), low=0, high=50),
            StyleClass(Words("từ 50", "from 50"), Symbol(COVER[4]), low=50, high=100),
        ),
        missing=NO_DATA,
        unit=same("%"),
        decimals=1,
        period="2024",
        quality="remote_sensing",
        satellite=True,
        source="Hansen",
    )


def _districts() -> Layer:
    data = gpd.GeoDataFrame(
        {"name": ["Bắc", "Nam"]},
        geometry=[box(106.7, 21.9, 106.9, 22.0), box(106.7, 21.8, 106.9, 21.9)],
        index=pd.Index(["001", "002"], name="code"),
        crs="EPSG:4326",
    )
    title = Words("Huyện cũ", "Former districts")
    style = Style("d", title, "", "single", (StyleClass(title, Symbol("", edge="#1A1A1A")),))
    return Layer("districts", title, data, (Field("name", Words("Tên", "Name")),), (style,), "")


def _gates() -> Layer:
    data = gpd.GeoDataFrame(
        {
            "name": ["Hữu Nghị", "Bản Chắt", f"Co Sâu {END_SCRIPT}"],
            "class": ["exact", "vague", "vague"],
            "precision": ["gate", "village", "none"],
        },
        geometry=[Point(106.72, 21.98), Point(106.88, 21.95), None],
        index=pd.Index(["huu-nghi", "ban-chat", "co-sau"], name="code"),
        crs="EPSG:4326",
    )
    precision = {
        "gate": Words("Đúng vị trí", "At the gate"),
        "village": Words("Vị trí gần đúng", "Approximate"),
        "none": Words("Chưa có tọa độ", "No position"),
    }
    classes = (
        StyleClass(Words("Quốc tế", "International"), Symbol(GATE, marker="diamond"), "exact"),
        StyleClass(
            Words("Phụ (gần đúng)", "Secondary (approximate)"),
            Symbol("#FFFFFF", edge=GATE, marker="triangle", hollow=True),
            "vague",
        ),
    )
    title = Words("Cửa khẩu", "Border gates")
    style = Style("gates", title, "class", "categorized", classes, label_column="name")
    fields = (
        Field("name", Words("Tên", "Name")),
        Field("precision", Words("Độ chính xác", "Precision"), values=precision),
    )
    return Layer("gates", title, data, fields, (style,), "GeoNames")


def _target() -> Target:
    return Target(
        id="ntm_share",
        title=Words("Tỷ lệ xã đạt chuẩn", "Communes meeting the standard"),
        level="province",
        method="level",
        deadline=date(2030, 12, 31),
        source=f"KH 268 {END_SCRIPT}",
        indicator="ntm_share",
        unit="%",
        value=80,
        baseline=Baseline("2020", 40.0),
    )


def _target_without_number() -> Target:
    return Target(
        id="waste",
        title=Words(f"Chất thải {END_ATTRIBUTE}", "Waste"),
        level="province",
        method="none",
        deadline=date(2030, 12, 31),
        source="KH 268",
    )


def _assessment() -> dict[str, object]:
    return {
        "target": "ntm_share",
        "vintage": "2024-12-01",
        "code": "20",
        "period": "2025-06-30",
        "value": 60.571,
        "unit": "%",
        "baseline": 40.0,
        "baseline_period": "2020",
        "target_value": 80.0,
        "target_high": float("nan"),
        "deadline": "2030-12-31",
        "expected_now": 58.0,
        "expected_today": 60.0,
        "required_per_year": 3.5,
        "recent_per_year": 4.1,
        "progress": 1.14,
        "status": "on_track",
        "why": f"Vượt kế hoạch {END_SCRIPT}",
        "why_en": "Ahead of the plan",
        "quality": "published",
        "source": "vietnam.vn",
    }


def _unjudged() -> dict[str, object]:
    return {
        "target": "waste",
        "vintage": "",
        "code": "20",
        "period": "",
        "unit": "",
        "baseline_period": "",
        "deadline": "2030-12-31",
        "status": "insufficient_data",
        "why": "Quy hoạch không đặt con số",
        "why_en": "The plan sets no number",
        "quality": "",
        "source": "",
    }


def _facts() -> pd.DataFrame:
    rows = pd.DataFrame({"indicator": ["ntm_met", "ntm_eligible"], "value": [106.0, 175.0]})
    constants = {
        "vintage": "2024-12-01",
        "code": "20",
        "period": "2025-06-30",
        "unit": "xã",
        "quality": "published",
        "source": "vietnam.vn",
    }
    return facts.make(rows, constants=constants)
