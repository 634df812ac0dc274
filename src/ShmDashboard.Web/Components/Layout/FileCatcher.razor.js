import { carry } from '../../js/carried-files.js';
import { tell } from '../../js/tell.js';

/** Takes files dropped anywhere and pictures pasted outside of fields. The veil shows where a drop would go. */
export function init(veil, dotnet) {
  let depth = 0;
  // A file field takes what is dropped on it by itself, if nobody meddles.
  const isField = event => event.target.matches?.('input[type="file"]') === true;
  const hasFiles = event => event.dataTransfer?.types.includes('Files') === true;
  const show = visible => { veil.hidden = !visible; };

  function deliver(files) {
    if (files.length === 0) return;
    carry([...files]);
    if (location.pathname !== '/upload') tell(dotnet, 'GoToUpload');
  }

  const handlers = {
    dragenter(event) {
      if (!hasFiles(event)) return;
      if (!isField(event)) event.preventDefault();
      depth++;
      show(!event.target.closest?.('.mud-file-upload'));
    },
    dragleave(event) {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) show(false);
    },
    dragover(event) {
      if (!hasFiles(event) || isField(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    drop(event) {
      if (!hasFiles(event)) return;
      depth = 0;
      show(false);
      if (isField(event)) return;
      event.preventDefault();
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
