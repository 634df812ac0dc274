// Buttons with data-copy put its value on the clipboard. One listener for the document: nothing of it needs the circuit.
const shownFor = 1800;
const words = JSON.parse(document.documentElement.dataset.copyWords);
let voice = null;

/** Whether it is on the clipboard now. */
async function put(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { /* Not permitted here, as on a page that is neither https nor localhost. */ }
  // There, what is selected can be copied all the same.
  const area = Object.assign(document.createElement('textarea'), { value: text, readOnly: true });
  area.style.cssText = 'position:fixed;opacity:0';
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  focused?.focus?.({ preventScroll: true });
  return done;
}

/** Says it to screen readers. */
function say(text) {
  if (!voice) {
    voice = Object.assign(document.createElement('div'), { className: 'visually-hidden' });
    voice.setAttribute('role', 'status');
    document.body.append(voice);
  }
  voice.textContent = '';
  setTimeout(() => { voice.textContent = text; }, 50);
}

/** Marks the button for a moment, and says what became of it. */
export function told(button, done) {
  button.dataset.copied = done ? 'yes' : 'no';
  say(done ? words.done : words.failed);
  setTimeout(() => { delete button.dataset.copied; }, shownFor);
}

document.addEventListener('click', async event => {
  const button = event.target.closest?.('[data-copy]');
  if (button) told(button, await put(button.dataset.copy));
});
