import { decode, displayFrame, fetchPicture } from '../../js/pictures.js';

const maximum = 64, minimum = 1 / 32, gridFrom = 14;

/** A canvas one can zoom into to the single pixel and pan; shows frames when told and says when each is painted. */
export function init(root, dotnet) {
  const stage = root.querySelector('[data-stage]');
  const canvas = stage.querySelector('canvas');
  const context = canvas.getContext('2d');
  const probe = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const say = Object.fromEntries([...root.querySelectorAll('[data-say]')].map(element => [element.dataset.say, element]));
  const stopping = new AbortController();
  const view = { fit: true, scale: 1, x: 0, y: 0 };
  const pointers = new Map();
  const paintedAt = [];
  let bitmap = null, blob = null, cursor = null, latency = null, drawing = 0;

  // --- geometry

  const ratio = () => devicePixelRatio || 1;

  function place() {
    if (!bitmap || !view.fit) return;
    const width = stage.clientWidth - 32, height = stage.clientHeight - 32;
    // Small pictures are enlarged by whole numbers only, so that every pixel stays a square of the same size.
    const scale = Math.min(width / bitmap.width, height / bitmap.height);
    view.scale = scale > 2 ? Math.floor(scale) : scale;
    view.x = (stage.clientWidth - bitmap.width * view.scale) / 2;
    view.y = (stage.clientHeight - bitmap.height * view.scale) / 2;
  }

  function zoomTo(scale, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
    if (!bitmap) return;
    scale = Math.min(maximum, Math.max(minimum, scale));
    view.x = x - (x - view.x) * scale / view.scale;
    view.y = y - (y - view.y) * scale / view.scale;
    view.scale = scale;
    view.fit = false;
    redraw();
  }

  function panBy(dx, dy) {
    if (!bitmap) return;
    view.fit = false;
    // Some of the picture always stays in sight.
    const width = bitmap.width * view.scale, height = bitmap.height * view.scale;
    view.x = Math.min(stage.clientWidth - 24, Math.max(24 - width, view.x + dx));
    view.y = Math.min(stage.clientHeight - 24, Math.max(24 - height, view.y + dy));
    redraw();
  }

  // --- drawing

  function redraw() {
    drawing ||= requestAnimationFrame(() => { drawing = 0; draw(); });
  }

  function draw() {
    const dpr = ratio();
    const width = Math.round(stage.clientWidth * dpr), height = Math.round(stage.clientHeight * dpr);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    if (!bitmap) return;
    place();
    const x = Math.round(view.x * dpr), y = Math.round(view.y * dpr);
    const w = bitmap.width * view.scale * dpr, h = bitmap.height * view.scale * dpr;
    drawCheckers(x, y, w, h);
    context.imageSmoothingEnabled = view.scale * dpr < 1;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, x, y, w, h);
    if (view.scale >= gridFrom) drawGrid(x, y, w, h, view.scale * dpr);
    say.zoom.textContent = `${(view.scale * 100).toFixed(view.scale < 0.1 ? 1 : 0)} %`;
    tellCursor();
  }

  function drawCheckers(x, y, w, h) {
    const style = getComputedStyle(stage);
    const size = 8 * ratio();
    const left = Math.max(0, x), top = Math.max(0, y), right = Math.min(canvas.width, x + w), bottom = Math.min(canvas.height, y + h);
    if (right <= left || bottom <= top) return;
    context.fillStyle = style.getPropertyValue('--check-a');
    context.fillRect(left, top, right - left, bottom - top);
    context.fillStyle = style.getPropertyValue('--check-b');
    context.beginPath();
    for (let row = 0, cy = top; cy < bottom; row++, cy += size) {
      for (let cx = left + (row % 2) * size; cx < right; cx += 2 * size) {
        context.rect(cx, cy, Math.min(size, right - cx), Math.min(size, bottom - cy));
      }
    }
    context.fill();
  }

  function drawGrid(x, y, w, h, step) {
    context.strokeStyle = 'rgb(128 128 128 / 28%)';
    context.lineWidth = 1;
    context.beginPath();
    for (let gx = Math.max(x, x + Math.ceil(-x / step) * step); gx <= Math.min(x + w, canvas.width); gx += step) {
      context.moveTo(Math.round(gx) + .5, Math.max(0, y));
      context.lineTo(Math.round(gx) + .5, Math.min(canvas.height, y + h));
    }
    for (let gy = Math.max(y, y + Math.ceil(-y / step) * step); gy <= Math.min(y + h, canvas.height); gy += step) {
      context.moveTo(Math.max(0, x), Math.round(gy) + .5);
      context.lineTo(Math.min(canvas.width, x + w), Math.round(gy) + .5);
    }
    context.stroke();
  }

  // --- what is said below

  function tellCursor() {
    let position = '', value = '';
    if (bitmap && cursor) {
      const x = Math.floor((cursor.x - view.x) / view.scale), y = Math.floor((cursor.y - view.y) / view.scale);
      if (x >= 0 && y >= 0 && x < bitmap.width && y < bitmap.height) {
        probe.clearRect(0, 0, 1, 1);
        probe.drawImage(bitmap, x, y, 1, 1, 0, 0, 1, 1);
        const [r, g, b, a] = probe.getImageData(0, 0, 1, 1).data;
        const three = number => String(number).padStart(3);
        position = `x ${x}  y ${y}`;
        value = `R ${three(r)} G ${three(g)} B ${three(b)} A ${three(a)}`;
      }
    }
    if (!position && bitmap) position = `${bitmap.width} × ${bitmap.height}`;
    if (say.position.textContent !== position) say.position.textContent = position;
    if (say.value.textContent !== value) say.value.textContent = value;
  }

  const telling = setInterval(() => {
    const now = performance.now();
    while (paintedAt.length > 0 && now - paintedAt[0] > 2000) paintedAt.shift();
    const text = paintedAt.length < 2 || latency === null ? '' : say.rate.dataset.format
      .replace('{0}', ((paintedAt.length - 1) / Math.max(0.5, (now - paintedAt[0]) / 1000)).toFixed(0))
      .replace('{1}', latency.toFixed(0));
    if (say.rate.textContent !== text) say.rate.textContent = text;
  }, 500);

  // --- hands

  const listen = (target, type, handler, options) => target.addEventListener(type, handler, { signal: stopping.signal, ...options });
  const inStage = event => {
    const box = stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  listen(stage, 'wheel', event => {
    if (!bitmap) return;
    event.preventDefault();
    const { x, y } = inStage(event);
    zoomTo(view.scale * Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0018)), x, y);
  }, { passive: false });

  listen(stage, 'pointerdown', event => {
    if (event.button !== 0 || !bitmap) return;
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, inStage(event));
  });

  listen(stage, 'pointermove', event => {
    const now = inStage(event);
    cursor = now;
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
    tellCursor();
  });

  for (const type of ['pointerup', 'pointercancel']) listen(stage, type, event => pointers.delete(event.pointerId));
  listen(stage, 'pointerleave', () => { cursor = null; tellCursor(); });
  listen(stage, 'dblclick', event => view.fit ? zoomTo(1, ...Object.values(inStage(event))) : actions.fit());

  const actions = {
    fit() { view.fit = true; redraw(); },
    actual() { zoomTo(1 / ratio()); },
    in() { zoomTo(view.scale * 1.5); },
    out() { zoomTo(view.scale / 1.5); },
    save(button) {
      if (!blob) return;
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = `${button.dataset.name}.${(blob.type.split('/')[1] || 'bin').split('+')[0]}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    },
  };

  listen(root, 'click', event => {
    const button = event.target.closest('[data-do]');
    if (button) actions[button.dataset.do]?.(button);
  });

  const keys = { '+': 'in', '=': 'in', '-': 'out', '0': 'fit', '1': 'actual' };
  const arrows = { ArrowLeft: [48, 0], ArrowRight: [-48, 0], ArrowUp: [0, 48], ArrowDown: [0, -48] };
  listen(document, 'keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.('input, textarea, select, [role="dialog"], [role="tab"]')) return;
    if (event.key === ' ' && !event.target.closest?.('button, a')) {
      event.preventDefault();
      if (!event.repeat) dotnet.invokeMethodAsync('ToggleFreeze');
    } else if (keys[event.key]) {
      actions[keys[event.key]]();
    } else if (arrows[event.key] && event.target === stage) {
      event.preventDefault();
      panBy(...arrows[event.key]);
    }
  });

  listen(document, 'visibilitychange', () => dotnet.invokeMethodAsync('PageVisible', !document.hidden));
  const sizes = new ResizeObserver(redraw);
  sizes.observe(stage);
  const themes = new MutationObserver(redraw);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });

  // --- what the page calls

  return {
    async show(id, sequence, milliseconds) {
      latency = milliseconds === null ? null : latency === null ? milliseconds : latency * 0.8 + milliseconds * 0.2;
      const fetched = await fetchPicture(id, stopping.signal);
      if (!fetched.blob) return { status: fetched.status, sequence, detail: fetched.detail };
      const decoded = await decode(fetched.blob);
      if (!decoded.bitmap) return { status: decoded.status, sequence: Math.max(sequence, fetched.sequence), detail: decoded.detail };
      await displayFrame();
      if (stopping.signal.aborted) return { status: 'cancelled', sequence, detail: null };
      const another = bitmap && (bitmap.width !== decoded.bitmap.width || bitmap.height !== decoded.bitmap.height);
      bitmap?.close();
      ({ bitmap } = decoded);
      ({ blob } = fetched);
      if (another) view.fit = true;
      draw();
      paintedAt.push(performance.now());
      return { status: 'painted', sequence: Math.max(sequence, fetched.sequence), detail: null };
    },
    clear() {
      bitmap?.close();
      bitmap = blob = latency = null;
      view.fit = true;
      paintedAt.length = 0;
      draw();
    },
    dispose() {
      stopping.abort();
      clearInterval(telling);
      cancelAnimationFrame(drawing);
      sizes.disconnect();
      themes.disconnect();
      bitmap?.close();
    },
  };
}
