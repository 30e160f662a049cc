// The shapes of each level, parsed only when shown and written as SVG paths straight from the
// arcs, and the SVG they stand in, which Leaflet only moves. All paths are in grid units: whole
// steps of Web Mercator, x to the right and y down; so they are written once for every zoom.

const { left: GRID_LEFT, top: GRID_TOP, step: GRID_STEP } = data.grid;
const WORLD = 2 * Math.PI * 6378137; // metres around the equator of EPSG:3857
const shapes = new Map(); // per level { arcs, polygons, labels }
const unitPathsOf = new Map(); // per level the paths, once written

function shapeOf(index) {
  if (!shapes.has(index)) shapes.set(index, JSON.parse(byId(`shape-${index}`).textContent));
  return shapes.get(index);
}

const latLngOf = ([x, y]) => L.Projection.SphericalMercator.unproject(
  L.point(GRID_LEFT + x * GRID_STEP, GRID_TOP - y * GRID_STEP));

function gridPoint(latLng) {
  const { x, y } = L.Projection.SphericalMercator.project(L.latLng(latLng));
  return [(x - GRID_LEFT) / GRID_STEP, (GRID_TOP - y) / GRID_STEP];
}

// The rectangle of [[south, west], [north, east]] in grid units.
function gridBox([[south, west], [north, east]]) {
  const [x, y] = gridPoint([north, west]);
  const [right, bottom] = gridPoint([south, east]);
  return { x, y, width: right - x, height: bottom - y };
}

// How many grid units one CSS pixel is at a zoom of the map.
const gridPerPixel = (zoom) => WORLD / (256 * 2 ** zoom) / GRID_STEP;

// ---- arcs as text ----------------------------------------------------------------------------

// An arc both ways: where it starts and the steps from there, as text.
function bothWays(flat) {
  let [x, y] = flat;
  const back = [];
  for (let at = flat.length - 2; at >= 2; at -= 2) {
    x += flat[at];
    y += flat[at + 1];
    back.push(-flat[at], -flat[at + 1]);
  }
  return {
    forwards: { start: `${flat[0]} ${flat[1]}`, steps: flat.slice(2).join(" ") },
    backwards: { start: `${x} ${y}`, steps: back.join(" ") },
  };
}

// The points of a chain, each told by the steps from the one before.
function chainPoints(flat) {
  let [x, y] = [0, 0];
  return flat.flatMap((step, at) => {
    if (at % 2 === 0) { x += step; return []; }
    y += step;
    return [[x, y]];
  });
}

const chainPath = (flat) => `M${flat[0]} ${flat[1]}l${flat.slice(2).join(" ")}`;

function ringPath(references, arcs) {
  const parts = references.map((one) => (one < 0 ? arcs[~one].backwards : arcs[one].forwards));
  return `M${parts[0].start}l${parts.map((part) => part.steps).join(" ")}z`;
}

// The `d` of every unit of a level, by row.
function unitPaths(index) {
  if (!unitPathsOf.has(index)) {
    const { arcs, polygons } = shapeOf(index);
    const ways = arcs.map(bothWays);
    unitPathsOf.set(index, polygons.map((parts) =>
      parts.map((part) => part.map((ring) => ringPath(ring, ways)).join("")).join("")));
  }
  return unitPathsOf.get(index);
}

// Per arc of a level the rows of the units on its sides.
function sidesOf(index) {
  const { arcs, polygons } = shapeOf(index);
  const sides = arcs.map(() => []);
  polygons.forEach((parts, row) => parts.flat(2).forEach((one) =>
    sides[one < 0 ? ~one : one].push(row)));
  return sides;
}

// What all units of a level fill: { x, y, width, height } in grid units.
function frameOf(index) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const flat of shapeOf(index).arcs) {
    let x = 0;
    let y = 0;
    for (let at = 0; at < flat.length; at += 2) {
      x += flat[at];
      y += flat[at + 1];
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

// ---- the surface -----------------------------------------------------------------------------

// From the bottom: the fills, those of the compared year, the loss picture, what lies under the
// edges, the edges, what lies over them, outlines.

const PADDING = 0.35; // of the window on every side, drawn beyond what is seen
const surface = drawn("svg", { class: "areas leaflet-zoom-animated", focusable: "false" });
const storeys = {};
for (const name of ["fills", "against", "picture", "below", "edges", "above", "outlines"]) {
  storeys[name] = surface.appendChild(drawn("g", { class: name }));
}
const outlines = {};
for (const name of ["hovered", "chosen", "active"]) {
  outlines[name] = storeys.outlines.appendChild(drawn("g", { class: name },
    drawn("path", { class: "casing" }), drawn("path")));
}
let placed = null; // { corner, zoom } at which the surface was last laid out

// The page's hatches in the fills' units, so that they keep their size at every zoom.
const mapHatches = [...document.querySelectorAll(".patterns pattern")].map((one) => {
  const copy = one.cloneNode(true);
  copy.id = `map-${one.id}`;
  return { copy, turn: one.getAttribute("patternTransform") ?? "" };
});
let fillUnit = 1; // in grid units: larger while the fills are those of the still map
surface.prepend(drawn("defs", {}, ...mapHatches.map(({ copy }) => copy)));

const mapPaint = (look) => (look.hatch ? `url(#map-${look.hatch})` : look.fill);

function scaleHatches() {
  const scale = gridPerPixel(placed.zoom) / fillUnit;
  for (const { copy, turn } of mapHatches) {
    copy.setAttribute("patternTransform", `scale(${scale}) ${turn}`);
  }
}

function setFillUnit(unit) {
  fillUnit = unit;
  if (placed) scaleHatches();
}

function placeSurface() {
  const size = map.getSize();
  const around = size.multiplyBy(PADDING).round();
  const corner = map.containerPointToLayerPoint(around.multiplyBy(-1)).round();
  const { x: width, y: height } = size.add(around.multiplyBy(2));
  const zoom = map.getZoom();
  const scale = gridPerPixel(zoom);
  const isOther = placed?.zoom !== zoom;
  placed = { corner: map.layerPointToLatLng(corner), zoom };
  if (isOther) scaleHatches();
  const [x, y] = gridPoint(placed.corner);
  fill(surface, { width, height, viewBox: `${x} ${y} ${width * scale} ${height * scale}` }, []);
  L.DomUtil.setPosition(surface, corner);
}

// While the map zooms the surface is only stretched.
function stretchSurface(center, zoom) {
  if (!placed) return;
  const pane = L.DomUtil.getPosition(map.getPane("mapPane"));
  const offset = map.project(placed.corner, zoom).subtract(map.project(center, zoom))
    .add(map.getSize().divideBy(2)).subtract(pane);
  L.DomUtil.setTransform(surface, offset, map.getZoomScale(zoom, placed.zoom));
}

const AreasLayer = L.Layer.extend({
  options: { pane: "areas" },
  onAdd() {
    this.getPane().append(surface);
    placeSurface();
  },
  onRemove() {
    surface.remove();
  },
  getEvents() {
    return {
      moveend: placeSurface,
      viewreset: placeSurface,
      zoomend: placeSurface,
      zoomanim: ({ center, zoom }) => stretchSurface(center, zoom),
      zoom: () => stretchSurface(map.getCenter(), map.getZoom()),
    };
  },
});
