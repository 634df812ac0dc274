import { wanted, want } from '../../js/notices.js';
import * as settings from '../../js/settings.js';
import { tell } from '../../js/tell.js';

/** Tells the page when the theme is chosen elsewhere. */
export function init(dotnet) {
  const stopping = new AbortController();
  document.addEventListener('theme', ({ detail }) => tell(dotnet, 'ThemeChosen', detail), { signal: stopping.signal });
  return { dispose: () => stopping.abort() };
}

export const { kept, keep } = settings;
export const theme = () => globalThis.theme.chosen();
export const chooseTheme = name => globalThis.theme.choose(name);
export const notices = () => wanted();
export const wantNotices = (findings, favourites) => want({ findings, favourites });
