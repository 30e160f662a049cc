// Small charts of a unit or a target over the years: lines and bars, in words for who cannot see
// them, with their numbers in a table to unfold.

const CHART = { width: 300, height: 132, left: 38, right: 14, top: 20, bottom: 22 };
const STANDING_CANOPY = "tree_cover";
const PACE_YEARS = 5;
const LEAST_SPAN = 2; // of an axis: smaller changes shall not look like cliffs

let lossFrom = 2015; // the year from which the loss is summed

// ---- scales ----------------------------------------------------------------------------------

// Three to five round numbers from below `low` to above `high`.
function roundTicks(low, high) {
  const rough = Math.max(high - low, LEAST_SPAN) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) * power;
  const first = Math.floor(low / step + 1e-9);
  const count = Math.max(1, Math.ceil(high / step - 1e-9) - first);
  return Array.from({ length: count + 1 }, (_, place) => (first + place) * step);
}

function chartScale(years, values) {
  const [from, to] = [Math.min(...years), Math.max(...years)];
  const ticks = roundTicks(Math.min(...values), Math.max(...values));
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  const across = CHART.width - CHART.left - CHART.right;
  const down = CHART.height - CHART.top - CHART.bottom;
  return {
    ticks,
    x: (year) => CHART.left + (to > from ? (year - from) / (to - from) : 0.5) * across,
    y: (value) => CHART.top + (high - value) / (high - low) * down,
  };
}

// ---- parts -----------------------------------------------------------------------------------

// A value beside the chart, without idle zeros.
const labelOf = (field, value) =>
  shown({ ...field, decimals: Number.isInteger(value) ? 0 : field.decimals }, value);

const chartText = (x, y, said, anchor, manner = "") =>
  drawn("text", { x, y, "text-anchor": anchor, class: manner }, String(said));

const stroke = (scale, points, manner) => drawn("polyline", {
  class: manner,
  points: points.map(([year, value]) => `${scale.x(year)},${scale.y(value)}`).join(" "),
});

function gridLines(scale) {
  const step = scale.ticks[1] - scale.ticks[0];
  const decimals = [0, 1, 2, 3].find((places) => Math.abs(step - step.toFixed(places)) < 1e-9) ?? 3;
  return scale.ticks.flatMap((tick) => [
    drawn("line", {
      class: "grid", x1: CHART.left, x2: CHART.width - CHART.right,
      y1: scale.y(tick), y2: scale.y(tick),
    }),
    chartText(CHART.left - 5, scale.y(tick) + 4, number(tick, decimals, " "), "end"),
  ]);
}

// Years under the axis; those that would run into an earlier one of the list are left out.
function yearLabels(scale, years) {
  const written = [];
  for (const year of years) {
    const x = Math.min(scale.x(year), CHART.width - 15);
    if (written.some((one) => Math.abs(one.x - x) < 34)) continue;
    written.push({ x, year });
  }
  return written.map(({ x, year }) => chartText(x, CHART.height - 6, Math.floor(year), "middle"));
}

function numbersTable(points, field) {
  const head = element("tr", {}, element("th", { scope: "col" }, word("year")),
    element("th", { scope: "col" }, word("value")));
  const rows = points.map(([year, value]) => element("tr", {},
    element("th", { scope: "row" }, String(Math.floor(year))),
    element("td", {}, shown(field, value))));
  return element("details", { class: "numbers" }, element("summary", {}, word("chart_table")),
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)));
}

function chartFigure({ says, parts, keys, points, field }) {
  const size = { viewBox: `0 0 ${CHART.width} ${CHART.height}`, role: "img", "aria-label": says };
  const lines = keys.map(([manner, text]) => element("p", { class: "about" },
    drawn("svg", { class: "sample", viewBox: "0 0 26 8", "aria-hidden": "true" },
      drawn("line", { class: manner, x1: 1, x2: 25, y1: 4, y2: 4 })), ` ${text}`));
  return element("figure", { class: "chart" }, drawn("svg", size, ...parts), ...lines,
    numbersTable(points, field));
}

// ---- lines -----------------------------------------------------------------------------------

// Where a label of a point is clear of the line: its anchor, and whether it stands above.
function besideLine(scale, points, place) {
  const x = scale.x(points[place][0]);
  if (x > CHART.width - 60) return ["end", true];
  const rises = (from, to) => to && from && to[1] > from[1];
  if (x < CHART.left + 30) {
    const hasRoom = scale.y(points[place][1]) < CHART.height - CHART.bottom - 20;
    return ["start", !hasRoom || !rises(points[place], points[place + 1])];
  }
  const falls = rises(points[place], points[place - 1]);
  return [falls && place === points.length - 1 ? "start" : "end", true];
}

// The first and the last value in figures, and the one of the chosen year.
function pointMarks(scale, points, field) {
  const last = points.length - 1;
  const marked = points.map(([year]) => comparedYears().includes(Math.floor(year)));
  return points.flatMap(([year, value], place) => {
    const [x, y] = [scale.x(year), scale.y(value)];
    const dot = drawn("circle", { class: marked[place] ? "point chosen" : "point", cx: x, cy: y,
      r: marked[place] ? 5 : 2.8 });
    if (place !== 0 && place !== last && !marked[place]) return points.length < 13 ? [dot] : [];
    const [anchor, up] = besideLine(scale, points, place);
    const crowded = place !== 0 && place !== last
      && [0, last].some((other) => Math.abs(scale.x(points[other][0]) - x) < 62);
    const text = chartText(x, y + (up ? -8 : 17), labelOf(field, value), anchor, "value");
    return crowded ? [dot] : [dot, text];
  });
}

function lineSays({ points, plan, trend, field, title }) {
  const [first, last] = [points[0], points[points.length - 1]];
  const said = [filled("chart_says", { title, from: Math.floor(first[0]), to: Math.floor(last[0]),
    first: shown(field, first[1]), last: shown(field, last[1]) })];
  for (const [key, line] of [["chart_plan", plan], ["chart_trend", trend]]) {
    if (!line) continue;
    const [year, value] = line[line.length - 1];
    said.push(filled(key,
      { year: Math.floor(year), value: shown(field, value), years: PACE_YEARS }));
  }
  return said.join(" ");
}

// The plan's line, with what it asks at its end.
function planMarks(scale, plan, field) {
  const [year, value] = plan[plan.length - 1];
  const falls = value < plan[0][1];
  const y = scale.y(value) + (falls || scale.y(value) < 20 ? 16 : -8);
  const anchor = falls && scale.x(year) < CHART.width - 60 ? "start" : "end";
  return [stroke(scale, plan, "plan"),
    chartText(scale.x(year), y, labelOf(field, value), anchor, "aim")];
}

// Values over the years. `plan` (dashed) and `trend` (dotted) are lines of [year, value] or null;
// the axis of years goes on to `until`.
function lineChart({ points, plan = null, trend = null, field, until, title, keys = [] }) {
  const every = [...points, ...(plan ?? []), ...(trend ?? [])];
  const years = every.map(([year]) => year);
  const scale = chartScale([...years, until ?? points[0][0]], every.map(([, value]) => value));
  const ends = [points[0][0], points[points.length - 1][0], until, state.year];
  const shownYears = ends.filter((year) => year && year >= Math.min(...years));
  const parts = [...gridLines(scale), ...yearLabels(scale, shownYears)];
  if (plan) parts.push(...planMarks(scale, plan, field));
  if (trend) parts.push(stroke(scale, trend, "trend"));
  parts.push(stroke(scale, points, "line"), ...pointMarks(scale, points, field));
  const says = lineSays({ points, plan, trend, field, title });
  return chartFigure({ says, parts, keys, points, field });
}

// ---- bars ------------------------------------------------------------------------------------

// A bar a year; those from `from` on are summed by who asks and stand out.
function barChart({ points, field, from, title }) {
  const years = points.map(([year]) => year);
  const scale = chartScale([years[0] - 0.5, years[years.length - 1] + 0.5],
    [0, ...points.map(([, value]) => value)]);
  const wide = Math.max(1.5, (scale.x(1) - scale.x(0)) * 0.72);
  const peak = points.reduce((most, one) => (one[1] > most[1] ? one : most));
  const bars = points.map(([year, value]) => drawn("rect", {
    class: year >= from ? "column counted" : "column", x: scale.x(year) - wide / 2, width: wide,
    y: scale.y(value), height: scale.y(0) - scale.y(value),
  }));
  const centre = Math.max(CHART.left + 26, Math.min(scale.x(peak[0]), CHART.width - 36));
  const top = peak[1] > 0
    ? [chartText(centre, scale.y(peak[1]) - 5, labelOf(field, peak[1]), "middle", "value")] : [];
  const labelled = [...new Set([years[0], years[years.length - 1], from])];
  const says = filled("chart_bars", { title, from: years[0], to: years[years.length - 1],
    most: shown(field, peak[1]), peak: peak[0] });
  return chartFigure({ says, field, points, keys: [],
    parts: [...gridLines(scale), ...yearLabels(scale, labelled), ...bars, ...top] });
}

// ---- charts of a unit ---------------------------------------------------------------------------

// Where the pace of the last years would lead by the deadline; null where it is not known.
function paceLine(points) {
  const [year, value] = points[points.length - 1];
  const earlier = points.find(([one]) => one === year - PACE_YEARS);
  if (!earlier || year >= data.deadline) return null;
  const then = value + (value - earlier[1]) / PACE_YEARS * (data.deadline - year);
  return [[year, value], [data.deadline, Math.min(100, Math.max(0, then))]];
}

function shareChart(field, row) {
  const points = seriesOf(field, row);
  if (!isPercent(field) || points.length < 3) return [];
  const trend = field.name.startsWith(STANDING_CANOPY) ? paceLine(points) : null;
  const keys = trend
    ? [["trend", filled("pace_key", { years: PACE_YEARS, until: data.deadline })]] : [];
  return [element("h4", {}, say(field.title)),
    lineChart({ points, trend, field, until: trend ? data.deadline : null, keys,
      title: say(field.title) })];
}

// The loss from a year that the reader chooses, with a bar for each year.
function lossBlock(field, row) {
  const points = seriesOf(field, row);
  if (points.length < 2) return [];
  const [first, last] = [points[0][0], points[points.length - 1][0]];
  const title = say(field.title);
  const total = element("strong", { "aria-live": "polite" });
  const bars = element("div", {});
  const select = element("select", { "aria-label": word("loss_from") },
    ...points.map(([year]) => element("option", { value: year }, String(year))));
  select.value = String(Math.min(Math.max(lossFrom, first), last));
  const redraw = () => {
    const from = Number(select.value);
    const sum = points.reduce((whole, [year, value]) => whole + (year >= from ? value : 0), 0);
    total.textContent = shown(field, sum);
    bars.replaceChildren(barChart({ points, field, from, title }));
  };
  select.addEventListener("change", () => { lossFrom = Number(select.value); redraw(); });
  redraw();
  return [element("p", { class: "loss" }, `${word("loss_from")} `, select,
    ` ${filled("loss_to", { year: last })} `, total), bars];
}

// ---- the province's targets ------------------------------------------------------------------

function targetChart({ title, series }) {
  const field = { decimals: 1, unit: series.unit, words: {} };
  const plan = series.plan?.length ? series.plan : null;
  const keys = plan ? [["plan", word("chart_plan_key")]] : [];
  return lineChart({ ...series, plan, field, title: say(title), keys });
}

// A new chart in place of the one there was; numbers that were unfolded stay so.
function drawTargetChart(item, target) {
  const before = item.querySelector(".chart");
  const chart = targetChart(target);
  chart.querySelector(".numbers").open = Boolean(before?.querySelector(".numbers").open);
  before?.remove();
  item.append(chart);
}

// Drawn when their part is opened; paper, which shows all parts, asks for them too.
function drawTargetCharts() {
  for (const item of document.querySelectorAll("[data-target]")) {
    const target = data.targets[Number(item.dataset.target)];
    if (target?.series?.points?.length > 1) drawTargetChart(item, target);
  }
}

function writeTargetCharts() {
  if (state.part === "targets") drawTargetCharts();
}

watch(["part", "language", "year", "against"], writeTargetCharts);
