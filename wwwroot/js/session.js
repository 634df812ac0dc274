// What to do when the host no longer knows this browser: it was started anew with another token, or the cookie is gone.
// Asked for anew, the page's own address answers with the login, which says why and leads back here.

/** Whether the host still knows this browser; false also leaves for the login. Rejects where no host is ready to say. */
export async function isKnown() {
  const { ok, status } = noticeLogout(await fetch('/session', { cache: 'no-store' }));
  if (!ok && status !== 401) throw new Error(`The host is not ready: HTTP ${status}`);
  return ok;
}

/** Hands an answer on; where it says "not logged in", the page leaves for the login. */
export function noticeLogout(response) {
  if (response.status === 401) location.reload();
  return response;
}
