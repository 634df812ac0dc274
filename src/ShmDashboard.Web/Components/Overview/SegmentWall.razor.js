import { isConnected, tell } from '../../js/tell.js';

const narrowest = 270;

/** Tells how many tiles have room beside each other. */
export function init(root, dotnet) {
  let told = 0;
  const sizes = new ResizeObserver(() => {
    const gap = parseFloat(getComputedStyle(root).getPropertyValue('--space-4'));
    const columns = Math.max(1, Math.floor((root.clientWidth + gap) / (narrowest + gap)));
    if (columns === told || !isConnected()) return;
    told = columns;
    tell(dotnet, 'HasRoomFor', columns);
  });
  sizes.observe(root);
  return { dispose: () => sizes.disconnect() };
}
