// How pictures of a name are shown (window, colour map, channel, gamma): kept in this browser, the newest so many.

const key = 'looks', most = 200, longest = 500;

function all() {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return Array.isArray(kept) ? kept.filter(pair => Array.isArray(pair) && pair.length === 2 && pair.every(part => typeof part === 'string' && part.length <= longest)) : [];
  } catch { return []; }
}

/** As a query; null for as usual. */
export function recall(name) {
  return all().find(([known]) => known === name)?.[1] ?? null;
}

/** From now on; null: as usual. */
export function keep(name, mapping) {
  const others = all().filter(([known]) => known !== name);
  const kept = mapping === null || name.length > longest ? others : [[name, mapping.slice(0, longest)], ...others].slice(0, most);
  try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* private mode: not kept */ }
}
