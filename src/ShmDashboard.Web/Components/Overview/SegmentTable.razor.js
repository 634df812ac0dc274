import { tell } from '../../js/tell.js';

const step = 16;

/** Lets columns be made wider and narrower: by their edge, or by the arrow keys on it; twice on it for the usual width. */
export function init(root, dotnet) {
  const stopping = new AbortController();
  const on = (name, handler) => root.addEventListener(name, handler, { signal: stopping.signal });
  const gripOf = event => event.target.closest?.('.grip');
  const columnOf = grip => root.querySelector(`col[data-column="${grip.dataset.column}"]`);
  const resize = (grip, width) => tell(dotnet, 'Resized', grip.dataset.column, Math.round(width));
  const within = (grip, width) => Math.min(Number(grip.ariaValueMax), Math.max(Number(grip.ariaValueMin), width));
  let drag = null;

  on('pointerdown', event => {
    const grip = gripOf(event);
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    const width = grip.parentElement.getBoundingClientRect().width;
    drag = { grip, from: event.clientX, width, now: width };
  });

  on('pointermove', event => {
    if (!drag) return;
    drag.now = within(drag.grip, drag.width + event.clientX - drag.from);
    columnOf(drag.grip).style.width = `${drag.now}px`;
  });

  const drop = () => {
    if (drag && drag.now !== drag.width) resize(drag.grip, drag.now);
    drag = null;
  };
  on('pointerup', drop);
  on('pointercancel', drop);

  on('dblclick', event => {
    const grip = gripOf(event);
    if (grip) resize(grip, 0);
  });

  on('keydown', event => {
    const grip = gripOf(event);
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!grip || !direction) return;
    event.preventDefault();
    resize(grip, within(grip, grip.parentElement.getBoundingClientRect().width + direction * step));
  });

  return { dispose: () => stopping.abort() };
}
