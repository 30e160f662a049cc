// The units on the map: fills and edges of each level, what is chosen, hovered and walked through
// with the keyboard. A theme or a year only changes the fills.

const FADED = 0.12; // the opacity of classes that the legend has switched off
const builtLevels = new Map(); // per level what `buildLevel` makes

// ---- a level's shapes: built when first shown ------------------------------------------------

// The still map of the page, whose shapes do until there is time to write finer ones.
let still = document.querySelector(".still");

function takeStill() {
  const rough = still.querySelector(".rough");
  dropStill();
  const paths = [...rough.children];
  for (const path of paths) {
    path.replaceChildren(); // of its title
    path.removeAttribute("id"); // by which a hatch found it
  }
  return { paths, transform: rough.dataset.onGrid };
}

function writtenPaths(index) {
  const model = drawn("path");
  return unitPaths(index).map((d) => {
    const path = model.cloneNode();
    path.setAttribute("d", d);
    return path;
  });
}

function buildLevel(index) {
  const rough = still && index === 0 ? takeStill() : null;
  const paths = rough?.paths ?? writtenPaths(index);
  paths.forEach((path, row) => path.setAttribute("data-row", row));
  const spoken = { role: "listbox", "aria-label": say(data.levels[index].title) };
  const fills = drawn("g", { class: "units", tabindex: 0, ...spoken }, ...paths);
  if (rough) {
    fill(fills, { class: "units rough", transform: rough.transform }, []);
    setFillUnit(fills.transform.baseVal.consolidate().matrix.a);
  }
  const edges = { solid: drawn("path"), dashed: drawn("path", { class: "dashed" }) };
  return { fills, paths, painted: [], edges, sides: null, split: null, isRough: Boolean(rough) };
}

// Where another level is shown first, its shapes are of no use.
function dropStill() {
  still?.remove();
  still = null;
}

// The level shown with its own shapes in place of those of the still map.
function refineAreas() {
  const built = builtLevel();
  if (!built.isRough) return;
  built.isRough = false;
  unitPaths(0).forEach((d, row) => built.paths[row].setAttribute("d", d));
  built.fills.removeAttribute("transform");
  built.fills.classList.remove("rough");
  setFillUnit(1);
  paintEdges(built);
}

function builtLevel() {
  if (!builtLevels.has(state.level)) builtLevels.set(state.level, buildLevel(state.level));
  return builtLevels.get(state.level);
}

function showLevel() {
  const { fills, edges } = builtLevel();
  if (fills.parentNode === storeys.fills) return;
  storeys.fills.replaceChildren(fills);
  storeys.edges.replaceChildren(edges.solid, edges.dashed);
  Object.keys(outlines).forEach((name) => outlineUnit(name, null));
}

// ---- colours ---------------------------------------------------------------------------------

// Fills paths by the classes of a year; `painted` remembers what each path has.
function paintUnits({ paths, painted, year }) {
  const one = theme();
  const fills = one.classes.map(mapPaint);
  paths.forEach((path, row) => {
    const number = classAt(row, year, one);
    const manner = `${fills[number]}${state.hidden.has(number) ? " faded" : ""}`;
    if (painted[row] === manner) return;
    painted[row] = manner;
    path.setAttribute("fill", fills[number]);
    if (state.hidden.has(number)) path.setAttribute("fill-opacity", FADED);
    else path.removeAttribute("fill-opacity");
  });
}

// The edges around units of a dashed class are dashed, the others solid, each drawn once.
function paintEdges(built) {
  if (built.isRough) return; // its edges are those of the shapes
  const { classes } = theme();
  const dashed = new Set();
  if (classes.some((look) => look.dashed)) {
    built.paths.forEach((_, row) => { if (lookOf(row).dashed) dashed.add(row); });
  }
  const split = [...dashed].join();
  if (built.split === split) return;
  built.split = split;
  if (dashed.size) built.sides ??= sidesOf(state.level);
  const texts = { solid: "", dashed: "" };
  shapeOf(state.level).arcs.forEach((flat, at) => {
    const isDashed = dashed.size > 0 && built.sides[at].some((row) => dashed.has(row));
    texts[isDashed ? "dashed" : "solid"] += chainPath(flat);
  });
  for (const [name, text] of Object.entries(texts)) built.edges[name].setAttribute("d", text);
}

function paintAreas() {
  showLevel();
  const built = builtLevel();
  paintUnits({ ...built, year: state.year });
  paintEdges(built);
  byId("map").classList.toggle("remote", Boolean(theme().remote));
}

// ---- words for those who hear the map --------------------------------------------------------

const optionId = (row) => `unit-${state.level}-${row}`;

function describeUnits() {
  const { fills, paths } = builtLevel();
  fills.setAttribute("aria-label", `${say(level().title)}: ${say(theme().title)}`);
  paths.forEach((path, row) => {
    if (!path.id) fill(path, { id: optionId(row), role: "option", "aria-selected": "false" }, []);
    path.setAttribute("aria-label", `${level().names[row]}: ${reading(row)}`);
  });
  map.getContainer().setAttribute("aria-label", `${word("map")}: ${say(theme().title)}`);
}

const describeSoon = soon(describeUnits);

// ---- the chosen, the hovered and the active unit ---------------------------------------------

function outlineUnit(name, row) {
  const d = row === null ? "" : unitPaths(state.level)[row];
  outlines[name].childNodes.forEach((path) => path.setAttribute("d", d));
}

function markChosen() {
  const row = state.chosen?.kind === "unit" ? state.chosen.row : null;
  const { paths } = builtLevel();
  storeys.fills.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  outlineUnit("chosen", row);
  if (row === null) return;
  paths[row].setAttribute("aria-selected", "true");
  activeRow = row;
  showInside(shapeOf(state.level).labels[row]);
}

// ---- the mouse -------------------------------------------------------------------------------

const hint = element("div", { class: "hint", "aria-hidden": "true", hidden: "" });
let hinted = ""; // which unit and year the hint speaks of

const rowOf = (node) => {
  const path = node.closest?.(".areas [data-row]");
  return path ? Number(path.dataset.row) : null;
};

function hideHint() {
  hint.hidden = true;
  hinted = "";
  outlineUnit("hovered", null);
}

function writeHint(row, year) {
  const compared = state.against === null ? [] : [` · ${year}`];
  hint.replaceChildren(element("strong", { lang: "vi" }, level().names[row]), element("br"),
    `${say(theme().short)}: ${reading(row, year)}`, ...compared);
  outlineUnit("hovered", row);
}

function hover(event) {
  const row = event.pointerType === "touch" || event.buttons ? null : rowOf(event.target);
  if (row === null) return hideHint();
  const { x, y } = map.mouseEventToContainerPoint(event);
  const year = yearAtPixel(x);
  hint.hidden = false;
  if (hinted !== `${row} ${year}`) writeHint(row, year);
  hinted = `${row} ${year}`;
  const half = hint.offsetWidth / 2 + 4;
  const across = Math.min(Math.max(x, half), map.getSize().x - half);
  const below = y < hint.offsetHeight + 24;
  hint.style.transform = `translate(${across}px, ${below ? y + 22 : y - 14}px) `
    + `translate(-50%, ${below ? 0 : -100}%)`;
  return undefined;
}

// ---- the keyboard: one tab stop, arrows go to the neighbour in that direction ----------------

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
let activeRow = null;

// The unit nearest in a direction; what lies aside counts double, what lies behind not at all.
function neighbour(row, [right, down]) {
  const { labels } = shapeOf(state.level);
  const [x, y] = labels[row];
  let best = { row, cost: Infinity };
  labels.forEach(([toX, toY], other) => {
    const along = (toX - x) * right + (toY - y) * down;
    const aside = Math.abs((toX - x) * down) + Math.abs((toY - y) * right);
    const cost = along + 2 * aside;
    if (along > 0 && aside <= 2 * along && cost < best.cost) best = { row: other, cost };
  });
  return best.row;
}

function activate(row) {
  activeRow = row;
  if (!builtLevel().paths[row].id) describeUnits();
  builtLevel().fills.setAttribute("aria-activedescendant", optionId(row));
  outlineUnit("active", row);
  showInside(shapeOf(state.level).labels[row]);
}

function pressOnUnits(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { order } = level();
  activeRow ??= order[0];
  const ends = { Home: order[0], End: order[order.length - 1] };
  if (STEPS[event.key]) activate(neighbour(activeRow, STEPS[event.key]));
  else if (event.key in ends) activate(ends[event.key]);
  else if (event.key === "Enter" || event.key === " ") takeUnit(activeRow);
  else if (event.key === "+" || event.key === "=") stepZoom("zoomIn");
  else if (event.key === "-") stepZoom("zoomOut");
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const takeUnit = (row) => update({ chosen: { kind: "unit", row } });

function startAreas() {
  map.createPane("areas").style.zIndex = 400;
  new AreasLayer().addTo(map);
  map.getContainer().append(hint);
  map.on("click", ({ originalEvent: { target } }) => {
    if (rowOf(target) !== null) takeUnit(rowOf(target));
  });
  map.on("dragstart zoomstart", hideHint);
  surface.addEventListener("pointermove", hover);
  surface.addEventListener("pointerleave", hideHint);
  surface.addEventListener("keydown", pressOnUnits);
  surface.addEventListener("focusin", ({ target }) => {
    // Who clicks has chosen already; the ring is for those who came with the keyboard.
    if (isByKeyboard(target)) activate(activeRow ?? level().order[0]);
  });
  surface.addEventListener("focusout", () => outlineUnit("active", null));
}

// Safari before 15.4 knows no :focus-visible; there the ring shows for everyone.
function isByKeyboard(target) {
  try {
    return target.matches(":focus-visible");
  } catch {
    return true;
  }
}

watch(["level"], () => { activeRow = null; });
watch(["level", "theme", "year", "hidden"], paintAreas);
watch(["level", "theme", "year", "language"], () => { hideHint(); describeSoon(); });
watch(["level", "chosen"], markChosen);
