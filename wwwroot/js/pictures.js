// How every page gets and decodes a segment's picture: one way, one set of answers.
import { noticeLogout } from './session.js';

/** Fetches the newest picture of a segment. Resolves to { blob, sequence } or { status, detail }; never rejects. */
export async function fetchPicture(id, signal) {
  try {
    const response = noticeLogout(await fetch(`/api/segments/${encodeURIComponent(id)}/picture`, { cache: 'no-store', signal }));
    if (response.ok) {
      const sequence = Number((response.headers.get('ETag') ?? '').replace(/\D/g, '')) || 0;
      return { blob: await response.blob(), sequence };
    }
    const problem = await response.json().catch(() => null);
    return { status: response.status === 404 ? 'missing' : 'unreachable', detail: problem?.detail ?? problem?.title ?? null };
  } catch (error) {
    return { status: signal?.aborted ? 'cancelled' : 'unreachable', detail: error.message };
  }
}

/** Decodes without colour management, as Qt shows it. Resolves to { bitmap } or { status, detail }. */
export async function decode(blob, resize) {
  try {
    return { bitmap: await createImageBitmap(blob, { colorSpaceConversion: 'none', ...resize }) };
  } catch (error) {
    return { status: 'undecodable', detail: error.message };
  }
}

/** The next display frame; at once where none will come because the page is hidden. */
export const displayFrame = () => document.hidden
  ? Promise.resolve()
  : new Promise(resolve => {
    const handle = requestAnimationFrame(done);
    document.addEventListener('visibilitychange', done);
    function done() {
      cancelAnimationFrame(handle);
      document.removeEventListener('visibilitychange', done);
      resolve();
    }
  });
