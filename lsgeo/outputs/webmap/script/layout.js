// Where things stand: tabs, the sheet of phones, and the texts that become buttons.

const SHEET_SIZES = ["low", "middle", "full"];
const GRIP = 22; // CSS pixels of the sheet's handle above it
const TAP = 6; // CSS pixels: a finger that moves less has not dragged
const deskScreen = matchMedia("(min-width: 1024px)");
const pageRoot = document.documentElement;
const tabButtons = [...document.querySelectorAll("[data-tab]")];
const partPanels = [...document.querySelectorAll("main [data-part]")];

// ---- tabs --------------------------------------------------------------------------------------

function openPart() {
  const before = pageRoot.dataset.part;
  if (before === state.part) return;
  pageRoot.dataset.part = state.part;
  for (const tab of tabButtons) {
    const isOpen = tab.dataset.tab === state.part;
    tab.setAttribute("aria-selected", String(isOpen));
    tab.tabIndex = isOpen ? 0 : -1;
  }
  for (const part of partPanels) part.hidden = part.dataset.part !== state.part;
  if (!before) return; // nothing has been scrolled, and to ask for it costs a layout
  if (deskScreen.matches) document.querySelector(".panel").scrollTop = 0;
  else window.scrollTo(0, 0);
}

// The arrow keys go round the tabs; Home and End to the first and last.
function moveAlongTabs(event) {
  const here = tabButtons.indexOf(event.currentTarget);
  const last = tabButtons.length - 1;
  const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: last }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  const tab = tabButtons[(next + tabButtons.length) % tabButtons.length];
  update({ part: tab.dataset.tab });
  tab.focus();
}

// What stands after the map, to be read later, belongs to the panel.
function gatherPanel() {
  const further = document.querySelector(".further");
  byId("part-map").after(byId("part-targets"));
  document.querySelector(".panel").append(...further.children);
  further.remove();
}

function startTabs() {
  for (const tab of tabButtons) {
    tab.addEventListener("click", () => update({ part: tab.dataset.tab }));
    tab.addEventListener("keydown", moveAlongTabs);
  }
  for (const part of partPanels) {
    part.setAttribute("role", "tabpanel");
    part.setAttribute("aria-labelledby", `tab-${part.dataset.part}`);
  }
}

// ---- the sheet: the attention list low, the card in the middle, either in full ------------------

let sheetSize = "low";
let dragStart = null; // { y, height, moved } while a finger is on the handle
const sheetHandle = button({ class: "handle" }, cycleSheet);

function sizeSheet(size) {
  sheetSize = size;
  pageRoot.dataset.sheet = size;
  nameHandle();
}

function nameHandle() {
  const opens = sheetSize !== "full";
  sheetHandle.setAttribute("aria-expanded", String(sheetSize !== "low"));
  sheetHandle.setAttribute("aria-label", word(opens ? "sheet_more" : "sheet_less"));
  sheetHandle.setAttribute("aria-controls", state.chosen ? "card" : "attention");
}

function cycleSheet() {
  const here = SHEET_SIZES.indexOf(sheetSize);
  sizeSheet(SHEET_SIZES[(here + 1) % SHEET_SIZES.length]);
}

function resizeByKey(event) {
  const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const size = SHEET_SIZES[SHEET_SIZES.indexOf(sheetSize) + step];
  if (size) sizeSheet(size);
}

const sheetElement = () => (state.chosen ? byId("card") : document.querySelector(".attention"));

function startSheetDrag(event) {
  if (!sheetElement()) return;
  dragStart = { y: event.clientY, height: sheetElement().offsetHeight, moved: false };
  sheetHandle.setPointerCapture(event.pointerId);
}

function dragSheet(event) {
  if (!dragStart) return;
  const up = dragStart.y - event.clientY;
  if (Math.abs(up) < TAP && !dragStart.moved) return;
  dragStart.moved = true;
  pageRoot.dataset.dragged = "yes";
  pageRoot.style.setProperty("--sheet", `${Math.max(0, dragStart.height + up)}px`);
}

// The size nearest to where the finger left the sheet; its height is asked of the style itself.
function endSheetDrag() {
  if (!dragStart?.moved) { dragStart = null; return; }
  const left = sheetElement().offsetHeight;
  delete pageRoot.dataset.dragged;
  pageRoot.style.removeProperty("--sheet");
  const away = SHEET_SIZES.map((size) => {
    pageRoot.dataset.sheet = size;
    return Math.abs(heightWanted() - left);
  });
  sizeSheet(SHEET_SIZES[away.indexOf(Math.min(...away))]);
  setTimeout(() => { dragStart = null; }); // after the click that a drag ends with
}

function heightWanted() {
  pageRoot.dataset.dragged = "yes"; // without the transition, else it is the height before
  const height = sheetElement().offsetHeight;
  delete pageRoot.dataset.dragged;
  return height;
}

// On a phone the first screen ends with the map: what the sheet leaves of it, or a little more.
function sizeMap() {
  if (deskScreen.matches || state.part !== "map" || state.chosen) return;
  const top = byId("map").getBoundingClientRect().top + window.scrollY;
  const below = document.querySelector(".tabs").offsetHeight
    + (pageRoot.dataset.bare ? 0 : document.querySelector(".attention").offsetHeight + GRIP);
  pageRoot.style.setProperty("--map", `${Math.round(window.innerHeight - top - below)}px`);
}

function startSheet() {
  if (!document.querySelector(".attention")) pageRoot.dataset.bare = "yes";
  byId("card").before(sheetHandle);
  sheetHandle.addEventListener("pointerdown", startSheetDrag);
  sheetHandle.addEventListener("pointermove", dragSheet);
  for (const end of ["pointerup", "pointercancel"]) sheetHandle.addEventListener(end, endSheetDrag);
  sheetHandle.addEventListener("keydown", resizeByKey);
  sheetHandle.addEventListener("click", (event) => {
    if (dragStart?.moved) event.stopImmediatePropagation();
  }, { capture: true });
}

// ---- the chosen unit ---------------------------------------------------------------------------

const gridPlaceOf = ({ kind, layer, row }) =>
  (kind === "unit" ? shapeOf(state.level).labels[row] : data.context[layer].points?.[row]);

// On a phone the map goes to the top of the window, so that the sheet does not cover the place.
function showAboveSheet() {
  const place = gridPlaceOf(state.chosen);
  document.querySelector(".stage").scrollIntoView({ block: "start" });
  if (!place) return;
  const covered = byId("map").getBoundingClientRect().bottom - window.innerHeight
    + byId("card").offsetHeight + document.querySelector(".tabs").offsetHeight;
  map.panInside(latLngOf(place), {
    paddingTopLeft: [40, 40], paddingBottomRight: [40, 40 + Math.max(0, covered)],
  });
}

function placeChosen() {
  const { chosen } = state;
  if (chosen) pageRoot.dataset.card = "yes";
  else delete pageRoot.dataset.card;
  for (const made of document.querySelectorAll("button.unit")) {
    const isIt = chosen?.kind === "unit" && state.level === 0
      && Number(made.dataset.row) === chosen.row;
    if (isIt) made.setAttribute("aria-current", "true");
    else made.removeAttribute("aria-current");
  }
  sizeSheet(chosen ? "middle" : "low");
  if (!chosen || deskScreen.matches) return;
  if (state.part !== "map") update({ part: "map" });
  showAboveSheet();
}

// ---- texts that become buttons -----------------------------------------------------------------

const chooseUnit = (row) => update({ ...levelChange(0), chosen: { kind: "unit", row } });

function makeButtons() {
  for (const text of document.querySelectorAll("span.unit[data-row], span.place")) {
    const { row, layer } = text.dataset;
    const act = layer === undefined
      ? () => chooseUnit(Number(row))
      : () => update({ chosen: { kind: "place", layer: Number(layer), row: Number(row) } });
    const attributes = { class: text.className, lang: "vi", "data-row": row };
    text.replaceWith(button(attributes, act, ...text.childNodes));
  }
}

// Before the map is fitted into its place: the first look is not laid out twice.
function layPage() {
  gatherPanel();
  startTabs();
  startSheet();
  makeButtons();
  // Without scripts nothing else in the legend can be reached to scroll it.
  document.querySelector(".legend").removeAttribute("tabindex");
  sizeSheet("low");
  openPart();
  sizeMap();
}

watch(["part"], openPart);
watch(["part", "language"], sizeMap);
let widthOfMap = window.innerWidth; // heights change with a browser's bars while one scrolls
window.addEventListener("resize", () => {
  if (window.innerWidth === widthOfMap) return;
  widthOfMap = window.innerWidth;
  sizeMap();
});
watch(["chosen", "level"], placeChosen);
watch(["language"], nameHandle);
