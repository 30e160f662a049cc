import csv
import unicodedata
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from lsgeo import workspace as workspaces
from lsgeo.config import load
from lsgeo.crs import Zone, tm3_zones
from lsgeo.errors import ConfigError, InputError, LsgeoError, OutputError, UnitError
from lsgeo.files import place_new, sha256
from lsgeo.jobs import filling
from lsgeo.jobs.build import build
from lsgeo.jobs.init import init
from lsgeo.sources.targets import read_targets
from lsgeo.workspace import Workspace

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "lsgeo" / "data"
VINTAGE = "2025-07-01"
LAI_CHAU = "12"  # the province with the fewest communes: 36 xã, 2 phường
TEMPLATES = {
    "ntm_status.csv": "vintage,code,name,kind,district,period,criteria_set,status,criteria_met,"
    "year_met,decision,decision_date,year_registered,note",
    "border_gates.csv": "gate,name,class,mode,pair,counterpart,markers,commune_vintage,"
    "commune_code,commune,longitude,latitude,precision,source,note",
    "observations.csv": "vintage,code,indicator,variant,period,value,low,high,unit,quality,"
    "source,note",
}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


NATIONAL = rows_of(DATA / "national_2025.csv")
PROVINCES = [row for row in NATIONAL if row["level"] == "province"]
COMMUNES = [row for row in NATIONAL if row["level"] == "commune"]


def grid_of(province: str, *, crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    """Squares of 1/8 degree (binary exact, so that edges match) for the units of a province."""
    units = [row for row in COMMUNES if row["parent"] == province]
    corners = [(102.5 + column / 8, 22 + row / 8) for row in range(9) for column in range(7)]
    squares = [shapely.box(x, y, x + 1 / 8, y + 1 / 8) for x, y in corners[: len(units)]]
    table = pd.DataFrame(units)[["code", "name", "kind"]]
    return gpd.GeoDataFrame(table, geometry=squares, crs="EPSG:4326").to_crs(crs)


def saved(layer: gpd.GeoDataFrame, folder: Path, name: str = "xa.gpkg") -> Path:
    path = folder / name
    layer.to_file(path)
    return path


def content_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def without_marks(text: str) -> str:
    """A template with the examples in its remarks switched on."""
    lines = text.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("# [["))
    return "\n".join([*lines[:first], *(line.removeprefix("# ") for line in lines[first:])])


def zone_remarks_of(folder: Path) -> list[str]:
    """The remarks of lsgeo.toml that name a zone."""
    lines = (folder / "lsgeo.toml").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("#   EPSG:")]


class TestNationalTable:
    def test_has_34_provinces_and_3321_communes(self) -> None:
        assert (len(PROVINCES), len(COMMUNES)) == (34, 3321)

    def test_counts_the_kinds_as_published(self) -> None:
        kinds = pd.Series([row["kind"] for row in COMMUNES]).value_counts().to_dict()
        assert kinds == {"xã": 2621, "phường": 687, "đặc khu": 13}

    def test_has_six_cities_among_the_provinces(self) -> None:
        cities = {row["name"] for row in PROVINCES if row["kind"] == "thành phố"}
        assert cities == {"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"}

    def test_gives_every_commune_its_own_code_of_five_digits(self) -> None:
        codes = [row["code"] for row in COMMUNES]
        assert len(set(codes)) == len(codes)
        assert all(len(code) == 5 and code.isdigit() for code in codes)

    def test_writes_every_name_in_normal_form(self) -> None:
        names = [row["name"] for row in NATIONAL]
        assert names == [unicodedata.normalize("NFC", " ".join(name.split())) for name in names]

    def test_spells_the_65_of_lang_son_as_the_registry_does(self) -> None:
        registry = rows_of(ROOT / "layers" / "units.csv")
        decreed = {
            (row["code"], row["name"], row["kind"])
            for row in registry
            if row["vintage"] == VINTAGE and row["level"] == "commune"
        }
        ours = {
            (row["code"], row["name"], row["kind"]) for row in COMMUNES if row["parent"] == "20"
        }
        assert len(ours) == 65
        assert ours == decreed

    def test_keeps_the_tone_where_the_decree_puts_it(self) -> None:
        names = {row["code"]: row["name"] for row in COMMUNES}
        assert [names[code] for code in ("06148", "06085", "06376")] == [
            "Thụy Hùng",
            "Thiện Hòa",
            "Nhất Hòa",
        ]

    def test_takes_the_kind_from_the_full_name_where_the_source_contradicts_itself(self) -> None:
        kinds = {row["code"]: row["kind"] for row in COMMUNES}
        assert [kinds[code] for code in ("10543", "11848", "31213", "31299")] == [
            "phường",
            "xã",
            "phường",
            "xã",
        ]

    @pytest.mark.parametrize("name", ["status_scales.csv", "criteria_sets.csv", "criteria.csv"])
    def test_travels_with_the_repositorys_own_criteria_tables(self, name: str) -> None:
        assert (DATA / name).read_bytes() == (ROOT / "layers" / name).read_bytes()


class TestZone:
    def test_of_lang_son_is_107_15(self) -> None:
        assert [zone.code for zone in tm3_zones("Lang Son")] == ["EPSG:9215"]

    def test_of_hue_is_found_in_the_old_name_of_the_province(self) -> None:
        assert [zone.name for zone in tm3_zones("hue")] == ["VN-2000 / TM-3 107-00"]

    def test_of_ha_nam_is_not_taken_for_a_part_of_another_name(self) -> None:
        assert tm3_zones("Ha Na") == []

    def test_is_written_into_the_settings_to_be_confirmed(self, tmp_path: Path) -> None:
        init(tmp_path / "ws", province="20")
        text = (tmp_path / "ws" / "lsgeo.toml").read_text(encoding="utf-8")
        assert 'crs = "EPSG:9215"' in text
        assert "CẦN XÁC NHẬN" in text

    def test_of_two_candidates_is_the_first_and_the_settings_say_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        two = [Zone("EPSG:9210", "first", "here"), Zone("EPSG:9211", "second", "there")]
        monkeypatch.setattr(filling, "tm3_zones", lambda _name: two)
        made = init(tmp_path / "ws", province="20")
        text = (tmp_path / "ws" / "lsgeo.toml").read_text(encoding="utf-8")
        assert load(tmp_path / "ws").crs == "EPSG:9210"
        assert "several zones" in text and "EPSG:9211  second: there" in text
        assert "Choose crs" in made.notes[0]

    def test_unknown_to_proj_gives_way_to_utm_and_the_settings_say_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(filling, "tm3_zones", lambda _name: [])
        init(tmp_path / "ws", province="20")
        text = (tmp_path / "ws" / "lsgeo.toml").read_text(encoding="utf-8")
        assert load(tmp_path / "ws").crs == "EPSG:3405"
        assert "PROJ names no TM-3 zone" in text


class TestWorkspace:
    @pytest.mark.parametrize("province", PROVINCES, ids=lambda row: row["code"])
    def test_of_any_province_is_read_with_all_its_units(
        self, province: dict[str, str], tmp_path: Path
    ) -> None:
        init(tmp_path / "ws", province=province["code"], illustrative=True)
        inputs = workspaces.read(Workspace.open(tmp_path / "ws"))
        codes = [row["code"] for row in COMMUNES if row["parent"] == province["code"]]
        assert sorted(inputs.registry.at(VINTAGE).index) == codes
        assert len(zone_remarks_of(tmp_path / "ws")) == 1

    @pytest.mark.parametrize("said", ["12", "Lai Châu", "tỉnh Lai Châu", "LAI CHAU", " lai  châu "])
    def test_is_made_for_a_code_or_a_name(self, said: str, tmp_path: Path) -> None:
        init(tmp_path / "ws", province=said)
        assert load(tmp_path / "ws").province == LAI_CHAU

    def test_mends_a_code_that_lost_its_zero(self, tmp_path: Path) -> None:
        init(tmp_path / "ws", province="4")
        assert load(tmp_path / "ws").province == "04"

    def test_is_named_without_accents_and_spaces(self, tmp_path: Path) -> None:
        init(tmp_path / "ws", province="Hồ Chí Minh")
        assert load(tmp_path / "ws").name == "ho-chi-minh"

    def test_has_the_templates_with_their_columns(self, tmp_path: Path) -> None:
        init(tmp_path / "ws", province=LAI_CHAU)
        folder = tmp_path / "ws" / "layers" / "templates"
        found = {path.name: path.read_text("utf-8").split("\n")[0] for path in folder.iterdir()}
        assert found == TEMPLATES

    def test_lists_the_rural_communes_in_the_template_of_statuses(self, tmp_path: Path) -> None:
        init(tmp_path / "ws", province=LAI_CHAU)
        rows = rows_of(tmp_path / "ws" / "layers" / "templates" / "ntm_status.csv")
        assert len(rows) == 36
        assert {row["kind"] for row in rows} == {"xã"}
        assert {row["status"] for row in rows} == {""}

    def test_has_nothing_illustrative_unless_asked(self, tmp_path: Path) -> None:
        init(tmp_path / "ws", province=LAI_CHAU)
        workspace = Workspace.open(tmp_path / "ws", illustrative=True)
        assert not (tmp_path / "ws" / "layers" / "ntm_status.csv").exists()
        assert not workspace.config.illustrative
        assert {entry.quality for entry in workspace.used} == {"published"}

    def test_for_a_demonstration_has_a_status_for_every_commune(self, tmp_path: Path) -> None:
        init(tmp_path / "ws", province=LAI_CHAU, illustrative=True)
        workspace = Workspace.open(tmp_path / "ws")
        statuses = workspaces.read(workspace).statuses
        assert statuses is not None
        assert workspace.config.illustrative
        assert set(statuses["quality"]) == {"illustrative"}
        assert (len(statuses), int((statuses["status"] == -2).sum())) == (38, 2)
        assert {0, 1} <= set(statuses["status"])

    def test_for_a_demonstration_names_no_decision(self, tmp_path: Path) -> None:
        init(tmp_path / "ws", province=LAI_CHAU, illustrative=True)
        rows = rows_of(tmp_path / "ws" / "layers" / "ntm_status.csv")
        assert {row["decision"] + row["decision_date"] for row in rows} == {""}

    def test_gives_way_to_a_real_table_beside_the_illustrative_one(self, tmp_path: Path) -> None:
        init(tmp_path / "ws", province=LAI_CHAU, illustrative=True)
        layers = tmp_path / "ws" / "layers"
        template = (layers / "templates" / "ntm_status.csv").read_text(encoding="utf-8")
        header, first, *_rest = template.splitlines()
        row = first.replace(",,,,,", ",,2025,ntm-2021,đạt chuẩn NTM,", 1)
        (layers / "ntm_status.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
        catalog = (layers / "catalog.toml").read_text(encoding="utf-8")
        lines = without_marks(catalog).split("[[source]]")
        real = next(part for part in lines if "ntm_status" in part and "official" in part)
        (layers / "catalog.toml").write_text(f"{catalog}\n[[source]]{real}", encoding="utf-8")
        statuses = workspaces.read(Workspace.open(tmp_path / "ws")).statuses
        assert statuses is not None
        assert statuses[["status", "quality"]].to_numpy().tolist() == [[1, "official"]]

    def test_is_the_same_at_every_run(self, tmp_path: Path) -> None:
        layer = saved(grid_of(LAI_CHAU), tmp_path)
        for name in ("one", "two"):
            init(tmp_path / name, province=LAI_CHAU, boundaries=layer, illustrative=True)
        assert content_of(tmp_path / "one") == content_of(tmp_path / "two")

    def test_reports_every_file_it_holds(self, tmp_path: Path) -> None:
        made = init(tmp_path / "ws", province=LAI_CHAU)
        there = {path for path in (tmp_path / "ws").rglob("*") if path.is_file()}
        assert set(made.files) == there

    def test_carries_the_checksum_of_every_input(self, tmp_path: Path) -> None:
        init(tmp_path / "ws", province=LAI_CHAU, boundaries=saved(grid_of(LAI_CHAU), tmp_path))
        used = Workspace.open(tmp_path / "ws").used
        assert [entry.sha256 for entry in used] == [sha256(entry.path) for entry in used]

    @pytest.mark.parametrize("name", ["layers/catalog.toml", "rasters/catalog.toml"])
    def test_has_examples_that_are_valid_entries(self, name: str, tmp_path: Path) -> None:
        init(tmp_path / "ws", province=LAI_CHAU)
        path = tmp_path / "ws" / name
        path.write_text(without_marks(path.read_text(encoding="utf-8")), encoding="utf-8")
        workspace = Workspace.open(tmp_path / "ws")
        expected = {"layers": {"boundaries", "gates", "observations"}, "rasters": {"raster"}}
        assert expected[name.split("/")[0]] <= {entry.theme for entry in workspace.used}

    def test_has_an_example_that_is_a_valid_target(self, tmp_path: Path) -> None:
        init(tmp_path / "ws", province=LAI_CHAU)
        path = tmp_path / "ws" / "targets.toml"
        path.write_text(without_marks(path.read_text(encoding="utf-8")), encoding="utf-8")
        targets, _limits = read_targets(path)
        assert [target.id for target in targets] == ["to_be_filled_in", "ntm_share"]

    def test_can_be_made_in_an_empty_folder_that_is_there(self, tmp_path: Path) -> None:
        init(tmp_path, province=LAI_CHAU)
        assert load(tmp_path).province == LAI_CHAU
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "layers",
            "lsgeo.toml",
            "rasters",
            "targets.toml",
        ]

    def test_leaves_other_files_of_the_folder_alone(self, tmp_path: Path) -> None:
        (tmp_path / "ghi chú.txt").write_text("của tôi", encoding="utf-8")
        init(tmp_path, province=LAI_CHAU)
        assert (tmp_path / "ghi chú.txt").read_text(encoding="utf-8") == "của tôi"

    def test_may_lie_deep_under_a_vietnamese_name(self, tmp_path: Path) -> None:
        folder = tmp_path / "Dữ liệu tỉnh" / "Lai Châu 2025"
        init(folder, province=LAI_CHAU)
        assert load(folder).province == LAI_CHAU


class TestRefusal:
    def test_of_a_workspace_that_is_there(self, tmp_path: Path) -> None:
        init(tmp_path, province=LAI_CHAU)
        before = content_of(tmp_path)
        with pytest.raises(ConfigError, match="is a workspace already") as error:
            init(tmp_path, province="04")
        assert "Name a new folder" in error.value.message
        assert content_of(tmp_path) == before

    def test_of_a_folder_with_layers_of_somebody(self, tmp_path: Path) -> None:
        (tmp_path / "layers").mkdir()
        (tmp_path / "layers" / "units.csv").write_text("mine", encoding="utf-8")
        with pytest.raises(ConfigError, match="layers: is already there"):
            init(tmp_path, province=LAI_CHAU)
        assert content_of(tmp_path) == {"layers/units.csv": b"mine"}

    def test_of_a_file_for_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "ws").write_text("a file", encoding="utf-8")
        with pytest.raises(ConfigError, match="this is a file"):
            init(tmp_path / "ws", province=LAI_CHAU)

    def test_of_an_unknown_name_suggests_those_like_it(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match=r"Cao Bằng \(04\)"):
            init(tmp_path / "ws", province="Cao Bình")

    @pytest.mark.parametrize("said", ["99", "", "  ", "0", "../12", "12; rm", "०४", "x" * 10_000])
    def test_of_a_strange_code_lists_provinces_and_makes_nothing(
        self, said: str, tmp_path: Path
    ) -> None:
        with pytest.raises(ConfigError, match=r"\(\d\d\)"):
            init(tmp_path / "ws", province=said)
        assert list(tmp_path.iterdir()) == []

    def test_of_a_province_that_was_merged_away(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError):
            init(tmp_path / "ws", province="Bắc Kạn")

    def test_leaves_no_folder_when_the_disk_fails_at_the_last_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rename = Path.rename

        def failing(self: Path, target: Path) -> Path:
            if self.name == "targets.toml":
                raise OSError("no space left on device")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", failing)
        with pytest.raises(OutputError, match="no space left"):
            init(tmp_path / "ws", province=LAI_CHAU)
        assert list(tmp_path.iterdir()) == []

    def test_writes_over_nothing_that_came_in_between(self, tmp_path: Path) -> None:
        stage, folder = tmp_path / "stage", tmp_path / "ws"
        for path in (stage, folder):
            path.mkdir()
            (path / "b.txt").write_text(path.name, encoding="utf-8")
        (stage / "a.txt").write_text("new", encoding="utf-8")
        with pytest.raises(OutputError, match="already there"):
            place_new(stage, folder)
        assert content_of(folder) == {"b.txt": b"ws"}

    def test_leaves_no_folder_when_a_file_cannot_be_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def failing(*_args: object) -> str:
            raise InputError("disk", "full")

        monkeypatch.setattr(filling, "_catalog", failing)
        with pytest.raises(InputError):
            init(tmp_path / "ws", province=LAI_CHAU)
        assert list(tmp_path.iterdir()) == []


class TestBoundaries:
    def test_become_the_map_of_the_province(self, tmp_path: Path) -> None:
        layer = saved(grid_of(LAI_CHAU), tmp_path)
        made = init(tmp_path / "ws", province=LAI_CHAU, boundaries=layer, illustrative=True)
        built = build(made.folder)
        assert len(built.publication.units.data) == 38
        names = {placed.path.name for placed in built.files}
        assert {"index.html", "lai-chau.gpkg", "facts.csv", "manifest.json"} <= names

    def test_without_statuses_still_become_a_map(self, tmp_path: Path) -> None:
        init(tmp_path / "ws", province=LAI_CHAU, boundaries=saved(grid_of(LAI_CHAU), tmp_path))
        built = build(tmp_path / "ws")
        assert len(built.publication.units.data) == 38
        assert (tmp_path / "ws" / "out" / "index.html").is_file()

    def test_are_said_to_be_approximate_and_of_unknown_licence(self, tmp_path: Path) -> None:
        init(tmp_path / "ws", province=LAI_CHAU, boundaries=saved(grid_of(LAI_CHAU), tmp_path))
        (entry,) = Workspace.open(tmp_path / "ws").entries("boundaries")
        assert entry.quality == "approximate"
        assert "unknown, to be filled in" in entry.licence

    def test_drawn_by_lsgeo_stay_schematic_and_the_map_says_so(self, tmp_path: Path) -> None:
        units = grid_of(LAI_CHAU).assign(quality="schematic")
        made = init(tmp_path / "ws", province=LAI_CHAU, boundaries=saved(units, tmp_path))
        (entry,) = Workspace.open(tmp_path / "ws").entries("boundaries")
        assert entry.quality == "schematic"
        assert any("schematic: every map says so" in note for note in made.notes)
        words = [one.vi for one in build(tmp_path / "ws").publication.watermarks]
        assert words == ["RANH GIỚI SƠ ĐỒ"]

    def test_that_say_another_quality_or_word_do_not_look_better(self, tmp_path: Path) -> None:
        units = grid_of(LAI_CHAU).assign(quality="official")
        units.loc[0, "quality"] = "tốt"
        init(tmp_path / "ws", province=LAI_CHAU, boundaries=saved(units, tmp_path))
        (entry,) = Workspace.open(tmp_path / "ws").entries("boundaries")
        assert entry.quality == "approximate"

    @pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:9205", "EPSG:32648"])
    def test_keep_their_coordinate_system_and_shape(self, crs: str, tmp_path: Path) -> None:
        grid = grid_of(LAI_CHAU, crs=crs)
        init(tmp_path / "ws", province=LAI_CHAU, boundaries=saved(grid, tmp_path))
        kept = pyogrio.read_dataframe(tmp_path / "ws" / "layers" / "communes_2025.gpkg")
        assert kept.crs == grid.crs
        assert list(kept.columns) == ["code", "geometry"]
        same = kept.set_index("code").geom_equals(grid.set_index("code"), align=True)
        assert same.all()

    @pytest.mark.parametrize("column", ["CODE", "Ma_Xa", "MAXA", "ma"])
    def test_are_known_by_a_column_of_codes_of_any_usual_name(
        self, column: str, tmp_path: Path
    ) -> None:
        grid = grid_of(LAI_CHAU).drop(columns=["name", "kind"]).rename(columns={"code": column})
        init(tmp_path / "ws", province=LAI_CHAU, boundaries=saved(grid, tmp_path))
        assert (tmp_path / "ws" / "layers" / "communes_2025.gpkg").is_file()

    def test_are_known_by_codes_that_became_numbers(self, tmp_path: Path) -> None:
        grid = grid_of(LAI_CHAU)
        numbers = grid.assign(code=grid["code"].astype("float64"))
        init(tmp_path / "ws", province=LAI_CHAU, boundaries=saved(numbers, tmp_path, "xa.shp"))
        kept = pyogrio.read_dataframe(tmp_path / "ws" / "layers" / "communes_2025.gpkg")
        assert list(kept["code"]) == sorted(grid["code"])

    def test_are_known_by_name_and_kind_where_no_code_is(self, tmp_path: Path) -> None:
        grid = grid_of(LAI_CHAU).rename(columns={"name": "TEN_XA", "kind": "LOAI", "code": "tt"})
        layer = saved(grid, tmp_path)
        init(tmp_path / "ws", province=LAI_CHAU, boundaries=layer)
        kept = pyogrio.read_dataframe(tmp_path / "ws" / "layers" / "communes_2025.gpkg")
        assert sorted(kept["code"]) == sorted(grid["tt"])

    def test_pass_over_a_column_of_running_numbers_for_the_names(self, tmp_path: Path) -> None:
        grid = grid_of(LAI_CHAU)
        numbered = grid.assign(ma=range(1, len(grid) + 1)).drop(columns="code")
        init(tmp_path / "ws", province=LAI_CHAU, boundaries=saved(numbered, tmp_path))
        assert (tmp_path / "ws" / "layers" / "communes_2025.gpkg").is_file()

    def test_of_other_provinces_are_left_out_and_counted(self, tmp_path: Path) -> None:
        east = grid_of("46")  # Huế, drawn somewhere else
        both = pd.concat([grid_of(LAI_CHAU), east.set_geometry(east.translate(3))])
        made = init(tmp_path / "ws", province=LAI_CHAU, boundaries=saved(both, tmp_path))
        kept = pyogrio.read_dataframe(tmp_path / "ws" / "layers" / "communes_2025.gpkg")
        assert len(kept) == 38
        assert any("40 features of other provinces" in note for note in made.notes)

    def test_without_a_system_are_refused_unless_it_is_said(self, tmp_path: Path) -> None:
        grid = grid_of(LAI_CHAU, crs="EPSG:9205")
        layer = saved(grid, tmp_path, "xa.shp")
        layer.with_suffix(".prj").unlink()
        with pytest.raises(InputError, match="no coordinate system"):
            init(tmp_path / "ws", province=LAI_CHAU, boundaries=layer)
        init(tmp_path / "ws", province=LAI_CHAU, boundaries=layer, boundaries_crs="EPSG:9205")
        kept = pyogrio.read_dataframe(tmp_path / "ws" / "layers" / "communes_2025.gpkg")
        assert kept.crs == grid.crs

    def test_with_many_faults_say_them_all_and_make_nothing(self, tmp_path: Path) -> None:
        grid = grid_of(LAI_CHAU)
        grid.loc[0, "code"] = "99999"
        grid.loc[1, "name"] = "Đồng Đăng"
        layer = saved(grid, tmp_path)
        with pytest.raises(UnitError) as error:
            init(tmp_path / "ws", province=LAI_CHAU, boundaries=layer)
        message = error.value.message
        assert "feature 1" in message and "99999" in message
        assert "feature 2 'Đồng Đăng'" in message
        assert "have no boundary" in message
        assert not (tmp_path / "ws").exists()

    def test_that_overlap_are_refused(self, tmp_path: Path) -> None:
        grid = grid_of(LAI_CHAU)
        grid.loc[0, "geometry"] = grid.loc[0, "geometry"].buffer(0.01, join_style="mitre")
        with pytest.raises(UnitError, match="two units overlap"):
            init(tmp_path / "ws", province=LAI_CHAU, boundaries=saved(grid, tmp_path))
        assert not (tmp_path / "ws").exists()

    def test_with_no_telling_column_are_refused_with_the_columns_there(
        self, tmp_path: Path
    ) -> None:
        grid = grid_of(LAI_CHAU)[["geometry"]].assign(ma=range(38), ghi_chu="x")
        with pytest.raises(InputError, match="no column has codes or names") as error:
            init(tmp_path / "ws", province=LAI_CHAU, boundaries=saved(grid, tmp_path))
        assert "ghi_chu" in error.value.message

    def test_of_another_province_are_refused(self, tmp_path: Path) -> None:
        layer = saved(grid_of("46"), tmp_path)
        with pytest.raises(LsgeoError):
            init(tmp_path / "ws", province=LAI_CHAU, boundaries=layer)
        assert not (tmp_path / "ws").exists()

    def test_in_a_file_of_several_layers_are_refused_with_their_names(self, tmp_path: Path) -> None:
        grid = grid_of(LAI_CHAU)
        for name in ("xa", "huyen"):
            grid.to_file(tmp_path / "all.gpkg", layer=name)
        with pytest.raises(InputError, match="xa, huyen"):
            init(tmp_path / "ws", province=LAI_CHAU, boundaries=tmp_path / "all.gpkg")

    @pytest.mark.parametrize("content", [None, b"", b"not a layer"])
    def test_that_cannot_be_read_are_refused(self, content: bytes | None, tmp_path: Path) -> None:
        path = tmp_path / "xa.gpkg"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(InputError, match="cannot be read"):
            init(tmp_path / "ws", province=LAI_CHAU, boundaries=path)
        assert not (tmp_path / "ws").exists()

    def test_from_a_file_with_quotes_in_its_name_leave_a_sound_catalog(
        self, tmp_path: Path
    ) -> None:
        layer = saved(grid_of(LAI_CHAU), tmp_path, 'xã "mới" # 1.gpkg')
        init(tmp_path / "ws", province=LAI_CHAU, boundaries=layer)
        (entry,) = Workspace.open(tmp_path / "ws").entries("boundaries")
        assert 'xã "mới" # 1.gpkg' in entry.attribution
