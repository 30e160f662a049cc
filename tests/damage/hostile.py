"""Layers made to harm: bombs, ways out, entities, links to a network, computed tables.

Each public function gives the case of a seed. `ADDRESS` stands for that of a server that notes who
asks it.
"""

from __future__ import annotations

import io
import sqlite3
import stat
import struct
import tempfile
import zipfile
from pathlib import Path
from random import Random

from tests.damage.seeding import NAMES, Case, archive, changed, layer, put, sound
from tests.damage.workbooks import LAUGHS

ADDRESS = "http://127.0.0.1:65535"
_REFUSED = "the format is not read"


def archive_bomb(seed: int) -> Case:
    """Millions of blanks behind a layer."""
    blanks = b" " * ((60 + seed) << 20)
    data = archive({"xa.geojson": layer(".geojson")[".geojson"] + blanks})
    return Case({"xa.zip": data}, "xa.zip", None, "unpacks to far more than it is")


def archive_size_lies(seed: int) -> Case:
    """A member that claims less than it unpacks to."""
    content = layer(".geojson")[".geojson"] + b" " * (1 << 20)
    data = archive({"xa.geojson": content})
    size, small = (struct.pack("<I", number) for number in (len(content), 900 + seed))
    return Case({"xa.zip": data.replace(size, small)}, "xa.zip", None, "damaged or cut")


def archive_leads_out(seed: int) -> Case:
    name = ("../xa.geojson", "a/../../xa.geojson", "/xa.geojson", "C:/xa.geojson", "..\\xa.kml")
    data = archive({name[seed % 5]: layer(".geojson")[".geojson"]})
    return Case({"xa.zip": data}, "xa.zip", None, "a member points out of the archive")


def archive_links(seed: int) -> Case:
    """A member that is a link to a file of the machine."""
    packed, link = io.BytesIO(), zipfile.ZipInfo("xa.geojson")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(packed, "w") as target:
        target.writestr(link, ("/etc/passwd", "../../here", "xa.shp")[seed % 3])
    return Case({"xa.zip": packed.getvalue()}, "xa.zip", None, "a member is a link")


def archive_nested(seed: int) -> Case:
    inner = archive({"xa.geojson": layer(".geojson")[".geojson"]})
    name, fault = (
        ("xa.zip", "the archive holds no layer"),
        ("xa.geojson", "an archive inside of an archive"),
        ("xa.kmz", "the archive holds no layer"),
    )[seed % 3]
    return Case({"xa.zip": archive({name: inner})}, "xa.zip", None, fault)


def archive_crowded(seed: int) -> Case:
    data = archive({f"{number}.txt": b"" for number in range(2001 + seed)})
    return Case({"xa.zip": data}, "xa.zip", None, "too many members")


def archive_locked(seed: int) -> Case:
    data = archive({"xa.geojson": layer(".geojson")[".geojson"]})
    place = data.index(b"PK\x01\x02") + 8
    files = {"xa.zip": put(data, place, bytes([data[place] | 1 | seed % 2 << 3]))}
    return Case(files, "xa.zip", None, "locked with a password")


def entities(seed: int) -> Case:
    """Entities that grow, or bring in a file or an address."""
    random, extension = Random(seed), (".kml", ".gml")[seed % 2]
    head, rest = layer(extension)[extension].split(b"?>", 1)
    doctype = random.choice(
        [
            LAUGHS + b"]>",
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "%s/a">]>' % ADDRESS.encode(),
            b'<!DOCTYPE x [<!ENTITY %% p SYSTEM "%s/p">%%p;]>' % ADDRESS.encode(),
            b'<!DOCTYPE x SYSTEM "%s/x.dtd">' % ADDRESS.encode(),
        ]
    )
    text = rest.replace(NAMES[1].encode(), b"&a;&i;")
    files = {f"xa{extension}": head + b"?>" + doctype + text}
    return Case(files, f"xa{extension}", None, "declares a doctype")


def pointers_of_drivers(seed: int) -> Case:
    """Files by which some of GDAL's drivers are told where to look, under names of layers."""
    content = (
        "<OGRVRTDataSource><OGRVRTLayer name='xa'><SrcDataSource>/vsicurl/{at}/xa.geojson"
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        "<OGRVRTDataSource><OGRVRTLayer name='xa'><SrcDataSource>WFS:{at}/wfs</SrcDataSource>"
        "</OGRVRTLayer></OGRVRTDataSource>",
        "<OGRWFSDataSource><URL>{at}/wfs</URL></OGRWFSDataSource>",
        "WFS:{at}/wfs?",
        "/vsicurl/{at}/xa.geojson",
        "<GDAL_WMS><Service name='TMS'><ServerUrl>{at}/x</ServerUrl></Service></GDAL_WMS>",
        "{{'type': 'gdal_streamed_alg', 'command_line': 'gdal vector pipeline read {at}/x'}}",
        "<OGRVRTDataSource><OGRVRTLayer name='xa'><SrcDataSource>/etc/passwd</SrcDataSource>"
        "</OGRVRTLayer></OGRVRTDataSource>",
    )[seed % 8].format(at=ADDRESS)
    name = Random(seed).choice(["xa.vrt", "xa.shp", "xa.gml", "xa.kml", "xa.geojson", "xa.xml"])
    return Case({name: content.replace("'", '"').encode()}, name, None, _REFUSED)


def system_at_an_address(seed: int) -> Case:
    """A coordinate system that would have to be fetched."""
    case, text = sound(".gml"), layer(".gml")[".gml"].decode()
    new = f'srsName="{ADDRESS}/{seed}.xml"'
    parts = text.split('srsName="')
    assert len(parts) > 2
    changed_text = parts[0] + "".join(new + part.split('"', 1)[1] for part in parts[1:])
    fault = "its coordinate system is an address"
    return case.but(files={"xa.gml": changed_text.encode()}, rows=None, fault=fault)


def schema_at_an_address(seed: int) -> Case:
    """What a schema far away says of a GML is not needed to read it."""
    case, data = sound(".gml"), layer(".gml")[".gml"]
    name = (b"schemaLocation", b"noNamespaceSchemaLocation")[seed % 2]
    place = data.index(b"schemaLocation=")
    end = data.index(b'"', place + 16) + 1
    at = f'="http://ogr.maptools.org/ {ADDRESS}/xa{seed}.xsd"'.encode()
    return case.but(files={"xa.gml": data[:place] + name + at + data[end:]})


def links_of_kml(seed: int) -> Case:
    """The rest of the layer lies elsewhere, and is not looked for."""
    case, data = sound(".kml"), layer(".kml")[".kml"]
    at = f"{ADDRESS}/{seed}.kml".encode()
    link = b"<NetworkLink><Link><href>%s</href></Link></NetworkLink>" % at
    style = b"<Style><IconStyle><Icon><href>%s</href></Icon></IconStyle></Style>" % at
    place = data.index(b"<Folder") if b"<Folder" in data else data.index(b"<Placemark")
    new = data[:place] + (style if seed % 2 else b"") + link + data[place:]
    return case.but(files={"xa.kml": new}, fault="networklink")


def system_of_geojson_linked(seed: int) -> Case:
    """GeoJSON of 2008 let a file name its system by a link."""
    case, data = sound(".geojson"), layer(".geojson")[".geojson"]
    kind = ("proj4", "ogcwkt", "esriwkt")[seed % 3]
    link = (
        f'"crs": {{"type": "link", "properties": {{"href": "{ADDRESS}/{seed}", "type": "{kind}"}}}}'
    )
    place, end = data.index(b'"crs"'), data.index(b"\n", data.index(b'"crs"'))
    new = data[:place] + link.encode() + b"," + data[end:]
    return case.but(files={"xa.geojson": new})


def computed_table(seed: int) -> Case:
    """A GeoPackage whose layer is a question that never ends, or one of another table."""
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT i AS fid, geom, ten FROM n, kept"
    )
    question = (endless, "SELECT * FROM kept")[seed % 2]
    case = sound(".gpkg")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "xa.gpkg"
        path.write_bytes(layer(".gpkg")[".gpkg"])
        database = sqlite3.connect(path)
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in database.execute(triggers).fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        columns = "fid INTEGER PRIMARY KEY, geom BLOB, ten TEXT"
        database.execute(f"CREATE TABLE kept ({columns})")
        database.execute("INSERT INTO kept SELECT fid, geom, ten FROM xa")
        database.execute("DROP TABLE xa")
        database.execute(f"CREATE VIEW xa AS {question}")
        database.commit()
        database.close()
        files = changed(case, ".gpkg", path.read_bytes())
    return case.but(files=files, rows=None, fault="the layer is computed and not stored")


SEEDS = {
    archive_bomb: range(2),
    archive_size_lies: range(2),
    archive_leads_out: range(5),
    archive_links: range(3),
    archive_nested: range(3),
    archive_crowded: range(1),
    archive_locked: range(2),
    entities: range(10),
    pointers_of_drivers: range(8),
    system_at_an_address: range(2),
    schema_at_an_address: range(2),
    links_of_kml: range(4),
    system_of_geojson_linked: range(3),
    computed_table: range(2),
}
