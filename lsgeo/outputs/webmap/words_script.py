"""The words that the page's script says; those only its static part has are in `wording`."""

from __future__ import annotations

from lsgeo.text import Words

SCRIPT = {
    "as_of": Words("Đánh giá tại ngày", "Assessed on"),
    "search_hint": Words("Tìm xã, tên cũ…", "Commune, old name…"),
    "sheet_more": Words("Mở rộng bảng bên dưới", "Enlarge the sheet below"),
    "sheet_less": Words("Thu nhỏ bảng bên dưới", "Shrink the sheet below"),
    "why": Words("Vì sao?", "Why?"),
    "legend": Words("Chú giải", "Legend"),
    "map": Words("Bản đồ", "Map"),
    "close": Words("Đóng", "Close"),
    "zoom_in": Words("Phóng to", "Zoom in"),
    "zoom_out": Words("Thu nhỏ", "Zoom out"),
    "whole": Words("Toàn tỉnh", "Whole province"),
    "period": Words("Kỳ", "Period"),
    "source": Words("Nguồn", "Source"),
    "of_latest": Words("số mới nhất ({year})", "latest figure ({year})"),
    "quality": Words("Độ tin cậy", "Quality"),
    "missing": Words("chưa có số liệu", "no data"),
    "yes": Words("có", "yes"),
    "no": Words("không", "no"),
    "no_position": Words("chưa có vị trí trên bản đồ", "not placed on the map"),
    "link": Words("Liên kết", "Link"),
    "link_copy": Words("Sao chép liên kết", "Copy the link"),
    "link_copied": Words("Đã sao chép liên kết.", "The link is copied."),
    "link_select": Words(
        "Liên kết đã được bôi đen: nhấn Ctrl+C, hoặc nhấn giữ rồi chọn Sao chép.",
        "The link is selected: press Ctrl+C, or hold it and choose Copy.",
    ),
    "link_holds": Words(
        "Liên kết mở lại đúng những gì đang xem: lớp, chủ đề, năm, xã đang chọn, khung nhìn "
        "bản đồ, mục và ngôn ngữ.",
        "The link holds what is shown: level, theme, year, the chosen commune, the view of the "
        "map, the part and the language.",
    ),
    "file": Words("Gửi trang này", "Send this page"),
    "file_send": Words(
        "Trang này đang mở từ một tệp trên máy nên không có liên kết. Hãy gửi chính tệp này qua "
        "Zalo hoặc thư điện tử; người nhận mở bằng trình duyệt, không cần mạng. Nên gửi kèm ảnh "
        "và bảng CSV dưới đây.",
        "This page is open from a file on this device, so it has no link. Send the file itself by "
        "chat or mail; it opens in a browser without a network. Send the picture and the CSV "
        "below along with it.",
    ),
    "save": Words("Tải về và in", "Save and print"),
    "save_picture": Words("Ảnh bản đồ (PNG)", "Picture of the map (PNG)"),
    "save_picture_note": Words(
        "Bản đồ đang xem, kèm chú giải, nguồn và ngày.",
        "The map as shown, with its legend, source and date.",
    ),
    "save_table": Words("Bảng số liệu đang xem (CSV)", "Table as shown (CSV)"),
    "save_table_note": Words(
        "Chủ đề và năm đang xem, trừ các nhóm đã tắt trong chú giải.",
        "The theme and year shown, without the classes switched off in the legend.",
    ),
    "save_all": Words("Toàn bộ số liệu các năm (CSV)", "All figures, all years (CSV)"),
    "save_all_note": Words(
        "Mỗi dòng là một chỉ tiêu của một đơn vị trong một kỳ. Nguồn và độ tin cậy ghi ở số "
        "mới nhất.",
        "One line per unit, figure and period. Source and quality stand with the latest figure.",
    ),
    "save_print": Words("In bản đồ và báo cáo", "Print the map and report"),
    "save_print_note": Words(
        "In được trên khổ A4 và A3, dọc hoặc ngang: chọn khổ giấy trong hộp thoại in.",
        "Fits A4 and A3, upright or across: choose the paper in the print dialog.",
    ),
    "csv_form": Words(
        "Tệp CSV (bản tiếng Việt): bảng mã UTF-8, các cột cách nhau bằng dấu chấm phẩy, "
        "số thập phân dùng dấu phẩy.",
        "CSV files (English): UTF-8, columns parted by commas, numbers with a decimal point.",
    ),
    "csv_excel": Words(
        "Mã xã có đủ 5 chữ số. Mở trực tiếp bằng Excel sẽ mất số 0 ở đầu: hãy dùng Dữ liệu > "
        "Từ văn bản/CSV (Data > From Text/CSV) và chọn kiểu Văn bản (Text) cho cột mã.",
        "Commune codes have 5 digits. Opened directly, Excel drops their leading zeros: use "
        "Data > From Text/CSV and choose the type Text for the code column.",
    ),
    "csv_code": Words("Mã", "Code"),
    "csv_name": Words("Tên", "Name"),
    "csv_theme": Words("Chủ đề", "Theme"),
    "csv_class": Words("Nhóm", "Class"),
    "csv_field": Words("Chỉ tiêu", "Figure"),
    "csv_value": Words("Giá trị", "Value"),
    "csv_unit": Words("Đơn vị tính", "Unit"),
    "csv_period": Words("Kỳ", "Period"),
    "csv_quality": Words("Độ tin cậy", "Quality"),
    "csv_source": Words("Nguồn", "Source"),
    "csv_mark": Words("Lưu ý", "Notice"),
    "picture_hidden": Words("đã tắt", "switched off"),
    "card_ntm": Words("Nông thôn mới", "New-rural standard"),
    "card_forest": Words("Rừng", "Forest"),
    "card_gates": Words("Cửa khẩu, biên giới", "Border gates, frontier"),
    "card_area": Words("Diện tích", "Area"),
    "card_now": Words("Nay thuộc", "Today in"),
    "card_former": Words("Gồm các đơn vị cũ", "Made of the former units"),
    "card_other": Words("Khác", "Other"),
    "points": Words("điểm %", "percentage points"),
    "since": Words("so với {year}: {change}", "against {year}: {change}"),
    "was": Words("{year}: {value}", "{year}: {value}"),
    "unchanged": Words("không đổi", "unchanged"),
    "loss_from": Words("Mất tán cây từ năm", "Tree canopy lost from"),
    "loss_to": Words("đến hết {year}:", "to the end of {year}:"),
    "pace_key": Words(
        "Nếu giữ tốc độ của {years} năm gần đây đến {until}; đây không phải mục tiêu. Mục tiêu "
        "{until} tính theo độ che phủ rừng theo quy định nên không so sánh với số liệu này.",
        "The pace of the last {years} years drawn on to {until}, which is no target. The target "
        "of {until} is of legal forest cover and is not compared with this figure.",
    ),
    "part_unknown": Words("chưa rõ tỷ lệ", "share not known"),
    "part_of": Words("{share} diện tích", "{share} of its area"),
    "print": Words("In", "Print"),
    "picture": Words("Ảnh", "Picture"),
    "year": Words("Năm", "Year"),
    "value": Words("Giá trị", "Value"),
    "chart_table": Words("Xem số liệu", "Show the numbers"),
    "chart_says": Words(
        "{title}: {first} năm {from}, {last} năm {to}.",
        "{title}: {first} in {from}, {last} in {to}.",
    ),
    "chart_plan": Words("Kế hoạch: {value} năm {year}.", "Plan: {value} in {year}."),
    "chart_plan_key": Words("Đường kế hoạch đến mục tiêu", "The plan up to the target"),
    "chart_trend": Words(
        "Nếu giữ tốc độ của {years} năm gần đây: {value} năm {year}; đây không phải mục tiêu.",
        "At the pace of the last {years} years: {value} in {year}, which is no target.",
    ),
    "chart_bars": Words(
        "{title}, từng năm từ {from} đến {to}: nhiều nhất {most} vào năm {peak}.",
        "{title}, each year from {from} to {to}: most in {peak}, {most}.",
    ),
    "rank": Words("Hạng", "Rank"),
    "line_number": Words("STT", "No."),
    "unit_name": Words("Đơn vị", "Unit"),
    "change": Words("Thay đổi", "Change"),
    "changed": Words("có thay đổi", "changed"),
    "reading_before": Words("Kỳ trước", "Before"),
    "against_target": Words("So với mục tiêu", "Against the target"),
    "against_target_latest": Words("So với mục tiêu (mới nhất)", "Against the target (latest)"),
    "ranking_hidden": Words(
        "Chưa kể {count} đơn vị thuộc nhóm đã tắt trong chú giải.",
        "Without {count} units of the classes switched off in the legend.",
    ),
    "see_all": Words("Xem tất cả {count} đơn vị", "Show all {count} units"),
    "found_former": Words("gồm {share}{name} cũ", "includes {share}former {name}"),
    "found_perhaps": Words("có thể gồm một phần {name} cũ", "may include part of former {name}"),
    "found_more": Words(
        "Còn {count} kết quả nữa: gõ thêm để thu hẹp.",
        "{count} more results: type more to narrow them.",
    ),
    "found_nothing": Words(
        "Không tìm thấy “{text}” trong tên, tên cũ, mã và cửa khẩu.",
        "Nothing found for “{text}” among names, former names, codes and gates.",
    ),
    "found_count": Words("{count} kết quả", "{count} results"),
    "more": Words("Thêm", "More"),
    "more_themes": Words("Các chủ đề khác", "More themes"),
    "only": Words("Chỉ", "Only"),
    "only_class": Words("Chỉ hiện nhóm này", "Show only this class"),
    "show_class": Words("Hiện nhóm này", "Show this class"),
    "hide_class": Words("Ẩn nhóm này", "Hide this class"),
    "show_all": Words("Hiện tất cả", "Show all"),
    "no_year": Words("Không có số liệu năm {year}. Xem:", "No data for {year}. See:"),
    "latest": Words("Mới nhất", "Latest"),
    "year_before": Words("Năm trước có số liệu", "Year before with data"),
    "year_after": Words("Năm sau có số liệu", "Next year with data"),
    "one_period": Words(
        "Chủ đề này chỉ có số liệu một kỳ.", "This theme has figures of one period only."
    ),
    "compare": Words("So sánh hai năm", "Compare two years"),
    "year_label": Words("Năm bên trái", "Year on the left"),
    "against_label": Words("Năm bên phải", "Year on the right"),
    "divider": Words("Vạch chia hai năm", "Divider between the years"),
    "losses_to": Words(
        "Đang hiện mất tán cây {first}–{year}.", "Shown: canopy loss {first}–{year}."
    ),
    "losses_none": Words(
        "Ảnh không có số liệu mất tán cây trước năm {first} nên năm {year} để trống.",
        "The picture has no canopy loss before {first}, so {year} is empty.",
    ),
}
