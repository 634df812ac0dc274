import { wanted, want } from '../../js/notices.js';

const name = 'shm-settings';

/** The cookie's value as it is. */
export function kept() {
  document.dispatchEvent(new Event('theme-choices'));
  const pair = document.cookie.split('; ').find(pair => pair.startsWith(`${name}=`));
  return pair ? decodeURIComponent(pair.slice(name.length + 1)) : '';
}

/** Keeps it for a year, for this host alone. */
export function keep(value) {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=strict`;
}

export const notices = () => wanted();
export const wantNotices = (findings, favourites) => want({ findings, favourites });
