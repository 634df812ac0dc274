import { favourites } from '../../js/favourites.js';
import { tell as tellOne, wanted } from '../../js/notices.js';

/** Tells what this browser wants to be told: findings, and what happens to the segments with a star. */
export function tell(findings, happened, most) {
  const wants = wanted();
  const starred = new Set(wants.favourites ? favourites() : []);
  const told = [...(wants.findings ? findings : []), ...happened.filter(({ id }) => starred.has(id)).slice(0, most)];
  for (const { title, body, tag, address } of told) tellOne(title, body, tag, address);
}
