// What the page knows, and who wants to hear of a change. Topics: state, view, chat, typing, pushes, calls, person, toast, select, connection.

import { api } from './api.js';

const listeners = new Map();

export const store = {
  state: null, // the platform, as GET /simulator/state tells it
  alias: null,
  person: 1,
  view: null, // this phone
  pushes: new Map(),
  calls: new Map(),
  strays: new Map(), // calls that name no account of the platform
  connected: false,
  selected: null, // the number of the packet that is open in the inspector
};

/** Calls back at each change of a topic; returns how to stop. */
export function on(topics, listener) {
  for (const topic of topics.split(' ')) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic).add(listener);
  }
  return listener;
}

/** Forgets all listeners: the page is about to be built anew. */
export const offAll = () => listeners.clear();

export function tell(topic, data) {
  for (const listener of listeners.get(topic) ?? []) listener(data);
}

/** Runs something once in the next frame, however often it is asked for until then: a flood of packets is drawn at the pace of the screen. */
export function soon(run) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      run();
    });
  };
}

export const account = () => store.state?.accounts.find(each => each.alias === store.alias) ?? null;
export const me = () => store.state?.people.find(each => each.number === store.person) ?? null;
export const toast = text => tell('toast', text);

/** The simulated time, in milliseconds. */
export const now = () => store.state ? store.clockAt + (store.state.clock.stopped ? 0 : performance.now() - store.readAt) : Date.now();

export function setClock(clock) {
  store.state.clock = clock;
  store.clockAt = Date.parse(clock.now);
  store.readAt = performance.now();
}

export async function loadState() {
  const state = await api.state();
  store.state = state;
  setClock(state.clock);
  if (!account()) store.alias = state.accounts[0]?.alias ?? null;
  if (!me()) store.person = state.people[0]?.number ?? 1;
  tell('state');
}

/** Reads this phone anew; an answer that was overtaken by a switch is dropped. */
export async function loadView() {
  const { alias, person } = store;
  if (!alias || !me()) return;
  const view = await api.view(alias, person);
  if (store.alias !== alias || store.person !== person) return;
  store.view = view;
  tell('view');
}

export async function loadRecords() {
  const { alias } = store;
  if (!alias) return;
  const [pushes, calls, strays] = await Promise.all([api.pushes(alias), api.calls(alias), api.strays()]);
  if (store.alias !== alias) return;
  store.pushes = new Map(pushes.map(push => [push.number, push]));
  store.calls = new Map(calls.map(call => [call.number, call]));
  store.strays = new Map(strays.map(call => [call.number, call]));
  tell('pushes');
  tell('calls');
}

/** Shows another phone or another account. */
export async function show(alias, person) {
  const other = alias !== store.alias;
  Object.assign(store, { alias, person, view: null });
  if (other) Object.assign(store, { pushes: new Map(), calls: new Map(), selected: null });
  sessionStorage.setItem('phone', JSON.stringify({ alias, person }));
  tell('person');
  await attempt(() => Promise.all([loadView(), other ? loadRecords() : null]));
}

/** Does something on this phone. */
export const act = action => attempt(() => api.act(store.alias, store.person, action));

/** Runs something that may fail and says so. Returns undefined after a failure. */
export async function attempt(run) {
  try {
    return await run();
  } catch (error) {
    toast(error.message);
    return undefined;
  }
}
