// The map as shown as a sheet that stands alone, for a file, a chat and paper: title, map, legend,
// scale, watermark, dates and sources.

const EDGE = 20; // drawing units around everything, as are all lengths here
const GAP = 18;
const MAP_SHARE = 0.64; // of the width is map where the legend stands beside it
const LOWEST = 0.66; // of the width: as far down a map goes that has the legend beside it
const COLUMN = 230; // a column of the legend under the map is at least so wide
const PICTURE_WIDTH = 800;
const PICTURE_SCALE = 2; // pixels of the saved picture to a drawing unit
const ROUND_KM = [1, 2, 5, 10, 20, 50, 100];
const SMALL = { size: 11, ink: INK.faint };

let drawings = 0; // every drawing has ids of its own

const yearsDrawn = () => (state.against === null ? [state.year] : [state.year, state.against]);
const shownPeriod = () => (state.year === null ? say(theme().period) : yearsDrawn().join(" → "));

// ---- the map and what lies over it -----------------------------------------------------------

function scaleBar({ x, y, scale, room }) {
  const [[south], [north]] = data.frame;
  const unitsPerKm = 1000 * scale / (GRID_STEP * Math.cos((south + north) / 2 * Math.PI / 180));
  const km = [...ROUND_KM].reverse().find((one) => one * unitsPerKm <= room) ?? ROUND_KM[0];
  const line = { fill: "none", stroke: INK.text, "stroke-width": 1.5 };
  return drawn("g", {},
    drawn("path", { ...line, d: `M${x} ${y - 6}v6h${km * unitsPerKm}v-6` }),
    letters({ x: x + 5, y: y - 5, size: 10 }, `${number(km, 0, "km")}\u00a0km`));
}

// The watermarks in words across the whole map, so that no cut of it is without one.
function watermark({ id, x, y, width, height }) {
  const marks = data.watermarks.map(say);
  if (!marks.length) return [];
  const wide = Math.max(...marks.map((mark) => widthOf(mark, { size: 19, weight: 700 }))) + 50;
  const far = Math.hypot(width, height) / 2;
  const texts = [];
  for (let down = -far, line = 0; down < far; down += 62, line += 1) {
    for (let right = -far - (line % 2) * wide / 2; right < far; right += wide) {
      texts.push(letters({ x: right, y: down, size: 19, weight: 700 }, marks[line % marks.length]));
    }
  }
  const turned = `translate(${x + width / 2} ${y + height / 2}) rotate(-24)`;
  return [
    drawn("clipPath", { id: `${id}-map` }, drawn("rect", { x, y, width, height })),
    drawn("g", { "clip-path": `url(#${id}-map)`, "fill-opacity": 0.17 },
      drawn("g", { transform: turned }, ...texts)),
  ];
}

// Frames a satellite figure as the page does, with dots.
const remoteFrame = ({ x, y, width, height }) => (theme().remote ? [drawn("rect", {
  x, y, width, height, fill: "none", stroke: INK.line, "stroke-width": 2,
  "stroke-dasharray": "2 5", "stroke-linecap": "round" })] : []);

// One map of `year` in its place of `room` by at most `highest`; its height.
function mapAt({ svg, x, y, room, highest, year, box }) {
  drawings += 1;
  const id = `drawing-${drawings}`;
  const caption = state.against === null ? 0 : 24;
  const scale = Math.min(room / box.width, highest / box.height);
  const [width, height] = [box.width * scale, box.height * scale];
  const place = { id, x: x + (room - width) / 2, y: y + caption, width, height, box, scale, year };
  const moved = `translate(${place.x} ${place.y}) scale(${scale}) translate(${-box.x} ${-box.y})`;
  if (caption) svg.append(letters({ x, y: y + 15, size: 15, weight: 700 }, String(year)));
  svg.append(
    drawn("defs", {}, ...hatchesOf(id, scale)),
    drawn("g", { transform: moved }, ...mapShapes(place)),
    ...watermark(place), ...nameShapes(place), ...remoteFrame(place),
    scaleBar({ x: place.x + 6, y: place.y + height - 6, scale, room: width / 6 }));
  return caption + height;
}

// The maps of the years shown, side by side; their height.
function mapsAt({ svg, x, y, room, highest }) {
  const frame = frameOf(state.level);
  const margin = frame.width * 0.02;
  const box = { x: frame.x - margin, y: frame.y - margin,
    width: frame.width + 2 * margin, height: frame.height + 2 * margin };
  const years = yearsDrawn();
  const each = (room - GAP * (years.length - 1)) / years.length;
  return Math.max(...years.map((year, at) =>
    mapAt({ svg, x: x + at * (each + GAP), y, room: each, highest, year, box })));
}

// ---- the legend ------------------------------------------------------------------------------

function swatchAt({ svg, x, y }, look, kind) {
  const id = `drawing-${drawings}`;
  const line = { stroke: look.edge, "stroke-width": 1 };
  if (look.dashed) line["stroke-dasharray"] = "5 3";
  if (kind === "points") {
    svg.append(drawn("path", { d: look.path, fill: look.hollow ? "#FFFFFF" : look.ink,
      stroke: look.ink, "stroke-width": 2, transform: `translate(${x + 12} ${y + 8})` }));
  } else if (kind === "lines") {
    svg.append(drawn("path", { ...line, d: `M${x} ${y + 8}h24`, "stroke-width": 2.4 }));
  } else {
    svg.append(drawn("rect", { ...line, x, y, width: 24, height: 15, fill: paintIn(look, id) }));
  }
}

const countIn = (place, year) => level().codes.reduce((sum, _, row) =>
  sum + (classAt(row, year) === place ? 1 : 0), 0);

function classEntries() {
  const last = theme().classes.length - 1;
  return theme().classes.map((look, place) => {
    const counts = yearsDrawn().map((year) => countIn(place, year));
    const off = state.hidden.has(place) ? ` (${word("picture_hidden")})` : "";
    return { look, kind: "units", text: `${say(look.label)} · ${counts.join(" → ")}${off}`,
      isUsed: place < last || counts.some(Boolean) };
  }).filter((entry) => entry.isUsed);
}

function contextEntries() {
  const places = placeMarks().map(({ look }) => ({ look, kind: "points" }));
  const looks = new Map([...contextPaths(), ...places].map(({ look, kind }) => [look, kind]));
  return [...looks].map(([look, kind]) => ({ look, kind, text: say(look.label) }));
}

const lossEntries = () => data.overlay.classes
  .map((look) => ({ look, kind: "areas", text: say(look.label) }));

// Entries in as many columns as there is room for; their height.
function entriesAt({ svg, x, y, room }, listed) {
  const columns = Math.max(1, Math.floor(room / COLUMN));
  const wide = room / columns;
  const high = Array(columns).fill(0);
  listed.forEach(({ look, kind, text }, at) => {
    const column = Math.floor(at * columns / listed.length);
    const place = { svg, x: x + column * wide, y: y + high[column] };
    swatchAt(place, look, kind);
    const beside = { ...place, x: place.x + 32, y: place.y - 1, room: wide - 40 };
    high[column] += Math.max(20, writeLines(beside, text, { size: 12 }) + 5);
  });
  return Math.max(...high);
}

function legendAt(place) {
  const title = { size: 13, weight: 700 };
  let high = writeAll(place, [[word("legend"), title]]) + 6;
  high += entriesAt({ ...place, y: place.y + high }, [...classEntries(), ...contextEntries()]);
  high += writeAll({ ...place, y: place.y + high }, [
    [theme().remote && say(theme().remote), SMALL], [say(theme().note), SMALL]]);
  if (!losses.isShown) return high;
  const said = `${say(data.overlay.title)} — ${lossWords.textContent}`;
  high += 8 + writeAll({ ...place, y: place.y + high + 8 }, [[said, title]]) + 6;
  return high + entriesAt({ ...place, y: place.y + high }, lossEntries());
}

// ---- the sheet -------------------------------------------------------------------------------

function headingAt(place) {
  const period = shownPeriod() && `${word("period")}: ${shownPeriod()}`;
  const about = [period, aboutTheme()].filter(Boolean).join(" · ");
  return writeAll(place, [
    [say(data.title), { size: 14, ink: INK.faint }],
    [`${say(theme().title)} — ${say(level().title)}`, { size: 21, weight: 700 }],
    [chosenWords(), { size: 14, weight: 700 }],
    [about, { size: 13 }]]);
}

function chosenWords() {
  if (state.chosen?.kind !== "unit") return "";
  const { row } = state.chosen;
  return `${level().names[row]} (${level().codes[row]}): ${leadReading(row)}`;
}

// Whose the figures are, each source once.
function sourcesShown() {
  const { source } = data.overlay ?? {};
  const ofLosses = losses.isShown && source && source !== theme().source;
  return [aboutSource().join(""), ofLosses && `${word("source")}: ${source}`].filter(Boolean);
}

const footAt = (place) => writeAll(place, [
  [marksSaid(), { size: 12, weight: 700 }],
  [data.legal ? say(data.legal) : "", { size: 11, weight: 700 }],
  [`${word("as_of")} ${day(data.asOf)}`, SMALL],
  ...sourcesShown().map((source) => [source, SMALL]),
  [data.credits.join(" · "), SMALL]]);

// A standing <svg> of the map as shown; `wide` puts the legend beside the map.
function mapDrawing({ width = PICTURE_WIDTH, wide = false } = {}) {
  const svg = drawn("svg", { "font-family": TYPEFACE, role: "img",
    "aria-label": `${word("map")}: ${say(theme().title)}` });
  const room = width - 2 * EDGE;
  const place = { svg, x: EDGE, y: EDGE, room };
  place.y += headingAt(place) + GAP / 2;
  const highest = wide ? width * LOWEST - place.y : Infinity;
  const frame = frameOf(state.level);
  const mapWidth = highest * frame.width / frame.height * yearsDrawn().length;
  const mapRoom = wide ? Math.min(room * MAP_SHARE, mapWidth) : room;
  const low = place.y + mapsAt({ ...place, room: mapRoom, highest });
  const beside = { svg, x: EDGE + mapRoom + GAP, y: place.y, room: room - mapRoom - GAP };
  const legend = wide ? beside : { ...place, y: low + GAP };
  const foot = { ...legend, y: legend.y + legendAt(legend) + GAP };
  const high = Math.ceil(Math.max(low, foot.y + footAt(foot)) + EDGE);
  svg.prepend(drawn("rect", { width, height: high, fill: "#FFFFFF" }));
  return fill(svg, { viewBox: `0 0 ${width} ${high}`, width, height: high }, []);
}

// ---- the file --------------------------------------------------------------------------------

function loaded(address) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("the drawing is no image"));
    image.src = address;
  });
}

// The drawing as pixels, on a canvas.
async function painted(svg) {
  const text = new XMLSerializer().serializeToString(svg);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = await loaded(address);
  const canvas = element("canvas", { width: svg.getAttribute("width") * PICTURE_SCALE,
    height: svg.getAttribute("height") * PICTURE_SCALE });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return canvas;
}

async function savePicture() {
  const canvas = await painted(mapDrawing());
  const name = fileName([data.name, theme().name, ...yearsInName()], "png");
  canvas.toBlob((blob) => saveFile(blob, name), "image/png");
}
