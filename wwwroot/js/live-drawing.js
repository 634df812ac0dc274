// How a picture lies on a stage: checkers where it lets them shine through, a grid between enlarged pixels.

const checker = 8, gridFrom = 14;
let pattern = null, patternOf = '';

/** Draws the picture; what lies beside it is cleared. */
export function drawPicture(context, picture, { scale, x, y }, checkers, quality) {
  const { canvas } = context, { bitmap, head, part } = picture;
  const w = picture.width * scale, h = picture.height * scale;
  const covered = head.opaque && x <= 0 && y <= 0 && x + w >= canvas.width && y + h >= canvas.height;
  if (!covered) context.clearRect(0, 0, canvas.width, canvas.height);
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
