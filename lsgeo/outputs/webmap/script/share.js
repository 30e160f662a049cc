// The address that holds what is shown, and the part of the page that passes it on.
// Whatever stands in an address is compared with what exists; of it nothing is ever shown.

const ON_WEB = /^https?:$/.test(location.protocol);
const PARTS = ["map", "targets", "ranking", "share"];
const STEPPED = ["year", "against"]; // running through years makes one entry of the history
const UNSTEPPED = ["at", "lang"]; // what is not worth an entry of its own

let written = ""; // what the address says, as this page writes it
let lastStep = ""; // which parts the last entry of the history changed

// ---- reading ---------------------------------------------------------------------------------

const wanted = () => new URLSearchParams(location.hash.slice(1));

// The place of what `is` wanted in `list`, or 0, the place of what is shown without a wish.
const placeOf = (list, is) => Math.max(0, list.findIndex(is));

// The year of the address if one of the themes has numbers of it, else null.
function yearIn(themes, text) {
  const year = /^\d{4}$/.test(text ?? "") ? Number(text) : null;
  return themes.some((one) => one.years?.includes(year)) ? year : null;
}

// The state that the address asks for, for `update`: parts that do not exist are left out.
function stateFromAddress() {
  const asked = wanted();
  const place = placeOf(data.levels, (one) => one.name === asked.get("level"));
  const { themes, codes } = data.levels[place];
  const themePlace = placeOf(themes, (one) => one.name === asked.get("theme"));
  const shownTheme = themes[themePlace];
  const year = shownTheme.years ? yearIn(themes, asked.get("year")) : null;
  const row = codes.indexOf(asked.get("unit"));
  const part = asked.get("part");
  return {
    language: asked.get("lang") === "en" ? "en" : "vi",
    part: PARTS.includes(part) ? part : PARTS[0],
    level: place,
    theme: themePlace,
    year,
    against: year === null ? null : yearIn([shownTheme], asked.get("against")),
    chosen: row < 0 ? null : { kind: "unit", row },
  };
}

// The view that the address asks for, [lat, lng, zoom], or null without a good one.
function viewFromAddress() {
  const numbers = (wanted().get("at") ?? "").split(",").map(Number);
  const [latitude, longitude, zoom] = numbers;
  const [[south, west], [north, east]] = data.bounds;
  const isInside = latitude >= south && latitude <= north && longitude >= west
    && longitude <= east && zoom >= 0 && zoom <= 20;
  return numbers.length === 3 && isInside ? numbers : null;
}

function showView() {
  const view = viewFromAddress();
  if (!view && !isFitted) fit();
  if (!view) return;
  map.setView([view[0], view[1]], view[2], { animate: false });
  isFitted = false;
}

const isSame = (one, other) => one === other
  || (one && other && one.kind === other.kind && one.row === other.row);

// After "back" or another address in the address bar; the language stays unless it names one.
function followAddress() {
  const asked = stateFromAddress();
  if (!wanted().has("lang")) asked.language = state.language;
  const isLevel = asked.level === state.level;
  if (isLevel && isSame(asked.chosen, state.chosen)) asked.chosen = state.chosen;
  if (isLevel && asked.theme === state.theme) asked.hidden = state.hidden;
  update(asked);
  showView();
  putAddress("replaceState", joined(addressParts()));
  lastStep = ""; // the next step is a new one, of whatever kind
}

// ---- writing ---------------------------------------------------------------------------------

function addressParts() {
  const { lat, lng } = map.getCenter();
  const unit = state.chosen?.kind === "unit" ? level().codes[state.chosen.row] : null;
  return Object.entries({
    level: level().name,
    theme: theme().name,
    year: state.year,
    against: state.against,
    unit,
    at: isFitted ? null : [lat.toFixed(4), lng.toFixed(4), Number(map.getZoom().toFixed(2))].join(),
    lang: state.language === "en" ? "en" : null,
    part: state.part === PARTS[0] ? null : state.part,
  }).filter(([, value]) => value !== null);
}

const joined = (parts) => parts
  .map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%2C/g, ",")}`).join("&");

// The names of the parts in which two addresses differ.
function differing(one, other) {
  const [before, after] = [new URLSearchParams(one), new URLSearchParams(other)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name));
}

function putAddress(manner, address) {
  written = address;
  try {
    history[manner](null, "", `#${address}`);
  } catch {
    // A page opened as a file may not be allowed an address of its own; it works without.
  }
}

function writeAddress() {
  const address = joined(addressParts());
  const steps = differing(written, address);
  if (!steps.length) return;
  const step = steps.filter((name) => !UNSTEPPED.includes(name)).join();
  const isAgain = STEPPED.includes(step) && step === lastStep;
  lastStep = step || lastStep;
  putAddress(step && !isAgain ? "pushState" : "replaceState", address);
}

// Called when the page stands as the address asked: from now on it follows the reader.
function startAddress() {
  showView();
  // What the page says by itself is no step of the reader's.
  written = joined(addressParts());
  // A browser takes longer over a new address than the page over a new theme.
  const writeSoon = soon(writeAddress, setTimeout);
  watch(["language", "part", "level", "theme", "year", "against", "chosen"], writeSoon);
  map.on("moveend", writeSoon);
  window.addEventListener("popstate", followAddress);
  window.addEventListener("hashchange", followAddress);
}

// ---- the part of the page --------------------------------------------------------------------

// Hands `blob` to the reader as a file.
function saveFile(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = element("a", { href: address, download: name, hidden: "" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

const fileName = (parts, ending) =>
  `${parts.filter(Boolean).join("_").replace(/[^\w-]+/g, "-")}.${ending}`;

// The years shown; where it is the latest, the last that the theme has.
const yearsInName = () => [state.year ?? theme().years?.[theme().years.length - 1], state.against];

const linkNow = () => `${location.href.split("#")[0]}#${joined(addressParts())}`;

function selectLink(field, told) {
  field.hidden = false;
  field.value = linkNow();
  field.select();
  told.textContent = word("link_select");
}

async function copyLink(field, told) {
  try {
    await navigator.clipboard.writeText(linkNow());
    told.textContent = word("link_copied");
  } catch {
    selectLink(field, told); // no clipboard without https, or the reader said no
  }
}

function linkPart() {
  const told = element("p", { class: "told", role: "status" });
  const field = element("input", { readonly: "", hidden: "", "aria-label": word("link") });
  const copy = () => copyLink(field, told);
  return ON_WEB
    ? [button({ class: "copy" }, copy, word("link_copy")), field, told,
      element("p", { class: "about" }, word("link_holds"))]
    : [element("p", {}, word("file_send"))];
}

function sharePart() {
  const said = (key) => element("p", { class: "about" }, word(key));
  const one = (key, act, ...notes) => element("div", { class: "way" },
    button({ "data-save": key }, act, word(`save_${key}`)), ...notes.map(said));
  byId("share").replaceChildren(
    element("h2", {}, word(ON_WEB ? "link" : "file")), ...linkPart(),
    element("h2", {}, word("save")),
    one("picture", savePicture, "save_picture_note"),
    one("table", () => saveTable({}), "save_table_note"),
    one("all", () => saveTable({ all: true }), "save_all_note"),
    one("print", printPage, "save_print_note"),
    said("csv_form"), said("csv_excel"));
}

watch(["language"], sharePart);
