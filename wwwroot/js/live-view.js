// One picture of live-worker.js: the newest frame of a segment, and how it lies on its canvas.

import { FrameTimes } from './live-times.js';
import { drawGrid, drawNumbers, drawPicture, numbersFrom } from './live-drawing.js';

const refineAfter = 250, valueEvery = 150, mostNumbers = 4096;
let wires = 0;

const now = () => performance.timeOrigin + performance.now();

export class LiveView {
  id = null;
  /** What the host calls it: another number for another segment, so that late frames of the last one are none of it. */
  wire = 0;
  visible = true;
  /** Not worth hurrying for. */
  calm = false;

  #canvas = new OffscreenCanvas(1, 1);
  #context = this.#canvas.getContext('2d');
  #kind; #post;
  #sent = 0; #underWay = new Map();
  #frozen = false; #measuring = false; #announced = false;
  #shape = { width: 0, height: 0, fit: true, scale: 1, x: 0, y: 0, margin: 0, ratio: 1, checkers: ['#fff', '#ddd'] };
  #picture = null;
  #latest = 0;
  #at = null; #asked = null; #answer = null; #asking = 0; #took = 0;
  #refining = 0; #telling = 0;
  #look = { layout: null, mapping: null, picture: 0 };
  #numbers = null; #numbering = 0; #wantedNumbers = null;
  #times = new FrameTimes();
  #share = { width: 0, height: 0 };

  constructor(kind, post) {
    this.#kind = kind;
    this.#post = post;
    this.#telling = setInterval(() => this.#tellTimes(), 500);
  }

  get isWanted() { return this.id !== null && this.visible && !this.#frozen && this.#shape.width > 0; }

  /** What the host has to send: as large as it is shown, and of raw pixels only the part that is in sight. */
  get wanted() {
    const { width, height } = this.#shape, part = this.#partInSight();
    return { ...part ?? { width, height }, ...this.#look, ...(this.#kind === 'thumbnail' && { small: true }) };
  }

  #partInSight() {
    const picture = this.#picture;
    if (!picture || picture.head.kind === 'encoded' || this.#shape.fit) return null;
    const { scale, x, y } = this.#placeOf(picture), { width, height } = this.#shape;
    const left = Math.max(0, Math.floor(-x / scale)), top = Math.max(0, Math.floor(-y / scale));
    const right = Math.min(picture.width, Math.ceil((width - x) / scale)), bottom = Math.min(picture.height, Math.ceil((height - y) / scale));
    if (right <= left || bottom <= top) return null;
    return {
      width: Math.max(1, Math.round((right - left) * scale)), height: Math.max(1, Math.round((bottom - top) * scale)),
      region: { x: left, y: top, width: right - left, height: bottom - top },
    };
  }

  say(message) {
    if (message.what === 'problem') this.#announced = false;
    this.#post(message);
  }

  follow(id) {
    if (this.id === id) return;
    this.id = id;
    this.wire = ++wires;
    this.#latest = 0;
  }

  /** By which layout, and with which colours. Late frames of the last look are none of this one. */
  lookAs(look, calm) {
    this.calm = calm;
    if (look.layout === this.#look.layout && look.mapping === this.#look.mapping && look.picture === this.#look.picture) return;
    this.#look = look;
    this.#answer = null;
    this.#numbers = null;
    this.wire = ++wires;
    this.#latest = 0;
  }

  /** Another connection begins with the newest frame, which may be the one that is shown. */
  forgetFlying() { this.wire = ++wires; this.#latest = 0; }

  place(shape) {
    const before = JSON.stringify(this.wanted);
    Object.assign(this.#shape, shape);
    // Raw pixels come in the size in which they are shown: another size or part is another view, whose newest frame is sent anew.
    if (this.#picture && this.#picture.head.kind !== 'encoded' && JSON.stringify(this.wanted) !== before) this.wire = ++wires;
    this.draw();
  }

  freeze(is) {
    this.#frozen = is;
    if (is) this.say({ what: 'frozen', sequence: this.#picture?.head.sequence ?? 0 });
    else this.wire = ++wires;
  }

  clear() {
    this.#picture?.bitmap.close();
    this.#picture = null;
    this.#announced = false;
    this.#times.clear();
    this.draw();
  }

  dispose() {
    clearInterval(this.#telling);
    clearTimeout(this.#refining);
    clearTimeout(this.#asking);
    clearTimeout(this.#numbering);
    this.#picture?.bitmap.close();
    this.#picture = null;
    for (const number of this.#underWay.keys()) this.shown(number, null);
  }

  /** The page has shown what it was handed, or given it up for a newer one. */
  shown(number, at) {
    this.#underWay.get(number)?.(at);
    this.#underWay.delete(number);
  }

  /** Decodes, paints and hands over; resolves to the moment at which the page showed it, null when it did not. */
  async show(head, bytes, received) {
    const { wire } = this;
    let bitmap;
    try {
      bitmap = head.kind === 'encoded'
        ? await createImageBitmap(new Blob([bytes], { type: head.type }), { colorSpaceConversion: 'none' })
        : await createImageBitmap(new ImageData(new Uint8ClampedArray(bytes.buffer, bytes.byteOffset, bytes.byteLength), head.width, head.height));
    } catch (error) {
      if (wire === this.wire) this.say({ what: 'problem', status: 'undecodable', detail: error.message });
      return null;
    }
    // Two are decoded at once, and the later may be done first.
    if (wire !== this.wire || this.#frozen || head.sequence < this.#latest) {
      bitmap.close();
      return null;
    }
    const decoded = now();
    this.#latest = head.sequence;
    const full = head.kind === 'encoded' ? bitmap : { width: head.fullWidth, height: head.fullHeight };
    const before = this.#picture;
    const part = head.region ?? { x: 0, y: 0, width: full.width, height: full.height };
    this.#picture = { head, bytes, bitmap, part, width: full.width, height: full.height };
    before?.bitmap.close();
    if (before?.width !== full.width || before?.height !== full.height) {
      if (before) Object.assign(this.#shape, { fit: true });
      this.say({ what: 'size', width: full.width, height: full.height });
    }
    const painted = await this.draw();
    if (painted === null || wire !== this.wire) return null;
    this.#times.add(head, { received, decoded, painted });
    if (!this.#announced) {
      this.#announced = true;
      this.say({ what: 'painted', sequence: head.sequence });
    }
    if (this.#at) this.#tellValue();
    return painted;
  }

  /** Resolves to the moment at which the page showed it, null when it did not. */
  draw(quality = 'low') {
    if (this.#shape.width <= 0 || this.#shape.height <= 0) return Promise.resolve(null);
    const isThumbnail = this.#kind === 'thumbnail';
    if (isThumbnail && !this.#picture) return Promise.resolve(null);
    if (isThumbnail) this.#drawThumbnail();
    else this.#drawStage(quality);
    const bitmap = this.#canvas.transferToImageBitmap(), number = ++this.#sent;
    const shown = new Promise(resolve => this.#underWay.set(number, resolve));
    this.#post({ what: 'picture', bitmap, number }, [bitmap]);
    if (isThumbnail) this.#tellShape();
    return shown;
  }

  #tellShape() {
    const { width, height } = this.#canvas, share = { width: width / this.#shape.width, height: height / this.#shape.height };
    if (this.#share.width === share.width && this.#share.height === share.height) return;
    this.#share = share;
    this.say({ what: 'shape', ...share });
  }

  #drawThumbnail() {
    const { bitmap } = this.#picture;
    const { width: boxWidth, height: boxHeight } = this.#shape;
    const scale = Math.min(boxWidth / bitmap.width, boxHeight / bitmap.height);
    const width = Math.max(1, Math.round(bitmap.width * scale)), height = Math.max(1, Math.round(bitmap.height * scale));
    if (this.#canvas.width !== width || this.#canvas.height !== height) Object.assign(this.#canvas, { width, height });
    this.#context.imageSmoothingEnabled = scale < 2;
    this.#context.imageSmoothingQuality = 'medium';
    this.#context.drawImage(bitmap, 0, 0, width, height);
  }

  #drawStage(quality) {
    const shape = this.#shape, picture = this.#picture;
    const { width, height } = shape;
    if (this.#canvas.width !== width || this.#canvas.height !== height) Object.assign(this.#canvas, { width, height });
    if (!picture) return;
    const context = this.#context, place = this.#placeOf(picture);
    drawPicture(context, picture, place, shape.checkers, quality);
    drawGrid(context, picture, place, shape.ratio);
    this.#drawNumbers(picture, place);
    this.#refine(place, quality);
  }

  /** Large enough pixels hold their numbers: of what is in sight, as they are in the segment. */
  #drawNumbers(picture, place) {
    const { scale, x, y } = place, { width, height, ratio } = this.#shape;
    if (scale / ratio < numbersFrom) return;
    const left = Math.max(0, Math.floor(-x / scale)), top = Math.max(0, Math.floor(-y / scale));
    const region = {
      x: left, y: top,
      width: Math.min(picture.width, Math.ceil((width - x) / scale)) - left, height: Math.min(picture.height, Math.ceil((height - y) / scale)) - top,
    };
    if (region.width < 1 || region.height < 1 || region.width * region.height > mostNumbers) return;
    if (!this.#isTold(picture)) {
      drawNumbers(this.#context, place, valuesIn(picture, region));
      return;
    }
    const known = this.#numbers, same = known && JSON.stringify(known.region) === JSON.stringify(region);
    if (known) drawNumbers(this.#context, place, known);
    this.#wantedNumbers = { region, sequence: picture.head.sequence };
    if (!same || known.sequence !== picture.head.sequence) this.#askNumbers();
  }

  #askNumbers() {
    this.#numbering ||= setTimeout(async () => {
      const { region, sequence } = this.#wantedNumbers, { wire } = this;
      try {
        const where = `x=${region.x}&y=${region.y}&width=${region.width}&height=${region.height}`;
        const response = await fetch(`/api/segments/${encodeURIComponent(this.id)}/pixels?${where}${this.#layoutQuery}`, { cache: 'no-store' });
        const answer = response.ok ? await response.json() : { channels: [], values: [] };
        this.#numbers = { region, sequence, channels: answer.channels, values: answer.values };
      } catch { /* The host is not there; the picture says so. */ }
      this.#numbering = 0;
      if (wire === this.wire || this.#numbers) this.draw();
    }, valueEvery);
  }

  /** Small pictures are enlarged by whole numbers only, so that every pixel stays a square of the same size. */
  #placeOf(picture) {
    const { fit, width, height, margin, ratio } = this.#shape;
    if (!fit) return { scale: this.#shape.scale, x: Math.round(this.#shape.x), y: Math.round(this.#shape.y) };
    const all = Math.min((width - 2 * margin) / picture.width, (height - 2 * margin) / picture.height);
    const scale = all / ratio > 2 ? Math.floor(all / ratio) * ratio : all;
    return { scale, x: Math.round((width - picture.width * scale) / 2), y: Math.round((height - picture.height * scale) / 2) };
  }

  /** While pictures follow each other, a reduced one is drawn quickly; one that stays, well. */
  #refine({ scale }, quality) {
    clearTimeout(this.#refining);
    if (quality === 'low' && scale < 1) this.#refining = setTimeout(() => this.draw('high'), refineAfter);
  }

  // --- what is asked

  point(at) {
    this.#at = at;
    this.#tellValue();
  }

  #tellValue() {
    const picture = this.#picture;
    if (!picture || !this.#at) return;
    const { scale, x, y } = this.#placeOf(picture);
    const at = { x: Math.floor((this.#at.x - x) / scale), y: Math.floor((this.#at.y - y) / scale) };
    const inside = at.x >= 0 && at.y >= 0 && at.x < picture.width && at.y < picture.height;
    if (!inside) this.say({ what: 'pixel', at: null, channels: null });
    else if (!this.#isTold(picture)) this.say({ what: 'pixel', at, channels: valueAt(picture, at) });
    else this.#askValue(at);
  }

  /** The host decodes most picture files as well, and keeps all of their depth; what is frozen here has gone there. */
  #isTold({ head }) { return head.kind !== 'encoded' || (head.told && !this.#frozen); }

  /** What is painted is made for the eye: true values are asked for, a few times a second. */
  #askValue(at) {
    const known = this.#asked?.x === at.x && this.#asked.y === at.y ? this.#answer : null;
    this.say({ what: 'pixel', at, channels: known });
    this.#asked = at;
    this.#asking ||= setTimeout(async () => {
      const { x, y } = this.#asked, asked = now();
      try {
        const response = await fetch(`/api/segments/${encodeURIComponent(this.id)}/pixels?x=${x}&y=${y}&width=1&height=1${this.#layoutQuery}`, { cache: 'no-store' });
        const { channels, values } = response.ok ? await response.json() : { channels: [], values: [[[]]] };
        this.#answer = channels.map((name, index) => [name, values[0][0][index]]);
        if (this.#at && this.#asked.x === x && this.#asked.y === y) this.say({ what: 'pixel', at: { x, y }, channels: this.#answer });
      } catch { /* The host is not there; the picture says so. */ }
      this.#asking = 0;
      this.#took = now() - asked;
      // A quarter of the time at the most: a large picture file is decoded anew for each of its frames.
    }, Math.max(valueEvery, 3 * this.#took));
  }

  get #layoutQuery() {
    const { layout, picture } = this.#look;
    return (layout === null ? '' : `&layout=${encodeURIComponent(layout)}`) + (picture > 0 ? `&picture=${picture}` : '');
  }

  async save() {
    const picture = this.#picture;
    if (!picture) return;
    if (picture.head.kind === 'encoded') {
      this.say({ what: 'file', blob: new Blob([picture.bytes], { type: picture.head.type }), sequence: picture.head.sequence });
      return;
    }
    // The host makes a file of raw pixels, of the newest: the name says which.
    const response = await fetch(`/api/segments/${encodeURIComponent(this.id)}/picture?format=png${this.#layoutQuery}`, { cache: 'no-store' });
    if (!response.ok) return;
    const sequence = (response.headers.get('ETag') ?? '').replace(/\D/g, '') || picture.head.sequence;
    this.say({ what: 'file', blob: await response.blob(), sequence });
  }

  /** The whole picture as a PNG: of an encoded one what was decoded of it, of raw pixels what the host makes of the newest. */
  async copy() {
    const picture = this.#picture;
    this.say({ what: 'copy', blob: picture ? await this.#pngOf(picture).catch(() => null) : null });
  }

  async #pngOf({ head, bitmap, width, height }) {
    if (head.kind === 'encoded') {
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d').drawImage(bitmap, 0, 0);
      return canvas.convertToBlob({ type: 'image/png' });
    }
    const mapping = this.#look.mapping === null ? '' : `&${this.#look.mapping}`;
    const response = await fetch(`/api/segments/${encodeURIComponent(this.id)}/picture?format=png${this.#layoutQuery}${mapping}`, { cache: 'no-store' });
    return response.ok ? response.blob() : null;
  }

  measure(is) { this.#measuring = is; }

  #tellTimes() {
    const times = this.#times.summary(now());
    if (this.#kind !== 'stage') return;
    this.say({ what: 'rate', ...times.rate });
    if (this.#measuring) this.say({ what: 'times', times: times.last });
  }
}

const probe = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

/** The pixel's value, channel by channel. */
function valueAt({ bitmap }, { x, y }) {
  probe.clearRect(0, 0, 1, 1);
  probe.drawImage(bitmap, x, y, 1, 1, 0, 0, 1, 1);
  const { data } = probe.getImageData(0, 0, 1, 1);
  return ['R', 'G', 'B', 'A'].map((name, index) => [name, data[index]]);
}

/** The values of a part of a decoded picture. */
function valuesIn({ bitmap, head }, region) {
  const copy = new OffscreenCanvas(region.width, region.height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(bitmap, -region.x, -region.y);
  const { data } = copy.getImageData(0, 0, region.width, region.height), channels = head.opaque ? ['R', 'G', 'B'] : ['R', 'G', 'B', 'A'];
  const values = Array.from({ length: region.height }, (_, y) => Array.from({ length: region.width }, (__, x) =>
    channels.map((___, index) => data[4 * (y * region.width + x) + index])));
  return { region, channels, values };
}
