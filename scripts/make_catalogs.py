"""layers/catalog.toml and rasters/catalog.toml: every file with checksum, licence and quality."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from fact_tables import LAYERS, RASTERS, Row

MIT = "MIT"
PUBLIC = "văn bản, số liệu công khai"  # decrees and published figures are nobody's
DECREES = "Nghị quyết 818/NQ-UBTVQH14, 1246/NQ-UBTVQH15, 1672/NQ-UBTVQH15"
DEVIATION = (  # measured with shapely in EPSG:9215: border_line.gpkg against province.gpkg
    "Ranh giới tỉnh theo geoBoundaries và đường này lệch nhau tới 2,6 km (quá nửa chiều dài lệch "
    "dưới 200 m): ranh giới trùm ra ngoài đường biên giới khoảng 39 km² và hụt vào trong khoảng "
    "9 km² (đo trên hai lớp)."
)
GEOBOUNDARIES = "geoBoundaries VNM-ADM2 (CC BY-SA 4.0)"
SITES = "điểm: vietnamadminunits (MIT), GeoNames (CC BY 4.0)"
SCHEMATIC_NOTE = (
    "Ranh giới xã là sơ đồ, đúng diện tích: chia trong ranh giới huyện cũ theo tỷ lệ diện tích và "
    "điểm đại diện của từng đơn vị; không phải ranh giới thật. Đơn vị của một cửa khẩu đọc từ "
    "bảng, không suy từ lớp này."
)
HANSEN_NOTE = (
    "Tán cây và năm mất tán cây: vẽ từ nhiễu ngẫu nhiên theo cách mã hóa của Hansen GFC; không "
    "nói gì về tỉnh."
)
ILLUSTRATIVE = "lsgeo, số liệu minh họa"

LAYER_SOURCES: list[Row] = [
    {
        "theme": "registry",
        "path": "units.csv",
        "title": "Đơn vị hành chính các thời kỳ 01/01/2020, 01/12/2024 và 01/07/2025",
        "quality": "published",
        "licence": f"{PUBLIC}; MIT",
        "attribution": f"{DECREES}; mã của Tổng cục Thống kê; tên, mã một phần theo "
        "vietnamadminunits (MIT); diện tích 2025 theo số liệu công bố trong "
        "thanglequoc/vietnamese-provinces-database (MIT)",
    },
    {
        "theme": "crosswalk",
        "path": "crosswalk.csv",
        "title": "Đơn vị cũ và mới: 200 → 194 → 65",
        "quality": "approximate",
        "licence": PUBLIC,
        "attribution": f"{DECREES}; tỷ lệ diện tích đo trên ranh giới tham khảo",
        "note": "Xã Đại Đồng (2020) được ghi là chia cho thị trấn Thất Khê và xã Đội Cấn theo "
        "ranh giới tham khảo; cần đối chiếu nghị quyết.",
    },
    {
        "theme": "boundaries",
        "path": "communes_2025.gpkg",
        "title": "65 xã, phường từ 01/07/2025 (ranh giới sơ đồ)",
        "vintage": "2025-07-01",
        "level": "commune",
        "quality": "schematic",
        "licence": "CC BY-SA 4.0",
        "attribution": f"Ranh giới sơ đồ trong {GEOBOUNDARIES}; {SITES}",
        "note": SCHEMATIC_NOTE,
    },
    {
        "theme": "boundaries",
        "path": "communes_2024.gpkg",
        "title": "194 xã, phường, thị trấn từ 01/12/2024 (ranh giới sơ đồ)",
        "vintage": "2024-12-01",
        "level": "commune",
        "quality": "schematic",
        "licence": "CC BY-SA 4.0",
        "attribution": f"Ranh giới sơ đồ trong {GEOBOUNDARIES}; {SITES}",
        "note": SCHEMATIC_NOTE,
    },
    {
        "theme": "boundaries",
        "path": "districts_2024.gpkg",
        "title": "11 huyện, thành phố đến 30/06/2025",
        "vintage": "2024-12-01",
        "level": "district",
        "quality": "approximate",
        "licence": "CC BY-SA 4.0",
        "attribution": GEOBOUNDARIES,
        "note": "Ranh giới huyện cũ: độ chính xác khoảng 250 m; đã khép 36 khe hở giữa các huyện.",
    },
    {
        "theme": "boundaries",
        "path": "province.gpkg",
        "title": "Tỉnh Lạng Sơn",
        "vintage": "2025-07-01",
        "level": "province",
        "quality": "approximate",
        "licence": "CC BY-SA 4.0",
        "attribution": GEOBOUNDARIES,
        "note": "Ranh giới tỉnh: độ chính xác khoảng 250 m.",
    },
    {
        "theme": "border",
        "path": "border_line.gpkg",
        "title": "Biên giới trên đất liền Việt Nam - Trung Quốc, đoạn qua tỉnh",
        "quality": "approximate",
        "licence": "ODbL 1.0",
        "attribution": "© OpenStreetMap contributors (ODbL 1.0), qua timezonefinder-data",
        "note": "Đường biên giới: độ chính xác khoảng 20 m; chiều dài chính thức 231,7 km. "
        f"{DEVIATION}",
    },
    {
        "theme": "gates",
        "path": "border_gates.csv",
        "title": "Cửa khẩu",
        "quality": "published",
        "licence": "CC BY 4.0",
        "attribution": "Vị trí: GeoNames (CC BY 4.0); danh mục: số liệu công khai",
        "note": "Tỉnh có 12 cửa khẩu, nhưng các nguồn công khai chỉ nêu tên 11: cửa khẩu thứ mười "
        "hai chưa rõ tên và vị trí nên không có trong danh sách này.",
    },
    {
        "theme": "ntm_status",
        "path": "ntm_status.csv",
        "title": "Tình trạng nông thôn mới từng xã (SỐ LIỆU MINH HỌA)",
        "quality": "illustrative",
        "licence": MIT,
        "attribution": ILLUSTRATIVE,
        "note": "Tình trạng từng xã: tạo ngẫu nhiên có kiểm soát, khớp tổng số đã công bố (106, "
        "28, 10 trên 175 xã ngày 30/06/2025); chỉ ba xã có quyết định thật. Sơn Hà (QĐ "
        "103/QĐ-UBND ngày 26/01/2023) và Văn An (QĐ 2166 ngày 31/10/2018) đã "
        "nhập vào đơn vị khác trước 12/2024.",
    },
    {
        "theme": "observations",
        "path": "observations.csv",
        "title": "Số liệu cấp tỉnh đã công bố",
        "quality": "published",
        "licence": "số liệu công khai",
        "attribution": "Các nguồn ghi ở từng dòng",
    },
    {
        "theme": "status_scales",
        "path": "status_scales.csv",
        "title": "Thang tình trạng nông thôn mới",
        "quality": "published",
        "licence": PUBLIC,
        "attribution": "Quyết định 318/QĐ-TTg; Quyết định 51/2025/QĐ-TTg",
    },
    {
        "theme": "criteria_sets",
        "path": "criteria_sets.csv",
        "title": "Bộ tiêu chí nông thôn mới",
        "quality": "published",
        "licence": PUBLIC,
        "attribution": "Quyết định 318/QĐ-TTg; Quyết định 51/2025/QĐ-TTg",
    },
    {
        "theme": "criteria",
        "path": "criteria.csv",
        "title": "Tên 19 tiêu chí xã nông thôn mới 2021–2025",
        "quality": "published",
        "licence": PUBLIC,
        "attribution": "Quyết định 318/QĐ-TTg ngày 08/03/2022",
    },
]

RASTER_SOURCES: list[Row] = [
    {
        "theme": "raster",
        "path": "treecover2000.tif",
        "title": "Tán cây năm 2000 (SỐ LIỆU MINH HỌA)",
        "product": "hansen",
        "band": "treecover2000",
        "period": "2000",
        "quality": "illustrative",
        "licence": MIT,
        "attribution": ILLUSTRATIVE,
        "note": HANSEN_NOTE,
    },
    {
        "theme": "raster",
        "path": "lossyear.tif",
        "title": "Năm mất tán cây 2001–2024 (SỐ LIỆU MINH HỌA)",
        "product": "hansen",
        "band": "lossyear",
        "period": "2024",
        "quality": "illustrative",
        "licence": MIT,
        "attribution": ILLUSTRATIVE,
        "note": HANSEN_NOTE,
    },
    {
        "theme": "raster",
        "path": "mcd12c1_2019.tif",
        "title": "Lớp phủ mặt đất 2019 (MCD12C1, IGBP, 0,05°)",
        "product": "mcd12c1",
        "band": "igbp",
        "period": "2019",
        "quality": "remote_sensing",
        "licence": "NASA, free to use",
        "attribution": "NASA LP DAAC: MCD12C1 v006 (Friedl, Sulla-Menashe)",
        "note": "Lớp phủ mặt đất: ô lưới khoảng 5,5 km, chỉ để tham khảo, không phải thống kê "
        "rừng.",
    },
]


def catalog(folder: Path, sources: list[Row]) -> str:
    """The text of a catalog: one [[source]] for each file of the folder, checksums fresh."""
    lines = ["# Written by scripts/make_catalogs.py: change that, not this."]
    for source in sources:
        digest = hashlib.sha256((folder / source["path"]).read_bytes()).hexdigest()
        entry: Row = {}
        for key, value in source.items():
            entry |= {key: value} | ({"sha256": digest} if key == "path" else {})
        pairs = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items()]
        lines += ["", "[[source]]", *pairs]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write both catalogs."""
    for folder, sources in ((LAYERS, LAYER_SOURCES), (RASTERS, RASTER_SOURCES)):
        text = catalog(folder, sources)
        (folder / "catalog.toml").write_text(text, encoding="utf-8", newline="\n")
        print(f"{folder.name}/catalog.toml: {len(sources)} sources")


if __name__ == "__main__":
    main()
