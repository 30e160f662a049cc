"""Files made to harm: no way out, no network; and what the command says of a bad file."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from lsgeo.cli import main
from tests.conftest import TinyWorkspace
from tests.damage import (
    databases,
    hostile,
    markup,
    packed,
    separated,
    shapefiles,
    workbooks,
    xls_and_ods,
)
from tests.damage.seeding import (
    Maker,
    check,
    features,
    observed,
    placed_in,
    seeded,
    snapshot,
)

CONTROL = "/control"

SERVER = """
import http.server, sys
class Note(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open(sys.argv[1], "a") as asked:
            asked.write(self.path + "\\n")
        self.send_response(200)
        self.end_headers()
    do_HEAD = do_POST = do_CONNECT = do_OPTIONS = do_GET
    def log_message(self, *_):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Note)
print(server.server_port, flush=True)
server.serve_forever()
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a server in another process, and the file with what it was asked for."""
    asked = tmp_path_factory.mktemp("server") / "asked.txt"
    asked.touch()
    command = [sys.executable, "-c", SERVER, str(asked)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}", asked
        finally:
            process.terminate()


@pytest.mark.parametrize(("make", "seed"), seeded(hostile.SEEDS))
def test_a_layer_made_to_harm_does_none(make: Maker, seed: int) -> None:
    check(make, seed, features)


@pytest.mark.parametrize(
    ("make", "seed"),
    seeded(
        {
            make: hostile.SEEDS[make]
            for make in (
                hostile.entities,
                hostile.pointers_of_drivers,
                hostile.system_at_an_address,
                hostile.schema_at_an_address,
                hostile.links_of_kml,
                hostile.system_of_geojson_linked,
            )
        }
    ),
)
def test_no_layer_makes_anyone_ask_a_server(
    make: Maker, seed: int, server: tuple[str, Path]
) -> None:
    address, asked = server
    case = make(seed)
    files = {
        name: content.replace(hostile.ADDRESS.encode(), address.encode())
        for name, content in case.files.items()
    }
    observed(case.but(files=files), features)
    assert asked.read_text() == ""


def test_the_server_would_have_noticed(server: tuple[str, Path]) -> None:
    address, asked = server
    with urllib.request.urlopen(address + CONTROL):
        assert asked.read_text() == f"{CONTROL}\n"
    asked.write_text("")


SAMPLE = [
    pytest.param(make, seed, id=f"{make.__name__}-{seed}")
    for make, seed in (
        (shapefiles.shp_cut, 1),
        (shapefiles.shp_head_cut, 0),
        (shapefiles.dbf_cut, 0),
        (shapefiles.dbf_head_cut, 0),
        (shapefiles.dbf_claims_more, 0),
        (shapefiles.sibling_missing, 1),
        (shapefiles.coordinate_no_number, 0),
        (databases.gpkg_cut, 0),
        (markup.geojson_cut, 0),
        (markup.geojson_no_number, 1),
        (markup.kml_cut, 0),
        (markup.gml_cut, 0),
        (packed.parquet_cut, 0),
        (packed.tab_without, 0),
        (packed.mif_cut, 1),
        (packed.archive_cut, 0),
        (packed.no_layer_at_all, 3),
        (hostile.archive_bomb, 0),
        (hostile.archive_leads_out, 1),
        (hostile.entities, 0),
        (hostile.pointers_of_drivers, 0),
        (hostile.computed_table, 0),
        (workbooks.xlsx_cut, 0),
        (workbooks.xlsx_stray_cell, 0),
        (workbooks.xlsx_entities, 0),
        (workbooks.xlsx_formula_without_value, 0),
        (workbooks.xlsx_text_out_of_range, 0),
        (xls_and_ods.password, 0),
        (xls_and_ods.xls_password, 0),
        (xls_and_ods.ods_repeated, 0),
        (separated.csv_zero_bytes, 0),
        (separated.csv_no_letters, 0),
        (separated.csv_quote_open, 0),
        (separated.csv_in_a_workbooks_name, 0),
    )
]


@pytest.mark.parametrize(("make", "seed"), SAMPLE)
def test_the_command_says_what_is_wrong_and_touches_nothing(
    make: Maker,
    seed: int,
    tiny_workspace: TinyWorkspace,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    case = make(seed)
    folder = tmp_path / "office"
    folder.mkdir()
    path = placed_in(folder, case)
    before = snapshot(tmp_path)
    code = main(["--lang", "en", "check", str(path), "-w", str(tiny_workspace.root)])
    told = "".join(capsys.readouterr()).lower()
    assert code in ((2,) if case.rows is None else (0, 2))
    assert "traceback" not in told
    assert snapshot(tmp_path) == before
    if case.rows is None:
        assert re.search(case.fault, " ".join(told.split())), told
