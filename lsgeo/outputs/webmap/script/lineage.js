// Former units and those of today: what a unit was made of, and where a former one is now.

// The units of the change before that went into this one: ["Xã A", share, null if not known].
function formerUnits(row) {
  const mine = state.level === 0 ? data.lineage.filter((one) => one[1] === row) : [];
  const newest = mine.reduce((latest, one) => (one[3] > latest ? one[3] : latest), "");
  return mine.filter((one) => one[3] === newest).map(([name, , share]) => [name, share]);
}

function formerList(field, row) {
  const parts = formerUnits(row);
  if (!parts.length) return cardLines([field], row, true);
  const items = parts.map(([name, share]) => element("li", {}, inVietnamese(name),
    partWords(share)));
  return [element("ul", {}, ...items), ...originLine(field, row)];
}

// Where a unit of earlier years is today, the largest part first.
function nowSection(row) {
  const { vintage, codes } = level();
  const parts = data.lineage.filter(([, , , since, former]) =>
    since === vintage && former === codes[row]).sort((one, other) => shareOf(other) - shareOf(one));
  if (state.level === 0 || !parts.length) return [];
  const items = parts.map(([, today, share]) => element("li", {}, unitButton(today),
    partWords(share)));
  return [element("section", {}, element("h3", {}, word("card_now")),
    element("ul", {}, ...items))];
}

const unitButton = (row) => button({ class: "place", lang: "vi" },
  () => chooseUnit(row), data.levels[0].names[row]);

// The part of a former unit that went to one of today, in per cent; one that is not known is last.
const shareOf = ([, , share]) => share ?? 0;

// Nothing where all of it did.
function partWords(share) {
  if (share === 100) return "";
  return ` · ${share === null ? word("part_unknown") : filled("part_of", { share: percent(share) })}`;
}

const percent = (share) => withUnit(number(share, 1, "%"), "%");
