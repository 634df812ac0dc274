// What this browser chose for itself: a cookie, so that the host's first render knows it already.

const name = 'shm-settings';
const listeners = new Set();

/** The cookie's value as it is. */
export function kept() {
  const pair = document.cookie.split('; ').find(pair => pair.startsWith(`${name}=`));
  return pair ? decodeURIComponent(pair.slice(name.length + 1)) : '';
}

/** Keeps it for a year, for this host alone. */
export function keep(value) {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=strict`;
  for (const listener of listeners) listener();
}

/** How many milliseconds lie between two pictures at the least; 0: none. */
export function pause() {
  const rate = Number(new URLSearchParams(kept()).get('rate'));
  return rate > 0 ? 1000 / rate : 0;
}

/** Calls it when something else was chosen on this page. */
export function onKept(listener) { listeners.add(listener); }
