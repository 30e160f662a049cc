// The map as shown, as shapes of a drawing of its own: units, lines, places, names.
// A place is { svg, x, y, room }: the drawing, a corner in it and the width there is from there.

const TYPEFACE = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';
const INK = { text: "#1A1A1A", faint: "#555555", line: "#4A4A4A", chosen: "#111111" };
const MARK_SCALE = 0.75; // of a place's symbol on the screen

const pen = document.createElement("canvas").getContext("2d");

// ---- text ------------------------------------------------------------------------------------

function widthOf(text, { size, weight = 400 }) {
  pen.font = `${weight} ${size}px ${TYPEFACE}`;
  return pen.measureText(text).width;
}

// The lines of `text` that `room` has, each as long as fits.
function wrapped(text, manner) {
  const lines = [];
  for (const piece of text.split(/\s+/)) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${piece}` : piece;
    if (lines.length && widthOf(longer, manner) <= manner.room) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}

const letters = ({ x, y, size, weight = 400, ink = INK.text }, text) => drawn("text",
  { x, y, "font-size": size, "font-weight": weight, fill: ink }, text);

// Writes a paragraph from the place down; its height.
function writeLines({ svg, x, y, room }, text, manner) {
  const lines = wrapped(text, { ...manner, room });
  const { size } = manner;
  svg.append(...lines.map((line, at) =>
    letters({ ...manner, x, y: y + size * (1 + at * 1.3) }, line)));
  return lines.length * size * 1.3;
}

// Writes [text, manner] one under the other; their height.
function writeAll(place, said) {
  return said.filter(([text]) => text).reduce((high, [text, manner]) =>
    high + writeLines({ ...place, y: place.y + high }, text, manner), 0);
}

// ---- shapes in grid units ---------------------------------------------------------------------

// Copies of the page's hatches: for swatches, and for shapes in grid units of `scale`.
function hatchesOf(id, scale) {
  const looks = [...theme().classes, ...contextPaths().map(({ look }) => look)];
  const names = new Set(looks.map((look) => look.hatch).filter(Boolean));
  return [...names].flatMap((name) => [["", 1], ["-map", 1 / scale]].map(([ending, larger]) => {
    const copy = byId(name).cloneNode(true);
    copy.id = `${id}-${name}${ending}`;
    const turned = copy.getAttribute("patternTransform") ?? "";
    copy.setAttribute("patternTransform", `scale(${larger}) ${turned}`);
    return copy;
  }));
}

const paintIn = (look, id, ending = "") =>
  (look.hatch ? `url(#${id}-${look.hatch}${ending})` : look.fill);

const unitFills = ({ id, year }) => drawn("g", { "fill-rule": "evenodd" },
  ...unitPaths(state.level).map((d, row) => drawn("path", {
    d, fill: paintIn(lookOf(row, year), id, "-map"),
    "fill-opacity": state.hidden.has(classAt(row, year)) ? FADED : 1,
  })));

const line = (d, stroke, width, dashes = "none") => drawn("path", {
  d, fill: "none", stroke, "stroke-width": width, "stroke-dasharray": dashes,
  "stroke-linejoin": "round" });

function unitEdges(scale) {
  refineAreas();
  const { solid, dashed } = builtLevel().edges;
  return [[solid, "none"], [dashed, `${4 / scale} ${3 / scale}`]]
    .map(([edge, dashes]) => line(edge.getAttribute("d") ?? "", INK.line, 0.7 / scale, dashes));
}

function contextShape({ d, look, kind }, { id, scale }) {
  const dashes = look.dashed ? `${6 / scale} ${4 / scale}` : "none";
  if (kind === "areas") {
    const edge = line(d, look.edge, (look.width || 0.7) / scale, dashes);
    return [fill(edge, { fill: paintIn(look, id, "-map") }, [])];
  }
  const wide = look.width || 1.5;
  const halo = fill(line(d, "#FFFFFF", (wide + 2.1) / scale), { "stroke-opacity": 0.75 }, []);
  return [halo, line(d, look.edge, wide / scale, dashes)];
}

function placeShape({ x, y, look: { path, ink, hollow } }, { scale }) {
  const shape = (stroke, width) => drawn("path",
    { d: path, fill: hollow ? "#FFFFFF" : ink, stroke, "stroke-width": width });
  return drawn("g", { transform: `translate(${x} ${y}) scale(${MARK_SCALE / scale})` },
    shape("#FFFFFF", 5), shape(ink, 2));
}

function chosenShape(scale) {
  if (state.chosen?.kind !== "unit") return [];
  const d = unitPaths(state.level)[state.chosen.row];
  return [line(d, "#FFFFFF", 5 / scale), line(d, INK.chosen, 2.6 / scale)];
}

// The picture of losses as it is on the screen, held in the drawing itself.
function lossShapes() {
  if (!losses.isShown || !losses.pixels) return [];
  const { width, height } = losses;
  const canvas = element("canvas", { width, height });
  canvas.getContext("2d").drawImage(lossImage, 0, 0, width, height);
  return [drawn("image", { ...gridBox(data.overlay.bounds), href: canvas.toDataURL(),
    preserveAspectRatio: "none" })];
}

// The map of a year in grid units, the lowest first.
function mapShapes(place) {
  const context = contextPaths();
  const part = (isOver) => context.filter((one) => one.isOver === isOver)
    .flatMap((one) => contextShape(one, place));
  const marks = placeMarks().map((one) => placeShape(one, place));
  return [unitFills(place), ...lossShapes(), ...part(false), ...unitEdges(place.scale),
    ...part(true), ...chosenShape(place.scale), ...marks];
}

// ---- names in drawing units ------------------------------------------------------------------

function nameShape({ x, y, size, lines }) {
  const halo = { stroke: "#FFFFFF", "stroke-width": 2.5, "paint-order": "stroke" };
  return drawn("g", { "text-anchor": "middle", ...halo }, ...lines.map((said, at) =>
    letters({ x, y: y + size * (at * 1.2 - lines.length * 0.6 + 0.95), size }, said)));
}

const pointIn = ([x, y], place) => ({
  x: place.x + (x - place.box.x) * place.scale, y: place.y + (y - place.box.y) * place.scale });

// As on the screen: the roomiest units first, the chosen one always, none over another.
function unitNamesIn(place, taken) {
  const { labels } = shapeOf(state.level);
  const ways = writingsOf(state.level);
  const metres = GRID_STEP * Math.cos(data.frame[0][0] * Math.PI / 180) / place.scale;
  const chosen = state.chosen?.kind === "unit" ? [state.chosen.row] : [];
  const roomiest = [...labels.keys()].sort((a, b) => labels[b][2] - labels[a][2]);
  for (const row of new Set([...chosen, ...roomiest])) {
    const room = chosen.includes(row) ? Infinity : labels[row][2] / metres;
    const way = ways[row].map((one) => ({ ...one, ...pointIn(labels[row], place) }))
      .find((one) => one.half <= WIDE * room && one.tall <= TALL * room
        && !taken.some((other) => touches(one, other)));
    if (way) taken.push(way);
  }
}

function placeNamesIn(place, taken) {
  const border = borderLines((point) => pointIn(point, place));
  for (const { x, y, name } of placeMarks()) {
    const sides = sidesFor(name, pointIn([x, y], place), 9)
      .filter((one) => one.x - one.half > place.x && one.x + one.half < place.x + place.width);
    const found = freeSide(sides, { taken, border });
    if (found) taken.push({ ...found, size: PLACE_TYPE, lines: [name] });
  }
}

function nameShapes(place) {
  const taken = placeMarks().map(({ x, y }) => ({ ...pointIn([x, y], place), half: 8, tall: 7 }));
  unitNamesIn(place, taken);
  placeNamesIn(place, taken);
  return taken.filter(({ lines }) => lines).map(nameShape);
}
