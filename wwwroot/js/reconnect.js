// What the connection overlay cannot do by itself: come back after the host was restarted.
const modal = document.getElementById('components-reconnect-modal');
let waiting = 0;

async function reloadWhenTheHostAnswers() {
  try {
    await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
    location.reload();
  } catch {
    waiting = setTimeout(reloadWhenTheHostAnswers, 2000);
  }
}

function look() {
  const state = modal.className;
  clearTimeout(waiting);
  // Rejected: the host runs, but has no memory of this page; it was restarted.
  if (state.includes('components-reconnect-rejected')) location.reload();
  else if (state.includes('components-reconnect-failed')) reloadWhenTheHostAnswers();
}

if (modal) {
  new MutationObserver(look).observe(modal, { attributes: true, attributeFilter: ['class'] });
  modal.querySelector('button')?.addEventListener('click', () => location.reload());
}
