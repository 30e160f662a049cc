"""What offices call the columns of a list of gates."""

from __future__ import annotations

from collections.abc import Mapping

from lsgeo.intake.columns import UNIT_COLUMNS

GATE_COLUMNS = (
    *("gate", "name", "class", "mode", "pair", "counterpart", "markers", "commune_vintage"),
    *("commune_code", "commune", "longitude", "latitude", "precision", "source", "note"),
)
"""The columns of our own table."""

IN_PLACE = ("longitude", "latitude", "x", "y", "position")
"""The columns that say where a gate is."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "gate": ("mã cửa khẩu", "mã ck", "ma ck", "ký hiệu", "gate id", "gate"),
    "name": (
        *("tên cửa khẩu", "cửa khẩu", "tên ck", "tên cửa khẩu, lối mở", "tên gọi", "tên"),
        *("ten cua khau", "ten ck", "ten", "gate name", "name"),
    ),
    "class": (
        *("loại cửa khẩu", "cấp cửa khẩu", "cấp", "hạng", "phân loại", "phân cấp", "loại"),
        *("loai ck", "loai", "gate class", "class"),
    ),
    "mode": (
        *("loại hình", "loại hình cửa khẩu", "loại hình giao thông", "phương thức"),
        *("loại đường", "đường", "mode"),
    ),
    "pair": ("cặp cửa khẩu", "thuộc cặp cửa khẩu", "tên cặp cửa khẩu", "cặp", "pair"),
    "counterpart": (
        *("phía trung quốc", "cửa khẩu đối diện", "đối diện", "đối diện phía trung quốc"),
        *("cửa khẩu phía trung quốc", "phía tq", "bên trung quốc", "counterpart"),
    ),
    "markers": (
        *("mốc", "mốc giới", "mốc quốc giới", "số mốc", "số hiệu mốc", "mốc biên giới"),
        *("khu vực mốc", "moc", "markers"),
    ),
    "commune_vintage": ("commune vintage",),
    "commune_code": (
        *("mã xã", "mã xã, phường", "mã đơn vị", "mã đvhc", "mã đơn vị hành chính"),
        *("ma xa", "maxa", "commune code"),
    ),
    "commune": (
        *("xã", "tên xã", "thuộc xã", "xã, phường", "xã/phường", "xã, phường, thị trấn"),
        *("địa bàn", "địa bàn xã", "địa điểm", "ten xa", "commune"),
    ),
    "district": UNIT_COLUMNS["district"],
    "longitude": ("kinh độ", "kinh độ đông", "kinh do", "longitude", "long", "lon", "lng"),
    "latitude": ("vĩ độ", "vĩ độ bắc", "vi do", "latitude", "lat"),
    "x": ("x", "tọa độ x", "toa do x", "x vn2000", "x vn 2000"),
    "y": ("y", "tọa độ y", "toa do y", "y vn2000", "y vn 2000"),
    "position": ("tọa độ", "tọa độ địa lý", "toa do", "vị trí", "coordinates", "position"),
    "precision": ("độ chính xác", "độ chính xác vị trí", "precision"),
    "source": ("nguồn", "nguồn số liệu", "source"),
    "note": ("ghi chú", "ghi chu", "note"),
}
"""Our columns and what offices call them; "vị trí" counts only where it holds coordinates."""
