// The table of the level's units under the theme and year shown, sortable by each of its headers.
// It is drawn only while its tab is open.

const RANKED_AT_ONCE = 200;
// Worst first; statuses that judge nothing come after them.
const SEVERITY = ["declining", "far_behind", "behind", "on_track", "achieved"];

const ranked = { by: "rank", down: true, all: false };

// The status of each unit against a target of the new-rural programme, beside its other themes.
const OF_PROGRAMME = /^(ntm_|criteria_|target_)/;
const judgedTheme = () => (OF_PROGRAMME.test(theme().name)
  ? level().themes.find((one) => one.name.startsWith("target_") && one !== theme()) : undefined);

// While two years are compared the table ranks by the one on the right.
const rankedYear = () => state.against ?? state.year;
const rankedYears = () => (state.against === null ? [state.year] : comparedYears());

// Whether the theme shows numbers; known once for each field, since every row asks.
const numbered = new Map();

function isNumbered() {
  const field = fieldOf(theme());
  if (!numbered.has(field)) {
    numbered.set(field, Boolean(field) && field.values.every((value) => !isKnown(value)
      || (typeof value === "number" && !field.words[String(value)])));
  }
  return numbered.get(field);
}

// "% of the canopy of 2000" is said in full above the table, and "%" in its cells.
function shortUnit(field) {
  return field.unit[0].startsWith("%") ? { ...field, unit: ["%", "%"] } : field;
}

// ---- what is compared ------------------------------------------------------------------------

const severityOf = (one, row) => {
  const place = SEVERITY.indexOf(fieldOf(one)?.values[row]);
  return place < 0 ? SEVERITY.length : place;
};

// How a unit stands in a column: null where it has nothing there.
function measureOf(key, row) {
  if (key === "name") return level().order.indexOf(row);
  if (key === "change") return changeOf(row)?.measure ?? null;
  if (key === "judged") return -severityOf(judgedTheme(), row);
  const year = key === "before" ? state.year : rankedYear();
  if (isNumbered()) return valueAt(fieldOf(theme()), row, year);
  const missing = theme().classes.length - 1;
  const place = classAt(row, year);
  if (place === missing) return null;
  return -(theme().name.startsWith("target_") ? severityOf(theme(), row) : place);
}

// Communes of one status by their criteria, those with the fewest first.
function criteriaOf(row) {
  if (!theme().name.startsWith("ntm_") || isNumbered()) return null;
  const field = level().fields.find(({ name }) => name === "criteria_met");
  return field ? valueAt(field, row, rankedYear()) : null;
}

// The change against the year before, or between two years that are compared: of numbers its
// size, of statuses what was.
function changeOf(row) {
  const field = fieldOf(theme());
  const step = field && theme().years ? stepOf(field, row) : null;
  if (!step) return null;
  if (isNumbered()) {
    const difference = step.value - step.before;
    return { measure: difference, text: change({ ...field, unit: ["", ""] }, difference) };
  }
  if (step.before === step.value) return { measure: 0, text: word("unchanged") };
  return { measure: classAt(row, rankedYear()) - classAt(row, step.year),
    text: state.against !== null ? word("changed") : `${shown(field, step.before)} (${step.year})` };
}

// The rows to show, in the order asked: those without anything last, equals by name.
function rankedRows() {
  const place = new Map(level().order.map((row, at) => [row, at]));
  const key = ranked.by === "rank" ? "reading" : ranked.by;
  const rows = level().order.filter((row) =>
    rankedYears().some((year) => !state.hidden.has(classAt(row, year))));
  const measured = new Map(rows.map((row) => [row,
    key === "name" ? place.get(row) : measureOf(key, row)]));
  const way = ranked.down ? -1 : 1;
  return rows.sort((one, other) => {
    const [a, b] = [measured.get(one), measured.get(other)];
    if (isKnown(a) !== isKnown(b)) return isKnown(a) ? -1 : 1;
    return (isKnown(a) && (a - b) * way) || fewer(key, one, other)
      || place.get(one) - place.get(other);
  });
}

function fewer(key, one, other) {
  const [a, b] = [criteriaOf(one), criteriaOf(other)];
  if (key !== "reading" || (!isKnown(a) && !isKnown(b))) return 0;
  return (a ?? Infinity) - (b ?? Infinity);
}

// Place numbers of classes in the order shown; those that are no place in it, as not reassessed or
// a ward, are hatched.
function placesOfClasses(rows) {
  const placedRows = rows.filter((row) => !lookOf(row, rankedYear()).hatch);
  const places = new Map(placedRows.map((row, place) => [row, place + 1]));
  return new Map(rows.map((row) => [row, places.get(row) ?? "–"]));
}

// Place numbers: of numbers the highest is 1 and equals share a place.
function placeNumbers(rows) {
  if (!isNumbered()) return placesOfClasses(rows);
  const field = fieldOf(theme());
  const value = (row) => valueAt(field, row, rankedYear());
  const numbers = rows.map(value).filter(isKnown).sort((a, b) => b - a);
  const first = new Map();
  numbers.forEach((one, place) => first.has(one) || first.set(one, place + 1));
  return new Map(rows.map((row) => [row, first.get(value(row)) ?? "–"]));
}

// ---- the table -------------------------------------------------------------------------------

const hasChanges = () => Boolean(theme().years && !NOT_COMPARED.includes(theme().name));

// The unit of changes stands in their header; they are against the year before of each unit.
function changeTitle() {
  if (!isNumbered()) return word(state.against === null ? "reading_before" : "change");
  const unit = say(fieldOf(theme()).unit);
  const said = unit.startsWith("%") ? word("points") : unit;
  return said ? `${word("change")} (${said})` : word("change");
}

// What the target says is always of the latest numbers, whatever year stands beside it.
const judgedTitle = () =>
  word(state.year === null ? "against_target" : "against_target_latest");

function readingColumns() {
  const year = (key, title) => ({ key, title: String(title), down: true });
  if (state.against === null) return [year("reading", say(theme().short))];
  return [year("before", state.year), year("reading", state.against)];
}

function rankedColumns() {
  const judged = judgedTheme();
  return [
    { key: "rank", title: word(isNumbered() ? "rank" : "line_number"), down: true },
    { key: "name", title: word("unit_name"), down: false },
    ...readingColumns(),
    ...(hasChanges() ? [{ key: "change", title: changeTitle(), down: true }] : []),
    ...(judged ? [{ key: "judged", title: judgedTitle(), down: true }] : []),
  ];
}

function sortBy({ key, down }) {
  ranked.down = ranked.by === key ? !ranked.down : down;
  ranked.by = key;
  writeRanking();
  byId("ranking").querySelector(`[data-sort="${key}"]`).focus();
}

function headerCell(column) {
  const sorted = ranked.by === column.key;
  const arrow = ranked.down ? " ▼" : " ▲";
  const cell = element("th", { scope: "col", class: column.key },
    button({ "data-sort": column.key }, () => sortBy(column), column.title,
      element("span", { "aria-hidden": "true" }, sorted ? arrow : "")));
  if (sorted) cell.setAttribute("aria-sort", ranked.down ? "descending" : "ascending");
  return cell;
}

function readingCell(row, year, most) {
  const cell = element("td", { class: "reading" });
  if (!isNumbered()) {
    cell.append(swatch(lookOf(row, year)), " ", reading(row, year), ...criteriaSaid(row, year));
    return cell;
  }
  const value = valueAt(fieldOf(theme()), row, year);
  cell.append(isKnown(value) ? shown(shortUnit(fieldOf(theme())), value) : word("missing"));
  if (!isKnown(value) || most <= 0) return cell;
  const width = Math.max(0, value) / most * 100;
  cell.append(drawn("svg", { class: "length", viewBox: "0 0 100 6", preserveAspectRatio: "none",
    "aria-hidden": "true" }, drawn("rect", { width, height: 6 })));
  return cell;
}

// The criteria that decide between communes of one status.
function criteriaSaid(row, year) {
  const met = year === rankedYear() ? criteriaOf(row) : null;
  const field = level().fields.find(({ name }) => name === "criteria_met");
  return isKnown(met) ? [" ", element("small", {}, shown(field, met))] : [];
}

function rankedLine(row, { numbers, columns, most }) {
  const choose = () => update({ chosen: { kind: "unit", row } });
  const cells = {
    rank: () => element("td", { class: "rank" }, String(numbers.get(row))),
    name: () => element("th", { scope: "row" },
      button({ class: "ranked", lang: "vi" }, choose, level().names[row].replace(/^Xã /, ""))),
    before: () => readingCell(row, state.year, most),
    reading: () => readingCell(row, rankedYear(), most),
    change: () => element("td", { class: isNumbered() ? "numbered" : "change" },
      changeOf(row)?.text ?? "–"),
    judged: () => {
      const look = lookOf(row, null, judgedTheme());
      return element("td", { class: "judged" }, swatch(look), " ", say(look.label));
    },
  };
  const line = element("tr", { "data-row": row }, ...columns.map(({ key }) => cells[key]()));
  if (state.chosen?.kind === "unit" && state.chosen.row === row) line.classList.add("chosen");
  return line;
}

function rankedCaption(rows) {
  const when = yearsShown() || say(theme().period);
  const parts = [say(theme().title), say(level().title), when].filter(Boolean).join(" · ");
  const left = level().names.length - rows.length;
  const caption = element("caption", {}, element("strong", {}, parts));
  const unit = say(theme().unit);
  if (unit.startsWith("%") && unit !== "%") caption.append(element("small", {}, unit));
  if (left) caption.append(element("small", {}, filled("ranking_hidden", { count: left })));
  if (theme().remote) caption.append(element("small", {}, say(theme().remote)));
  return caption;
}

// The table of the first `limit` of the rows; the screen and paper show it.
function rankedTable(rows, limit = rows.length) {
  const columns = rankedColumns();
  const field = fieldOf(theme());
  const shownOf = (row) => rankedYears().map((year) => valueAt(field, row, year));
  const most = isNumbered() ? Math.max(0, ...rows.flatMap(shownOf)) : 0;
  const context = { columns, most, numbers: placeNumbers(rows) };
  return element("table", {}, rankedCaption(rows),
    element("thead", {}, element("tr", {}, ...columns.map(headerCell))),
    element("tbody", {}, ...rows.slice(0, limit).map((row) => rankedLine(row, context))));
}

function writeRanking() {
  if (state.part !== "ranking") return;
  const rows = rankedRows();
  const limit = ranked.all ? rows.length : RANKED_AT_ONCE;
  const table = rankedTable(rows, limit);
  const all = () => { ranked.all = true; writeRanking(); };
  const more = rows.length > limit
    ? [button({ class: "see-all" }, all, filled("see_all", { count: rows.length }))] : [];
  byId("ranking").replaceChildren(element("div", { class: "wide" }, table), ...more);
}

function markRanked() {
  for (const line of byId("ranking").querySelectorAll("tr[data-row]")) {
    const chosen = state.chosen?.kind === "unit" && state.chosen.row === Number(line.dataset.row);
    line.classList.toggle("chosen", chosen);
  }
}

watch(["theme", "level", "against"], () => Object.assign(ranked, { by: "rank", down: true, all: false }));
watch(["part", "theme", "year", "against", "hidden", "level", "language"], writeRanking);
watch(["chosen"], markRanked);
