/** "?" shows the list of keys; letters go to the pages, by the links that are there. */
export function init(dialog) {
  const pages = { s: '/', u: '/upload', h: '/health', e: '/events', ',': '/settings', i: '/about' };

  // Where a page has something before and behind it.
  const beside = { k: 'main a[rel=prev]', j: 'main a[rel=next]' };

  const open = () => { if (!dialog.open) dialog.showModal(); };

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target) || document.querySelector('dialog[open], [role="dialog"]')) return;
    if (event.key === '?') open();
    else if (Object.hasOwn(beside, event.key) && document.querySelector(beside[event.key])) document.querySelector(beside[event.key]).click();
    else if (Object.hasOwn(pages, event.key)) document.querySelector(`header a[href="${pages[event.key]}"]:not(.brand)`)?.click();
    else return;
    event.preventDefault();
  }

  function onClick(event) {
    if (event.target.closest?.('[data-shortcuts-open]')) open();
    // A click on the dialog's own box is one beside its content.
    else if (event.target === dialog) dialog.close();
  }

  document.addEventListener('keydown', onKey);
  document.addEventListener('click', onClick);
  return {
    dispose() {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('click', onClick);
    },
  };
}

const isTyping = target => target.closest?.('input, textarea, select, [contenteditable]') != null;
