import { carry } from '../../js/carried-files.js';

/** Takes files dropped anywhere and pictures pasted outside of fields. The veil shows where a drop would go. */
export function init(veil, dotnet) {
  let depth = 0;
  const hasFiles = event => event.dataTransfer?.types.includes('Files') === true;
  const show = visible => { veil.hidden = !visible; };

  function deliver(files) {
    if (files.length === 0) return;
    carry([...files]);
    if (location.pathname !== '/upload') dotnet.invokeMethodAsync('GoToUpload');
  }

  const handlers = {
    dragenter(event) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth++;
      show(true);
    },
    dragleave(event) {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      show(depth > 0);
    },
    dragover(event) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    drop(event) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      show(false);
      deliver(event.dataTransfer.files);
    },
    paste(event) {
      if (event.target.closest?.('input, textarea')) return;
      const files = [...event.clipboardData?.files ?? []];
      if (files.length === 0) return;
      event.preventDefault();
      deliver(files);
    },
  };

  for (const [name, handler] of Object.entries(handlers)) document.addEventListener(name, handler);
  return {
    dispose() {
      for (const [name, handler] of Object.entries(handlers)) document.removeEventListener(name, handler);
    },
  };
}
