// Files dropped or pasted on one page, waiting for the Upload page to take them. They never leave the browser until sent.
let carried = [];
let taker = null;

export function carry(files) {
  if (taker) taker(files);
  else carried.push(...files);
}

/** Takes what waits, and everything that comes, until the returned function is called. */
export function take(receive) {
  taker = receive;
  const waiting = carried;
  carried = [];
  if (waiting.length > 0) receive(waiting);
  return () => { if (taker === receive) taker = null; };
}
