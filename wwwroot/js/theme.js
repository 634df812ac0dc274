// Runs before the first paint: the page never flashes in the wrong theme. The button works without a circuit.
(() => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => {
    try { return localStorage.getItem('theme') ?? 'system'; } catch { return 'system'; }
  };
  const show = name => {
    root.dataset.theme = name === 'system' ? (system.matches ? 'dark' : 'light') : name;
    document.dispatchEvent(new CustomEvent('theme', { detail: name }));
  };
  const choose = name => {
    try {
      if (name === 'system') localStorage.removeItem('theme');
      else localStorage.setItem('theme', name);
    } catch { /* private mode: this page only */ }
    show(name);
  };

  show(chosen());
  system.addEventListener('change', () => show(chosen()));
  addEventListener('storage', event => { if (event.key === 'theme') show(chosen()); });
  document.addEventListener('click', event => {
    if (event.target.closest?.('[data-theme-toggle]')) choose(root.dataset.theme === 'dark' ? 'light' : 'dark');
  });
  // The settings page chooses too.
  globalThis.theme = { chosen, choose };
})();
