/** "/" goes to the field from anywhere, Escape empties and leaves it. */
export function init(form) {
  const field = form.querySelector('input');

  function onKey(event) {
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === 'Escape' && event.target === field) {
      if (field.value) {
        field.value = '';
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
      field.blur();
    }
  }

  document.addEventListener('keydown', onKey);
  return { dispose: () => document.removeEventListener('keydown', onKey) };
}

const isTyping = target => target.closest?.('input, textarea, select, [contenteditable], [role="dialog"]') != null;
