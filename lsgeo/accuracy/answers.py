"""What an interpreter said of the points of a sample, made ready to be estimated from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.text import fold

_PAIR = ["unit", "stratum"]


@dataclass(frozen=True)
class Answers:
    """``points`` and ``strata`` for `lsgeo.accuracy.estimate`, and the words of the classes.

    ``blank`` counts the points that were drawn and have no answer.
    """

    points: pd.DataFrame
    strata: pd.DataFrame
    classes: Mapping[str, str]
    blank: int = 0


def classes_of(strata: pd.DataFrame, extra: Sequence[str] = ()) -> dict[str, str]:
    """The reference classes and their words: those of the map, then `extra` ("CODE=NAME")."""
    words = dict(zip(strata["stratum"], strata["label"], strict=True))
    known = {code: words.get(code) or code for code in strata["map_class"]}
    for text in extra:
        code, _sign, name = text.partition("=")
        known[code.strip()] = name.strip() or code.strip()
    return known


def of_unit(table: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    """The rows of points or of strata that are of these units; those of none stay."""
    return table[table["unit"].isin([*codes, ""])]


def given(
    points: pd.DataFrame,
    strata: pd.DataFrame,
    *,
    extra: Sequence[str] = (),
    skip_blank: bool = False,
    subject: str,
) -> Answers:
    """The answers of ``points`` (id, unit, stratum, reference) to ``strata``.

    `strata` has ``unit, stratum, label, map_class, area_ha, pixels, drawn``, the last two missing
    where they are not known; the same stratum of several units is one. A reference may be the code
    of a class or its words, whatever the capitals. Raises `InputError` about `subject` for points
    without an answer, unless `skip_blank`, and for those that were never drawn: only a random
    sample speaks for the rest.
    """
    faults = [*_pair_faults(strata), *_drawn_faults(points, strata)]
    answered = points[points["reference"] != ""]
    missing = _missing(answered, strata)
    if missing.sum() and not skip_blank:
        faults += _blank_faults(missing)
    if faults:
        raise InputError(subject, _("the sample cannot be used"), faults)
    classes = classes_of(strata, extra)
    codes = {fold(words): code for code, words in classes.items()} | {
        fold(code): code for code in classes
    }
    references = [codes.get(fold(text), text) for text in answered["reference"]]
    return Answers(
        points=answered.assign(reference=references),
        strata=_merged(strata, answered),
        classes=classes,
        blank=int(missing.sum()),
    )


def _merged(strata: pd.DataFrame, answered: pd.DataFrame) -> pd.DataFrame:
    """The strata of all units together; whole are those of which every pixel was looked at."""
    grouped = strata.groupby("stratum", sort=False)
    merged = grouped[["label", "map_class"]].first()
    merged["area_ha"] = grouped["area_ha"].sum(min_count=1)
    pixels = grouped["pixels"].sum(min_count=1)
    sizes = answered["stratum"].value_counts().reindex(merged.index, fill_value=0)
    merged["whole"] = (sizes >= pixels.fillna(float("inf"))) & (sizes > 0)
    return merged.reset_index()


def _missing(answered: pd.DataFrame, strata: pd.DataFrame) -> pd.Series:
    """How many points of each stratum and unit lack an answer, blank or gone from the file."""
    drawn = strata.set_index(_PAIR)["drawn"]
    there = answered.groupby(_PAIR).size().reindex(drawn.index, fill_value=0)
    return (drawn - there).fillna(0).clip(lower=0).astype("int64")


def _blank_faults(missing: pd.Series) -> Iterator[Fault]:
    by_stratum = missing[missing > 0].groupby("stratum").sum()
    for stratum, count in by_stratum.items():
        yield Fault(
            _("points without an answer"),
            _("stratum {name}").format(name=stratum),
            got=str(count),
            remedy=_(
                "Fill in the column reference; --skip-blank leaves them out, which is right only "
                "where it is chance that they lack."
            ),
        )


def _drawn_faults(points: pd.DataFrame, strata: pd.DataFrame) -> Iterator[Fault]:
    """A fault for each stratum that has more points than were drawn of it."""
    drawn = strata.set_index(_PAIR)["drawn"].groupby(level=_PAIR).first()
    sizes = points.groupby(_PAIR).size()
    if drawn.isna().all():
        return
    known = sizes[sizes.index.get_level_values("stratum").isin(strata["stratum"])]
    for (unit, stratum), count in known.items():
        least = drawn.get((unit, stratum), 0)
        if count > least:
            place = " ".join(filter(None, (unit, _("stratum {name}").format(name=stratum))))
            remedy = _("Take out points that were added by hand, and strata that were changed.")
            yield Fault(
                _("there are more points than were drawn"), place, f"{least:g}", str(count), remedy
            )


def _pair_faults(strata: pd.DataFrame) -> Iterator[Fault]:
    for row in strata[strata.duplicated(_PAIR)].to_dict("records"):
        place = " ".join(
            filter(None, (row["unit"], _("stratum {name}").format(name=row["stratum"])))
        )
        yield Fault(_("this stratum is there twice"), place)
