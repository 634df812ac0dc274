// What to do when the host no longer knows this browser: it was started anew with another token, or the cookie is gone.
// Asked for anew, the page's own address answers with the login, which says why and leads back here.

const pause = 2000;
let last = null, askedAt = -pause;

/**
 * Whether the host still knows this browser; false also leaves for the login. Rejects where no host is ready to say; whoever asks
 * again within two seconds of such an answer gets it again, since the overlay, the pictures and the page all ask when it is lost.
 */
export function isKnown() {
  if (performance.now() - askedAt >= pause) {
    askedAt = performance.now();
    last = ask();
  }

  return last;
}

async function ask() {
  const { ok, status } = noticeLogout(await fetch('/session', { cache: 'no-store' }));
  if (!ok && status !== 401) throw new Error(`The host is not ready: HTTP ${status}`);
  // That it was there says nothing of a moment later.
  askedAt = -pause;
  return ok;
}

/** Hands an answer on; where it says "not logged in", the page leaves for the login. */
export function noticeLogout(response) {
  if (response.status === 401) location.reload();
  return response;
}
