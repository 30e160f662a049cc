"""The estimator: the paper's own example to the last printed digit, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsgeo.accuracy import LEAST_PER_STRATUM, Estimate, Interval, estimate
from lsgeo.errors import InputError

CLASSES = ["deforestation", "gain", "forest", "other"]
PIXELS = [200_000, 150_000, 3_200_000, 6_450_000]
COUNTS = [[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]]
PIXEL_HA = 0.09


def points_of(counts: list[list[int]], strata: list[str], references: list[str]) -> pd.DataFrame:
    rows = [
        (stratum, reference)
        for stratum, line in zip(strata, counts, strict=True)
        for reference, count in zip(references, line, strict=True)
        for _one in range(count)
    ]
    table = pd.DataFrame(rows, columns=["stratum", "reference"])
    return table.assign(id=[str(number) for number in range(len(table))])


def strata_of(areas_ha: list[float], names: list[str] = CLASSES) -> pd.DataFrame:
    return pd.DataFrame({"stratum": names, "area_ha": areas_ha})


POINTS = points_of(COUNTS, CLASSES, CLASSES)
STRATA = strata_of([count * PIXEL_HA for count in PIXELS])


@pytest.fixture(scope="module")
def published() -> Estimate:
    return estimate(POINTS, STRATA, subject="sample.csv")


def printed(one: Interval) -> str:
    return f"{one.value:.2f}±{one.margin:.2f}"


def test_the_published_users_accuracies_come_out(published: Estimate) -> None:
    assert [printed(one) for one in published.users.values()] == [
        "0.88±0.07",
        "0.73±0.10",
        "0.93±0.04",
        "0.96±0.02",
    ]


def test_the_published_producers_accuracies_come_out(published: Estimate) -> None:
    """The second and fourth margins are quoted as 0.23 and 0.01.

    Equation 7 gives 0.2544 and 0.0184 with the published matrix, and no rounding of its inputs
    leads to the others (`naive` below is that equation as printed, by itself).
    """
    assert [printed(one) for one in published.producers.values()] == [
        "0.75±0.21",
        "0.85±0.25",
        "0.93±0.03",
        "0.96±0.02",
    ]


def test_the_published_overall_accuracy_comes_out(published: Estimate) -> None:
    assert printed(published.overall) == "0.95±0.02"
    assert published.size == 640


def test_the_published_areas_come_out_to_the_hectare(published: Estimate) -> None:
    found = [(f"{one.value:,.0f}", f"{one.margin:,.0f}") for one in published.areas_ha.values()]
    assert found == [
        ("21,158", "6,158"),
        ("11,686", "3,756"),
        ("285,770", "15,510"),
        ("581,386", "16,282"),  # with 1.96 as printed; 1.95996 would give 16,281
    ]


def test_the_published_pixels_of_deforestation_come_out(published: Estimate) -> None:
    area = published.areas_ha["deforestation"]
    assert f"{area.value / PIXEL_HA:,.0f}" == "235,086"
    assert f"{area.error / published.area_ha:.4f}" == "0.0035"


def test_the_published_matrix_of_area_shares_comes_out(published: Estimate) -> None:
    assert published.matrix.round(4).to_numpy().tolist() == [
        [0.0176, 0.0000, 0.0013, 0.0011],
        [0.0000, 0.0110, 0.0016, 0.0024],
        [0.0019, 0.0000, 0.2967, 0.0213],
        [0.0040, 0.0020, 0.0179, 0.6212],
    ]


def naive(counts: np.ndarray, area: np.ndarray) -> dict[str, np.ndarray]:
    """Equations 2 to 11 of the paper, as they are printed."""
    size = counts.sum(axis=1)
    weights = area / area.sum()
    cells = weights[:, None] * counts / size[:, None]
    users = np.diag(counts) / size
    of_users = users * (1 - users) / (size - 1)
    adjusted = (area[:, None] * counts / size[:, None]).sum(axis=0)
    producers = np.diag(cells) / cells.sum(axis=0)
    of_producers = []
    for j in range(len(area)):
        own = area[j] ** 2 * (1 - producers[j]) ** 2 * of_users[j]
        others = sum(
            area[i] ** 2 * counts[i, j] / size[i] * (1 - counts[i, j] / size[i]) / (size[i] - 1)
            for i in range(len(area))
            if i != j
        )
        of_producers.append((own + producers[j] ** 2 * others) / adjusted[j] ** 2)
    shares = (weights[:, None] * cells - cells**2) / (size[:, None] - 1)
    return {
        "overall": np.array([np.trace(cells), np.sqrt((weights**2 * of_users).sum())]),
        "users": np.array([users, np.sqrt(of_users)]),
        "producers": np.array([producers, np.sqrt(of_producers)]),
        "areas": np.array([adjusted, np.sqrt(shares.sum(axis=0)) * area.sum()]),
    }


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 60), min_size=3, max_size=3), min_size=3, max_size=3),
    st.lists(st.floats(0.5, 1e6), min_size=3, max_size=3),
)
def test_it_is_the_papers_formulas_for_any_matrix(
    counts: list[list[int]], areas_ha: list[float]
) -> None:
    names = ["a", "b", "c"]
    filled = [[*line[:2], line[2] + LEAST_PER_STRATUM] for line in counts]
    points = points_of(filled, names, names)
    found = estimate(points, strata_of(areas_ha, names), subject="x")
    expected = naive(np.array(filled, dtype=float), np.array(areas_ha))
    for name, of_classes in (
        ("users", found.users),
        ("producers", found.producers),
        ("areas", found.areas_ha),
    ):
        got = [
            [one.value for one in of_classes.values()],
            [one.error for one in of_classes.values()],
        ]
        np.testing.assert_allclose(got, expected[name], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose([found.overall.value, found.overall.error], expected["overall"])
    assert sum(one.value for one in found.areas_ha.values()) == pytest.approx(sum(areas_ha))
    assert found.matrix.to_numpy().sum() == pytest.approx(1)


def test_two_strata_of_one_class_of_the_map_are_judged_together() -> None:
    """Near and far forest: 40 of 50 and 30 of 30 are right, on 100 and 300 of 400 ha."""
    strata = strata_of([100.0, 300.0, 100.0], ["near", "far", "other"])
    strata = strata.assign(map_class=["forest", "forest", "other"])
    counts = [[40, 10], [30, 0], [0, 30]]
    points = points_of(counts, ["near", "far", "other"], ["forest", "other"])
    found = estimate(points, strata, subject="x")
    assert found.users["forest"].value == pytest.approx((100 * 0.8 + 300) / 400)
    assert found.users["forest"].error == pytest.approx(100 / 400 * np.sqrt(0.8 * 0.2 / 49))
    assert found.mapped_ha == {"forest": 400.0, "other": 100.0}
    assert found.areas_ha["forest"].value == pytest.approx(380)


def test_a_reference_class_that_the_map_lacks_gets_an_area_and_no_users_accuracy() -> None:
    points = points_of([[30, 10, 10], [0, 50, 0]], ["a", "b"], ["a", "b", "shrub"])
    found = estimate(points, strata_of([50.0, 50.0], ["a", "b"]), classes=["shrub"], subject="x")
    assert found.areas_ha["shrub"].value == pytest.approx(10)
    assert np.isnan(found.users["shrub"].value)
    assert found.producers["shrub"].value == 0
    assert found.mapped_ha["shrub"] == 0


def test_a_stratum_of_which_every_pixel_was_seen_has_no_error_however_small() -> None:
    points = points_of([[1, 1], [0, 40]], ["a", "b"], ["a", "b"])
    strata = strata_of([2.0, 100.0], ["a", "b"]).assign(whole=[True, False])
    found = estimate(points, strata, subject="x")
    assert found.areas_ha["a"] == Interval(pytest.approx(1.0), 0.0)


def refused(points: pd.DataFrame, strata: pd.DataFrame) -> list[str]:
    with pytest.raises(InputError) as caught:
        estimate(points, strata, subject="sample.csv")
    return [str(fault) for fault in caught.value.faults]


def test_a_stratum_with_too_few_points_is_refused() -> None:
    points = points_of([[29, 0], [0, 30]], ["a", "b"], ["a", "b"])
    assert refused(points, strata_of([1.0, 1.0], ["a", "b"])) == [
        "stratum a: too few points (expected at least 30, got 29). Draw more points there; with "
        "fewer, its errors are not known."
    ]


def test_a_stratum_without_any_point_is_refused() -> None:
    (told,) = refused(POINTS, strata_of([*STRATA["area_ha"], 5.0], [*CLASSES, "water"]))
    assert "stratum water: too few points (expected at least 30, got 0)" in told


@pytest.mark.parametrize("area_ha", [float("nan"), -1.0, float("inf")])
def test_a_stratum_without_an_area_is_refused(area_ha: float) -> None:
    (told,) = refused(POINTS, strata_of([*STRATA["area_ha"][:3], area_ha]))
    assert told.startswith("stratum other: its area is no number")


def test_a_stratum_that_no_table_knows_has_no_weight() -> None:
    others = strata_of([1.0, 1.0, 1.0, 0.0], ["deforestation", "gain", "forest", "elsewhere"])
    strata = others.assign(map_class=CLASSES)
    (told,) = refused(POINTS, strata)
    assert told.startswith("stratum other: this stratum has no area, so its points have no weight")


def test_an_unknown_reference_class_is_refused_with_its_points() -> None:
    points = POINTS.assign(reference=POINTS["reference"].where(POINTS["id"] != "7", "marsh"))
    (told,) = refused(points, STRATA)
    assert told.startswith("points 7: unknown reference class 'marsh'")


def test_what_is_there_twice_is_refused() -> None:
    points = POINTS.assign(id=POINTS["id"].replace("8", "7"))
    strata = pd.concat([STRATA, STRATA.iloc[:1]])
    told = refused(points, strata)
    assert told[0].startswith("a point is there twice (got 7)")
    assert told[1] == "stratum deforestation: this stratum is there twice"


def test_all_faults_are_told_together() -> None:
    points = POINTS.iloc[:60].assign(reference="marsh")
    assert len(refused(points, STRATA)) == 4


def test_an_interval_spans_what_lies_between_its_ends() -> None:
    one = Interval(10.0, 1.0)
    assert (one.low, one.high) == (10 - 1.96, 10 + 1.96)
    assert one.spans(11.96)
    assert not one.spans(11.97)
    assert not Interval(10.0, float("nan")).spans(10.0)
