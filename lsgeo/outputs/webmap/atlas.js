// The start: what the first look needs at once, everything else in the moments after it.

// Runs `act` when the browser has nothing better to do.
function later(act) {
  if (window.requestIdleCallback) requestIdleCallback(act, { timeout: 500 });
  else setTimeout(act, 1);
}

const waiting = new Set(); // what `soon` has still to run

// `act` as something to call often, that runs once after the next frame, `when` there is time.
function soon(act, when = later) {
  const run = () => {
    waiting.delete(run);
    act();
  };
  return () => {
    if (!waiting.has(run)) requestAnimationFrame(() => when(run));
    waiting.add(run);
  };
}

// ---- the language: what stands in the page has its English beside it -------------------------

function speak() {
  const { language } = state;
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-en]")) {
    node.dataset.vi ??= node.textContent;
    node.textContent = node.dataset[language];
  }
  for (const node of document.querySelectorAll("[data-name-en]")) {
    node.dataset.nameVi ??= node.getAttribute("aria-label");
    node.setAttribute("aria-label", language === "en" ? node.dataset.nameEn : node.dataset.nameVi);
  }
  for (const one of document.querySelectorAll("[data-language]")) {
    one.setAttribute("aria-pressed", String(one.dataset.language === language));
  }
  document.title = document.querySelector("h1").textContent;
}

watch(["language"], speak);

// ---- the order of the start ------------------------------------------------------------------

const atFirst = [writeThemes, writeLevels, paintAreas, writeLegend, writeTime];

function startUrgent() {
  document.documentElement.dataset.scripts = "starting";
  if (state.language !== "vi") speak();
  atFirst.filter((react) => react !== paintAreas).forEach((react) => react());
  layPage();
  startMap();
  startAreas();
  paintAreas();
  dropStill();
  document.documentElement.dataset.ready = "yes";
}

function showFurther() {
  document.documentElement.dataset.scripts = "running";
}

const LEAST_LEFT_MS = 8; // of an idle moment: with less, the next part waits for another

// Says that nothing waits any more, once that is so.
function rested() {
  if (waiting.size) later(rested);
  else document.documentElement.dataset.idle = "yes";
}

// The parts that wait, as many in an idle moment as it has time for, so that the page answers in
// between.
function startRest() {
  const rest = watchers.map(({ react }) => react).filter((react) => !atFirst.includes(react));
  const steps = [showFurther, refineAreas, startThemes, startWatermark, startControls, ...rest,
    startOverlay, showLosses, startNames, startAddress];
  const step = (moment) => {
    do steps.shift()(); while (steps.length && moment?.timeRemaining() > LEAST_LEFT_MS);
    later(steps.length ? step : rested);
  };
  later(step);
}

document.querySelectorAll("[data-language]").forEach((one) =>
  one.addEventListener("click", () => update({ language: one.dataset.language })));
Object.assign(state, stateFromAddress());
startUrgent();
startRest();
