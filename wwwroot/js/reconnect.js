// What the connection overlay cannot do by itself: come back after the host was restarted, or lead to the login.
import { isKnown } from './session.js';

const interval = 2000;
// A connection that stands goes on when the cookie is gone, and nothing else may ask the host for long.
const sessionCheck = 20_000;
const modal = document.getElementById('components-reconnect-modal');
let waiting = 0;

/** Asks whether the host is back, until it is. A host that knows this page no more, or this browser, ends the waiting. */
async function lookForTheHost(reloadWhenBack) {
  clearTimeout(waiting);
  try {
    if (!await isKnown()) return;
    if (reloadWhenBack) {
      location.reload();
      return;
    }
  } catch { /* Not back yet. */ }
  waiting = setTimeout(lookForTheHost, interval, reloadWhenBack);
}

function look() {
  const state = modal.className;
  clearTimeout(waiting);
  // Rejected: the host runs, but has no memory of this page; it was restarted.
  if (state.includes('components-reconnect-rejected')) location.reload();
  else if (state.includes('components-reconnect-failed')) lookForTheHost(true);
  // While the connection is tried again in the ordinary way, a host that refuses this browser would refuse for ever.
  else if (state.includes('components-reconnect-show')) lookForTheHost(false);
}

if (modal) {
  new MutationObserver(look).observe(modal, { attributes: true, attributeFilter: ['class'] });
  modal.querySelector('button')?.addEventListener('click', () => location.reload());
}

setInterval(() => { if (!document.hidden && !modal?.className) isKnown().catch(() => { /* The overlay's business. */ }); }, sessionCheck);
