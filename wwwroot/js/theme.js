// Runs before the first paint: the page never flashes in the wrong theme. The button works without a circuit.
(() => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => {
    try { return localStorage.getItem('theme'); } catch { return null; }
  };
  const choose = theme => {
    try {
      if (theme === 'system') localStorage.removeItem('theme');
      else localStorage.setItem('theme', theme);
    } catch { /* private mode: this page only */ }
  };
  const mark = () => {
    for (const choice of document.querySelectorAll('[data-theme-choice]')) choice.checked = choice.value === (chosen() ?? 'system');
  };
  const apply = () => {
    root.dataset.theme = chosen() ?? (system.matches ? 'dark' : 'light');
    mark();
  };

  apply();
  system.addEventListener('change', apply);
  addEventListener('storage', event => { if (event.key === 'theme') apply(); });
  document.addEventListener('click', event => {
    if (!event.target.closest?.('[data-theme-toggle]')) return;
    const next = root.dataset.theme === 'dark' ? 'light' : 'dark';
    choose(next);
    root.dataset.theme = next;
    mark();
  });
  document.addEventListener('change', event => {
    if (!event.target.matches?.('[data-theme-choice]')) return;
    choose(event.target.value);
    apply();
  });
  // The settings page may come by a link, long after this ran: it says so.
  document.addEventListener('theme-choices', mark);
})();
