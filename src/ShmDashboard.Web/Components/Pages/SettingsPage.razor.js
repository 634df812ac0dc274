import { wanted, want } from '../../js/notices.js';
import * as settings from '../../js/settings.js';

export function kept() {
  document.dispatchEvent(new Event('theme-choices'));
  return settings.kept();
}

export const keep = settings.keep;
export const notices = () => wanted();
export const wantNotices = (findings, favourites) => want({ findings, favourites });
