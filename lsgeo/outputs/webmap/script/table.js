// Figures as CSV files: of the map's theme as shown, of one unit, of a whole level.

const UTF8_MARK = "\ufeff"; // Excel takes a file without it for one in another encoding
const FORMULA = /^[=+\-@\t\r]/; // a spreadsheet would run text that starts so

// ---- cells -----------------------------------------------------------------------------------

const quotedCell = (text) => `"${text.replace(/"/g, '""')}"`;

// Numbers stay numbers, with the comma or point of the language; all else is text.
function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") {
    return state.language === "en" ? String(value) : String(value).replace(".", ",");
  }
  return quotedCell(FORMULA.test(value) ? `'${value}` : value);
}

// A value as the file says it: coded values in words, other numbers as they are.
function cellValue(field, value) {
  const isPlain = typeof value === "number" && !field.words[String(value)];
  return isPlain || value === null || value === undefined ? value : shown(field, value);
}

function csvOf(columns, rows) {
  const between = state.language === "en" ? "," : ";";
  const marks = marksSaid();
  const heads = columns.map((name) => word(`csv_${name}`));
  // Lines are copied out of files: every one says what the whole is.
  const full = marks ? [[...heads, word("csv_mark")], ...rows.map((row) => [...row, marks])]
    : [heads, ...rows];
  return UTF8_MARK + full
    .map((row) => `${row.map(cell).join(between)}\r\n`).join("");
}

// ---- the theme as shown ----------------------------------------------------------------------

const periodOfYear = (year, latest) => (year === null ? latest : String(year));

// Where a number of a year comes from: of years before the latest only the year is known.
function originOfYear(row, year) {
  const field = fieldOf(theme());
  const latest = field ? originOf(field, row) : theme();
  const isLatest = year === null || year === Math.max(...(theme().years ?? []));
  return isLatest && say(latest.period)
    ? [periodOfYear(year, say(latest.period)), say(latest.quality), latest.source]
    : [periodOfYear(year, say(theme().period)), isLatest ? say(theme().quality) : "",
      isLatest ? theme().source : ""];
}

function themeLine(row, year) {
  const field = fieldOf(theme());
  const value = field ? cellValue(field, valueAt(field, row, year)) : null;
  return [level().codes[row], level().names[row], say(theme().title), say(lookOf(row, year).label),
    typeof value === "number" ? value : null, say(theme().unit), ...originOfYear(row, year)];
}

const themeYears = () => [state.year, state.against].filter((year, at) => !at || year !== null);

// Units of the classes that the legend shows, in the alphabet's order; a line a unit and year.
function themeTable() {
  const rows = level().order.filter((row) =>
    rankedYears().some((year) => !state.hidden.has(classAt(row, year))));
  return csvOf(
    ["code", "name", "theme", "class", "value", "unit", "period", "quality", "source"],
    themeYears().flatMap((year) => rows.map((row) => themeLine(row, year))));
}

// ---- all fields and years --------------------------------------------------------------------

// The numbers of a field for a unit, oldest first: [period, value, quality, source].
function numbersOf(field, row) {
  const origin = originOf(field, row);
  const about = [say(origin.quality), origin.source];
  const known = (field.years ?? [])
    .map((year) => [String(year), valueAt(field, row, year), "", ""])
    .filter(([, value]) => value !== null);
  if (!known.length) return [[say(origin.period), field.values[row], ...about]];
  const [last] = known.slice(-1);
  return [...known.slice(0, -1), [say(origin.period) || last[0], last[1], ...about]];
}

const IN_COLUMNS = ["code", "name"];

function unitLines(row) {
  return level().fields.filter((field) => !IN_COLUMNS.includes(field.name)).flatMap((field) =>
    numbersOf(field, row).map(([period, value, quality, source]) => [
      level().codes[row], level().names[row], say(field.title), period,
      cellValue(field, value), say(field.unit), quality, source]));
}

function unitTable(rows) {
  return csvOf(["code", "name", "field", "period", "value", "unit", "quality", "source"],
    rows.flatMap(unitLines));
}

// Saves the theme as shown; with `row` all of one unit; with `all` all of the level.
function saveTable({ row = null, all = false }) {
  const [text, parts] = row !== null
    ? [unitTable([row]), [data.name, level().codes[row]]]
    : all
      ? [unitTable(level().order), [data.name, level().name, "all"]]
      : [themeTable(), [data.name, theme().name, ...yearsInName()]];
  saveFile(new Blob([text], { type: "text/csv;charset=utf-8" }), fileName(parts, "csv"));
}
