import { thumbnails } from '../../js/thumbnails.js';

/** Keeps the pictures alive, and moves through the rows by keyboard. */
export function init(root, dotnet) {
  const pictures = thumbnails(root, (id, status, detail) => dotnet.invokeMethodAsync('PictureTold', id, status, detail));
  const moves = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

  function onKey(event) {
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
    next.closest('tr, li').scrollIntoView({ block: 'nearest' });
  }

  document.addEventListener('keydown', onKey);

  return {
    dispose() {
      pictures.dispose();
      document.removeEventListener('keydown', onKey);
    },
  };
}
