// The segments that were marked with a star: kept in this browser, at most so many.

const key = 'favourites', most = 200;

export function favourites() {
  try {
    const ids = JSON.parse(localStorage.getItem(key));
    return Array.isArray(ids) ? ids.filter(id => typeof id === 'string' && id.length < 2000).slice(0, most) : [];
  } catch { return []; }
}

/** Marks it, or not any more; the new list. */
export function toggleFavourite(id) {
  const known = favourites();
  const ids = known.includes(id) ? known.filter(other => other !== id) : [...known, id].slice(-most);
  try { localStorage.setItem(key, JSON.stringify(ids)); } catch { /* private mode: not kept */ }
  return ids;
}
