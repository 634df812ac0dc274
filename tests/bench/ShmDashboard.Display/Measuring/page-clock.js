// Notes at each animation frame which numbered picture each canvas shows by then. See ../producer.py for the numbers.
(selector) => {
  const cells = 32, clock = { seen: [], frames: 0, running: true };
  const probe = new OffscreenCanvas(1, 1);
  const context = probe.getContext('2d', { willReadFrequently: true });
  const last = new Map();

  function numberOn(source) {
    const width = source.naturalWidth ?? source.width, height = source.naturalHeight ?? source.height;
    if (!width || !height) return -1;
    if (probe.width !== width) probe.width = width;
    context.clearRect(0, 0, width, 1);
    try { context.drawImage(source, 0, height >> 1, width, 1, 0, 0, width, 1); } catch { return -1; }
    const { data } = context.getImageData(0, 0, width, 1);
    let from = 0, to = width;
    while (from < width && data[from * 4 + 3] === 0) from++;
    while (to > from && data[to * 4 - 1] === 0) to--;
    if (to - from < cells) return -1;
    const bit = cell => data[(from + Math.floor((cell + .5) * (to - from) / cells)) * 4] > 127 ? 1 : 0;
    if (bit(0) !== 1 || bit(1) !== 0) return -1;
    let number = 0, check = 0;
    for (let i = 0; i < 16; i++) number |= bit(2 + i) << i;
    for (let i = 0; i < 8; i++) check |= bit(18 + i) << i;
    return check === ((number * 37 + 11) & 255) ? number : -1;
  }

  function tick() {
    const now = performance.timeOrigin + performance.now();
    clock.frames++;
    let index = 0;
    for (const source of document.querySelectorAll(selector)) {
      const number = numberOn(source);
      if (number >= 0 && last.get(source) !== number) {
        last.set(source, number);
        clock.seen.push([index, number, now]);
      }
      index++;
    }
    if (clock.running) requestAnimationFrame(tick);
  }

  requestAnimationFrame(tick);
  globalThis.displayClock = clock;
}
