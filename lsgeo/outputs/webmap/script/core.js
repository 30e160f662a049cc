// What every part of the page shares: the data, the state, elements, words and numbers.
// The files of this folder are joined into one function at build time, in the order of
// `page.SCRIPTS`. Outside strings only ever become text nodes and attribute values.

const data = JSON.parse(document.getElementById("atlas-data").textContent);

// A value may be called like what every object has, as "constructor": words are the page's alone.
const guardWords = (fields) => fields.forEach(({ words }) => Object.setPrototypeOf(words, null));

[data.levels[0], ...data.context].forEach(({ fields }) => guardWords(fields));

// The further levels are read when something is asked of them that is not known at once.
function readLevel(index) {
  const block = document.getElementById(`level-${index}`);
  const read = JSON.parse(block.textContent);
  guardWords(read.fields);
  for (const [key, value] of Object.entries(read)) {
    Object.defineProperty(data.levels[index], key, { value });
  }
}

data.levels.slice(1).forEach((later, place) => {
  for (const key of ["names", "captions", "codes", "order", "fields", "themes"]) {
    Object.defineProperty(later, key, {
      configurable: true,
      get() { readLevel(place + 1); return later[key]; },
    });
  }
});
const map = window[data.map];
const SVG = "http://www.w3.org/2000/svg";

// ---- state: one value, changed in one place, watched by every part ---------------------------

const state = {
  language: "vi",
  part: "map", // the tab shown: map, targets, ranking or share
  level: 0, // which layer of units: data.levels[…]
  theme: 0, // which of its themes
  year: null, // null: the latest number of each unit
  against: null, // the year on the right of the swipe; null without one
  hidden: new Set(), // classes of the theme that the legend has switched off
  chosen: null, // { kind: "unit", row } of the level, or { kind: "place", layer, row } of data.context
};
const watchers = [];

// `react` runs at the start and whenever one of `keys` has changed.
function watch(keys, react) {
  watchers.push({ keys, react });
}

function update(changes) {
  const full = { ...changes };
  if ("level" in full) full.theme ??= 0;
  if ("level" in full || "theme" in full) full.hidden ??= new Set();
  if ("level" in full && state.chosen?.kind === "unit") full.chosen ??= null;
  // Two years are compared only where the theme shown has numbers of both.
  const next = { ...state, ...full };
  const { years } = data.levels[next.level].themes[next.theme];
  const areThere = [next.year, next.against].every((year) => years?.includes(year));
  if (next.against !== null && !areThere) full.against = null;
  const changed = Object.keys(full).filter((key) => full[key] !== state[key]);
  if (!changed.length) return;
  Object.assign(state, full);
  for (const { keys, react } of watchers) {
    if (keys.some((key) => changed.includes(key))) react(changed);
  }
}

const level = () => data.levels[state.level];
const theme = () => level().themes[state.theme];
const fieldOf = (one) => level().fields[one.field];

// ---- classes and values of a year ------------------------------------------------------------

// The place of `year` among the years of a theme or field: -1 where it has no number of it.
const at = (one, year) => (one.years ? one.years.indexOf(year) : -1);

// The class of a unit in a year (null: the latest); the last class is "no data".
function classAt(row, year = state.year, one = theme()) {
  const text = year === null ? one.latest : one.byYear?.[at(one, year)];
  return text === undefined ? one.classes.length - 1 : parseInt(text[row], 36);
}

const lookOf = (row, year = state.year, one = theme()) => one.classes[classAt(row, year, one)];

function valueAt(field, row, year = state.year) {
  if (year === null) return field.values[row];
  return field.series?.[at(field, year)]?.[row] ?? null;
}

// ---- elements --------------------------------------------------------------------------------

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const element = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);
const drawn = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);
const byId = (identifier) => document.getElementById(identifier);

function button(attributes, act, ...children) {
  const made = element("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", act);
  return made;
}

const paint = (look) => (look.hatch ? `url(#${look.hatch})` : look.fill);

function swatch(look) {
  const frame = { class: "swatch", "aria-hidden": "true" };
  if (look.path) {
    const inside = look.hollow ? "#FFFFFF" : look.ink;
    return drawn("svg", { ...frame, viewBox: "-13 -9 26 18" },
      drawn("path", { d: look.path, fill: inside, stroke: look.ink, "stroke-width": 2 }));
  }
  const box = { x: 1, y: 1, width: 24, height: 16, fill: paint(look), stroke: look.edge };
  if (look.dashed) box["stroke-dasharray"] = "5 3";
  return drawn("svg", { ...frame, viewBox: "0 0 26 18" }, drawn("rect", box));
}

// ---- words and numbers -----------------------------------------------------------------------

const say = (pair) => pair[state.language === "en" ? 1 : 0];
const word = (key) => say(data.words[key]);
const filled = (key, values) =>
  word(key).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
const inVietnamese = (text) => element("span", { lang: "vi" }, text);

// Words of one language only (names, sources, notes of officers) are Vietnamese.
const pairNode = (pair) => (pair[0] === pair[1] ? inVietnamese(pair[0]) : say(pair));

function number(value, decimals, unit) {
  const [whole, rest] = Math.abs(value).toFixed(decimals).split(".");
  const [group, point] = state.language === "en" ? [",", "."] : [".", ","];
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? "\u2212" : "";
  // Numbers without a unit are years and the like.
  const grouped = !unit ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  return sign + grouped + (rest ? point + rest : "");
}

const withUnit = (text, unit) => (unit ? `${text}\u00a0${unit}` : text);
const day = (text) => (state.language === "en" ? text : text.split("-").reverse().join("/"));

// A value of a field in words.
function shown(field, value) {
  if (value === null || value === undefined) return word("missing");
  const words = field.words[String(value)];
  if (words) return say(words);
  if (typeof value === "boolean") return word(value ? "yes" : "no");
  if (typeof value === "number") {
    const unit = say(field.unit);
    return withUnit(number(value, field.decimals, unit), unit);
  }
  return /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : String(value);
}

// What is schematic or illustrative, as it stands on pictures, tables and paper.
const marksSaid = () => data.watermarks.map(say).join(" · ");

// A change of a field, with its sign; of a percentage in percentage points.
function change(field, difference) {
  const unit = say(field.unit) === "%" ? word("points") : say(field.unit);
  const sign = Number(difference.toFixed(field.decimals)) > 0 ? "+" : "";
  return withUnit(sign + number(difference, field.decimals, unit || " "), unit);
}

// What the theme says of a unit: its number where it has one, else the words of its class.
function reading(row, year = state.year) {
  const field = fieldOf(theme());
  const value = field ? valueAt(field, row, year) : null;
  const exact = typeof value === "number" && !field.words[String(value)];
  return exact ? shown(field, value) : say(lookOf(row, year).label);
}

// The origin of a unit's shown number of a field.
function originOf(field, row) {
  const which = Array.isArray(field.origin) ? field.origin[row] : field.origin;
  return field.origins[which] ?? { period: ["", ""], quality: ["", ""], source: "" };
}

// Letters as they are searched for: without case, tone, accent; đ is d.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d")
  .replace(/\s+/g, " ").trim();
