// Makes the static page a map one can ask. Outside strings only ever become text nodes.
(() => {
  "use strict";

  const data = JSON.parse(document.getElementById("atlas-data").textContent);
  const map = window[data.map];
  const units = data.units;
  const page = { language: "vi", theme: 0, chosen: null };
  const TYPE = [12, 11, 10]; // CSS pixels: names are written as large as there is room for
  const WIDE = 1.9; // a name may be so many times as wide as the largest circle in its unit
  const TALL = 1.3; // and so many times as high
  const REACH = 14; // CSS pixels around the middle of a place that belong to it
  const IN_HEADING = ["code", "kind", "name"];
  const MARGIN = 12; // CSS pixels around the province
  const LONG = 32; // letters: longer values get lines of their own
  const SVG = "http://www.w3.org/2000/svg";

  const say = (pair) => pair[page.language === "en" ? 1 : 0];
  const word = (key) => say(data.words[key]);

  // ---- elements -------------------------------------------------------------------------------

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const element = (tag, attributes = {}, ...children) =>
    fill(document.createElement(tag), attributes, children);
  const drawn = (tag, attributes = {}, ...children) =>
    fill(document.createElementNS(SVG, tag), attributes, children);

  const paint = (look) => (look.hatch ? `url(#${look.hatch})` : look.fill);

  function swatch(look) {
    const box = { x: 1, y: 1, width: 24, height: 16, fill: paint(look), stroke: look.edge };
    if (look.dashed) box["stroke-dasharray"] = "5 3";
    const frame = { class: "swatch", viewBox: "0 0 26 18", "aria-hidden": "true" };
    return drawn("svg", frame, drawn("rect", box));
  }

  // ---- numbers and words ----------------------------------------------------------------------

  function number(value, decimals, unit) {
    const [whole, rest] = Math.abs(value).toFixed(decimals).split(".");
    const [group, point] = page.language === "en" ? [",", "."] : [".", ","];
    const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? "\u2212" : "";
    // Numbers without a unit are years and the like.
    const grouped = !unit ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
    return sign + grouped + (rest ? point + rest : "");
  }

  function day(text) {
    return page.language === "en" ? text : text.split("-").reverse().join("/");
  }

  function shown(field, row) {
    const value = field.values[row];
    if (value === null) return word("missing");
    const words = field.words[String(value)];
    if (words) return say(words);
    if (typeof value === "boolean") return word(value ? "yes" : "no");
    if (typeof value === "number") {
      return number(value, field.decimals, say(field.unit)) + (say(field.unit) ? `\u00a0${say(field.unit)}` : "");
    }
    return /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : String(value);
  }

  // A string that is no coded value was written by people, in Vietnamese.
  const isProse = (field, value) => typeof value === "string" && !field.words[value];

  const inVietnamese = (text) => element("span", { lang: "vi" }, text);

  function about(of) {
    const parts = [
      [word("period"), say(of.period)],
      [word("quality"), say(of.quality)],
      [word("source"), of.source && inVietnamese(of.source)],
    ].filter(([, said]) => said);
    const line = element("p", { class: "about" });
    parts.forEach(([name, said], at) => line.append(`${at ? " · " : ""}${name}: `, said));
    return parts.length ? [line] : [];
  }

  // ---- geometry -------------------------------------------------------------------------------

  function chain(flat) {
    const points = [];
    let x = 0;
    let y = 0;
    for (let at = 0; at < flat.length; at += 2) {
      x += flat[at];
      y += flat[at + 1];
      points.push([y / data.steps, x / data.steps]);
    }
    return points;
  }

  const arcs = data.arcs.map(chain);

  function ring(references) {
    const points = [];
    for (const reference of references) {
      const arc = reference < 0 ? arcs[~reference].slice().reverse() : arcs[reference];
      for (let at = 0; at < arc.length - 1; at += 1) points.push(arc[at]);
    }
    return points;
  }

  const rings = units.polygons.map((parts) => parts.map((part) => part.map(ring)));

  // ---- the frame: before anything is drawn, so that nothing is projected twice ----------------

  let fitting = false;
  let fitted = true;
  // A window without size (in the background, being printed) has no zoom that fits.
  function fit() {
    const { x, y } = map.getSize();
    if (Math.min(x, y) <= 4 * MARGIN) return;
    fitting = true;
    map.setMinZoom(0);
    map.fitBounds(data.frame, { padding: [MARGIN, MARGIN], animate: false });
    map.setMinZoom(map.getZoom());
    fitting = false;
    fitted = true;
  }

  document.querySelectorAll(".scripted").forEach((node) => { node.hidden = false; });
  // On touch screens one finger scrolls the page and two move the map.
  if (matchMedia("(pointer: coarse)").matches) map.dragging.disable();
  map.invalidateSize({ pan: false });
  fit();

  // ---- the map --------------------------------------------------------------------------------

  for (const [name, level] of [["context", 420], ["chosen", 430], ["watermark", 440], ["names", 450]]) {
    const pane = map.createPane(name);
    pane.style.zIndex = level;
    pane.style.pointerEvents = "none";
  }
  map.getPane("names").lang = "vi";

  // The watermark lies under the names; it stays with the window while the map below it moves.
  function placeWatermark() {
    const pane = map.getPane("watermark");
    const { width, height } = map.getContainer().getBoundingClientRect();
    pane.style.width = `${width}px`;
    pane.style.height = `${height}px`;
    L.DomUtil.setPosition(pane, L.DomUtil.getPosition(map.getPane("mapPane")).multiplyBy(-1));
  }

  map.getPane("watermark").append(...document.querySelectorAll(".watermark"));
  map.on("move resize", placeWatermark);
  placeWatermark();

  const look = (row) => {
    const theme = units.themes[page.theme];
    return theme.classes[theme.index[row]];
  };

  function style(row) {
    const { edge, dashed, ...rest } = look(row);
    return {
      fillColor: paint(rest),
      fillOpacity: 1,
      color: edge,
      weight: 0.7,
      dashArray: dashed ? "5 3" : null,
    };
  }

  // What the theme says of a unit: its number where it has one, else the words of its class.
  function reading(row) {
    const field = units.fields[units.themes[page.theme].field];
    const exact = field && typeof field.values[row] === "number" && !field.words[field.values[row]];
    return exact ? shown(field, row) : say(look(row).label);
  }

  function hint(row) {
    const title = say(units.themes[page.theme].title);
    return element("div", { class: "hint" }, element("strong", { lang: "vi" }, units.names[row]),
      element("br"), `${title}: ${reading(row)}`);
  }

  const surface = L.svg({ padding: 0.3 });
  const overlay = L.svg({ padding: 0.3, pane: "context" });
  const chosenSurface = L.svg({ padding: 0.3, pane: "chosen" });

  const shapes = rings.map((parts, row) =>
    L.polygon(parts, { ...style(row), renderer: surface, smoothFactor: 0 })
      .on("click", () => choose(units, row))
      .bindTooltip(() => hint(row), { sticky: true, direction: "top", opacity: 1 })
      .addTo(map));
  // Chromium makes tab stops of them that say nothing; the list of communes is for keyboards.
  shapes.forEach((shape) => shape.getElement().setAttribute("tabindex", "-1"));

  const outline = L.polygon([], {
    renderer: chosenSurface, pane: "chosen", smoothFactor: 0, interactive: false, fill: false,
    color: "#000000", weight: 3.2,
  });

  function gateIcon(mark) {
    const inside = mark.hollow ? "#FFFFFF" : mark.ink;
    const halo = drawn("path", { d: mark.path, fill: inside, stroke: "#FFFFFF", "stroke-width": 5 });
    const body = drawn("path", { d: mark.path, fill: inside, stroke: mark.ink, "stroke-width": 2 });
    const html = drawn("svg", { viewBox: "-12 -12 24 24" }, halo, body);
    return L.divIcon({ html, className: "gate", iconSize: [24, 24] });
  }

  const position = (layer, row) => L.latLng(chain(layer.points[row])[0]);

  // Where symbols overlap a click means the one whose middle is nearest.
  function meant(layer, row, event) {
    const at = map.mouseEventToContainerPoint(event);
    const distance = (one) => map.latLngToContainerPoint(position(layer, one)).distanceTo(at);
    const near = layer.points.map((_, one) => one)
      .filter((one) => layer.points[one] && distance(one) <= REACH)
      .sort((one, other) => distance(one) - distance(other));
    return near.length ? near[0] : row;
  }

  function places(layer) {
    const theme = layer.themes[0];
    return layer.points.flatMap((at, row) => {
      if (!at) return [];
      const mark = theme.classes[theme.index[row]];
      const marker = L.marker(position(layer, row), {
        icon: gateIcon(mark), alt: layer.names[row], riseOnHover: true,
      });
      marker.on("add", () => {
        marker.getElement().setAttribute("aria-label", layer.names[row]);
        marker.getElement().lang = "vi";
      });
      marker.on("click", ({ originalEvent: event }) => choose(layer, meant(layer, row, event)));
      marker.on("keypress", ({ originalEvent: event }) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose(layer, row);
      });
      const said = () => element("div", { class: "hint" },
        element("strong", { lang: "vi" }, layer.names[row]), element("br"), say(mark.label));
      return [marker.bindTooltip(said, { direction: "top", offset: [0, -8], opacity: 1 })];
    });
  }

  function lines(layer) {
    const theme = layer.themes[0];
    const common = { renderer: overlay, pane: "context", interactive: false, smoothFactor: 0 };
    const every = layer.lines.map((parts) => parts.map(chain));
    const casing = every.map((parts) =>
      L.polyline(parts, { ...common, color: "#FFFFFF", opacity: 0.8, weight: 4 }));
    const strokes = every.map((parts, at) => {
      const { edge, dashed } = theme.classes[at];
      const dashArray = dashed ? "6 4" : null;
      return L.polyline(parts, { ...common, color: edge, weight: 1.8, dashArray });
    });
    return [...casing, ...strokes];
  }

  const groups = data.context.map((layer) =>
    L.layerGroup(layer.kind === "points" ? places(layer) : lines(layer)).addTo(map));

  // ---- names on the map: as many as fit, the roomiest first ---------------------------------

  const names = L.layerGroup().addTo(map);
  const ruler = document.createElement("canvas").getContext("2d");
  const typeface = getComputedStyle(document.body).fontFamily;
  const roomiest = units.labels.map((place, row) => row)
    .sort((a, b) => units.labels[b][2] - units.labels[a][2]);

  // The ways to write a name, the best first: large before small, one line before two.
  const writings = units.captions.map((caption) => {
    const words = caption.split(" ");
    const middle = Math.ceil(words.length / 2);
    const halves = [words.slice(0, middle).join(" "), words.slice(middle).join(" ")];
    return TYPE.flatMap((size) => {
      ruler.font = `${size}px ${typeface}`;
      return (words.length > 1 ? [[caption], halves] : [[caption]]).map((lines) => ({
        size, lines,
        half: Math.max(...lines.map((line) => ruler.measureText(line).width)) / 2 + 4,
        tall: lines.length * size * 0.6 + 1,
      }));
    });
  });

  const overlap = (one, other) => Math.abs(one.x - other.x) < one.half + other.half
    && Math.abs(one.y - other.y) < one.tall + other.tall;

  function placesShown() {
    return data.context.flatMap((layer, at) => (
      layer.kind === "points" && map.hasLayer(groups[at])
        ? layer.points.flatMap((place, row) => (place ? [position(layer, row)] : [])) : []
    )).map((place) => ({ ...pixel(place), half: 9, tall: 8 }));
  }

  function pixel(place) {
    const { x, y } = map.latLngToLayerPoint(place);
    return { x, y };
  }

  function writeName(at, { size, lines }) {
    const [first, ...rest] = lines;
    const text = element("span", {}, first, ...rest.flatMap((line) => [element("br"), line]));
    text.style.fontSize = `${size}px`;
    const icon = L.divIcon({ html: text, className: "name leaflet-zoom-hide", iconSize: [0, 0] });
    L.marker(at, { icon, pane: "names", interactive: false, keyboard: false }).addTo(names);
  }

  function writeNames() {
    names.clearLayers();
    const metres = 40075016.7 * Math.cos(map.getCenter().lat * Math.PI / 180)
      / 2 ** (map.getZoom() + 8);
    const chosen = page.chosen && page.chosen.layer === units ? [page.chosen.row] : [];
    const taken = placesShown();
    for (const row of new Set([...chosen, ...roomiest])) {
      const [x, y, metresAround] = units.labels[row];
      const at = [y / data.steps, x / data.steps];
      const room = chosen.includes(row) ? Infinity : metresAround / metres;
      const fits = ({ half, tall }) => half <= WIDE * room && tall <= TALL * room;
      const writing = writings[row].find((one) =>
        fits(one) && !taken.some((other) => overlap({ ...pixel(at), ...one }, other)));
      if (!writing) continue;
      taken.push({ ...pixel(at), ...writing });
      writeName(at, writing);
    }
  }

  // ---- controls -------------------------------------------------------------------------------

  let zoom = null;

  function addControls() {
    if (zoom) zoom.remove();
    zoom = L.control.zoom({
      position: "topright", zoomInTitle: word("zoom_in"), zoomOutTitle: word("zoom_out"),
    }).addTo(map);
    const whole = element("a", {
      class: "whole", href: "#", role: "button", title: word("whole"), "aria-label": word("whole"),
    }, "⌂");
    L.DomEvent.on(whole, "click", (event) => { L.DomEvent.stop(event); fit(); });
    zoom.getContainer().append(whole);
  }

  // ---- legend and themes ----------------------------------------------------------------------

  function writeLegend() {
    const theme = units.themes[page.theme];
    const last = theme.classes.length - 1;
    const entries = theme.classes.filter((entry, at) => entry.count || at < last);
    const about = [
      say(theme.period) && `${word("period")}: ${say(theme.period)}`, say(theme.unit),
      say(theme.quality),
    ].filter(Boolean).join(" · ");
    const small = (className, ...said) => element("p", { class: `about ${className}` }, ...said);
    const [vietnamese, english] = theme.note;
    const note = vietnamese === english ? inVietnamese(vietnamese) : say(theme.note);
    const list = element("ul", {}, ...entries.map((entry) => element("li", {}, swatch(entry),
      element("span", {}, say(entry.label), " ",
        element("span", { class: "count" }, String(entry.count))))));
    document.getElementById("legend").replaceChildren(...[
      element("h2", {}, say(theme.title)),
      about && small("", about),
      list,
      theme.remote && small("framed", say(theme.remote)),
      vietnamese && small("", note),
      theme.source && small("", `${word("source")}: `, inVietnamese(theme.source)),
    ].filter(Boolean));
  }

  function nameMap() {
    const title = say(units.themes[page.theme].title);
    map.getContainer().setAttribute("aria-label", `${word("map")}: ${title}`);
  }

  function show(theme) {
    page.theme = theme;
    shapes.forEach((shape, row) => shape.setStyle(style(row)));
    document.querySelectorAll("[data-theme]").forEach((chip) =>
      chip.setAttribute("aria-pressed", String(Number(chip.dataset.theme) === theme)));
    document.getElementById("map").classList.toggle("remote", Boolean(units.themes[theme].remote));
    writeLegend();
    nameMap();
    writeCard();
  }

  // ---- the card -------------------------------------------------------------------------------

  const phone = matchMedia("(max-width: 1023px)");
  const card = document.getElementById("card");
  const select = document.getElementById("choose");
  let opener = null;

  function choose(layer, row) {
    if (card.hidden) opener = document.activeElement.closest("button, .gate");
    page.chosen = { layer, row };
    const isUnit = layer === units;
    select.value = isUnit ? String(row) : "";
    outline.setLatLngs(isUnit ? rings[row] : []).addTo(map);
    writeCard();
    card.scrollTop = 0;
    settle();
    card.focus({ preventScroll: true });
    const place = isUnit ? units.labels[row] : layer.points[row];
    if (phone.matches) document.getElementById("map").scrollIntoView({ block: "start" });
    if (place && !fitted) map.panInside([place[1] / data.steps, place[0] / data.steps], { padding: [60, 60] });
  }

  function close() {
    page.chosen = null;
    select.value = "";
    outline.remove();
    writeCard();
    settle();
    (opener && opener.isConnected ? opener : select).focus();
  }

  // What the heading and the line below it say already.
  function isSaid(field, { layer, row }) {
    if (IN_HEADING.includes(field.name)) return true;
    if (layer === units) return field === units.fields[units.themes[page.theme].field];
    const words = field.words[String(field.values[row])];
    const theme = layer.themes[0];
    return words && say(theme.classes[theme.index[row]].label).startsWith(say(words));
  }

  // Fields that share period, quality and source stand together over one line that says them.
  function groupsOf(chosen) {
    const found = [];
    for (const field of chosen.layer.fields.filter((one) => !isSaid(one, chosen))) {
      const origin = JSON.stringify([field.period, field.quality, field.source]);
      const last = found[found.length - 1];
      if (last && last.origin === origin) last.fields.push(field);
      else found.push({ origin, fields: [field] });
    }
    return found;
  }

  function fieldLine(field, row) {
    const text = shown(field, row);
    const value = field.values[row];
    const manner = value === null ? "none" : text.length > LONG ? "long" : "";
    const answer = element("dd", { class: manner }, text);
    if (isProse(field, value)) answer.lang = "vi";
    return element("div", {}, element("dt", {}, say(field.title)), answer);
  }

  // The first lines: what the map shows of it, and where a unit's theme has that from.
  function lead({ layer, row }) {
    const theme = layer.themes[layer === units ? page.theme : 0];
    const entry = theme.classes[theme.index[row]];
    const now = element("p", { class: "now" });
    if (layer === units) now.append(swatch(entry), ` ${say(theme.title)}: `);
    now.append(element("strong", {}, layer === units ? reading(row) : say(entry.label)));
    if (layer.points && !layer.points[row]) now.append(` · ${word("no_position")}`);
    return layer === units ? [now, ...about(units.fields[theme.field] || theme)] : [now];
  }

  function writeCard() {
    card.hidden = !page.chosen;
    if (!page.chosen) return;
    const { layer, row } = page.chosen;
    const button = element("button", { type: "button", class: "close", "aria-label": word("close") },
      "×");
    button.addEventListener("click", close);
    const sections = groupsOf(page.chosen).map(({ fields }) => element("section", {},
      element("dl", {}, ...fields.map((field) => fieldLine(field, row))), ...about(fields[0])));
    card.replaceChildren(
      element("div", { class: "top" }, element("h2", { lang: "vi" }, layer.names[row],
        ...(layer.codes ? [element("small", {}, ` · ${layer.codes[row]}`)] : [])), button),
      element("div", { class: "lead" }, ...lead(page.chosen)), ...sections);
  }

  function settle() {
    map.invalidateSize({ pan: false, animate: false });
    if (fitted) fit();
    writeNames();
  }

  // ---- the language ---------------------------------------------------------------------------

  function speak(language) {
    page.language = language;
    document.documentElement.lang = language;
    for (const node of document.querySelectorAll("[data-en]")) {
      if (node.dataset.vi === undefined) node.dataset.vi = node.textContent;
      node.textContent = node.dataset[language];
    }
    for (const node of document.querySelectorAll("[data-name-en]")) {
      if (node.dataset.nameVi === undefined) node.dataset.nameVi = node.getAttribute("aria-label");
      node.setAttribute("aria-label", language === "en" ? node.dataset.nameEn : node.dataset.nameVi);
    }
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    }
    document.title = document.querySelector("h1").textContent;
    select.options[0].textContent = word("choose");
    addControls();
    writeLegend();
    nameMap();
    writeCard();
  }

  // ---- start ----------------------------------------------------------------------------------

  select.append(element("option", { value: "" }, word("choose")),
    ...units.order.map((row) => element("option", { value: row, lang: "vi" }, units.names[row])));
  select.addEventListener("change", () =>
    select.value === "" ? close() : choose(units, Number(select.value)));
  document.querySelectorAll("[data-theme]").forEach((chip) =>
    chip.addEventListener("click", () => show(Number(chip.dataset.theme))));
  document.querySelectorAll("[data-language]").forEach((button) =>
    button.addEventListener("click", () => speak(button.dataset.language)));
  document.querySelectorAll("[data-context]").forEach((box) =>
    box.addEventListener("change", () => {
      const group = groups[Number(box.dataset.context)];
      if (box.checked) group.addTo(map);
      else group.remove();
      writeNames();
    }));
  document.querySelectorAll("span.place").forEach((text) => {
    const button = element("button", { type: "button", class: "place", lang: "vi" }, text.textContent);
    button.addEventListener("click", () =>
      choose(data.context[Number(text.dataset.layer)], Number(text.dataset.row)));
    text.replaceWith(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && page.chosen) close();
  });

  // Paper has a size of its own: the map is fitted to it before printing, and back after.
  for (const [event, onPaper] of [["beforeprint", true], ["afterprint", false]]) {
    window.addEventListener(event, () => {
      document.documentElement.classList.toggle("printing", onPaper);
      settle();
    });
  }

  map.getContainer().setAttribute("role", "region");
  map.setMaxBounds(data.bounds);
  map.on("zoomend", writeNames);
  map.on("dragstart zoomstart", () => { fitted = fitted && fitting; });
  map.on("resize", () => { if (fitted) fit(); });
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  addControls();
  nameMap();
  writeNames();
  document.querySelector(".still").remove();
  document.documentElement.dataset.ready = "yes";
})();
