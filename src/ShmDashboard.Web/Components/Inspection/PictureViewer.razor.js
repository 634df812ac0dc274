import { told as copied } from '../../js/copy.js';
import { adopt } from '../../js/live.js';
import { tell } from '../../js/tell.js';

const maximum = 160, minimum = 1 / 32, margin = 16;

/** A canvas one can zoom into to the single pixel and pan. What is on it is painted by the worker; here is where it lies. */
export function init(root, dotnet) {
  const stage = root.querySelector('[data-stage]');
  const canvas = stage.querySelector('canvas');
  const say = Object.fromEntries([...root.querySelectorAll('[data-say]')].map(element => [element.dataset.say, element]));
  const stopping = new AbortController();
  const view = { fit: true, scale: 1, x: 0, y: 0 };
  const pointers = new Map();
  const marks = root.querySelector('[data-marks]'), chosen = { region: null, line: null };
  let tool = null, drawing = null, copying = null;
  let id = null, size = null, cursor = null, placing = 0, sequence = 0;

  const live = adopt(canvas, 'stage', told => hear[told.what]?.(told));

  const hear = {
    size({ width, height }) {
      if (size && (size.width !== width || size.height !== height)) view.fit = true;
      size = { width, height };
      redraw();
      if (!cursor) tellSize();
    },
    painted(told) {
      ({ sequence } = told);
      tell(dotnet, 'Told', 'painted', sequence, null);
    },
    problem({ status, detail }) { tell(dotnet, 'Told', status, sequence, detail); },
    frozen(told) { tell(dotnet, 'Told', 'frozen', told.sequence, null); },
    pixel({ at, channels }) {
      tellPixel(at);
      if (!at) tellSize();
      else write('position', `x ${at.x}  y ${at.y}`);
      write('value', at && channels ? channels.map(([name, value]) => `${name} ${String(value).padStart(3)}`).join(' ') : '');
    },
    rate({ perSecond, latency, dropped }) {
      write('dropped', dropped > 0 ? say.dropped.dataset.format.replace('{0}', dropped.toLocaleString('en')) : '');
      write('rate', perSecond === null || latency === null ? '' : say.rate.dataset.format
        .replace('{0}', perSecond.toFixed(0)).replace('{1}', latency.toFixed(0)));
    },
    times({ times }) { tellTimes(times); },
    copy({ blob }) { if (blob) copying?.resolve(blob); else copying?.reject(new Error('nothing is shown')); },
    file({ blob, sequence: number }) {
      const button = root.querySelector('[data-do=save]');
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = `${button.dataset.name}-${number}.${(blob.type.split('/')[1] || 'bin').split('+')[0]}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    },
  };

  function write(what, words) {
    if (say[what].textContent !== words) say[what].textContent = words;
  }

  function tellSize() {
    write('position', size ? `${size.width} × ${size.height}` : '');
    write('value', '');
  }

  /** The page is told at a calm rate which pixel the cursor is on. */
  let pixelTold = '', pixelNow = null, tellingPixel = 0;
  function tellPixel(at) {
    pixelNow = at;
    tellingPixel ||= setTimeout(() => {
      tellingPixel = 0;
      const text = pixelNow ? `${pixelNow.x} ${pixelNow.y}` : '';
      if (text === pixelTold) return;
      pixelTold = text;
      tell(dotnet, 'PixelAt', pixelNow?.x ?? -1, pixelNow?.y ?? -1);
    }, 120);
  }

  // --- geometry

  const ratio = () => devicePixelRatio || 1;

  function place() {
    if (!size || !view.fit) return;
    const width = stage.clientWidth - 2 * margin, height = stage.clientHeight - 2 * margin;
    // Small pictures are enlarged by whole numbers only, so that every pixel stays a square of the same size.
    const scale = Math.min(width / size.width, height / size.height);
    view.scale = scale > 2 ? Math.floor(scale) : scale;
    view.x = (stage.clientWidth - size.width * view.scale) / 2;
    view.y = (stage.clientHeight - size.height * view.scale) / 2;
  }

  function zoomTo(scale, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
    if (!size) return;
    scale = Math.min(maximum, Math.max(minimum, scale));
    view.x = x - (x - view.x) * scale / view.scale;
    view.y = y - (y - view.y) * scale / view.scale;
    view.scale = scale;
    view.fit = false;
    redraw();
  }

  function panBy(dx, dy) {
    if (!size) return;
    view.fit = false;
    // Some of the picture always stays in sight.
    const width = size.width * view.scale, height = size.height * view.scale;
    view.x = Math.min(stage.clientWidth - 24, Math.max(24 - width, view.x + dx));
    view.y = Math.min(stage.clientHeight - 24, Math.max(24 - height, view.y + dy));
    redraw();
  }

  // --- where the picture lies

  function redraw() {
    placing ||= requestAnimationFrame(() => { placing = 0; tellPlace(); });
  }

  function tellPlace() {
    const dpr = ratio(), style = getComputedStyle(stage);
    place();
    live.place({
      width: Math.round(stage.clientWidth * dpr), height: Math.round(stage.clientHeight * dpr), margin: margin * dpr, ratio: dpr,
      fit: view.fit, scale: view.scale * dpr, x: view.x * dpr, y: view.y * dpr,
      checkers: [style.getPropertyValue('--check-a').trim(), style.getPropertyValue('--check-b').trim()],
    });
    tellPoint();
    drawMarks();
    if (size) write('zoom', `${(view.scale * 100).toFixed(view.scale < 0.1 ? 1 : 0)} %`);
  }

  // --- what is marked: a region and a line, in pixels of the picture

  function drawMarks() {
    if (!marks) return;
    const { scale, x, y } = view, [box, stroke] = marks.children;
    const now = { ...chosen, ...drawing && { [drawing.tool]: ofDrawing() } };
    box.toggleAttribute('hidden', !now.region || !size);
    stroke.toggleAttribute('hidden', !now.line || !size);
    if (now.region) set(box, { x: x + now.region[0] * scale, y: y + now.region[1] * scale, width: now.region[2] * scale, height: now.region[3] * scale });
    if (now.line) {
      const [x1, y1, x2, y2] = now.line.map(number => (number + .5) * scale);
      set(stroke, { x1: x + x1, y1: y + y1, x2: x + x2, y2: y + y2 });
    }
  }

  function set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  }

  const pixelAt = point => ({
    x: Math.min(size.width - 1, Math.max(0, Math.floor((point.x - view.x) / view.scale))),
    y: Math.min(size.height - 1, Math.max(0, Math.floor((point.y - view.y) / view.scale))),
  });

  function ofDrawing() {
    const { from, to } = drawing;
    return drawing.tool === 'line' ? [from.x, from.y, to.x, to.y]
      : [Math.min(from.x, to.x), Math.min(from.y, to.y), Math.abs(to.x - from.x) + 1, Math.abs(to.y - from.y) + 1];
  }

  function endDrawing() {
    if (!drawing) return;
    const { tool: what, from, to } = drawing, numbers = ofDrawing();
    drawing = null;
    // A click without a way takes away what was marked.
    chosen[what] = from.x === to.x && from.y === to.y ? null : numbers;
    tell(dotnet, 'Selected', what, chosen[what]);
    drawMarks();
  }

  function take(what) {
    tool = tool === what ? null : what;
    for (const button of root.querySelectorAll('[data-do=region], [data-do=line]')) button.setAttribute('aria-pressed', String(button.dataset.do === tool));
  }

  const tellPoint = () => live.point(cursor && { x: cursor.x * ratio(), y: cursor.y * ratio() });

  // --- times of the last frames

  const times = root.querySelector('[data-times]');

  function tellTimes(frames) {
    if (!times || times.hidden) return;
    const step = (from, to) => from === null || from === 0 ? '–' : (to - from).toFixed(1);
    times.querySelector('tbody').replaceChildren(...frames.slice(-12).reverse().map(frame => {
      const row = document.createElement('tr');
      const cells = [
        frame.sequence, frame.after === null ? '–' : `≤ ${(frame.noticed - frame.after).toFixed(1)}`, step(frame.noticed, frame.copied),
        step(frame.copied, frame.sent), step(frame.sent, frame.received), step(frame.received, frame.decoded),
        step(frame.decoded, frame.painted), step(frame.noticed, frame.painted),
      ];
      row.append(...cells.map(cell => Object.assign(document.createElement('td'), { textContent: cell })));
      return row;
    }));
  }

  // --- hands

  const listen = (target, type, handler, options) => target.addEventListener(type, handler, { signal: stopping.signal, ...options });
  const inStage = event => {
    const box = stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  listen(stage, 'wheel', event => {
    if (!size) return;
    event.preventDefault();
    const { x, y } = inStage(event);
    zoomTo(view.scale * Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0018)), x, y);
  }, { passive: false });

  listen(stage, 'pointerdown', event => {
    if (event.button !== 0 || !size) return;
    stage.setPointerCapture(event.pointerId);
    if (tool && pointers.size === 0) {
      const at = pixelAt(inStage(event));
      drawing = { tool, from: at, to: at };
      return;
    }
    pointers.set(event.pointerId, inStage(event));
  });

  listen(stage, 'pointermove', event => {
    const now = inStage(event);
    cursor = now;
    if (drawing) {
      drawing.to = pixelAt(now);
      drawMarks();
    }
    const before = pointers.get(event.pointerId);
    if (before) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
        zoomTo(view.scale * distance(now, other) / Math.max(1, distance(before, other)), (now.x + other.x) / 2, (now.y + other.y) / 2);
      } else {
        panBy(now.x - before.x, now.y - before.y);
      }
      pointers.set(event.pointerId, now);
    }
    tellPoint();
  });

  for (const type of ['pointerup', 'pointercancel']) listen(stage, type, event => { pointers.delete(event.pointerId); endDrawing(); });
  listen(stage, 'pointerleave', () => { cursor = null; tellPoint(); tellSize(); tellPixel(null); });
  listen(stage, 'dblclick', event => view.fit ? zoomTo(1, ...Object.values(inStage(event))) : actions.fit());

  const actions = {
    fit() { view.fit = true; redraw(); },
    actual() { zoomTo(1 / ratio()); },
    in() { zoomTo(view.scale * 1.5); },
    out() { zoomTo(view.scale / 1.5); },
    save() { live.save(); },
    async copy(button) {
      if (button.disabled) return;
      copying = Promise.withResolvers();
      try {
        // Within the click: what is promised may come later.
        const write = navigator.clipboard.write([new ClipboardItem({ 'image/png': copying.promise })]);
        live.copy();
        await write;
        copied(button, true);
      } catch {
        copied(button, false);
      }
    },
    full() {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (size) root.requestFullscreen?.().catch(() => { /* The browser does not permit it. */ });
    },
    region() { take('region'); },
    line() { take('line'); },
    times(button) {
      if (!times) return;
      times.hidden = !times.hidden;
      button.setAttribute('aria-pressed', String(!times.hidden));
      live.measure(!times.hidden);
    },
  };

  listen(root, 'click', event => {
    const button = event.target.closest('[data-do]');
    if (button) actions[button.dataset.do]?.(button);
  });

  const keys = { '+': 'in', '=': 'in', '-': 'out', '0': 'fit', f: 'fit', '1': 'actual', F: 'full', c: 'copy' };
  const arrows = { ArrowLeft: [48, 0], ArrowRight: [-48, 0], ArrowUp: [0, 48], ArrowDown: [0, -48] };
  listen(document, 'keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.('input, textarea, select, [role="dialog"], [role="tab"]')) return;
    if (event.key === ' ' && !event.target.closest?.('button, a')) {
      event.preventDefault();
      if (!event.repeat) tell(dotnet, 'ToggleFreeze');
    } else if (keys[event.key]) {
      actions[keys[event.key]](root.querySelector(`[data-do=${keys[event.key]}]`));
    } else if (arrows[event.key] && event.target === stage) {
      event.preventDefault();
      panBy(...arrows[event.key]);
    }
  });

  listen(document, 'visibilitychange', () => tell(dotnet, 'PageVisible', !document.hidden));
  const sizes = new ResizeObserver(redraw);
  sizes.observe(stage);
  const themes = new MutationObserver(redraw);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });

  redraw();

  // --- what the page calls

  return {
    /** Which segment's pictures; another one begins with an empty canvas. */
    follow(next) {
      if (id !== null && next !== null && id !== next) {
        size = null;
        sequence = 0;
        view.fit = true;
        live.clear();
        tellSize();
        write('rate', '');
      }
      id = next ?? id;
      live.follow(next);
      redraw();
    },
    freeze(is) { live.freeze(is); },
    /** By which layout, and how values become colours. */
    look(layout, mapping, picture, region, line) {
      live.look({ layout, mapping, picture });
      Object.assign(chosen, { region, line });
      drawMarks();
    },
    dispose() {
      stopping.abort();
      clearTimeout(tellingPixel);
      cancelAnimationFrame(placing);
      sizes.disconnect();
      themes.disconnect();
      live.remove();
    },
  };
}
