// Listens to the platform, and comes back by itself when the simulator was restarted.

import { store, tell, loadState, loadView, loadRecords, setClock } from './store.js';

let source = null;
let viewTimer = 0;
let stateTimer = 0;
let resyncTimer = 0;

/** Connects; whenever the connection stands (again), everything is read anew. */
export function connect() {
  source?.close();
  source = new EventSource('/simulator/feed');
  source.onopen = () => resync();
  source.onmessage = message => hear(JSON.parse(message.data));
  source.onerror = () => {
    lost();
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
  };
}

function lost() {
  if (!store.connected) return;
  store.connected = false;
  tell('connection');
}

async function resync() {
  try {
    await loadState();
    await Promise.all([loadView(), loadRecords()]);
    store.connected = true;
    tell('connection');
  } catch {
    setTimeout(resync, 1000);
  }
}

// Several events of one moment make one request.
function viewSoon() {
  clearTimeout(viewTimer);
  viewTimer = setTimeout(() => loadView().catch(() => {}), 30);
}

function stateSoon() {
  clearTimeout(stateTimer);
  stateTimer = setTimeout(() => loadState().catch(() => {}), 60);
}

function hear(event) {
  const mine = (!event.account || event.account === store.alias) && (!event.open_id || event.open_id === store.view?.open_id);
  switch (event.kind) {
    case 'chat':
      if (mine) heardEntry(event.data);
      break;
    case 'push':
      if (event.account === store.alias) keep(store.pushes, event.data, 'pushes');
      if (event.data?.outcome === 'failed' || event.data?.outcome === 'not_sent') stateSoon();
      break;
    case 'call':
      if (!event.account) keep(store.strays, event.data, 'calls');
      else if (event.account === store.alias) keep(store.calls, event.data, 'calls');
      break;
    case 'clock':
      setClock(event.data);
      tell('state');
      viewSoon();
      break;
    case 'resync':
      clearTimeout(resyncTimer);
      resyncTimer = setTimeout(resync, 300);
      break;
    case 'typing':
    case 'windows':
    case 'menu':
      if (mine) viewSoon();
      break;
    default:
      stateSoon();
      if (mine) viewSoon();
  }
}

function heardEntry(entry) {
  const chat = store.view?.chat;
  const last = chat?.at(-1)?.number ?? 0;
  if (!chat || !entry || entry.number > last + 1) return viewSoon();
  if (entry.number <= last) return;
  chat.push(entry);
  if (chat.length > 500) chat.shift();
  tell('chat', entry);
  viewSoon(); // a message of the account ends its typing, one of the follower opens a window
}

function keep(map, record, topic) {
  if (!record) return;
  map.set(record.number, record);
  if (map.size > 400) map.delete(map.keys().next().value);
  tell(topic, record);
}
