// Names on the map: as many as fit without touching, the roomiest units first, then places.

const TYPE_SIZES = [12, 11, 10]; // CSS pixels: names are written as large as there is room for
const WIDE = 1.9; // a name may be so many times as wide as the largest circle in its unit
const TALL = 1.3; // and so many times as high
const PLACE_TYPE = 11;
const BESIDE = 11; // CSS pixels from the middle of a place to its name
const CLEAR = 1; // CSS pixels that a place's name keeps from the border
const writings = new Map(); // per level the ways to write each name
let namesBoard = null; // the element that holds the names

const ruler = document.createElement("canvas").getContext("2d");

function textWidth(text, size) {
  ruler.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(text).width;
}

// The ways to write a name, the best first: large before small, one line before two.
function waysToWrite(caption) {
  const words = caption.split(" ");
  const middle = Math.ceil(words.length / 2);
  const halves = [words.slice(0, middle).join(" "), words.slice(middle).join(" ")];
  const wide = new Map([caption, ...halves].map((text) => [text, textWidth(text, 100) / 100]));
  return TYPE_SIZES.flatMap((size) => (words.length > 1 ? [[caption], halves] : [[caption]])
    .map((lines) => ({
      size, lines,
      half: Math.max(...lines.map((line) => wide.get(line))) * size / 2 + 4,
      tall: lines.length * size * 0.6 + 1,
    })));
}

function writingsOf(index) {
  if (!writings.has(index)) writings.set(index, data.levels[index].captions.map(waysToWrite));
  return writings.get(index);
}

const touches = (one, other) => Math.abs(one.x - other.x) < one.half + other.half
  && Math.abs(one.y - other.y) < one.tall + other.tall;

function pixelOf(place) {
  const { x, y } = map.latLngToLayerPoint(latLngOf(place));
  return { x: Math.round(x), y: Math.round(y) };
}

// ---- units -----------------------------------------------------------------------------------

function unitNames(taken) {
  const { labels } = shapeOf(state.level);
  const ways = writingsOf(state.level);
  const metres = WORLD * Math.cos(map.getCenter().lat * Math.PI / 180) / 2 ** (map.getZoom() + 8);
  const chosen = state.chosen?.kind === "unit" ? [state.chosen.row] : [];
  const roomiest = labels.map((_, row) => row).sort((a, b) => labels[b][2] - labels[a][2]);
  for (const row of new Set([...chosen, ...roomiest])) {
    const at = pixelOf(labels[row]);
    const room = chosen.includes(row) ? Infinity : labels[row][2] / metres;
    const way = ways[row].find((one) => one.half <= WIDE * room && one.tall <= TALL * room
      && !taken.some((other) => touches({ ...one, ...at }, other)));
    if (way) taken.push({ ...way, ...at });
  }
}

// ---- places: their names stand beside, above or below the symbol where that is free ----------

// Where the name of a place can stand, a symbol's half away from it: right, left, above, below.
function sidesFor(name, at, beside) {
  const half = textWidth(name, PLACE_TYPE) / 2 + 1;
  const tall = PLACE_TYPE * 0.6;
  return [[half + beside, 0], [-half - beside, 0], [0, -beside - tall], [0, beside + tall]]
    .map(([right, down]) => ({ x: at.x + right, y: at.y + down, half, tall }));
}

// The first side that is free, if there is one also of the border.
function freeSide(sides, { taken, border }) {
  const free = sides.filter((one) => !taken.some((other) => touches(one, other)));
  return free.find((one) => !border.some((line) => crosses(line, one))) ?? free[0];
}

function placeNames(taken) {
  const border = borderLines(pixelOf);
  for (const { name, x, y } of placeMarks()) {
    const found = freeSide(sidesFor(name, pixelOf([x, y]), BESIDE), { taken, border });
    if (found) taken.push({ ...found, size: PLACE_TYPE, lines: [name], className: "of-place" });
  }
}

// ---- the border, as pairs of pixels ----------------------------------------------------------

function borderLines(pixel) {
  const chains = data.context.filter(({ name }) => name === "border")
    .flatMap(({ lines }) => lines.flat());
  return chains.flatMap((flat) => {
    const points = chainPoints(flat).map(pixel);
    return points.slice(1).map((point, before) => [points[before], point]);
  });
}

// Whether a line goes through the box of a name: its middle part inside, by cutting it down.
function crosses([from, to], { x, y, half, tall }) {
  let [first, last] = [0, 1];
  for (const [start, end, low, high] of [
    [from.x, to.x, x - half - CLEAR, x + half + CLEAR],
    [from.y, to.y, y - tall - CLEAR, y + tall + CLEAR]]) {
    const way = end - start;
    if (!way && (start < low || start > high)) return false;
    const cuts = way ? [(low - start) / way, (high - start) / way] : [0, 1];
    first = Math.max(first, Math.min(...cuts));
    last = Math.min(last, Math.max(...cuts));
  }
  return first <= last;
}

// ---- the board -------------------------------------------------------------------------------

function nameNode({ x, y, size, lines, className = "" }) {
  const [first, ...rest] = lines;
  const node = element("span", { class: className }, first,
    ...rest.flatMap((line) => [element("br"), line]));
  node.style.fontSize = `${size}px`;
  node.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
  return node;
}

function writeNames() {
  if (!namesBoard) return;
  namesBoard.hidden = false;
  const taken = placeMarks().map(({ x, y }) => ({ ...pixelOf([x, y]), half: 9, tall: 8 }));
  unitNames(taken);
  placeNames(taken);
  namesBoard.replaceChildren(...taken.filter(({ lines }) => lines).map(nameNode));
}

// Names are written once the page has painted what was asked for.
const writeNamesSoon = soon(writeNames);

function startNames() {
  const pane = map.createPane("names");
  pane.style.zIndex = 450;
  pane.style.pointerEvents = "none";
  namesBoard = element("div", { class: "name", lang: "vi", "aria-hidden": "true" });
  pane.append(namesBoard);
  // While the map zooms its names would stand in wrong places.
  map.on("zoomstart", () => { namesBoard.hidden = true; });
  map.on("zoomend viewreset", writeNames);
  writeNames();
}

watch(["level", "chosen"], writeNamesSoon);
