// The way by which frames come without being copied on: one HTTP answer without end. What a WebSocket brings goes to whoever has
// the browser's developer tools open or drives it, byte for byte, which can cost a whole core more.

/** A page counts as loaded for tools that wait until the network rests: nothing without end before that. */
const settled = 1000;
/** Browsers have six connections for a host, all tabs together: so many answers of this kind, and the rest for pages. */
const places = 3, placeEvery = 5000;
const hopeless = 3, worthwhile = 5000;

export class FrameAnswer {
  #address; #take; #opened; #ended;
  #abort = null; #failures = 0; #waiting = 0; #patience = settled;

  /**
   * @param {string} address Where it is asked for.
   * @param {(bytes: Uint8Array) => void} take Gets each frame with what goes before it.
   * @param {() => void} opened The first bytes have come: nothing between here and the host keeps them back.
   * @param {(wasOpen: boolean) => void} ended It has ended, and may be opened again. Frames that were under way do not come any more.
   */
  constructor(address, { take, opened, ended }) {
    this.#address = address;
    this.#take = take;
    this.#opened = opened;
    this.#ended = ended;
  }

  /** Asks for it once the page has come to rest; does nothing where that has been tried in vain, or is under way. */
  open() {
    if (this.#waiting || this.#abort || this.#failures >= hopeless || !navigator.locks) return;
    this.#waiting = setTimeout(() => {
      this.#waiting = 0;
      this.#abort = new AbortController();
      this.#inAPlace(this.#abort.signal);
    }, this.#patience);
  }

  close() {
    clearTimeout(this.#waiting);
    this.#waiting = 0;
    this.#abort?.abort();
  }

  async #inAPlace(signal) {
    const begun = performance.now();
    let placed = false, opened = false;
    try {
      for (let place = 0; place < places && !placed; place++) {
        await navigator.locks.request(`live-pictures-${place}`, { ifAvailable: true }, async lock => {
          if (!lock) return;
          placed = true;
          await this.#read(signal, () => { opened = true; this.#opened(); });
        });
      }
    } catch { /* Closed, or the host has gone, which the socket says. */ }
    this.#abort = null;
    this.#patience = placed ? settled : placeEvery;
    if (placed) this.#failures = signal.aborted || performance.now() - begun > worthwhile ? 0 : this.#failures + 1;
    this.#ended(opened);
  }

  async #read(signal, opened) {
    const response = await fetch(this.#address, { method: 'POST', cache: 'no-store', signal });
    if (!response.ok) return;
    const reader = response.body.getReader(), length = new Uint8Array(4);
    let into = length, filled = 0;
    while (true) {
      const { value, done } = await reader.read();
      if (done) return;
      for (let at = 0; at < value.length;) {
        const piece = value.subarray(at, at + into.length - filled);
        into.set(piece, filled);
        at += piece.length;
        filled += piece.length;
        if (filled < into.length) continue;
        filled = 0;
        if (into !== length) {
          this.#take(into);
          into = length;
          continue;
        }
        const bytes = new DataView(length.buffer).getInt32(0, true);
        if (bytes === 0) opened();
        else into = new Uint8Array(bytes);
      }
    }
  }
}
