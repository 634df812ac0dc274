// How a picture lies on a stage: checkers where it lets them shine through, a grid between enlarged pixels.

const checker = 8, gridFrom = 14, digit = 0.62;
/** From how large a pixel on there is room for its numbers, in CSS pixels. */
export const numbersFrom = 38;
let pattern = null, patternOf = '';

/** Draws the picture on a canvas that is blank. */
export function drawPicture(context, picture, { scale, x, y }, checkers, quality) {
  const { canvas } = context, { bitmap, head, part } = picture;
  const w = picture.width * scale, h = picture.height * scale;
  if (!head.opaque) {
    context.fillStyle = checkersOf(context, checkers);
    context.fillRect(Math.max(0, x), Math.max(0, y), Math.min(canvas.width, x + w) - Math.max(0, x), Math.min(canvas.height, y + h) - Math.max(0, y));
  }
  const drawn = part.width * scale;
  // Raw pixels were reduced by the host to what is shown: they are drawn as they are.
  context.imageSmoothingEnabled = scale < 1 && Math.abs(bitmap.width - drawn) > 1;
  context.imageSmoothingQuality = quality;
  context.drawImage(bitmap, x + part.x * scale, y + part.y * scale, drawn, part.height * scale);
}

/** Lines between pixels that are large enough for it. */
export function drawGrid(context, picture, { scale, x, y }, ratio) {
  if (scale / ratio < gridFrom) return;
  const { canvas } = context, w = picture.width * scale, h = picture.height * scale;
  context.strokeStyle = 'rgb(128 128 128 / 28%)';
  context.lineWidth = 1;
  context.beginPath();
  for (let gx = Math.max(x, x + Math.ceil(-x / scale) * scale); gx <= Math.min(x + w, canvas.width); gx += scale) {
    context.moveTo(Math.round(gx) + .5, Math.max(0, y));
    context.lineTo(Math.round(gx) + .5, Math.min(canvas.height, y + h));
  }
  for (let gy = Math.max(y, y + Math.ceil(-y / scale) * scale); gy <= Math.min(y + h, canvas.height); gy += scale) {
    context.moveTo(Math.max(0, x), Math.round(gy) + .5);
    context.lineTo(Math.min(canvas.width, x + w), Math.round(gy) + .5);
  }
  context.stroke();
}

/** Numbers into the cells of pixels: all channels, one below the other. */
export function drawNumbers(context, { scale, x, y }, { region, channels, values }) {
  const texts = values.map(row => row.map(pixel => pixel.map(numberText)));
  const longest = Math.max(1, ...texts.flat(2).map(text => text.length));
  const line = scale / (channels.length + 1), size = Math.min(line * 0.95, scale * 0.9 / (longest * digit), scale / 3.2);
  if (size < 6) return;
  context.save();
  context.font = `${size}px ui-monospace, Menlo, Consolas, monospace`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = Math.max(2, size / 5);
  context.strokeStyle = 'rgb(0 0 0 / 70%)';
  context.fillStyle = '#fff';
  texts.forEach((row, j) => row.forEach((pixel, i) => pixel.forEach((text, k) => {
    const cx = x + (region.x + i + .5) * scale, cy = y + (region.y + j) * scale + (k + 1) * scale / (pixel.length + 1);
    context.strokeText(text, cx, cy);
    context.fillText(text, cx, cy);
  })));
  context.restore();
}

/** Whole numbers whole; others with four digits that count. */
function numberText(value) {
  return typeof value === 'string' || Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

function checkersOf(context, [light, dark]) {
  if (patternOf === light + dark) return pattern;
  const tile = new OffscreenCanvas(2 * checker, 2 * checker), ink = tile.getContext('2d');
  ink.fillStyle = light;
  ink.fillRect(0, 0, 2 * checker, 2 * checker);
  ink.fillStyle = dark;
  ink.fillRect(0, 0, checker, checker);
  ink.fillRect(checker, checker, checker, checker);
  patternOf = light + dark;
  return pattern = context.createPattern(tile, 'repeat');
}
