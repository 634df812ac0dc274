// Notifications of this browser, by its own Notification API: no request leaves the machine. Kept in this browser; off until asked for.

const key = 'notices';
const listeners = new Set();

const stored = () => {
  try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; }
};
const permission = () => 'Notification' in globalThis ? Notification.permission : 'unsupported';

/** What is wanted, and whether the browser permits it. */
export function wanted() {
  const { findings = false, favourites = false } = stored();
  const permitted = permission() === 'granted';
  return { findings: findings && permitted, favourites: favourites && permitted, permission: permission() };
}

/** Wants these from now on; asks the person for permission where nobody has. */
export async function want({ findings, favourites }) {
  if ((findings || favourites) && permission() === 'default') await Notification.requestPermission();
  try { localStorage.setItem(key, JSON.stringify({ findings, favourites })); } catch { /* private mode: not kept */ }
  for (const listener of listeners) listener();
  return wanted();
}

/** Calls it when other notices are wanted, on this page or on another of this browser; gives what ends that. */
export function onWanted(listener) {
  const onStorage = event => { if (event.key === key) listener(); };
  listeners.add(listener);
  addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', onStorage);
  };
}

/** Tells it. Several pages of one browser tell it once: they share the tag. */
export function tell(title, body, tag, address) {
  const notice = new Notification(title, { body, tag });
  notice.onclick = () => {
    focus();
    if (location.pathname + location.search !== address) location.href = address;
    notice.close();
  };
}
