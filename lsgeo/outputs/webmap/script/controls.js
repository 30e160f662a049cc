// The map's frame: the whole province as the start, its buttons, its scale, its watermark.

const MARGIN = 12; // CSS pixels around the province
let zoomButtons = null;
let isFitting = false;
let isFitted = true; // whether the whole province is shown, not a part that was asked for

// The whole province; a window without size (in the background) has no zoom that fits.
function fit() {
  const { x, y } = map.getSize();
  if (Math.min(x, y) <= 4 * MARGIN) return;
  isFitting = true;
  nextStep = null;
  map.setMinZoom(0);
  map.fitBounds(data.frame, { padding: [MARGIN, MARGIN], animate: false });
  map.setMinZoom(map.getZoom());
  isFitting = false;
  isFitted = true;
}

// After the map's element has got another size.
function settle() {
  map.setMaxBounds(null); // else Leaflet glides back into them, away from what is fitted here
  map.invalidateSize({ pan: false, animate: false });
  if (isFitted) fit();
  map.setMaxBounds(data.bounds);
  writeNames();
}

// Moves the map as little as shows a place of the grid.
function showInside(place) {
  if (!isFitted) map.panInside(latLngOf(place), { padding: [60, 60] });
}

// Leaflet drops what is asked of it while it zooms; here the last step asked for comes after it.
let isZooming = false;
let nextStep = null;

function stepZoom(method) {
  if (isZooming) {
    nextStep = method;
    return;
  }
  const end = method === "zoomIn" ? map.getMaxZoom() : map.getMinZoom();
  isZooming = map.getZoom() !== end; // from now on: Leaflet says so only in the next frame
  map[method]();
}

function endZoom() {
  isZooming = false;
  const method = nextStep;
  nextStep = null;
  if (method) setTimeout(stepZoom, 0, method);
}

function controlButton(className, key, sign, act) {
  const made = button({ class: className, title: word(key), "aria-label": word(key) }, act,
    element("span", { "aria-hidden": "true" }, sign));
  L.DomEvent.disableClickPropagation(made);
  return made;
}

const ZoomButtons = L.Control.extend({
  options: { position: "topright" },
  onAdd() {
    return element("div", { class: "leaflet-bar zoom", role: "group", "aria-label": word("map") },
      controlButton("in", "zoom_in", "+", () => stepZoom("zoomIn")),
      controlButton("out", "zoom_out", "\u2212", () => stepZoom("zoomOut")),
      controlButton("whole", "whole", "\u2302", fit));
  },
});

function writeControls() {
  zoomButtons?.remove();
  zoomButtons = new ZoomButtons().addTo(map);
}

// On a phone the legend lies below the map: a button over it tells the year and leads there.
const legendLink = button({ class: "to-legend" }, showLegend);
const LegendLink = L.Control.extend({
  options: { position: "bottomleft" },
  onAdd: () => legendLink,
});
L.DomEvent.disableClickPropagation(legendLink);

function showLegend() {
  const title = byId("legend").querySelector("h2");
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
  document.querySelector(".legend").scrollIntoView({ block: "start" });
}

function writeLegendLink() {
  legendLink.textContent = [word("legend"), periodShown()].filter(Boolean).join(" · ");
}

// The watermark lies under the names and stays with the window while the map below it moves.
function placeWatermark() {
  const pane = map.getPane("watermark");
  const { x, y } = map.getSize();
  pane.style.width = `${x}px`;
  pane.style.height = `${y}px`;
  L.DomUtil.setPosition(pane, L.DomUtil.getPosition(map.getPane("mapPane")).multiplyBy(-1));
}

function startWatermark() {
  const pane = map.createPane("watermark");
  pane.style.zIndex = 440;
  pane.style.pointerEvents = "none";
  pane.append(...document.querySelectorAll(".watermark"));
  map.on("move resize", placeWatermark);
  placeWatermark();
}

// Before anything is drawn, so that nothing is placed twice.
function startMap() {
  // On touch screens one finger scrolls the page and two move the map.
  if (matchMedia("(pointer: coarse)").matches) map.dragging.disable();
  map.getContainer().setAttribute("role", "region");
  map.invalidateSize({ pan: false });
  fit();
  map.setMaxBounds(data.bounds);
  map.on("zoomstart", () => { isZooming = true; });
  map.on("zoomend", endZoom);
  map.on("dragstart zoomstart", () => { isFitted = isFitted && isFitting; });
}

function startControls() {
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  new LegendLink().addTo(map);
  const container = map.getContainer();
  new ResizeObserver(() => {
    const { x, y } = map.getSize();
    if (container.clientWidth !== x || container.clientHeight !== y) settle();
  }).observe(container);
}

watch(["language"], writeControls);
watch(["language", "level", "theme", "year", "against"], writeLegendLink);
