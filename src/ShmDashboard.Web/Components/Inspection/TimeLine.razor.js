// Numbers of Monitoring.Occupancy.LaneState.
const noLock = 1, free = 2, held = 3, damaged = 4;

// How far behind the newest message the line is drawn: then the next one is always there in time, and the line glides.
const lagMilliseconds = 280;

// While it glides it is drawn so often: each drawing takes the page's thread a millisecond or two, and nobody reads it faster.
const drawEvery = 100;

// Where what is drawn, in CSS pixels from the top.
const frameTop = 3, frameHeight = 12, lockTop = 22, lockHeight = 18, waitTop = 47, waitHeight = 5, waitPitch = 7, waitRows = 4;
const axisTop = 79;

/** New contents, holders and waiters of one lock on a time axis that moves with the clock. Times are ms since the epoch told. */
export function init(root) {
  const canvas = root.querySelector('[data-strip]');
  const tip = root.querySelector('[data-tip]');
  const context = canvas.getContext('2d');
  const words = JSON.parse(root.dataset.words);
  const units = JSON.parse(document.documentElement.dataset.ageUnits);
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const stopping = new AbortController();

  let epoch = 0, span = 10_000, newest = 0, toldAt = 0, head = 0, drawnHead = NaN, drawnUniform = null, paused = false, drawing = 0, gliding = 0;
  let intervals = [], waits = [], frames = [], people = [], keptSince = -Infinity;
  let cursor = null; // { x } follows the pointer, { t } stays at a moment
  let colours = null;

  // --- time

  function advance() {
    const now = still.matches || paused ? newest : Math.min(newest, newest + performance.now() - toldAt - lagMilliseconds);
    head = Math.max(head, now);
  }

  // Asked for once a drawing: each asking makes the browser look at the whole page's layout, and a busy lock has thousands of moments.
  let width = canvas.clientWidth;
  const xOf = moment => width - (head - moment) / span * width;
  const momentOf = x => head - (width - x) / width * span;
  const isMoving = () => !paused && !still.matches && !document.hidden && head < newest;

  // --- drawing

  function redraw() {
    drawing ||= requestAnimationFrame(() => {
      drawing = 0;
      advance();
      // Half a pixel further is not worth a drawing, nor is what looks the same wherever it lies.
      const isFar = !(Math.abs(head - drawnHead) / span * width * ratio() < .5);
      if (isFar && !(drawnUniform !== null && drawnUniform === uniform())) draw();
      glide();
    });
  }

  function glide() {
    if (!isMoving()) return;
    gliding ||= setTimeout(() => { gliding = 0; redraw(); }, drawEvery);
  }

  function drawNow() {
    drawnHead = NaN;
    drawnUniform = null;
    redraw();
  }

  /** What the line shows when it shows one thing only, from end to end; null when something on it moves. */
  function uniform() {
    const begin = head - span;
    if (cursor || frames.some(({ at }) => at >= begin) || waits.some(({ to }) => to >= begin)) return null;
    const shown = intervals.filter(({ to }) => to > begin);
    const [{ state, person, from }] = shown.length === 1 ? shown : [{ state: null }];
    return state !== null && from <= begin ? `${state} ${person} ${span}` : null;
  }

  const ratio = () => devicePixelRatio || 1;

  function palette() {
    if (colours) return colours;
    const style = getComputedStyle(root);
    const token = name => style.getPropertyValue(name).trim();
    return colours = {
      free: token('--good-soft'), held: token('--warn'), damaged: token('--bad'), wait: token('--bad'), frame: token('--accent'),
      line: token('--line'), strong: token('--line-strong'), ink: token('--ink'), quiet: token('--ink-3'), on: token('--panel'),
      font: style.fontFamily,
    };
  }

  function draw() {
    drawnHead = head;
    drawnUniform = uniform();
    width = canvas.clientWidth;
    const dpr = ratio(), w = Math.round(width * dpr), h = Math.round(canvas.clientHeight * dpr);
    if (w === 0) return;
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, w, h);
    drawAxis(w, dpr);
    drawFrames(w, dpr);
    drawLock(w, dpr);
    drawWaits(w, dpr);
    drawCursor(h, dpr);
    tell();
  }

  function drawAxis(w, dpr) {
    const { line, quiet, font } = palette();
    const seconds = span / 1000, step = seconds <= 10 ? 2 : seconds <= 60 ? 10 : 60;
    const room = width < 420 ? 2 : 1;
    context.font = `${11 * dpr}px ${font}`;
    context.textBaseline = 'top';
    for (let back = 0; back < seconds; back += step) {
      const x = Math.round(w - back / seconds * w);
      context.fillStyle = line;
      context.fillRect(Math.min(w - 1, x), Math.round(frameTop * dpr), 1, Math.round((axisTop - frameTop - 3) * dpr));
      if ((back > 0 && w - x < 54 * dpr) || x < 14 * dpr || (back / step) % room !== 0) continue;
      context.fillStyle = quiet;
      context.textAlign = back === 0 ? 'right' : 'center';
      context.fillText(back === 0 ? words.now : '−' + shortly(back), x, axisTop * dpr);
    }
  }

  const shortly = seconds => seconds < 60 ? units.s.replace('{0}', seconds) : units.min.replace('{0}', seconds / 60);

  function drawFrames(w, dpr) {
    const { frame, line } = palette();
    context.fillStyle = line;
    context.fillRect(0, Math.round((frameTop + frameHeight / 2) * dpr), w, 1);
    context.fillStyle = frame;
    const top = Math.round(frameTop * dpr), height = Math.round(frameHeight * dpr);
    // Side by side they would be one block: then each is as thin as can be.
    const thin = frames.length > width / 4;
    const thick = thin ? 1 : Math.max(1, Math.round(2 * dpr));
    let last = -9;
    context.globalAlpha = thin ? .7 : 1;
    for (const { at } of frames) {
      const x = Math.round(xOf(at) * dpr);
      if (x < -thick || x > w || x === last) continue;
      context.fillRect(x, top, thick, height);
      last = x;
    }
    context.globalAlpha = 1;
  }

  /** Where many holds share a pixel, its shade says for how much of its time the lock was held. */
  function drawLock(w, dpr) {
    const { free: freeColour, held: heldColour, damaged: damagedColour, strong } = palette();
    const known = new Float32Array(w), taken = new Float32Array(w), broken = new Float32Array(w), none = new Float32Array(w);
    for (const { from, to, state } of intervals) {
      const a = Math.max(0, xOf(from) * dpr), b = Math.min(w, xOf(to) * dpr);
      if (b <= a || state === 0) continue;
      for (let x = Math.floor(a); x < b; x++) {
        const share = Math.min(b, x + 1) - Math.max(a, x);
        known[x] += share;
        if (state === held) taken[x] += share;
        else if (state === damaged) broken[x] += share;
        else if (state === noLock) none[x] += share;
      }
    }

    const top = Math.round(lockTop * dpr), height = Math.round(lockHeight * dpr);
    hatch(w, dpr, x => known[x] <= .02, top, height);
    paint(w, x => known[x] > .02 && none[x] < known[x] * .5 ? 1 : 0, freeColour, top, height);
    paint(w, x => none[x] > known[x] * .5 && known[x] > .02 ? 1 : 0, strong, top + Math.round(height / 2), Math.max(1, Math.round(dpr)));
    paint(w, x => shade(taken[x], known[x]), heldColour, top, height);
    paint(w, x => shade(broken[x], known[x]), damagedColour, top, height);
    nameHolders(w, dpr, top, height);
  }

  /** Where nothing was measured nothing is said: neither held nor free. */
  function hatch(w, dpr, isUnknown, top, height) {
    context.save();
    context.beginPath();
    for (let x = 0; x < w;) {
      let end = x + 1;
      while (end < w && isUnknown(end) === isUnknown(x)) end++;
      if (isUnknown(x)) context.rect(x, top, end - x, height);
      x = end;
    }
    context.clip();
    context.beginPath();
    // Lines that stay where they are while the time below them moves.
    for (let x = -height; x < w; x += 5 * dpr) {
      context.moveTo(x, top + height);
      context.lineTo(x + height, top);
    }
    context.strokeStyle = palette().strong;
    context.lineWidth = 1.2 * dpr;
    context.stroke();
    context.restore();
  }

  // A hold of a few microseconds in a pixel of a second is still to be seen.
  const shade = (part, whole) => part <= 0 ? 0 : part >= whole * .97 ? 1 : Math.max(.3, Math.round(part / whole * 8) / 8);

  function paint(w, level, colour, top, height) {
    context.fillStyle = colour;
    for (let x = 0; x < w;) {
      const alpha = level(x);
      let end = x + 1;
      while (end < w && level(end) === alpha) end++;
      if (alpha > 0) {
        context.globalAlpha = alpha;
        context.fillRect(x, top, end - x, height);
      }
      x = end;
    }
    context.globalAlpha = 1;
  }

  function nameHolders(w, dpr, top, height) {
    const { on, font } = palette();
    context.font = `550 ${11 * dpr}px ${font}`;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.fillStyle = on;
    for (let index = 0; index < intervals.length; index++) {
      const { from, to, state, person } = intervals[index];
      if (state !== held && state !== damaged) continue;
      const a = Math.max(0, xOf(from) * dpr), b = Math.min(w, xOf(to) * dpr);
      const before = intervals[index - 1];
      // From one holder straight to the next: the change is to be seen.
      if (before?.state === held && state === held && b - a > 3 * dpr && a > 0) context.fillRect(Math.round(a), top, Math.max(1, Math.round(dpr)), height);
      if (b - a < 34 * dpr) continue;
      const text = state === damaged ? words.damagedShort : people[person - 1]?.name;
      if (!text || context.measureText(text).width > b - a - 10 * dpr) continue;
      context.fillText(text, a + 6 * dpr, top + height / 2 + .5 * dpr);
    }
  }

  function drawWaits(w, dpr) {
    const { wait } = palette();
    const ends = [];
    context.fillStyle = wait;
    for (const { from, to, person } of waits) {
      const a = xOf(from) * dpr, b = Math.min(w, xOf(to) * dpr);
      let row = ends.findIndex(end => end <= from);
      if (row < 0) row = Math.min(ends.length, waitRows - 1);
      ends[row] = Math.max(ends[row] ?? 0, to);
      if (b < 0 || a > w) continue;
      context.globalAlpha = person === 0 ? .5 : 1;
      const x = Math.max(0, Math.round(a));
      context.fillRect(x, Math.round((waitTop + row * waitPitch) * dpr), Math.max(1, Math.round(b) - x), Math.round(waitHeight * dpr));
    }
    context.globalAlpha = 1;
  }

  function drawCursor(h, dpr) {
    if (!cursor) return;
    const x = Math.round(cursorX() * dpr);
    if (x < 0 || x > canvas.width) return;
    context.fillStyle = palette().ink;
    context.fillRect(Math.min(x, canvas.width - 1), 0, Math.max(1, Math.round(dpr)), Math.round((axisTop - 2) * dpr));
  }

  // --- what is said of the moment under the cursor

  const cursorX = () => cursor.x ?? xOf(cursor.t);
  const cursorMoment = () => cursor.t ?? momentOf(cursor.x);

  function lasted(milliseconds) {
    const say = (value, unit) => units[unit].replace('{0}', value);
    if (milliseconds < 999.5) return say(Math.max(0, Math.round(milliseconds)), 'ms');
    if (milliseconds < 9950) return say((milliseconds / 1000).toFixed(1), 's');
    if (milliseconds < 120_000) return say(Math.round(milliseconds / 1000), 's');
    return say(Math.floor(milliseconds / 60_000), 'min');
  }

  const fill = (format, ...values) => format.replace(/\{(\d)\}/g, (_, index) => values[index]);
  const nameOf = person => { const known = people[person - 1]; return known ? `${known.name || words.process} ${known.pid}` : ''; };

  function durationOf(interval) {
    const time = lasted(interval.to - interval.from);
    if (interval.cut) return fill(words.atLeast, time);
    return interval === intervals.at(-1) ? fill(words.lasting, time) : time;
  }

  function storyAt(moment) {
    const lines = [['when', `${clock.format(epoch + moment)} · ${fill(words.ago, lasted(head - moment))}`]];
    const interval = intervals.findLast(({ from }) => from <= moment);
    const time = interval && durationOf(interval);
    switch (interval && interval.to >= moment - 1 ? interval.state : 0) {
      case held: lines.push(['warn', interval.person ? fill(words.held, nameOf(interval.person), time) : fill(words.heldUnknown, time)]); break;
      case free: lines.push(['good', fill(words.free, time)]); break;
      case damaged: lines.push(['bad', fill(words.damaged, time)]); break;
      case noLock: lines.push(['', words.noLock]); break;
      default: lines.push(['', moment < keptSince ? words.notKept : words.unknown]);
    }
    for (const { from, to, person, count } of waits) {
      if (from > moment || to < moment) continue;
      lines.push(['bad', person ? fill(words.waits, nameOf(person), lasted(to - from)) : fill(words.waitUnknown, count, lasted(to - from))]);
      if (lines.length > 7) break;
    }
    const near = span / width * 4;
    const frame = frames.findLast(({ at }) => Math.abs(at - moment) <= near);
    if (frame) lines.push(['accent', fill(words.frame, frame.number.toLocaleString('en'))]);
    return lines;
  }

  let said = '';
  function tell() {
    if (!cursor) {
      if (!tip.hidden) tip.hidden = true;
      said = '';
      return;
    }
    const moment = Math.min(head, cursorMoment());
    const lines = storyAt(moment);
    const text = lines.map(([, line]) => line).join('\n');
    if (text !== said) {
      said = text;
      tip.replaceChildren(...lines.map(([tone, line]) => {
        const row = document.createElement('div');
        if (tone === 'when') row.className = 'when';
        else row.append(Object.assign(document.createElement('i'), { className: tone }));
        row.append(line);
        return row;
      }));
      tip.hidden = false;
    }
    const room = width - tip.offsetWidth;
    tip.style.left = `${Math.max(0, Math.min(room, cursorX() - tip.offsetWidth / 2))}px`;
    // A screen reader hears of a moment that was gone to by key; not of everything that passes by.
    if (cursor.t !== undefined && !cursor.told) {
      cursor.told = true;
      canvas.setAttribute('aria-valuenow', ((moment - head) / 1000).toFixed(3));
      canvas.setAttribute('aria-valuetext', lines.map(([, line]) => line).join(', '));
    }
  }

  // --- hands

  const listen = (target, type, handler) => target.addEventListener(type, handler, { signal: stopping.signal });

  listen(canvas, 'pointermove', event => {
    cursor = { x: event.clientX - canvas.getBoundingClientRect().left };
    drawNow();
  });
  listen(canvas, 'pointerleave', () => { cursor = null; drawNow(); });
  listen(canvas, 'blur', () => { cursor = null; drawNow(); });

  /** To the next or the one before of the moments at which something changed. */
  function step(direction) {
    const here = cursor ? cursorMoment() : head;
    const changes = [...intervals.map(({ from }) => from), ...waits.map(({ from }) => from)].filter(at => at > head - span && at <= head).sort((a, b) => a - b);
    const next = direction < 0 ? changes.findLast(at => at < here - 1) : changes.find(at => at > here + 1);
    return next ?? (direction < 0 ? head - span : head);
  }

  listen(canvas, 'keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = {
      ArrowLeft: () => step(-1), ArrowRight: () => step(1), ArrowDown: () => step(-1), ArrowUp: () => step(1), Home: () => head - span + 1, End: () => head,
      PageDown: () => (cursor ? cursorMoment() : head) - span / 10, PageUp: () => (cursor ? cursorMoment() : head) + span / 10,
    };
    if (event.key === 'Escape') cursor = null;
    else if (moves[event.key]) cursor = { t: Math.min(head, Math.max(head - span, moves[event.key]())) };
    else return;
    event.preventDefault();
    drawNow();
  });

  listen(still, 'change', drawNow);
  listen(document, 'visibilitychange', drawNow);
  const sizes = new ResizeObserver(drawNow);
  sizes.observe(canvas);
  const themes = new MutationObserver(() => { colours = null; drawNow(); });
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });

  // --- what the component calls

  const inFours = (flat, make) => Array.from({ length: flat.length / 4 }, (_, index) => make(...flat.slice(index * 4, index * 4 + 4)));

  return {
    show(message) {
      if (message.reset) {
        intervals = []; waits = []; frames = []; people = [];
        ({ epoch } = message);
        // Later messages leave out again what this script has kept.
        keptSince = message.keptSince ?? -Infinity;
        head = -Infinity;
      }
      for (let i = 0; i < message.people.length; i += 2) people.push({ name: message.people[i], pid: message.people[i + 1] });
      const told = inFours(message.intervals, (from, to, state, person) => ({ from, to, state, person }));
      const begin = message.to - message.windowMilliseconds;
      const again = intervals.find(({ from }) => from >= message.since);
      intervals = intervals.filter(({ from }) => from < message.since);
      if (told.length > 0) {
        // A stretch that began before the window is told with the window's begin: what was known of it stays known.
        const first = told[0];
        first.cut = first.from <= begin + 1;
        if (first.cut && again && again.from < first.from && again.to >= first.from && again.state === first.state && again.person === first.person) {
          ({ from: first.from, cut: first.cut } = again);
        }
        intervals.push(...told);
      }
      if (message.waits) waits = inFours(message.waits, (from, to, person, count) => ({ from, to, person, count }));
      for (let i = 0; i < message.frames.length; i += 2) frames.push({ at: message.frames[i], number: message.frames[i + 1] });
      span = message.windowMilliseconds;
      newest = message.to;
      toldAt = performance.now();
      paused = false;
      // The line is drawn a little behind.
      intervals = intervals.filter(({ to }) => to >= begin - 1000);
      frames = frames.filter(({ at }) => at >= begin - 1000);
      if (head === -Infinity) head = newest - lagMilliseconds;
      // The window may be another, or the size; else what is new comes into sight as the line glides.
      if (message.reset) drawNow();
      else redraw();
    },
    pause() {
      paused = true;
      drawNow();
    },
    dispose() {
      stopping.abort();
      cancelAnimationFrame(drawing);
      clearTimeout(gliding);
      sizes.disconnect();
      themes.disconnect();
    },
  };
}
