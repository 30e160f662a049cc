"""Values whose right answers come from outside the page, read by mouse, finger, keyboard, and
with scripts off. They are written as Vietnamese readers write numbers: 405,9 and 6.731.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import Page
from pyproj import Geod

from lsgeo.jobs.build import Built
from tests.browser import Visitor
from tests.line.conftest import DAY, ROOT
from tests.line.reading import WAYS, Desk, Hand, page_of, row_of

pytestmark = pytest.mark.chromium
CODE = "06184"  # Đồng Đăng: its nearest gate is not the best known one
NAME = "Xã Đồng Đăng"
ROOMY_CODE = "06625"  # Kiên Mộc: large enough for a finger on a phone's map
ROOMY = "Xã Kiên Mộc"
VINTAGE = "2025-07-01"
WGS84 = Geod(ellps="WGS84")
NO_BREAK = "\u00a0"


@pytest.fixture(params=list(WAYS))
def hand(request: pytest.FixtureRequest, desk: Desk, built: Built) -> Hand:
    return desk.hand(built, request.param)


def written(value: float, decimals: int) -> str:
    """The number with a point between thousands and a comma before decimals."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def ntm_of_today() -> pd.DataFrame:
    """The last known status of each unit of today, by code."""
    table = pd.read_csv(ROOT / "layers" / "ntm_status.csv", dtype=str)
    now = table[table["vintage"] == VINTAGE].sort_values("period", kind="stable")
    return now.groupby("code").last()


def figures(built: Built, indicator: str) -> list[dict[str, str]]:
    """The lines of the published facts.csv of one indicator and the commune."""
    path = page_of(built).parent / "facts.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if (row["vintage"], row["code"], row["indicator"]) == (VINTAGE, CODE, indicator)
        ]


def answer(page: Page, title: str) -> str:
    """What the card says beside a title: its number, without the change against the year before."""
    line = page.locator("#card dl > div", has=page.locator(f"dt:text-is('{title}')"))
    return line.locator("dd").first.inner_text().split("\n")[0].strip()


def test_the_headline_is_106_of_175_communes(hand: Hand) -> None:
    said = hand.page.locator(".headline").first.inner_text()
    assert "106/175" in said
    assert f"60,6{NO_BREAK}%" in said


def test_the_status_of_a_commune_is_the_last_one_reported(hand: Hand) -> None:
    hand.take_unit(row_of(hand.page, ROOMY))
    lead = hand.page.locator("#card .now").inner_text().strip().split("\n")[0]
    assert lead == f"Nông thôn mới: {ntm_of_today().loc[ROOMY_CODE, 'status']}"


def test_the_loss_since_2015_is_the_sum_of_its_years(hand: Hand, built: Built) -> None:
    shown = (row for row in figures(built, "forest_loss") if row["variant"] == "canopy>=30")
    years = {row["period"]: float(row["value"]) for row in shown}
    lost = sum(years[str(year)] for year in range(2015, 2025))
    hand.write("#search", "06184")
    hand.page.keyboard.press("Enter")
    said = hand.page.locator("#card .loss").inner_text()
    assert said.endswith(f"đến hết 2024: {written(lost, 1)}{NO_BREAK}ha")


def test_the_nearest_gate_is_the_one_a_geodesic_finds(hand: Hand, built: Built) -> None:
    """From the centroid of the published commune to each published gate, on the ellipsoid."""
    layers = page_of(built).with_name(f"{built.publication.name}.gpkg")
    communes = gpd.read_file(layers, layer="communes_2025").set_index("code")
    centre = communes.centroid.to_crs("EPSG:4326")[CODE]
    gates = (
        gpd.read_file(layers, layer="border_gates").to_crs("EPSG:4326").dropna(subset="geometry")
    )
    far = {
        gate["name"]: WGS84.inv(centre.x, centre.y, gate.geometry.x, gate.geometry.y)[2] / 1000
        for _, gate in gates.iterrows()
    }
    nearest = min(far, key=far.__getitem__)
    row = row_of(hand.page, NAME)
    hand.press(f"#attention .unit[data-row='{row}']")
    assert answer(hand.page, "Cửa khẩu gần nhất (từ tâm xã)") == nearest
    shown = answer(hand.page, "Cách cửa khẩu gần nhất (đường chim bay từ tâm xã)")
    assert shown == f"{written(far[nearest], 1)}{NO_BREAK}km"
    [known] = (row for row in figures(built, "gate_distance_km") if row["variant"] == "centroid")
    assert float(known["value"]) == pytest.approx(far[nearest], rel=0.005)


def test_the_official_area_is_that_of_the_registry(hand: Hand) -> None:
    units = pd.read_csv(ROOT / "layers" / "units.csv", dtype=str)
    [area] = units[(units["vintage"] == VINTAGE) & (units["code"] == ROOMY_CODE)][
        "area_official_km2"
    ]
    hand.take_unit(row_of(hand.page, ROOMY))
    assert answer(hand.page, "Diện tích công bố") == f"{written(float(area), 2)}{NO_BREAK}km²"


# ---- with scripts off ------------------------------------------------------------------------


@pytest.fixture
def still(built: Built, visit: Visitor) -> Page:
    """The page without its script."""
    return visit(page_of(built), scripts=False).page


def test_the_headline_reads_with_scripts_off(still: Page) -> None:
    said = still.locator(".headline").first.inner_text()
    assert "106/175" in said
    assert f"60,6{NO_BREAK}%" in said


def test_the_legend_counts_each_status_with_scripts_off(still: Page) -> None:
    entries = [re.sub(r"\s+", " ", one) for one in still.locator("#legend li").all_inner_texts()]
    statuses = Counter(ntm_of_today()["status"])
    assert len(statuses) == 4
    for status, count in statuses.items():
        assert [
            one for one in entries if re.fullmatch(rf" ?{re.escape(status)} \(?{count}\)? ?", one)
        ]


def test_the_communes_most_behind_are_named_with_scripts_off(still: Page) -> None:
    """Most criteria missing, of the ten in force, for each year up to the end of the promised."""
    table = ntm_of_today()
    behind = table[table["status"] == "Chưa đạt"].copy()
    ends = behind["year_registered"].astype(int).map(lambda year: date(year, 12, 31))
    years = ends.map(lambda end: (end - DAY).days / 365.25)
    behind["pace"] = (10 - behind["criteria_met"].astype(int)) / years
    most = behind.sort_values(["pace", "name"], ascending=[False, True]).head(5)
    named = still.locator("#attention .unit").all_inner_texts()
    assert named == [f"Xã {name}" for name in most["name"]]


def test_a_gate_has_its_class_and_precision_with_scripts_off(still: Page) -> None:
    still.locator("details.places summary").click()
    lines = still.locator("details.places li").all_inner_texts()
    [chi_ma] = (line for line in lines if line.strip().startswith("Chi Ma"))
    assert "Cửa khẩu song phương" in chi_ma
    assert "vị trí gần đúng" in chi_ma.lower()


def test_the_day_and_the_marks_are_said_with_scripts_off(still: Page) -> None:
    said = still.locator("header").inner_text()
    assert DAY.strftime("%d/%m/%Y") in said
    assert "SỐ LIỆU MINH HỌA" in said
    assert "SỐ LIỆU MINH HỌA" in still.locator("svg.watermark").text_content()
