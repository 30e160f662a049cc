// What a field says of a unit in the chosen year, over the years, and against the year before or
// the year it is compared with.

// Counted under the set of criteria in force that year, first of 19 and then of 10: a difference
// between two years would be none of the unit's.
const NOT_COMPARED = ["criteria_met"];

const isPercent = (field) => field.unit[0] === "%";
const isKnown = (value) => value !== null && value !== undefined;

// The chosen year, where a field has numbers of it; else its latest are shown, and said to be so.
const yearOf = (field) => (field.years?.includes(state.year) ? state.year : null);

// What is known of a unit up to the year shown: [[year, value] …], oldest first.
const seriesOf = (field, row) => (field.years ?? [])
  .map((year, place) => [year, field.series[place][row]])
  .filter(([year, value]) => isKnown(value) && year <= lastYearOf(field));

const lastYearOf = (field) =>
  (isCompared(field) ? Math.max(...comparedYears()) : yearOf(field) ?? Infinity);

const shownValue = (field, row) => valueAt(field, row, yearOf(field));

// The last year that a unit has a number of; null where the field has no years.
const latestYear = (field, row) => (field.years ?? [])
  .filter((_, place) => isKnown(field.series[place][row])).pop() ?? null;

// Whether what is shown of a unit is its latest number, whose origin is known.
const isLatest = (field, row) => !isCompared(field)
  && [null, latestYear(field, row)].includes(yearOf(field));

// ---- two years ---------------------------------------------------------------------------------

const comparedYears = () => [state.year, state.against];

// The chosen year, or the two that are compared, as text; "" where it is the latest.
const yearsShown = () => comparedYears().filter((year) => year !== null).join(" \u2192 ");

// Whether a field has numbers of both years while two are compared.
const isCompared = (field) => state.against !== null
  && comparedYears().every((year) => at(field, year) >= 0);

// What a field shows of a unit: one value, of two years that are compared two.
const shownValues = (field, row) => (isCompared(field)
  ? comparedYears().map((year) => valueAt(field, row, year)) : [shownValue(field, row)]);

// Of which years that is, as text; "" for the latest number.
const yearsText = (field) =>
  (isCompared(field) ? comparedYears().join(" \u2192 ") : String(yearOf(field) ?? ""));

// ---- steps -------------------------------------------------------------------------------------

// The shown value against the one before: { year, before, value }; null where there is no such.
function stepOf(field, row) {
  if (NOT_COMPARED.includes(field.name)) return null;
  if (isCompared(field)) {
    const [before, value] = shownValues(field, row);
    return isKnown(before) && isKnown(value) ? { year: state.year, before, value } : null;
  }
  const points = seriesOf(field, row);
  const value = shownValue(field, row);
  if (points.length < 2 || !isKnown(value)) return null;
  const [year, before] = points[points.length - 2];
  return { year, before, value };
}

// A share of something changes in percentage points too.
function changeText(field, { value, before }) {
  if (!Number((value - before).toFixed(field.decimals))) return word("unchanged");
  return change(say(field.unit).startsWith("%") ? { ...field, unit: ["%", "%"] } : field,
    value - before);
}

function stepText(field, row) {
  const step = stepOf(field, row);
  if (!step) return "";
  const counts = typeof step.value === "number" && say(field.unit) && !field.words[step.value];
  const { year } = step;
  if (isCompared(field)) return counts ? changeText(field, step) : "";
  if (counts) return filled("since", { year, change: changeText(field, step) });
  if (step.value === step.before) return "";
  return filled("was", { year, value: shown(field, step.before) });
}
