import { take } from '../../js/carried-files.js';
import { tell } from '../../js/tell.js';

const previewWidth = 672;

/** Keeps the chosen files, describes them, converts and sends them. The page decides what and where to. */
export function init(root, dotnet, mostBytes) {
  const files = new Map();
  const text = root.querySelector('[data-text]');
  const stopping = new AbortController();
  const underWay = new Map();
  let counter = 0;

  async function add(chosen) {
    const described = await Promise.all([...chosen].map(async file => {
      const id = ++counter;
      const entry = { file, url: URL.createObjectURL(file), png: null };
      files.set(id, entry);
      return describe(id, entry);
    }));
    if (described.length > 0 && !stopping.signal.aborted) await tell(dotnet, 'FilesAdded', described);
  }

  async function describe(id, entry) {
    const { file } = entry;
    const described = { id, name: file.name, bytes: file.size, width: 0, height: 0, isPng: await hasPngSignature(file), url: entry.url, problem: null };
    try {
      const bitmap = await createImageBitmap(file);
      Object.assign(described, { width: bitmap.width, height: bitmap.height });
      bitmap.close();
      return described;
    } catch {
      // What this browser does not open the host may.
    }
    if (file.size > mostBytes) return described;
    const shown = await convert(file, `format=png&width=${previewWidth}`);
    if (shown.problem) return { ...described, problem: shown.problem };
    URL.revokeObjectURL(entry.url);
    entry.url = URL.createObjectURL(shown.png);
    const [width, height] = shown.fullSize;
    return { ...described, width, height, url: entry.url };
  }

  let typing = 0;
  function tellText() {
    clearTimeout(typing);
    typing = setTimeout(() => {
      const utf8 = new TextEncoder().encode(text.value).length;
      tell(dotnet, 'TextChanged', utf8, text.value.length);
    }, 120);
  }

  // MudBlazor's field is another one after each choice. What it was given stays here: none of it passes through the circuit.
  root.addEventListener('change', ({ target }) => {
    if (!target.matches('[data-files]')) return;
    add(target.files);
    target.value = '';
  }, { signal: stopping.signal });
  text.addEventListener('input', tellText, { signal: stopping.signal });
  const leave = take(add);

  return {
    /** Has a PNG made of a file; what is one already is never touched. */
    async prepare(id) {
      const entry = files.get(id);
      if (!entry.png) {
        const made = await convert(entry.file, 'format=png');
        // Of the few formats that only browsers open (AVIF) the browser makes it.
        entry.png = made.problem ? await toPng(entry.file).then(png => ({ png }), () => made) : made;
      }
      const { png, problem, from, bits, fromBits, turned } = entry.png;
      if (problem) entry.png = null;
      return {
        bytes: png?.size ?? 0, converted: true, problem: problem ?? null,
        from: from ?? null, bits: bits ?? null, fromBits: fromBits ?? null, turned: turned ?? false,
      };
    },
    send(id, url, converted) {
      const entry = files.get(id), breaking = new AbortController();
      underWay.set(id, breaking);
      return put(url, converted ? entry.png.png : entry.file, 'application/octet-stream', share => tell(dotnet, 'Progress', id, share), breaking.signal)
        .finally(() => underWay.delete(id));
    },
    cancel(id) { underWay.get(id)?.abort(); },
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

/** Asks the host for a picture file made of one; it writes nothing anywhere. */
async function convert(file, query) {
  try {
    const response = await fetch(`/api/pictures?${query}`, { method: 'POST', body: file, headers: { 'Content-Type': 'application/octet-stream' } });
    if (!response.ok) {
      const answer = await response.json().catch(() => null);
      return { problem: answer?.detail ?? `HTTP ${response.status}` };
    }
    const told = name => response.headers.get(`X-Picture-${name}`);
    return {
      png: await response.blob(), from: told('From'), bits: Number(told('Bits')), fromBits: Number(told('From-Bits')) || null,
      turned: told('Turned') === 'true', fullSize: told('Full-Size').split('x').map(Number),
    };
  } catch (error) {
    return { problem: error.message };
  }
}

async function toPng(file) {
  const bitmap = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}

/** fetch() tells nothing of an upload's progress; this is what XMLHttpRequest is still for. */
function put(url, body, type, progress, signal = null) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    const failed = (detail, cancelled = false) => resolve({ ok: false, action: null, payloadBytes: 0, segmentBytes: 0, detail, cancelled });
    let told = 0, allSent = false;
    // What has been sent whole is being written: then it is too late.
    signal?.addEventListener('abort', () => { if (!allSent) request.abort(); });
    request.open('PUT', url);
    request.setRequestHeader('Content-Type', type);
    request.upload.onprogress = event => {
      const now = performance.now();
      if (!event.lengthComputable || (now - told < 100 && event.loaded < event.total)) return;
      told = now;
      progress(event.loaded / event.total);
    };
    request.upload.onload = () => { allSent = true; };
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
    request.onabort = () => failed(null, true);
    request.send(body);
  });
}
