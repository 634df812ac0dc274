// <shm-spark of="segment id" rate="updates a second">: the last minute of a number as a line. It grows here, second by second: a
// line that moves costs no message and no render. What scrolled away and comes back goes on where it was.
const seconds = 60, remembered = 400, width = 48, height = 16;
const histories = new Map();
const alive = new Set();
let timer = 0;

function historyOf(id) {
  let history = histories.get(id);
  if (!history) {
    if (histories.size >= remembered) histories.delete(histories.keys().next().value);
    histories.set(id, history = { points: [], at: 0 });
  }
  return history;
}

function tick() {
  if (document.hidden) return;
  for (const spark of alive) spark.tick();
}

class Spark extends HTMLElement {
  connectedCallback() {
    if (!this.firstChild) {
      this.innerHTML = `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true"><path fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round"/></svg>`;
    }
    alive.add(this);
    this.draw();
    timer ||= setInterval(tick, 1000);
  }

  disconnectedCallback() {
    alive.delete(this);
    if (alive.size === 0) { clearInterval(timer); timer = 0; }
  }

  tick() {
    const history = historyOf(this.getAttribute('of'));
    history.points.push(Number(this.getAttribute('rate')) || 0);
    if (history.points.length > seconds) history.points.shift();
    this.draw();
  }

  draw() {
    const { points } = historyOf(this.getAttribute('of'));
    const path = this.querySelector('path');
    if (points.length < 2) { path.removeAttribute('d'); return; }
    const most = Math.max(...points, 1), step = width / (seconds - 1), first = width - (points.length - 1) * step;
    path.setAttribute('d', points.map((rate, i) => `${i ? 'L' : 'M'}${(first + i * step).toFixed(1)} ${(height - 1.5 - (height - 3) * rate / most).toFixed(1)}`).join(''));
  }
}

customElements.define('shm-spark', Spark);
