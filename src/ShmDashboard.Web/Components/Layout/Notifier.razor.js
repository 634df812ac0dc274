import { favourites } from '../../js/favourites.js';
import { onWanted, tell as tellOne, wanted } from '../../js/notices.js';
import { tell } from '../../js/tell.js';

/** Tells what this browser wants to be told: findings, and what happens to the segments with a star. */
export async function init(dotnet) {
  const say = () => {
    const wants = wanted();
    return tell(dotnet, 'Wants', wants.findings, wants.favourites);
  };
  const stop = onWanted(say);
  await say();
  return {
    tell(findings, happened, most) {
      const starred = new Set(favourites());
      for (const { title, body, tag, address } of [...findings, ...happened.filter(({ id }) => starred.has(id)).slice(0, most)]) tellOne(title, body, tag, address);
    },
    dispose: stop,
  };
}
