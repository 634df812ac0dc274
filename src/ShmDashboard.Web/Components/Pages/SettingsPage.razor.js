import { wanted, want } from '../../js/notices.js';
import * as settings from '../../js/settings.js';

/** Tells the page when the theme is chosen elsewhere. */
export function init(dotnet) {
  const stopping = new AbortController();
  document.addEventListener('theme', ({ detail }) => dotnet.invokeMethodAsync('ThemeChosen', detail), { signal: stopping.signal });
  return { dispose: () => stopping.abort() };
}

export const { kept, keep } = settings;
export const theme = () => globalThis.theme.chosen();
export const chooseTheme = name => globalThis.theme.choose(name);
export const notices = () => wanted();
export const wantNotices = (findings, favourites) => want({ findings, favourites });
