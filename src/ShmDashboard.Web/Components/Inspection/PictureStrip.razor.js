import { thumbnails } from '../../js/thumbnails.js';

/** Paints the pictures of one segment. */
export function init(root) {
  return thumbnails(root, () => { /* One that cannot be painted stays empty; its card says what is wrong. */ });
}
