// Runs before the first paint: the page never flashes in the wrong theme. The button works without a circuit.
(() => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => {
    try { return localStorage.getItem('theme'); } catch { return null; }
  };
  const apply = () => { root.dataset.theme = chosen() ?? (system.matches ? 'dark' : 'light'); };

  apply();
  system.addEventListener('change', apply);
  addEventListener('storage', event => { if (event.key === 'theme') apply(); });
  document.addEventListener('click', event => {
    if (!event.target.closest?.('[data-theme-toggle]')) return;
    const next = root.dataset.theme === 'dark' ? 'light' : 'dark';
    try { localStorage.setItem('theme', next); } catch { /* private mode: this page only */ }
    root.dataset.theme = next;
  });
})();
