// The page's end of its live pictures: one worker and one connection for the document, however many pictures it shows.
// The worker gets frames, decodes and paints them; this thread is only handed what is painted.

import { LiveScreen } from './live-screen.js';
import { isKnown } from './session.js';
import { onKept, pause } from './settings.js';

const listeners = new Map();
let worker = null, counter = 0;

function post(message) {
  if (!worker) {
    worker = new Worker(new URL('./live-worker.js', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }) => {
      // A connection that is refused may mean that this browser is not logged in any more.
      if (data.what === 'lost') isKnown().catch(() => { /* The host is not there: the overlay's business. */ });
      else listeners.get(data.key)?.(data);
    });
    worker.postMessage({ do: 'start', socket: `${location.origin.replace(/^http/, 'ws')}/stream` });
    document.addEventListener('visibilitychange', () => worker.postMessage({ do: 'page', hidden: document.hidden }));
    worker.postMessage({ do: 'page', hidden: document.hidden });
    worker.postMessage({ do: 'pace', pause: pause() });
    onKept(() => worker.postMessage({ do: 'pace', pause: pause() }));
  }
  worker.postMessage(message);
}

/**
 * Shows a segment's pictures on a canvas from now on.
 * @param {HTMLCanvasElement} canvas One that nobody has drawn on.
 * @param {'stage' | 'thumbnail'} kind A stage can be zoomed into; a thumbnail's canvas takes the picture's shape.
 * @param {(told: object) => void} listener Gets what the worker says of it; `told.what` says which.
 */
export function adopt(canvas, kind, listener) {
  const key = ++counter;
  const screen = new LiveScreen(canvas, (number, at) => post({ do: 'shown', key, number, at }));
  listeners.set(key, told => {
    if (told.what === 'picture') screen.put(told.bitmap, told.number);
    else listener(told);
  });
  post({ do: 'adopt', key, kind });
  return {
    /** Which segment; null: none, the picture stays. */
    follow(id) { post({ do: 'follow', key, id }); },
    /** By which layout the bytes are read or which of several pictures it is, and how values become colours; null for the segment's own, and as usual. */
    look({ layout = null, mapping = null, picture = 0, calm = false }) { post({ do: 'look', key, look: { layout, mapping, picture }, calm }); },
    /** Where and how large, in device pixels, and how. */
    place(shape) { post({ do: 'place', key, shape }); },
    /** Shown on the screen, or scrolled away. */
    visible(is) { post({ do: 'visible', key, is }); },
    /** The picture stays as it is. */
    freeze(is) { post({ do: 'freeze', key, is }); },
    /** The pixel that is asked about, in device pixels of the canvas; null: none. */
    point(at) { post({ do: 'point', key, at }); },
    /** Asks for the picture file that is shown. */
    save() { post({ do: 'save', key }); },
    /** Asks for what is shown as a PNG, for the clipboard. */
    copy() { post({ do: 'copy', key }); },
    /** Asks for times of the last frames, twice a second. */
    measure(is) { post({ do: 'measure', key, is }); },
    /** Nothing is shown any more. */
    clear() { post({ do: 'clear', key }); },
    remove() {
      listeners.delete(key);
      screen.dispose();
      post({ do: 'remove', key });
    },
  };
}
