// What goes on paper, A4 or A3, upright or across: the map as a drawing that fits the sheet,
// then the page's parts as they stand, with everything opened that is folded on a screen.

const ONLY_ON_SCREEN = "input, .actions, .scripted, [hidden], noscript";
const WITH_NAMES = "li, td, th, dd, p"; // buttons in these are names to press
const UPRIGHT = 800; // drawing units of a sheet's width: letters of 8 to 9 points on A4
const ACROSS = 1120;

function asText(pressed) {
  if (pressed.closest(WITH_NAMES)) pressed.replaceWith(element("span", {}, ...pressed.childNodes));
  else pressed.remove();
}

// A copy of a part of the page as paper can show it.
function copyForPaper(part) {
  const copy = part.cloneNode(true);
  const selects = part.querySelectorAll("select"); // copies forget what was chosen
  copy.querySelectorAll("select").forEach((one, at) =>
    one.replaceWith(selects[at].selectedOptions[0]?.textContent ?? ""));
  copy.querySelectorAll(ONLY_ON_SCREEN).forEach((one) => one.remove());
  copy.querySelectorAll("button").forEach(asText);
  // What is folded are reasons, and the numbers of charts, which the files have too.
  copy.querySelectorAll("details").forEach((one) => {
    if (one.querySelector("table")) one.remove();
    else one.open = true;
  });
  for (const one of [copy, ...copy.querySelectorAll("*")]) {
    ["id", "data-part", "role", "tabindex", "hidden"].forEach((name) => one.removeAttribute(name));
  }
  if (copy.tagName === "DETAILS") copy.open = true;
  return copy;
}

// The headlines without their reasons: the list of all targets has those.
function headlinesForPaper() {
  const copy = copyForPaper(document.querySelector(".headlines"));
  copy.querySelectorAll("details").forEach((one) => one.remove());
  return copy;
}

function rankingForPaper() {
  const ranking = copyForPaper(rankedTable(rankedRows()));
  return fill(ranking, { class: "ranked" }, []);
}

const copiesOf = (selector) => [...document.querySelectorAll(selector)].map(copyForPaper);

function sheetDrawing(manner, how) {
  return fill(mapDrawing(how), { class: manner }, []);
}

// ---- the watermark's words on every sheet ------------------------------------------------------

// The head of the report: as that of a table it stands on each sheet the table goes on to.
function sheetMark() {
  const said = marksSaid();
  return said ? [element("div", { class: "sheet-mark" }, element("strong", {}, said))] : [];
}

// Below too, where a browser writes in margins; as a style, which alone reaches there.
const asStyle = (text) => [...text].map((one) => (/[\w ]/.test(one) ? one
  : `\\${one.codePointAt(0).toString(16)} `)).join("");
const pageStyles = document.querySelector("style").sheet;
let markRule = null;

function markMargins() {
  const said = asStyle(marksSaid());
  if (!said) return;
  const rule = `@page { @bottom-left { content: "${said}"; font: bold 8pt sans-serif; } }`;
  markRule = pageStyles.cssRules[pageStyles.insertRule(rule, pageStyles.cssRules.length)];
}

function unmarkMargins() {
  const place = [...pageStyles.cssRules].indexOf(markRule);
  if (place >= 0) pageStyles.deleteRule(place);
  markRule = null;
}

// ---- the report --------------------------------------------------------------------------------

function fillPaper() {
  emptyPaper();
  drawTargetCharts();
  const paper = byId("paper");
  paper.replaceChildren(
    ...sheetMark(),
    sheetDrawing("upright", { width: UPRIGHT }),
    sheetDrawing("across", { width: ACROSS, wide: true }),
    ...copiesOf("#card:not([hidden])"), headlinesForPaper(), ...copiesOf(".attention"),
    rankingForPaper(), ...copiesOf("#part-targets"), ...copiesOf(".notes"));
  paper.hidden = false;
  document.documentElement.classList.add("printing");
  markMargins();
}

function emptyPaper() {
  document.documentElement.classList.remove("printing");
  byId("paper").hidden = true;
  byId("paper").replaceChildren();
  unmarkMargins();
}

const printPage = () => window.print(); // the browser says "beforeprint" and "afterprint"

window.addEventListener("beforeprint", fillPaper);
window.addEventListener("afterprint", emptyPaper);
