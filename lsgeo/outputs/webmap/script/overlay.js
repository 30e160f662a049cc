// The loss picture over the fills: its pixels are decoded once, and those up to the year shown
// are painted in the colours of their classes.

const losses = { isShown: false, pixels: null, width: 0, height: 0, drawing: 0 };
const lossWords = element("p", { class: "about upto" });
// One image of the year shown, one of the year on the right while two are compared.
const lossImage = drawn("image");
const lossAgainst = drawn("image");

// Per pixel its year, 0 where nothing was lost.
async function decodeLosses() {
  const { image, colours } = data.overlay;
  const picture = new Image();
  picture.src = image;
  await picture.decode();
  const { naturalWidth: width, naturalHeight: height } = picture;
  const context = element("canvas", { width, height }).getContext("2d");
  context.drawImage(picture, 0, 0);
  const bytes = context.getImageData(0, 0, width, height).data;
  const years = new Map(Object.entries(colours).map(([hex, year]) => [parseInt(hex, 16), year]));
  const pixels = new Uint16Array(width * height);
  for (let pixel = 0, byte = 0; pixel < pixels.length; pixel += 1, byte += 4) {
    if (!bytes[byte + 3]) continue;
    pixels[pixel] = years.get(bytes[byte] * 65536 + bytes[byte + 1] * 256 + bytes[byte + 2]) ?? 0;
  }
  return { pixels, width, height };
}

// Per year the colour of its class as [red, green, blue].
function lossColours() {
  const parts = (hex) => [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16));
  return new Map(Object.values(data.overlay.colours).map((year) => {
    const look = data.overlay.classes.find(({ low, high }) => low <= year && year <= high);
    return [year, look ? parts(look.fill) : null];
  }));
}

function paintLosses(last) {
  const { pixels, width, height } = losses;
  const canvas = element("canvas", { width, height });
  const context = canvas.getContext("2d");
  const target = context.createImageData(width, height);
  const colours = lossColours();
  pixels.forEach((year, pixel) => {
    const colour = year && year <= last ? colours.get(year) : null;
    if (colour) target.data.set([...colour, 255], pixel * 4);
  });
  context.putImageData(target, 0, 0);
  return new Promise((done) => { canvas.toBlob(done); });
}

const lastLoss = () => Math.max(...Object.values(data.overlay.colours));

// Which losses are shown, in words: the picture never says more than the years that are chosen.
function lossesUpTo(year) {
  const first = Math.min(...Object.values(data.overlay.colours));
  if (year !== null && year < first) return filled("losses_none", { first, year });
  return filled("losses_to", { first, year: Math.min(year ?? lastLoss(), lastLoss()) });
}

function writeLossWords() {
  const years = state.against === null ? [state.year] : [state.year, state.against];
  lossWords.textContent = years.map(lossesUpTo).join(" \u2194 ");
  lossWords.hidden = !losses.isShown;
  storeys.picture.classList.toggle("off", !losses.isShown);
}

async function drawLosses(image, year) {
  const { drawing } = losses;
  const blob = await paintLosses(year ?? lastLoss());
  if (drawing !== losses.drawing) return; // another year has been chosen meanwhile
  const before = image.getAttribute("href");
  image.setAttribute("href", URL.createObjectURL(blob));
  if (before) URL.revokeObjectURL(before);
}

async function showLosses() {
  if (!data.overlay) return;
  writeLossWords();
  const isCompared = state.against !== null;
  lossAgainst.classList.toggle("off", !isCompared);
  if (isCompared) lossImage.setAttribute("clip-path", "url(#left-side)");
  else lossImage.removeAttribute("clip-path");
  if (!losses.isShown) return;
  losses.drawing += 1;
  if (!losses.pixels) Object.assign(losses, await decodeLosses());
  drawLosses(lossImage, state.year);
  if (isCompared) drawLosses(lossAgainst, state.against);
}

function startOverlay() {
  const box = document.querySelector("input[data-overlay]");
  if (!data.overlay || !box) return;
  const place = { preserveAspectRatio: "none", ...gridBox(data.overlay.bounds) };
  storeys.picture.append(...[lossImage, lossAgainst].map((image) => fill(image, place, [])));
  lossAgainst.setAttribute("clip-path", "url(#right-side)");
  box.closest(".context").append(lossWords);
  losses.isShown = box.checked;
  box.addEventListener("change", () => {
    losses.isShown = box.checked;
    showLosses();
  });
}

watch(["year", "against", "language"], showLosses);
