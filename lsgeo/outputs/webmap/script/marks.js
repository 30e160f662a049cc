// What lies with the units: lines and areas in the map's SVG, places as markers.

const NEAR = 16; // CSS pixels around the middle of a place that belong to it
const OWN = /^(border|districts_\d{4})$/; // lines that follow edges and so lie over them
const drawnContext = []; // per layer of data.context what shows it: { show(isShown) }
const shownContext = new Set(data.context.map((_, place) => place));

const lookOfPlace = (layer, row) => {
  const { classes, index } = layer.themes[0];
  return classes[index[row]];
};

// ---- lines and areas -------------------------------------------------------------------------

function linePaths(layer) {
  return layer.lines.flatMap((chains, place) => (chains.length ? [{
    d: chains.map(chainPath).join(""), look: layer.themes[0].classes[place], kind: "lines",
  }] : []));
}

function areaPaths(layer) {
  return layer.areas.flatMap((rings, place) => (rings.length ? [{
    d: rings.map((ring) => `${chainPath(ring)}z`).join(""),
    look: layer.themes[0].classes[place], kind: "areas",
  }] : []));
}

const pathsOf = { lines: linePaths, areas: areaPaths, points: () => [] };

// Everything shown that is no place, bottom first: [{ d, look, kind, isOver }].
const contextPaths = () => data.context.flatMap((layer, place) => (shownContext.has(place)
  ? pathsOf[layer.kind](layer).map((path) => ({ ...path, isOver: OWN.test(layer.name) })) : []));

// Every place shown: [{ x, y, look, name }] in grid units.
const placeMarks = () => data.context.flatMap((layer, place) => (
  layer.kind !== "points" || !shownContext.has(place) ? [] : layer.points.flatMap((at, row) => (
    at ? [{ x: at[0], y: at[1], look: lookOfPlace(layer, row), name: layer.names[row] }] : []))));

// The width that a layer asks for, instead of that of the page's style.
function withWidth(path, width) {
  if (width) path.style.strokeWidth = `${width}px`;
  return path;
}

function drawPath({ d, look, kind }) {
  const dashes = look.dashed ? { "stroke-dasharray": "6 4" } : {};
  if (kind === "areas") {
    const fills = { fill: mapPaint(look), stroke: look.edge, ...dashes };
    return [withWidth(drawn("path", { class: "patch", d, ...fills }), look.width)];
  }
  return [withWidth(drawn("path", { class: "casing", d }), look.width && look.width + 2.2),
    withWidth(drawn("path", { class: "line", d, stroke: look.edge, ...dashes }), look.width)];
}

function drawShapes(layer) {
  const group = drawn("g", {}, ...pathsOf[layer.kind](layer).flatMap(drawPath));
  storeys[OWN.test(layer.name) ? "above" : "below"].append(group);
  return { show: (isShown) => group.classList.toggle("off", !isShown) };
}

// ---- places ----------------------------------------------------------------------------------

function placeIcon(look) {
  const inside = look.hollow ? "#FFFFFF" : look.ink;
  const shape = (stroke, width) =>
    drawn("path", { d: look.path, fill: inside, stroke, "stroke-width": width });
  const html = drawn("svg", { viewBox: "-12 -12 24 24", "aria-hidden": "true" },
    drawn("circle", { class: "ring", r: 11 }), shape("#FFFFFF", 5), shape(look.ink, 2));
  return L.divIcon({ html, className: "gate", iconSize: [28, 28] });
}

// Where symbols overlap a click means the one whose middle is nearest.
function meantPlace(layer, row, event) {
  if (!event.clientX && !event.clientY) return row;
  const at = map.mouseEventToContainerPoint(event);
  let best = { row, distance: NEAR };
  layer.points.forEach((point, other) => {
    if (!point) return;
    const distance = map.latLngToContainerPoint(latLngOf(point)).distanceTo(at);
    if (distance < best.distance) best = { row: other, distance };
  });
  return best.row;
}

function placeMarker(layer, row) {
  const look = lookOfPlace(layer, row);
  const said = () => element("div", {}, element("strong", { lang: "vi" }, layer.names[row]),
    element("br"), say(look.label));
  const choose = (one) =>
    update({ chosen: { kind: "place", layer: data.context.indexOf(layer), row: one } });
  const icon = placeIcon(look);
  const marker = L.marker(latLngOf(layer.points[row]), { icon, riseOnHover: true });
  const speakMarker = () => {
    const spoken = { "aria-label": layer.names[row], lang: "vi" };
    if (marker.getElement()) {
      fill(marker.getElement(), { ...spoken, "aria-description": say(look.label) }, []);
    }
  };
  marker.on("add", speakMarker);
  watch(["language"], speakMarker);
  marker.on("click", ({ originalEvent }) => choose(meantPlace(layer, row, originalEvent)));
  marker.on("keydown", ({ originalEvent: event }) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(row);
  });
  const above = { direction: "top", offset: [0, -8], opacity: 1, className: "said" };
  return marker.bindTooltip(said, above);
}

function drawPlaces(layer) {
  const markers = layer.points.map((at, row) => (at ? placeMarker(layer, row) : null));
  const group = L.layerGroup(markers.filter(Boolean)).addTo(map);
  return { markers, show: (isShown) => (isShown ? group.addTo(map) : group.remove()) };
}

function drawContext() {
  if (drawnContext.length) return;
  for (const layer of data.context) {
    drawnContext.push(layer.kind === "points" ? drawPlaces(layer) : drawShapes(layer));
  }
  document.querySelectorAll("[data-context]").forEach((box) =>
    box.addEventListener("change", () => showContext(Number(box.dataset.context), box.checked)));
  markPlace();
}

function showContext(place, isShown) {
  if (isShown) shownContext.add(place);
  else shownContext.delete(place);
  drawnContext[place].show(isShown);
  if (isShown) markPlace();
  writeNames();
}

function markPlace() {
  const { kind, layer: place, row: at } = state.chosen ?? {};
  const isChosen = (layer, row) => kind === "place" && layer === place && row === at;
  drawnContext.forEach(({ markers = [] }, layer) => markers.forEach((marker, row) =>
    marker?.getElement()?.classList.toggle("chosen", isChosen(layer, row))));
  const point = kind === "place" && data.context[place].points[at];
  if (point) showInside(point);
}

watch([], drawContext);
watch(["chosen"], markPlace);
