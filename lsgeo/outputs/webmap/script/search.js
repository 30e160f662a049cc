// The search field: a combobox over the units, their codes and former names, and the gates.

const FOUND_AT_ONCE = 40;
const ALL_AT_ONCE = 400;
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

const finder = { box: byId("search"), list: byId("found"), hits: [], active: -1 };

// ---- text as it is compared ------------------------------------------------------------------

const spaced = (text) => text.replace(/[-–‐]/g, " ").replace(/\s+/g, " ").trim();
const plainText = (text) => fold(spaced(text));

const exactText = (text) => spaced(text).normalize("NFC").toLowerCase();

// With accents, but wherever the tone was put: hòa and hoà are the same.
const toneLast = (syllable) => syllable.replace(TONES, "") + (syllable.match(TONES) ?? []).join("");
const tonedText = (text) =>
  spaced(text).normalize("NFD").toLowerCase().split(" ").map(toneLast).join(" ");

const withoutKind = (name, bare) => (name.endsWith(bare) ? bare : name);

function searchable(names, more) {
  return { ...more, plain: names.map(plainText), exact: names.map(exactText),
    toned: names.map((name) => `${tonedText(name)} `) };
}

// ---- what can be found -----------------------------------------------------------------------

const unitEntry = (at, row) => {
  const { names, captions, codes } = data.levels[at];
  const called = [withoutKind(names[row], captions[row]), names[row]];
  return searchable(called, { name: names[row], code: codes[row], level: at,
    chosen: { kind: "unit", row }, id: `${at} ${row}` });
};

// What went into one unit of today and another stands together, the largest part first.
function byNameAndShare(parts) {
  const names = [...new Set(parts.map(({ name }) => name))];
  const place = new Map(names.map((name, at) => [name, at]));
  return parts.sort((one, other) => place.get(one.name) - place.get(other.name)
    || (other.share ?? 0) - (one.share ?? 0));
}

// A unit of today under the name of a former one that went into it; the newest of each name.
function formerEntries() {
  const newest = new Map();
  for (const [name, row, share, vintage] of data.lineage) {
    const key = `${row} ${name}`;
    if (!(newest.get(key)?.vintage > vintage)) newest.set(key, { name, row, share, vintage });
  }
  return byNameAndShare([...newest.values()]).map(({ name, row, share }) => {
    const old = name[0].toLowerCase() + name.slice(1);
    const bare = name.replace(/^(Xã|Phường|Thị trấn|Huyện|Thị xã|Thành phố) /, "");
    return searchable([bare, name], { name: data.levels[0].names[row], level: 0, old, share,
      chosen: { kind: "unit", row }, id: `0 ${row}` });
  });
}

const placeEntries = () => data.context.flatMap((layer, at) => (layer.kind !== "points" ? []
  : layer.names.map((name, row) => searchable([name, `${fold(layer.title[0])} ${name}`], {
    name, place: layer.title, level: null, id: `place ${at} ${row}`,
    chosen: { kind: "place", layer: at, row } }))));

const unitEntries = (at) => data.levels[at].order.map((row) => unitEntry(at, row));

let entriesOf = { level: null, all: [] };

// Everything that can be found while a level is shown; made when it is first asked for.
function searchEntries() {
  if (entriesOf.level !== state.level) {
    const others = state.level === 0 ? [] : unitEntries(0);
    const all = [...unitEntries(state.level), ...others, ...formerEntries(), ...placeEntries()];
    entriesOf = { level: state.level, all };
  }
  return entriesOf.all;
}

// ---- matching --------------------------------------------------------------------------------

// 0 for a name that starts so, then its form with the kind in front, word starts, anywhere; -1.
function matchPlace(names, text) {
  if (names[0].startsWith(text)) return 0;
  if (names[1].startsWith(text)) return 1;
  if (names.some((name) => name.includes(` ${text}`))) return 2;
  return names.some((name) => name.includes(text)) ? 3 : -1;
}

// How well an entry fits, 0 the best; null where it does not.
function fitOf(entry, { plain, exact, toned, accented, digits }) {
  if (digits) {
    const fits = entry.code?.startsWith(digits)
      || entry.code?.replace(/^0+/, "").startsWith(digits);
    return fits ? 0 : null;
  }
  const loose = matchPlace(entry.plain, plain);
  if (loose < 0) return null;
  // As it is typed, or, of whole syllables, with the tone on another letter.
  const fits = !accented || matchPlace(entry.exact, exact) >= 0
    || matchPlace(entry.toned, toned) >= 0;
  return loose + (fits ? 0 : 10) + (entry.old ? 0.5 : 0);
}

function findEntries(text) {
  const plain = plainText(text);
  const exact = exactText(text);
  const asked = { plain, exact, toned: `${tonedText(text)} `, accented: exact !== plain,
    digits: /^\d+$/.test(plain) ? plain : "" };
  const best = new Map();
  searchEntries().forEach((entry, place) => {
    const fit = fitOf(entry, asked);
    if (fit === null) return;
    const known = best.get(entry.id);
    if (!known || fit < known.fit) best.set(entry.id, { entry, fit, place });
  });
  return [...best.values()].sort((one, other) => one.fit - other.fit || one.place - other.place)
    .map(({ entry }) => entry);
}

// ---- the list --------------------------------------------------------------------------------

function entryNote(entry) {
  if (entry.place) return say(entry.place);
  if (entry.old) {
    if (entry.share === null) return filled("found_perhaps", { name: entry.old });
    const share = entry.share === 100 ? "" : `${percent(entry.share)} `;
    return filled("found_former", { share, name: entry.old });
  }
  const note = state.level !== entry.level ? ` · ${say(data.levels[entry.level].short)}` : "";
  return entry.code + note;
}

function foundOption(entry, place) {
  const option = element("li", { role: "option", id: `found-${place}`, "aria-selected": "false" },
    inVietnamese(entry.name), " ",
    element("small", entry.old ? { class: "former" } : {}, entryNote(entry)));
  option.addEventListener("click", () => chooseFound(place));
  return option;
}

function openFound(text) {
  const asked = text.trim();
  finder.hits = asked ? findEntries(asked) : unitEntries(state.level);
  finder.active = -1;
  const most = asked ? FOUND_AT_ONCE : ALL_AT_ONCE;
  const left = finder.hits.length - most;
  finder.hits = finder.hits.slice(0, most);
  const said = finder.hits.length ? left > 0 && filled("found_more", { count: left })
    : filled("found_nothing", { text: asked });
  finder.list.replaceChildren(...finder.hits.map(foundOption),
    ...(said ? [element("li", { class: "none", role: "presentation" }, said)] : []));
  finder.list.hidden = false;
  finder.list.scrollTop = 0;
  finder.box.setAttribute("aria-expanded", "true");
  finder.box.removeAttribute("aria-activedescendant");
  finder.status.textContent = finder.hits.length
    ? filled("found_count", { count: finder.hits.length + Math.max(0, left) }) : said;
}

function closeFound() {
  finder.list.hidden = true;
  finder.active = -1;
  finder.status.textContent = "";
  finder.box.setAttribute("aria-expanded", "false");
  finder.box.removeAttribute("aria-activedescendant");
}

function moveFound(by) {
  if (finder.list.hidden) openFound(askedText());
  const count = finder.hits.length;
  if (!count) return;
  const start = finder.active < 0 && by < 0 ? 0 : finder.active;
  finder.active = (start + by + count) % count;
  finder.list.querySelectorAll("[role=option]").forEach((option, place) =>
    option.setAttribute("aria-selected", String(place === finder.active)));
  const option = byId(`found-${finder.active}`);
  finder.box.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function chooseFound(place) {
  const hit = finder.hits[place];
  if (!hit) return;
  closeFound();
  update({ ...levelChange(hit.level ?? state.level), chosen: hit.chosen });
  writeFinder();
}

// ---- the field -------------------------------------------------------------------------------

const chosenName = () => (state.chosen ? layerOf(state.chosen).names[state.chosen.row] : "");
// The name of what is chosen stands in the field and asks for nothing.
const askedText = () => (finder.box.value === chosenName() ? "" : finder.box.value);

const finderKeys = {
  ArrowDown: () => moveFound(1),
  ArrowUp: () => moveFound(-1),
  Enter: () => {
    if (finder.list.hidden) return false;
    // Where nothing was asked, nothing is chosen but what the arrows have come to.
    const place = askedText().trim() ? Math.max(0, finder.active) : finder.active;
    return place >= 0 && chooseFound(place);
  },
  Escape: () => {
    if (finder.list.hidden) return false;
    closeFound();
    return true;
  },
};

function onFinderKey(event) {
  if (event.isComposing || !(event.key in finderKeys)) return;
  // An Escape that closes nothing here is left to the card.
  if (finderKeys[event.key]() !== false) event.preventDefault();
}

function writeFinder() {
  finder.box.value = chosenName();
}

function startFinder() {
  const { box, list } = finder;
  finder.status = element("div", { role: "status", class: "unseen" });
  list.after(finder.status);
  list.hidden = true;
  box.addEventListener("input", () => openFound(box.value));
  box.addEventListener("click", () => list.hidden && openFound(askedText()));
  box.addEventListener("focus", () => {
    if (focusReturns) return;
    box.select();
    openFound(askedText());
  });
  box.addEventListener("blur", () => { closeFound(); writeFinder(); });
  box.addEventListener("keydown", onFinderKey);
  // A press on the list must not take the focus, and with it the list, away.
  list.addEventListener("mousedown", (event) => event.preventDefault());
}

startFinder();
watch(["chosen", "level"], writeFinder);
watch(["language"], () => {
  closeFound();
  finder.box.placeholder = word("search_hint");
});
