// The legend of the theme and year shown, which is also the filter, and the choice of themes.

const CHIPS = 6; // themes that stand as buttons; the others are in a list
const FEWER_CHIPS = 4; // on narrow desks
const narrowDesk = matchMedia("(min-width: 1024px) and (max-width: 1279px)");

// Puts new children into an element; what had the focus has it again, known by its data-key, or
// the first of them where it is gone.
function rewrite(node, ...children) {
  const held = node.contains(document.activeElement) ? document.activeElement.dataset.key : "";
  node.replaceChildren(...children);
  if (!held) return;
  const same = node.querySelector(`[data-key="${held}"]`) ?? node.querySelector("[data-key]");
  same?.focus({ preventScroll: true });
}

// ---- themes and levels -----------------------------------------------------------------------

let wantedYear = null; // the year of the last theme that had years, for the next that has

function chooseTheme(place) {
  const { years } = level().themes[place];
  if (theme().years) wantedYear = state.year;
  // A theme of one period has no years to choose from: it shows what it has.
  if (years) update({ theme: place, year: wantedYear });
  else update({ theme: place, year: null, against: null });
}

function chip(one, place) {
  const attributes = {
    "data-theme": place, "data-key": `theme-${place}`, title: say(one.title),
    "aria-pressed": String(place === state.theme),
  };
  return button(attributes, () => chooseTheme(place), say(one.short));
}

function moreThemes(themes, chips) {
  const rest = themes.map((one, place) => [one, place]).slice(chips);
  const options = rest.map(([one, place]) => element("option", { value: place }, say(one.title)));
  const select = element("select", {
    id: "more", "data-key": "more", "aria-label": word("more_themes"),
  }, element("option", { value: "" }, `${word("more")} \u25be`), ...options);
  select.value = state.theme >= chips ? String(state.theme) : "";
  select.classList.toggle("pressed", state.theme >= chips);
  if (state.theme >= chips) select.title = say(theme().title);
  select.addEventListener("change", () => {
    if (select.value) chooseTheme(Number(select.value));
    else select.value = state.theme >= chips ? String(state.theme) : "";
  });
  return select;
}

function writeThemes() {
  const { themes } = level();
  // A list of a single theme would be no shorter than its button.
  const most = narrowDesk.matches ? FEWER_CHIPS : CHIPS;
  const isLong = themes.length > most + 1;
  const chips = (isLong ? themes.slice(0, most) : themes).map(chip);
  rewrite(byId("themes"), ...chips, ...(isLong ? [moreThemes(themes, most)] : []));
}

function writeLevels() {
  const select = byId("level");
  select.replaceChildren(...data.levels.map((one, place) =>
    element("option", { value: place }, say(one.short))));
  select.value = String(state.level);
  select.title = say(level().title);
  select.hidden = data.levels.length < 2;
}

// What changes with the level when a unit is asked for: the theme stays where the other level has
// it too, and the years where that theme has them.
function levelChange(place) {
  if (place === state.level) return {};
  const { themes } = data.levels[place];
  const same = Math.max(0, themes.findIndex(({ name }) => name === theme().name));
  const years = [state.year, state.against].filter((year) => year !== null);
  const isKept = years.every((year) => at(themes[same], year) >= 0);
  return { level: place, theme: same, ...(isKept ? {} : { year: null, against: null }) };
}

function startThemes() {
  narrowDesk.addEventListener("change", writeThemes);
  byId("level").addEventListener("change", ({ target }) => {
    const place = Number(target.value);
    const { years } = data.levels[place].themes[0];
    const latest = years ? {} : { year: null, against: null };
    update({ level: place, theme: 0, hidden: new Set(), ...latest });
  });
}

// ---- entries: each switches its class on the map ---------------------------------------------

const counted = (year) => {
  const counts = theme().classes.map(() => 0);
  level().names.forEach((_, row) => { counts[classAt(row, year)] += 1; });
  return counts;
};

function toggleClass(place, event) {
  if (event.shiftKey) return showOnly(place);
  const hidden = new Set(state.hidden);
  if (!hidden.delete(place)) hidden.add(place);
  return update({ hidden });
}

// Only one class; all of them again where it was the only one already.
function showOnly(place) {
  const others = theme().classes.map((_, one) => one).filter((one) => one !== place);
  const isAlone = !state.hidden.has(place) && others.every((one) => state.hidden.has(one));
  update({ hidden: new Set(isAlone ? [] : others) });
}

function entry(look, place, said) {
  const isShown = !state.hidden.has(place);
  const label = say(look.label);
  const toggle = button({
    class: "entry", "data-key": `class-${place}`, "aria-pressed": String(isShown),
    title: word(isShown ? "hide_class" : "show_class"),
  }, (event) => toggleClass(place, event), swatch(look),
  element("span", { class: "label" }, label, " ", element("span", { class: "count" }, said)));
  const only = button({
    class: "only", "data-key": `only-${place}`, title: word("only_class"),
    "aria-label": `${word("only_class")}: ${label}`,
  }, () => showOnly(place), word("only"));
  return element("li", {}, toggle, only);
}

function entries() {
  const { classes } = theme();
  const now = counted(state.year);
  const then = state.against === null ? null : counted(state.against);
  const isUsed = (place) => now[place] || then?.[place] || place < classes.length - 1;
  return classes.map((look, place) => [look, place]).filter(([, place]) => isUsed(place))
    .map(([look, place]) => entry(look, place,
      then ? `${now[place]} \u2192 ${then[place]}` : String(now[place])));
}

// ---- what else is said -----------------------------------------------------------------------

// The years with numbers on both sides of a year.
const yearsBeside = (years, year) =>
  [years.filter((one) => one < year).pop(), years.find((one) => one > year)].filter(Boolean);

function yearButton(year) {
  return button({ "data-key": `year-${year}` }, () => update({ year }),
    year === null ? word("latest") : String(year));
}

// Said where the theme has nothing in the year shown, with the years nearest to it.
function withoutYear() {
  const { years } = theme();
  if (state.year === null || at(theme(), state.year) >= 0) return [];
  const offered = [...(years ? yearsBeside(years, state.year) : []), null];
  return [element("div", { class: "without" },
    element("p", {}, filled("no_year", { year: state.year })),
    element("p", { class: "offers" }, ...offered.map(yearButton)))];
}

// The year whose quality and source the theme knows, where another is shown; else null.
function latestBesideShown() {
  const last = theme().years?.[theme().years.length - 1];
  const shownYears = [state.year, state.against].filter((year) => year !== null);
  return shownYears.some((year) => year !== last) ? last : null;
}

function aboutTheme() {
  const one = theme();
  const quality = latestBesideShown() === null && say(one.quality);
  return [say(one.unit), quality].filter(Boolean).join(" · ");
}

// The words before a theme's source and the source, "" where it has none; of another year than
// the latest also whose they are, and the quality. Nothing where nothing is known.
function aboutSource() {
  const { source, quality } = theme();
  const year = latestBesideShown();
  const words = source ? `${word("source")}: ` : "";
  if (year === null) return [words, source].filter(Boolean);
  const known = [say(quality), words].filter(Boolean).join(" · ");
  return known ? [`${filled("of_latest", { year })}: ${known}`, source] : [];
}

// What is shown is of then: the year or years, else the theme's period.
const periodShown = () => yearsShown() || say(theme().period);

function writeLegend() {
  const one = theme();
  const small = (className, ...said) => element("p", { class: `about ${className}` }, ...said);
  const line = aboutTheme();
  const [before, source] = aboutSource();
  const all = button({ class: "all", "data-key": "all" }, () => update({ hidden: new Set() }),
    word("show_all"));
  rewrite(byId("legend"), ...[
    element("h2", {}, [say(one.title), periodShown()].filter(Boolean).join(" · ")),
    line && small("", line),
    ...withoutYear(),
    element("ul", { class: "entries" }, ...entries()),
    state.hidden.size && all,
    one.remote && small("framed", say(one.remote)),
    one.note[0] && small("", pairNode(one.note)),
    before && small("origin", before, inVietnamese(source)),
  ].filter(Boolean));
}

watch(["language", "level", "theme"], writeThemes);
watch(["language", "level"], writeLevels);
watch(["language", "level", "theme", "year", "against", "hidden"], writeLegend);
