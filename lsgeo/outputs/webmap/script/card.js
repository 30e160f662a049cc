// The card of the chosen unit or place: what is known of it, the most wanted first, and for every
// number its year, quality and source.

// Headings and the fields under them, by how their names begin: in the order they are read.
const CARD_SECTIONS = [
  ["card_ntm", ["ntm_status", "ntm_decision", "criteria_met", "criteria_missing",
    "ntm_year_registered", "target_ntm", "former_met", "ntm_", "criteria_"]],
  ["card_forest", ["tree_cover", "forest_", "target_forest"]],
  ["card_gates", ["nearest_gate", "gate_", "gates", "frontier"]],
  ["card_area", ["area_"]],
  ["card_former", ["predecessors"]],
  ["card_other", [""]],
];
const IN_HEADING = ["code", "kind", "name"];
const LONG = 30; // letters: longer values get lines of their own
const YEARLY_LOSS = "forest_loss";

const card = byId("card");
let cardOpener = null;
let focusReturns = false; // while the focus goes back to where the card was opened

const layerOf = ({ kind, layer }) => (kind === "unit" ? level() : data.context[layer]);

// ---- lines of a section ----------------------------------------------------------------------

const themeOf = (field) => level().themes.find((one) => fieldOf(one) === field);

// The swatch a status has on the map.
function fieldSwatch(field, row) {
  const one = themeOf(field);
  if (!one || !Object.keys(field.words).length) return [];
  return [swatch(lookOf(row, yearOf(field), one)), " "];
}

// Of when a number is, while a year is chosen: of that year, else of a period of its own.
function whenText(field, row) {
  const when = state.year === null ? "" : yearsText(field) || say(originOf(field, row).period);
  return when ? ` (${when})` : "";
}

const isSaid = (field, row) => shownValues(field, row).some(isKnown);

function cardLine(field, row, isUnit) {
  const value = shownValue(field, row);
  const text = shownValues(field, row).map((one) => shown(field, one)).join(" \u2192 ");
  const answer = element("dd", { class: text.length > LONG ? "long" : "" },
    ...(isUnit ? fieldSwatch(field, row) : []), isUnit ? text : communeButton(field, text));
  // A string that is no coded value was written by people, in Vietnamese.
  if (typeof value === "string" && !field.words[value]) answer.lang = "vi";
  const step = isUnit ? stepText(field, row) : "";
  if (step) answer.append(element("small", {}, step));
  const why = field.name.endsWith("_why");
  const title = why ? word("why") : say(field.title);
  return element("div", { class: text.length > LONG ? "tall" : "" },
    element("dt", {}, title + (isUnit && !why ? whenText(field, row) : "")), answer);
}

// Quality and source of an origin, as parts of a line.
function originParts({ quality, source, doubtful }) {
  const said = say(quality);
  const mark = () => element("strong", { class: "doubtful" }, `⚠ ${said}`);
  return [said && [doubtful ? mark() : said],
    source && [`${word("source")}: `, inVietnamese(source)]].filter(Boolean);
}

// Where what is shown comes from. Of an earlier year only the year is known: quality and source
// are those of the latest number, and said to be so.
function originLine(field, row) {
  const origin = originOf(field, row);
  const period = yearsText(field) || say(origin.period);
  const parts = originParts(origin);
  if (parts.length && !isLatest(field, row)) {
    parts[0].unshift(`${filled("of_latest", { year: latestYear(field, row) })}: `);
  }
  const said = [...(period ? [[`${word("period")}: ${period}`]] : []), ...parts];
  if (!said.length) return [];
  return [element("p", { class: "about" },
    ...said.flatMap((one, place) => (place ? [" · ", ...one] : one)))];
}

// What fields have in common that one line of `originLine` can stand for.
function originKey(field, row) {
  const { source, ...rest } = originOf(field, row);
  const ofLatest = isLatest(field, row) || latestYear(field, row);
  return JSON.stringify([rest, source.split("; ").sort(), yearsText(field), ofLatest]);
}

// Fields of one origin stand together over one line that says it.
function groupByOrigin(fields, row) {
  const groups = new Map();
  for (const field of fields) {
    const key = originKey(field, row);
    groups.set(key, [...(groups.get(key) ?? []), field]);
  }
  return [...groups.values()];
}

function cardLines(fields, row, isUnit) {
  const known = fields.filter((field) => isSaid(field, row));
  const unknown = fields.filter((field) => !known.includes(field) && !field.name.endsWith("_why"));
  const lines = groupByOrigin(known, row).flatMap((together) => [
    element("dl", {}, ...together.map((field) => cardLine(field, row, isUnit))),
    ...originLine(together[0], row),
  ]);
  if (!unknown.length) return lines;
  const titles = unknown.map((field) => say(field.title) + whenText(field, row)).join("; ");
  return [...lines, element("p", { class: "none" }, `${titles}: ${word("missing")}`)];
}

// ---- notes -------------------------------------------------------------------------------------

// What satellites see is said to be no figure in law, once for each note.
function satelliteNotes(fields) {
  const notes = fields.map(themeOf).filter((one) => one?.remote && say(one.note))
    .map((one) => say(one.note));
  return [...new Set(notes)].map((note) => element("p", { class: "about framed" }, note));
}

// ---- the card as a whole ---------------------------------------------------------------------

// The section of a field and its place there.
function placeInCard(name) {
  const section = CARD_SECTIONS.findIndex(([, starts]) =>
    starts.some((one) => name.startsWith(one)));
  return [section, CARD_SECTIONS[section][1].findIndex((one) => name.startsWith(one))];
}

// The fields of a section, in its order.
const fieldsOf = (section) => level().fields.filter((field) => !IN_HEADING.includes(field.name))
  .map((field) => [field, placeInCard(field.name)])
  .filter(([, place]) => place[0] === section)
  .sort(([, one], [, other]) => one[1] - other[1]).map(([field]) => field);

function sectionParts(fields, row) {
  const loss = fields.find((field) => field.name === YEARLY_LOSS);
  const former = fields.find((field) => field.name === "predecessors");
  const charted = fields.flatMap((field) => shareChart(field, row));
  const bars = loss ? lossBlock(loss, row) : [];
  const listed = fields.filter((field) => field !== former && field !== saidField()
    && !(field === loss && bars.length));
  return [...cardLines(listed, row, true), ...charted, ...bars, ...satelliteNotes(fields),
    ...(former ? formerList(former, row) : [])];
}

// What the first line says already: the theme of the map.
const saidField = () => fieldOf(theme());

function unitSections(row) {
  return CARD_SECTIONS.flatMap(([key], section) => {
    const parts = sectionParts(fieldsOf(section), row);
    return parts.length ? [element("section", {}, element("h3", {}, word(key)), ...parts)] : [];
  });
}

function unitLead(row) {
  const field = saidField();
  const when = state.year === null || state.against !== null ? "" : ` (${state.year})`;
  const now = element("p", { class: "now" }, swatch(lookOf(row)), ` ${say(theme().title)}${when}: `,
    element("strong", {}, leadReading(row)));
  // The first line never falls back on the latest number: the map does not either.
  const isOfYear = field && (state.against === null
    ? state.year === null || yearOf(field) !== null : isCompared(field));
  const step = isOfYear ? stepText(field, row) : "";
  if (step) now.append(state.against === null ? element("small", {}, step) : ` · ${step}`);
  const known = isOfYear && isSaid(field, row);
  return [now, ...(known && !isSaidBelow(field, row) ? originLine(field, row) : [])];
}

// What the map says of the unit, in both years while two are compared.
const leadReading = (row) => (state.against === null ? reading(row)
  : comparedYears().map((year) => `${year}: ${reading(row, year)}`).join(" \u2192 "));

// Whether the first lines under it come from where the first line does, and say so.
function isSaidBelow(field, row) {
  const next = fieldsOf(0).find((one) => one !== field && isSaid(one, row));
  return Boolean(next) && placeInCard(field.name)[0] === 0
    && originKey(next, row) === originKey(field, row);
}

// A place says its class first, then everything its row has.
function placeParts({ layer, row }) {
  const { fields, themes: [drawnAs], points } = data.context[layer];
  const look = drawnAs.classes[drawnAs.index[row]];
  const now = element("p", { class: "now" }, swatch(look), " ",
    element("strong", {}, say(look.label)));
  if (points && !points[row]) now.append(` · ${word("no_position")}`);
  const rest = fields.filter((field) => {
    const words = field.words[String(field.values[row])];
    return !IN_HEADING.includes(field.name) && !(words && say(look.label).startsWith(say(words)));
  });
  return [element("div", { class: "lead" }, now),
    element("section", {}, ...cardLines(rest, row, false))];
}

// The commune a place is in opens its card, where it is one of today's.
function communeButton(field, text) {
  const unit = field.name === "commune" ? data.levels[0].names.indexOf(text) : -1;
  if (unit < 0) return text;
  return unitButton(unit);
}

function cardHeading(layer, row) {
  const code = layer.codes ? [element("small", {}, ` · ${layer.codes[row]}`)] : [];
  return element("div", { class: "top" }, element("h2", { lang: "vi" }, layer.names[row], ...code),
    button({ class: "close", "aria-label": word("close") }, closeCard, "×"));
}

function cardActions({ kind, row }) {
  const actions = [button({}, () => printPage(), word("print")),
    button({}, () => savePicture(), word("picture"))];
  if (kind === "unit") actions.push(button({}, () => saveTable({ row }), "CSV"));
  return element("div", { class: "actions" }, ...actions);
}

function writeCard(changed = []) {
  const wasHidden = card.hidden;
  card.hidden = !state.chosen;
  if (!state.chosen) return;
  const { kind, row } = state.chosen;
  const parts = kind === "unit"
    ? [element("div", { class: "lead" }, ...unitLead(row)), ...nowSection(row),
      ...unitSections(row)]
    : placeParts(state.chosen);
  const scrolled = card.scrollTop;
  card.replaceChildren(cardHeading(layerOf(state.chosen), row), ...parts,
    cardActions(state.chosen));
  card.scrollTop = changed.includes("chosen") ? 0 : scrolled;
  if (!changed.includes("chosen")) return;
  if (wasHidden) cardOpener = document.activeElement;
  card.focus({ preventScroll: true });
}

function closeCard() {
  update({ chosen: null });
  const known = cardOpener !== document.body && cardOpener?.getClientRects().length;
  const back = known ? cardOpener : byId("search");
  focusReturns = true;
  back.focus({ preventScroll: true });
  focusReturns = false;
}

watch(["chosen", "language", "level", "theme", "year", "against"], writeCard);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.chosen && !event.defaultPrevented) closeCard();
});
