import { adopt } from './live.js';

const settling = 40;

/**
 * Keeps the pictures of a list alive: every canvas with data-segment within root that is on the screen is painted.
 * @param {Element} root Where the canvases come and go.
 * @param {(id: string, status: string, detail: string | null) => void} report Called when a picture cannot be shown, and
 *   with 'painted' when it can again.
 */
export function thumbnails(root, report) {
  const views = new Map();
  let scheduled = 0;

  const intersections = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      const known = views.get(target);
      if (!known) continue;
      known.live.visible(isIntersecting);
    }
  }, { rootMargin: '80px' });

  const sizes = new ResizeObserver(entries => {
    for (const { target } of entries) {
      const canvas = target.querySelector('canvas[data-segment]');
      if (views.has(canvas)) place(canvas);
    }
  });

  const mutations = new MutationObserver(() => { scheduled ||= setTimeout(look, settling); });

  function look() {
    scheduled = 0;
    for (const [canvas, known] of views) {
      if (canvas.isConnected) {
        known.live.follow(canvas.dataset.segment);
        tryOn(canvas, known.live);
        continue;
      }
      known.live.remove();
      intersections.unobserve(canvas);
      views.delete(canvas);
    }
    for (const canvas of root.querySelectorAll('canvas[data-segment]')) if (!views.has(canvas)) take(canvas);
  }

  function take(canvas) {
    const live = adopt(canvas, 'thumbnail', told => {
      if (told.what === 'shape') {
        canvas.dataset.painted = '';
        Object.assign(canvas.style, { width: `${100 * told.width}%`, height: `${100 * told.height}%` });
      } else if (told.what === 'painted') {
        report(canvas.dataset.segment, 'painted', null);
      } else if (told.what === 'problem') {
        report(canvas.dataset.segment, told.status, told.detail);
      }
    });
    views.set(canvas, { live });
    live.visible(false);
    place(canvas);
    tryOn(canvas, live);
    live.follow(canvas.dataset.segment);
    intersections.observe(canvas);
    sizes.observe(canvas.parentElement);
  }

  /** A canvas with data-layout shows the segment as it would be by that layout, one with data-picture that of its pictures. */
  function tryOn({ dataset }, live) {
    if (dataset.layout) live.look({ layout: dataset.layout, calm: true });
    else if (dataset.picture) live.look({ picture: Number(dataset.picture), calm: true });
  }

  function place(canvas) {
    const scale = Math.min(2, devicePixelRatio || 1), { clientWidth, clientHeight } = canvas.parentElement;
    views.get(canvas).live.place({ width: Math.round(clientWidth * scale), height: Math.round(clientHeight * scale), fit: true, ratio: scale });
  }

  mutations.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-segment', 'data-layout', 'data-picture'] });
  look();

  return {
    dispose() {
      clearTimeout(scheduled);
      mutations.disconnect();
      intersections.disconnect();
      sizes.disconnect();
      for (const { live } of views.values()) live.remove();
      views.clear();
    },
  };
}
