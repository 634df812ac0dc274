import { tell } from '../../js/tell.js';
import { thumbnails } from '../../js/thumbnails.js';

export { favourites, toggleFavourite } from '../../js/favourites.js';

/** Keeps the pictures alive, and moves through the rows by keyboard. */
export function init(root, dotnet) {
  const pictures = thumbnails(root, (id, status, detail) => tell(dotnet, 'PictureTold', id, status, detail));
  const moves = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

  function onKey(event) {
    // x picks the row that has the focus, where rows are picked.
    if (event.key === 'x' && document.activeElement?.matches('[data-row-link]')) document.activeElement.closest('tr')?.querySelector('.pick input')?.click();
    const step = moves[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    const fromSearch = event.target.type === 'search' && event.key === 'ArrowDown';
    if (!fromSearch && event.target.closest?.('input, textarea, select, [role="dialog"]')) return;
    const links = [...root.querySelectorAll('[data-row-link]')];
    if (links.length === 0) return;
    event.preventDefault();
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step))];
    next.focus({ preventScroll: true });
    next.closest('tr, .tile').scrollIntoView({ block: 'nearest' });
  }

  // What says something on hover lies above the row's link: a click on it means the link all the same.
  function onClick(event) {
    if (event.target.closest('a, button, input, label, [role="separator"]') || getSelection()?.type === 'Range') return;
    const link = event.target.closest('tr, .tile')?.querySelector('[data-row-link]');
    link?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: event.shiftKey }));
  }

  document.addEventListener('keydown', onKey);
  root.addEventListener('click', onClick);

  return {
    dispose() {
      pictures.dispose();
      document.removeEventListener('keydown', onKey);
      root.removeEventListener('click', onClick);
    },
  };
}
