import { decode, displayFrame, fetchPicture } from '../../js/pictures.js';

/** Tells which pictures are on the screen, paints them when asked, and moves through the rows by keyboard. */
export function init(root, dotnet) {
  const numbers = new WeakMap();
  const onScreen = new Set();
  const finished = [];
  const stopping = new AbortController();
  let counter = 0;
  let told = '';
  let scheduled = 0;

  const intersections = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (entry.isIntersecting) onScreen.add(entry.target);
      else onScreen.delete(entry.target);
    }
    schedule();
  }, { rootMargin: '80px' });

  const mutations = new MutationObserver(changes => {
    if (changes.some(change => change.addedNodes.length > 0 || change.removedNodes.length > 0 || change.attributeName)) schedule();
  });

  function schedule() {
    scheduled ||= setTimeout(tell, 40);
  }

  async function tell() {
    scheduled = 0;
    if (stopping.signal.aborted) return;
    for (const canvas of onScreen) if (!canvas.isConnected) onScreen.delete(canvas);
    for (const canvas of root.querySelectorAll('canvas[data-segment]')) {
      if (numbers.has(canvas)) continue;
      numbers.set(canvas, ++counter);
      intersections.observe(canvas);
    }
    // Nobody looks at a hidden page: nothing is watched for it.
    const visible = document.hidden ? {} : Object.fromEntries([...onScreen].map(canvas => [canvas.dataset.segment, numbers.get(canvas)]));
    const text = JSON.stringify(visible);
    if (text === told) return;
    told = text;
    await dotnet.invokeMethodAsync('VisibleChanged', visible);
  }

  const canvasOf = id => [...onScreen].find(canvas => canvas.isConnected && canvas.dataset.segment === id);

  async function paintOne({ id, sequence }) {
    const report = { id, sequence, status: 'painted', detail: null };
    try {
      const canvas = canvasOf(id);
      if (!canvas) return;
      const fetched = await fetchPicture(id, stopping.signal);
      if (!fetched.blob) {
        Object.assign(report, { status: fetched.status, detail: fetched.detail });
        return;
      }
      report.sequence = Math.max(sequence, fetched.sequence);
      const scale = Math.min(2, devicePixelRatio || 1);
      const place = canvas.parentElement;
      const box = { width: place.clientWidth * scale, height: place.clientHeight * scale };
      const decoded = await decode(fetched.blob, resizeFor(canvas, box));
      if (!decoded.bitmap) {
        Object.assign(report, decoded);
        return;
      }
      await displayFrame();
      draw(canvas, box, decoded.bitmap);
      decoded.bitmap.close();
    } finally {
      finished.push(report);
    }
  }

  const moves = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

  function onKey(event) {
    const step = moves[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    const fromSearch = event.target.type === 'search' && event.key === 'ArrowDown';
    if (!fromSearch && event.target.closest?.('input, textarea, select, [role="dialog"]')) return;
    const links = [...root.querySelectorAll('[data-row-link]')];
    if (links.length === 0) return;
    event.preventDefault();
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step))];
    next.focus({ preventScroll: true });
    next.closest('tr, li').scrollIntoView({ block: 'nearest' });
  }

  mutations.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-segment'] });
  document.addEventListener('visibilitychange', schedule);
  document.addEventListener('keydown', onKey);
  schedule();

  return {
    paint(orders) {
      for (const order of orders) paintOne(order);
      return finished.splice(0);
    },
    dispose() {
      stopping.abort();
      clearTimeout(scheduled);
      intersections.disconnect();
      mutations.disconnect();
      document.removeEventListener('visibilitychange', schedule);
      document.removeEventListener('keydown', onKey);
    },
  };
}

/** Decoding straight to the size that is shown costs a fraction of decoding all of a camera's pixels. */
function resizeFor(canvas, box) {
  const width = Number(canvas.dataset.width), height = Number(canvas.dataset.height);
  if (!width || !height) return {};
  const scale = Math.min(box.width / width, box.height / height);
  if (scale >= 1) return {};
  return { resizeWidth: Math.max(1, Math.round(width * scale)), resizeHeight: Math.max(1, Math.round(height * scale)), resizeQuality: 'medium' };
}

/** The canvas becomes as large as the picture is shown, centred in its place. */
function draw(canvas, box, bitmap) {
  const scale = Math.min(box.width / bitmap.width, box.height / bitmap.height);
  const width = Math.max(1, Math.round(bitmap.width * scale)), height = Math.max(1, Math.round(bitmap.height * scale));
  if (canvas.width !== width || canvas.height !== height) {
    Object.assign(canvas, { width, height });
    Object.assign(canvas.style, { width: `${100 * width / box.width}%`, height: `${100 * height / box.height}%` });
  }
  const context = canvas.getContext('2d');
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = scale < 2;
  context.drawImage(bitmap, 0, 0, width, height);
}
