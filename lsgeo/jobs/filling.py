"""What a new workspace holds: settings, registry, catalogs and templates, filled in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from string import Template

import pandas as pd

from lsgeo import registry
from lsgeo.config import FILENAME
from lsgeo.crs import Zone, tm3_zones
from lsgeo.files import sha256
from lsgeo.formats import csv_text, toml_text
from lsgeo.jobs.illustrative import PERIOD, made_up_statuses
from lsgeo.outputs import write_layer
from lsgeo.registry import Registry
from lsgeo.sources.catalog import Entry
from lsgeo.sources.outlines import Outlines
from lsgeo.sources.scales import read_criteria_sets
from lsgeo.text import fold_ascii

VINTAGE = "2025-07-01"
"""The vintage of the national table: 34 provinces and 3,321 communes."""

DATA = files("lsgeo") / "data"
"""The package's own tables and templates."""

_NATIONAL = "vietnamadminunits 1.0.4 (PyPI)"
_UTM_48N = "EPSG:3405"  # VN-2000 / UTM zone 48N, taken where PROJ names no TM-3 zone
_BOUNDARIES = "communes_2025.gpkg"
_TO_FILL_IN = "chưa rõ, cần bổ sung / unknown, to be filled in"
_DECISIONS = "Quyết định 318/QĐ-TTg (2022); Quyết định 51/2025/QĐ-TTg"
_TABLES = {
    "status_scales": ("Thang trạng thái nông thôn mới", _DECISIONS),
    "criteria_sets": ("Các bộ tiêu chí nông thôn mới", _DECISIONS),
    "criteria": ("Các tiêu chí nông thôn mới", _DECISIONS),
}
_NTM_STATUS = (
    "vintage,code,name,kind,district,period,criteria_set,status,criteria_met,year_met,decision,"
    "decision_date,year_registered,note"
)
_BORDER_GATES = (
    "gate,name,class,mode,pair,counterpart,markers,commune_vintage,commune_code,commune,"
    "longitude,latitude,precision,source,note"
)
_OBSERVATIONS = "vintage,code,indicator,variant,period,value,low,high,unit,quality,source,note"


@dataclass(frozen=True)
class Plan:
    """What a workspace will hold, decided before anything is written.

    ``code`` is the province's, ``boundaries_name`` the file that ``outlines`` came from.
    """

    code: str
    registry: Registry
    outlines: Outlines | None
    boundaries_name: str
    illustrative: bool

    @property
    def name(self) -> str:
        """The province's name without its kind."""
        return str(self._province["name"])

    @property
    def kind(self) -> str:
        """The province's kind, tỉnh or thành phố."""
        return str(self._province["kind"])

    @property
    def communes(self) -> pd.DataFrame:
        """Its communes, by code."""
        return self.registry.at(VINTAGE)

    @cached_property
    def zones(self) -> list[Zone]:
        """The VN-2000 TM-3 zones that PROJ names for it."""
        return tm3_zones(fold_ascii(self.name))

    @property
    def crs(self) -> str:
        """The coordinate system to start with: the first of the zones."""
        return self.zones[0].code if self.zones else _UTM_48N

    @property
    def _province(self) -> pd.Series:
        return self.registry.at(VINTAGE, level="province").loc[self.code]


def fill(stage: Path, plan: Plan) -> None:
    """Write every file of the workspace into `stage`."""
    layers, rasters, templates = (
        stage / name for name in ("layers", "rasters", "layers/templates")
    )
    for folder in (layers, rasters, templates):
        folder.mkdir()
    _write(stage / FILENAME, _settings(plan))
    _write(stage / "targets.toml", _template("targets.toml", {}))
    _write(rasters / "catalog.toml", _template("rasters_catalog.toml", {}))
    _write(layers / "units.csv", csv_text(plan.registry.units[list(registry.COLUMNS)]))
    for name in _TABLES:
        (layers / f"{name}.csv").write_bytes((DATA / f"{name}.csv").read_bytes())
    for name, text in _templates(plan):
        _write(templates / name, text)
    if plan.outlines is not None:
        units = plan.outlines.units[["geometry"]].sort_index()
        write_layer(units, layers / _BOUNDARIES, day=date.fromisoformat(VINTAGE))
    if plan.illustrative:
        _write(layers / "ntm_status.csv", csv_text(_statuses(plan)))
    _write(layers / "catalog.toml", _catalog(plan, layers))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _template(filename: str, values: Mapping[str, str]) -> str:
    text = (DATA / "workspace" / filename).read_text(encoding="utf-8")
    return Template(text).substitute(values)


def _settings(plan: Plan) -> str:
    """lsgeo.toml of the province."""
    values = {
        "full_name": f"{plan.kind} {plan.name}",
        "name": _quoted(fold_ascii(plan.name).replace(" ", "-")),
        "code": _quoted(plan.code),
        "zone_remarks": "\n".join(f"# {line}" for line in _zone_remarks(plan)),
        "crs": _quoted(plan.crs),
        "vintage": VINTAGE,
        "illustrative": str(plan.illustrative).lower(),
        "title_vi": _quoted(f"{plan.name} · Tiến độ Quy hoạch 2030"),
        "title_en": _quoted(f"{plan.name} · Progress of the 2030 plan"),
    }
    return _template(FILENAME, values)


def _zone_remarks(plan: Plan) -> Iterator[str]:
    if not plan.zones:
        yield f"PROJ không ghi múi chiếu 3° nào cho tỉnh này; tạm dùng {_UTM_48N} (UTM 48N)."
        yield f"PROJ names no TM-3 zone for this province; {_UTM_48N} (UTM 48N) stands in."
        return
    if len(plan.zones) > 1:
        yield "PROJ ghi nhiều múi chiếu cho tên tỉnh này; tạm dùng múi đầu tiên."
        yield "PROJ names several zones for this province; the first one stands in."
    yield "PROJ (địa giới trước 07/2025; tỉnh sáp nhập có thể dùng kinh tuyến trục khác):"
    yield "PROJ (provinces before 07/2025; a merged one may have chosen another meridian):"
    for zone in plan.zones:
        yield f"  {zone.code}  {zone.name}: {zone.area}"


def _templates(plan: Plan) -> Iterator[tuple[str, str]]:
    """The tables to fill in: that of the statuses already lists the xã."""
    communes = plan.communes
    rural = communes[communes["kind"] == "xã"].reset_index()
    columns = _NTM_STATUS.split(",")
    yield "ntm_status.csv", csv_text(rural.reindex(columns=columns))
    yield "border_gates.csv", f"{_BORDER_GATES}\n"
    yield "observations.csv", f"{_OBSERVATIONS}\n"


def _statuses(plan: Plan) -> pd.DataFrame:
    with as_file(DATA) as folder:
        entries = [
            Entry(
                theme=theme,
                path=folder / f"{theme}.csv",
                title=theme,
                quality="published",
                licence="MIT",
                attribution="lsgeo",
            )
            for theme in ("criteria_sets", "status_scales")
        ]
        known, _ledger = read_criteria_sets(*entries)
    return made_up_statuses(plan.communes, known).reindex(columns=_NTM_STATUS.split(","))


def _catalog(plan: Plan, layers: Path) -> str:
    """layers/catalog.toml: the entries of the files that are there, examples of the others."""
    entries = [
        toml_text("source", {**entry, "sha256": sha256(layers / entry["path"])})
        for entry in _entries(plan)
    ]
    examples = _template("layers_examples.toml", {"vintage": VINTAGE})
    return "\n".join([_template("layers_catalog.toml", {}), *entries, examples])


def _entries(plan: Plan) -> Iterator[dict[str, str]]:
    """The entries of the files in layers/, each a table of its keys."""
    yield {
        "theme": "registry",
        "path": "units.csv",
        "title": f"Đơn vị hành chính của {plan.kind} {plan.name} từ 01/07/2025",
        "quality": "published",
        "licence": "MIT",
        "attribution": _NATIONAL,
    }
    for theme, (title, source) in _TABLES.items():
        yield {
            "theme": theme,
            "path": f"{theme}.csv",
            "title": title,
            "quality": "published",
            "licence": "MIT",
            "attribution": source,
        }
    if plan.outlines is not None:
        name = "".join(letter if letter.isprintable() else "?" for letter in plan.boundaries_name)
        yield {
            "theme": "boundaries",
            "level": "commune",
            "vintage": VINTAGE,
            "path": _BOUNDARIES,
            "title": f"Ranh giới xã, phường của {plan.kind} {plan.name}",
            "quality": plan.outlines.quality,
            "licence": _TO_FILL_IN,
            "attribution": f"{name} ({_TO_FILL_IN})",
        }
    if plan.illustrative:
        yield {
            "theme": "ntm_status",
            "path": "ntm_status.csv",
            "title": f"Trạng thái nông thôn mới năm {PERIOD} (số liệu minh họa)",
            "quality": "illustrative",
            "licence": "MIT",
            "attribution": "lsgeo, số liệu minh họa",
        }


def _quoted(text: str) -> str:
    """`text` as a TOML string: JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False)
