// <shm-age at="ms since 1970" [precise] [ago]>: says how long ago that was, and keeps saying it. The server renders the moment
// once; the age grows here, so that a growing number costs no message and no render.
const units = JSON.parse(document.documentElement.dataset.ageUnits);
const serverNow = Number(document.documentElement.dataset.now);
const skew = Number.isFinite(serverNow) ? Date.now() - serverNow : 0;
// The page took a moment to arrive: only a larger difference is another machine's clock.
const offset = Math.abs(skew) > 3000 ? skew : 0;
const alive = new Set();
let timer = 0;

function words(milliseconds, precise) {
  const say = (value, unit) => units[unit].replace('{0}', value);
  if (milliseconds < 1000) return precise ? say(Math.max(1, Math.round(milliseconds)), 'ms') : units.now;
  const seconds = milliseconds / 1000;
  if (seconds < 10) return say(precise ? seconds.toFixed(1) : Math.floor(seconds), 's');
  if (seconds < 120) return say(Math.floor(seconds), 's');
  if (seconds < 7200) return say(Math.floor(seconds / 60), 'min');
  if (seconds < 172800) return say(Math.floor(seconds / 3600), 'h');
  return say(Math.floor(seconds / 86400), 'd');
}

class Age extends HTMLElement {
  static observedAttributes = ['at'];

  connectedCallback() {
    alive.add(this);
    this.tick();
    timer ||= setInterval(() => { if (!document.hidden) for (const age of alive) age.tick(); }, 250);
  }

  disconnectedCallback() {
    alive.delete(this);
    if (alive.size === 0) { clearInterval(timer); timer = 0; }
  }

  attributeChangedCallback() {
    if (this.isConnected) this.tick();
  }

  tick() {
    const age = words(Math.max(0, Date.now() - offset - Number(this.getAttribute('at'))), this.hasAttribute('precise'));
    const text = this.hasAttribute('ago') && age !== units.now ? units.ago.replace('{0}', age) : age;
    if (this.textContent !== text) this.textContent = text;
  }
}

customElements.define('shm-age', Age);
