import { thumbnails } from '../../js/thumbnails.js';

/** Paints the candidates: each is the segment as it would be by that layout. */
export function init(root) {
  return thumbnails(root, () => { /* A candidate that cannot be painted stays empty. */ });
}
