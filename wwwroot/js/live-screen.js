// What the worker painted, on a canvas of the page. A canvas of the page that the worker paints on itself shows each picture
// a display frame later (measured: 24.9 instead of 7.3 ms after the write).

const longestDebt = 4;

const now = () => performance.timeOrigin + performance.now();
const rested = new Set(), channel = new MessageChannel();
let resting = false;

/** Calls after the next display frame was made: what is put on a canvas from then on is for the one after it. */
function afterFrame(call) {
  if (document.hidden) {
    setTimeout(call, 0);
    return;
  }
  rested.add(call);
  if (resting) return;
  resting = true;
  // Pages that are covered get no display frames, though they are not hidden.
  const late = setTimeout(rest, 100);
  requestAnimationFrame(() => {
    clearTimeout(late);
    if (resting) channel.port2.postMessage(null);
  });
}

function rest() {
  if (!resting) return;
  resting = false;
  const calls = [...rested];
  rested.clear();
  for (const call of calls) call();
}

channel.port1.onmessage = rest;

export class LiveScreen {
  #canvas; #context; #shown;
  #isFresh = false; #next = null; #debt = 0;

  /** @param {(number: number, at: number | null) => void} shown Called when a picture was shown, or given up. */
  constructor(canvas, shown) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('bitmaprenderer');
    this.#shown = shown;
  }

  /**
   * One picture for each display frame: of two that come within one, the second waits for the next. When it has been so for
   * long, one is left out, so that the others need not wait.
   */
  put(bitmap, number) {
    const picture = { bitmap, number };
    if (!this.#isFresh) {
      this.#debt = 0;
      this.#show(picture);
    } else if (this.#next || ++this.#debt <= longestDebt) {
      this.#giveUp(this.#next);
      this.#next = picture;
    } else {
      this.#debt = 0;
      this.#show(picture);
    }
  }

  #show({ bitmap, number }) {
    const { width, height } = bitmap;
    if (this.#canvas.width !== width || this.#canvas.height !== height) Object.assign(this.#canvas, { width, height });
    this.#context.transferFromImageBitmap(bitmap);
    this.#shown(number, now());
    if (this.#isFresh) return;
    this.#isFresh = true;
    afterFrame(() => {
      this.#isFresh = false;
      const next = this.#next;
      this.#next = null;
      if (next) this.#show(next);
    });
  }

  #giveUp(picture) {
    picture?.bitmap.close();
    if (picture) this.#shown(picture.number, null);
  }

  dispose() {
    this.#giveUp(this.#next);
    this.#next = null;
  }
}
