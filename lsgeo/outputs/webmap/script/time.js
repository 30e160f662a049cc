// The year: a slider with marks where the theme has numbers, and two years side by side with a
// divider that can be moved.

const THUMB = 20; // CSS pixels: the width of the slider's and the divider's grip, as in map.css
const DIVIDER_STEPS = 1000;
let divider = null; // { node, grip, labels, place } while two years are compared
const againstUnits = { level: null, paths: [], painted: [] };

// What lies on each side of the divider, as clips for the shapes of each year.
const FAR = 1e7; // grid units: beyond everything
const sides = { left: drawn("rect"), right: drawn("rect") };
for (const [side, rect] of Object.entries(sides)) {
  fill(rect, { x: -FAR, y: -FAR, width: 2 * FAR, height: 2 * FAR }, []);
  surface.querySelector("defs").append(drawn("clipPath", { id: `${side}-side` }, rect));
}
storeys.against.setAttribute("clip-path", "url(#right-side)");

// ---- the slider ------------------------------------------------------------------------------

const yearWords = (year) => (year === null ? word("latest") : String(year));

// The first and last year of the slider: those of the theme, and the year shown.
function rangeOf(years) {
  const all = state.year === null ? years : [...years, state.year];
  return [Math.min(...all), Math.max(...all)];
}

function stepYear(direction) {
  const { years } = theme();
  const now = state.year ?? years[years.length - 1] + (direction < 0 ? 0 : 1);
  const [before, after] = [years.filter((one) => one < now).pop(), years.find((one) => one > now)];
  const to = direction < 0 ? before : after;
  if (to !== undefined) update({ year: to });
}

function yearSlider(years) {
  const [min, max] = rangeOf(years);
  const input = element("input", {
    type: "range", min, max, step: 1, "data-key": "year", "aria-label": word("year"),
  });
  input.addEventListener("input", () => update({ year: Number(input.value) }));
  const ticks = years.map((year) => {
    const tick = element("i");
    const part = max > min ? (year - min) / (max - min) : 0.5;
    tick.style.left = `calc(${THUMB / 2}px + (100% - ${THUMB}px) * ${part})`;
    return tick;
  });
  const ends = [min, max].map((year) => element("small", {}, String(year)));
  return element("div", { class: "slider" }, ends[0],
    element("div", { class: "track" }, element("div", { class: "ticks" }, ...ticks), input),
    ends[1]);
}

function stepButton(direction, key, sign) {
  return button({ class: "step", "data-key": key, "aria-label": word(key), title: word(key) },
    () => stepYear(direction), sign);
}

function compareButton() {
  const isOn = state.against !== null;
  return button({ class: "compare", "data-key": "compare", "aria-pressed": String(isOn) },
    isOn ? endCompare : startCompare, word("compare"));
}

function oneYear(years) {
  return [element("span", { class: "title" }, word("year")),
    stepButton(-1, "year_before", "\u25c0"), yearSlider(years),
    stepButton(1, "year_after", "\u25b6"), element("output", { class: "now" }),
    button({ class: "latest", "data-key": "latest" }, () => update({ year: null }), word("latest")),
    ...(years.length > 1 ? [compareButton()] : [])];
}

function yearSelect(key, years) {
  const select = element("select", { "data-key": key, "aria-label": word(`${key}_label`) },
    ...years.map((year) => element("option", { value: year }, String(year))));
  select.value = String(state[key]);
  select.addEventListener("change", () => update({ [key]: Number(select.value) }));
  return select;
}

function twoYears(years) {
  return [element("span", { class: "title" }, word("year")), yearSelect("year", years),
    element("span", { "aria-hidden": "true" }, "\u2194"), yearSelect("against", years),
    compareButton()];
}

function withoutYears() {
  const period = say(theme().period);
  return [element("span", { class: "title" }, word("period")),
    ...(period ? [element("output", { class: "now" }, period)] : []),
    element("small", {}, word("one_period"))];
}

function writeTime() {
  const { years } = theme();
  const parts = !years ? withoutYears() : state.against === null ? oneYear(years) : twoYears(years);
  byId("time").classList.toggle("without", !years);
  rewrite(byId("time"), ...parts);
  showYear();
}

// What changes with the year alone; the slider itself stays, as it may be held just now.
function showYear() {
  const input = byId("time").querySelector("input[type=range]");
  if (!input) return;
  const { years } = theme();
  const [min, max] = rangeOf(years);
  if (Number(input.min) !== min || Number(input.max) !== max) return writeTime();
  input.value = String(state.year ?? max);
  input.setAttribute("aria-valuetext", yearWords(state.year));
  byId("time").querySelector(".now").textContent = String(state.year ?? years[years.length - 1]);
  byId("time").querySelector(".latest").setAttribute("aria-pressed", String(state.year === null));
  return undefined;
}

// ---- two years -------------------------------------------------------------------------------

// The older year stands on the left: the year shown, against the latest, or the first of all.
function startCompare() {
  const { years } = theme();
  const last = years[years.length - 1];
  const shownYear = state.year !== null && at(theme(), state.year) >= 0 ? state.year : last;
  update({ year: shownYear === last ? years[0] : shownYear, against: last });
}

function endCompare() {
  const { years } = theme();
  update({ year: state.against === years[years.length - 1] ? null : state.against, against: null });
}

const dividerPixel = () =>
  THUMB / 2 + (map.getSize().x - THUMB) * (Number(divider.grip.value) / DIVIDER_STEPS);

// The year of what is shown at a pixel of the map, counted from its left edge.
const yearAtPixel = (x) =>
  (divider && state.against !== null && x > dividerPixel() ? state.against : state.year);

function placeDivider() {
  if (!divider) return;
  const x = dividerPixel();
  divider.node.style.setProperty("--place", `${x}px`);
  const [middle] = gridPoint(map.containerPointToLatLng([x, 0]));
  sides.left.setAttribute("width", middle + FAR);
  sides.right.setAttribute("x", middle);
}

function buildDivider() {
  const range = { min: 0, max: DIVIDER_STEPS, value: DIVIDER_STEPS / 2 };
  const grip = element("input", { type: "range", ...range });
  grip.addEventListener("input", placeDivider);
  const labels = [element("b", { class: "left" }), element("b", { class: "right" })];
  const line = element("div", { class: "line" });
  const node = element("div", { class: "swipe" }, line, ...labels, grip);
  byId("map").append(node);
  divider = { node, grip, labels };
  map.on("move zoom viewreset resize zoomend", placeDivider);
}

function removeDivider() {
  map.off("move zoom viewreset resize zoomend", placeDivider);
  divider?.node.remove();
  divider = null;
  againstUnits.level = null;
  storeys.against.replaceChildren();
}

function fillAgainst() {
  if (againstUnits.level !== state.level) {
    const paths = unitPaths(state.level).map((d, row) => drawn("path", { d, "data-row": row }));
    storeys.against.replaceChildren(...paths);
    Object.assign(againstUnits, { level: state.level, paths, painted: [] });
  }
  paintUnits({ ...againstUnits, year: state.against });
}

function writeCompare() {
  if (state.against === null) return removeDivider();
  if (!divider) buildDivider();
  divider.grip.setAttribute("aria-label", word("divider"));
  divider.labels[0].textContent = yearWords(state.year);
  divider.labels[1].textContent = yearWords(state.against);
  fillAgainst();
  return placeDivider();
}

watch(["language", "level", "theme", "against"], writeTime);
watch(["year"], showYear);
watch(["language", "level", "theme", "year", "against", "hidden"], writeCompare);
