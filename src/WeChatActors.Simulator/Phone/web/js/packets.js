// The packets that were pushed, newest first; each opens to all that came of it.

import { h, put, button } from './dom.js';
import { store, on, me, account, soon } from './store.js';
import { t, told, exactTime } from './i18n.js';
import { code, badge, empty, fold, ms } from './parts.js';
import { timeline } from './timeline.js';

export const TONES = { replied: 'good', acknowledged: 'good', failed: 'bad', not_sent: 'bad', pending: 'wait' };
const MOST = 150;

export function packetsTab() {
  let everybody = true;
  const rows = new Map(); // by number: what is drawn, and of which record
  const list = h('div', { class: 'records', test: 'packets' });
  const only = h('div', { class: 'switch', role: 'group' });

  function draw() {
    put(only, [[true, t('everybody')], [false, t('onlyPerson', me()?.name ?? '')]].map(([value, text]) =>
      button({ 'aria-pressed': String(everybody === value) }, () => { everybody = value; draw(); }, text)));
    const shown = [...store.pushes.values()].filter(push => everybody || push.open_id === store.view?.open_id).slice(-MOST).reverse();
    const wanted = shown.map(push => {
      const drawn = rows.get(push.number);
      const opened = store.selected === push.number;
      if (drawn && drawn.push === push && drawn.opened === opened) return drawn.element;
      const element = record(push, opened, () => { store.selected = opened ? null : push.number; draw(); list.querySelector(`[data-testid="packet-${push.number}"]`)?.focus(); });
      rows.set(push.number, { push, opened, element });
      return element;
    });
    for (const number of rows.keys()) if (!store.pushes.has(number)) rows.delete(number);
    if (wanted.length === 0) put(list, empty(t('noPackets')));
    else if (wanted.length !== list.children.length || wanted.some((element, index) => list.children[index] !== element)) list.replaceChildren(...wanted);
  }

  on('pushes person state', soon(draw));
  on('select', () => { draw(); list.querySelector('[aria-expanded=true]')?.scrollIntoView({ block: 'nearest' }); });
  return h('div', {}, only, list);
}

function record(push, opened, toggle) {
  const last = push.deliveries.at(-1);
  return h('article', { class: `record ${opened ? 'open' : ''}` },
    fold({ test: `packet-${push.number}` }, [
      h('span', { class: 'record-number' }, `#${push.number}`), h('span', { class: 'record-kind' }, push.kind),
      h('span', { class: 'record-gist' }, gist(push)),
      push.deliveries.length > 1 && h('span', { class: 'record-count' }, `×${push.deliveries.length}`),
      h('span', { class: 'record-time' }, ms(last?.elapsed_ms)),
      badge(TONES[push.outcome], t(push.outcome)),
    ], opened, toggle),
    opened && details(push));
}

/** What the packet says, in a word: the text, or an event's key. */
function gist(push) {
  const packet = new DOMParser().parseFromString(push.packet, 'text/xml');
  const value = name => packet.querySelector(name)?.textContent.slice(0, 120);
  return value('Content') || value('Recognition') || value('EventKey') || value('Label') || value('Title') || '';
}

function details(push) {
  const answered = push.deliveries.filter(delivery => delivery.answer !== null).at(-1);
  return h('div', { class: 'record-body' },
    h('p', { class: `verdict ${TONES[push.outcome]}`, test: 'verdict' }, told(push, 'verdict') || t(push.outcome)),
    h('p', { class: 'record-meta' }, `${exactTime(new Date(push.at))} · ${who(push)} · ${push.open_id}`),
    push.deliveries.length > 0 && timeline(push),
    code(t('plain'), push.packet, 'packet-xml'),
    answered && code(answered.decrypted === null ? t('answer') : `${t('answer')} · ${t('decrypted')}`, answered.decrypted ?? answered.answer, 'answer'),
    answered && answered.decrypted !== null && code(t('answerWire'), answered.answer, 'answer-wire'),
    push.wire && code(t('wire'), push.wire, 'wire'),
    push.query && code(t('query'), push.query.replace(/^\?/, '').split('&').join('\n'), 'query'));
}

/** Whose packet it is: the one at the phone, or nobody that this page shows. */
const who = push => push.open_id === store.view?.open_id ? me()?.name ?? '' : account()?.name ?? '';
