// Gets the frames of all pictures of a page, decodes them, paints them and hands the page what it painted. What the page has to
// say goes over a socket; frames come over it only until their own way is open. See live.js.

import { FrameAnswer } from './live-answer.js';
import { LiveView } from './live-view.js';

/** How many frames may be under way: one that is decoded and one that comes. Many small pictures share more. */
const forOne = 2, forMany = 12;
const calmPause = 500;
const firstRetry = 250, longestRetry = 5000, unreachableAfter = 3000;

const views = new Map();
const text = new TextDecoder();
let address = null, socket = null, answer = null, retry = firstRetry, lostAt = null, resting = false, hidden = false, pause = 0, telling = 0, told = '';

const now = () => performance.timeOrigin + performance.now();
const wanted = () => hidden ? [] : [...views.values()].filter(view => view.isWanted);

function tell() {
  telling ||= setTimeout(() => {
    telling = 0;
    const list = wanted();
    if (list.length > 0 && !socket && !resting) connect();
    if (socket?.readyState !== WebSocket.OPEN) return;
    if (list.length > 0) answer.open();
    if (hidden) answer.close();
    const command = JSON.stringify({
      // What rests until the next may come takes nobody's turn.
      total: pause > 0 ? list.length + forOne : (list.length > 1 ? forMany : forOne) + list.filter(view => view.calm).length,
      views: list.map(view => ({ key: view.wire, id: view.id, ...view.wanted, inFlight: list.length > 4 || view.calm || pause > 0 ? 1 : forOne })),
    });
    if (command === told) return;
    told = command;
    socket.send(command);
  }, 0);
}

function connect() {
  const name = crypto.getRandomValues(new Uint32Array(4)).join('-'), own = new WebSocket(`${address}?name=${name}`);
  socket = own;
  answer = new FrameAnswer(`${address.replace(/^ws/, 'http')}/frames?name=${name}`, {
    take: receive,
    opened() { if (own.readyState === WebSocket.OPEN) own.send(JSON.stringify({ isAnswered: true })); },
    ended(wasOpen) {
      if (own.readyState !== WebSocket.OPEN) return;
      if (wasOpen) {
        own.send(JSON.stringify({ isAnswered: false }));
        for (const view of views.values()) view.forgetFlying();
      }
      tell();
    },
  });
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => {
    retry = firstRetry;
    lostAt = null;
    told = '';
    tell();
  };
  socket.onmessage = ({ data }) => receive(new Uint8Array(data));
  socket.onclose = () => {
    socket = null;
    answer.close();
    lostAt ??= now();
    postMessage({ what: 'lost' });
    for (const view of views.values()) view.forgetFlying();
    if (now() - lostAt > unreachableAfter) for (const view of wanted()) view.say({ what: 'problem', status: 'unreachable', detail: null });
    // Whatever the page does meanwhile, the host is not asked sooner.
    resting = true;
    setTimeout(() => {
      resting = false;
      tell();
    }, retry);
    retry = Math.min(longestRetry, retry * 2);
  };
}

async function receive(message) {
  const received = now();
  const length = new DataView(message.buffer).getInt32(0, true);
  const head = JSON.parse(text.decode(message.subarray(4, 4 + length)));
  const view = [...views.values()].find(({ wire }) => wire === head.key);
  const from = socket;
  const painted = view && !hidden ? await view.show(head, message.subarray(4 + length), received) : null;
  // A calm picture gets the next frame only after a while; so do all where fewer were chosen.
  const rest = Math.max(view?.calm ? calmPause : 0, pause - (now() - received));
  if (view && rest > 0) await new Promise(resolve => { setTimeout(resolve, rest); });
  if (from === socket && from?.readyState === WebSocket.OPEN) {
    from.send(JSON.stringify({ done: [{ key: head.key, noticedToPainted: painted === null ? null : painted - head.noticed }] }));
  }
}

const commands = {
  start({ socket: where }) { address = where; },
  page(message) {
    ({ hidden } = message);
    tell();
  },
  pace(message) {
    ({ pause } = message);
    tell();
  },
  adopt({ key, kind }) { views.set(key, new LiveView(kind, (message, transfer = []) => postMessage({ key, ...message }, transfer))); },
  shown({ key, number, at }) { views.get(key)?.shown(number, at); },
  follow({ key, id }) { views.get(key)?.follow(id); tell(); },
  look({ key, look, calm }) { views.get(key)?.lookAs(look, calm); tell(); },
  place({ key, shape }) { views.get(key)?.place(shape); tell(); },
  visible({ key, is }) { const view = views.get(key); if (view) view.visible = is; tell(); },
  freeze({ key, is }) { views.get(key)?.freeze(is); tell(); },
  point({ key, at }) { views.get(key)?.point(at); },
  save({ key }) { views.get(key)?.save(); },
  copy({ key }) { views.get(key)?.copy(); },
  measure({ key, is }) { views.get(key)?.measure(is); },
  clear({ key }) { views.get(key)?.clear(); },
  remove({ key }) {
    views.get(key)?.dispose();
    views.delete(key);
    tell();
  },
};

addEventListener('message', ({ data }) => commands[data.do](data));
