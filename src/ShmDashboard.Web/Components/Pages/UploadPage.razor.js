import { take } from '../../js/carried-files.js';

/** Keeps the chosen files, describes them, converts and sends them. The page decides what and where to. */
export function init(root, dotnet) {
  const files = new Map();
  const chooser = root.querySelector('[data-files]');
  const text = root.querySelector('[data-text]');
  const stopping = new AbortController();
  let counter = 0;

  async function add(chosen) {
    const described = await Promise.all([...chosen].map(async file => {
      const id = ++counter;
      const entry = { file, url: URL.createObjectURL(file), png: null };
      files.set(id, entry);
      return describe(id, entry);
    }));
    if (described.length > 0 && !stopping.signal.aborted) await dotnet.invokeMethodAsync('FilesAdded', described);
  }

  async function describe(id, { file, url }) {
    const isPng = await hasPngSignature(file);
    try {
      const bitmap = await createImageBitmap(file);
      const { width, height } = bitmap;
      bitmap.close();
      return { id, name: file.name, bytes: file.size, width, height, isPng, url, problem: null };
    } catch (error) {
      return { id, name: file.name, bytes: file.size, width: 0, height: 0, isPng, url, problem: error.message };
    }
  }

  let typing = 0;
  function tellText() {
    clearTimeout(typing);
    typing = setTimeout(() => {
      const utf8 = new TextEncoder().encode(text.value).length;
      dotnet.invokeMethodAsync('TextChanged', utf8, text.value.length);
    }, 120);
  }

  chooser.addEventListener('change', () => {
    add(chooser.files);
    chooser.value = '';
  }, { signal: stopping.signal });
  text.addEventListener('input', tellText, { signal: stopping.signal });
  const leave = take(add);

  return {
    /** Makes a PNG of a file; what is one already is never touched. */
    async prepare(id) {
      const entry = files.get(id);
      try {
        entry.png ??= await toPng(entry.file);
        return { bytes: entry.png.size, converted: true, problem: null };
      } catch (error) {
        return { bytes: 0, converted: true, problem: error.message };
      }
    },
    send(id, url, converted) {
      const entry = files.get(id);
      return put(url, converted ? entry.png : entry.file, 'application/octet-stream', share => dotnet.invokeMethodAsync('Progress', id, share));
    },
    sendText: url => put(url, new Blob([text.value]), 'text/plain; charset=utf-8', () => { }),
    forget(id) {
      URL.revokeObjectURL(files.get(id)?.url);
      files.delete(id);
    },
    dispose() {
      leave();
      stopping.abort();
      clearTimeout(typing);
      for (const { url } of files.values()) URL.revokeObjectURL(url);
      files.clear();
    },
  };
}

async function hasPngSignature(file) {
  const bytes = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].every((value, index) => bytes[index] === value);
}

async function toPng(file) {
  const bitmap = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}

/** fetch() tells nothing of an upload's progress; this is what XMLHttpRequest is still for. */
function put(url, body, type, progress) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    const failed = detail => resolve({ ok: false, action: null, payloadBytes: 0, segmentBytes: 0, detail });
    let told = 0;
    request.open('PUT', url);
    request.setRequestHeader('Content-Type', type);
    request.upload.onprogress = event => {
      const now = performance.now();
      if (!event.lengthComputable || (now - told < 100 && event.loaded < event.total)) return;
      told = now;
      progress(event.loaded / event.total);
    };
    request.onload = () => {
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { /* not from our host: the status has to do */ }
      if (request.status >= 200 && request.status < 300 && answer) {
        resolve({ ok: true, action: answer.action, payloadBytes: answer.payloadBytes, segmentBytes: answer.segmentBytes, detail: null });
      } else {
        failed(answer?.detail ?? answer?.title ?? `HTTP ${request.status}`);
      }
    };
    request.onerror = () => failed(null);
    request.onabort = () => failed(null);
    request.send(body);
  });
}
