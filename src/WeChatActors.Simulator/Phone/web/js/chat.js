// The list of messages, with the time between groups of them.

import { h, put, button } from './dom.js';
import { avatar, icon } from './icons.js';
import { store, on, tell, account, me, now } from './store.js';
import { t, chatTime } from './i18n.js';
import { contentOf } from './bubbles.js';

const QUIET = 5 * 60e3; // after so long the time is shown again

export function chatList() {
  const list = h('div', { class: 'chat', role: 'log', 'aria-live': 'polite', 'aria-label': t('chat', account()?.name ?? ''), tabindex: 0, test: 'chat' });
  let newest = 0;
  let lastAt = 0;
  let whose = '';
  let ahead = store.state?.clock.ahead_seconds;

  function append(entry) {
    const at = Date.parse(entry.at);
    if (at - lastAt > QUIET || lastAt === 0) list.append(h('div', { class: 'stamp' }, h('time', { datetime: entry.at }, chatTime(new Date(at), new Date(now())))));
    lastAt = at;
    newest = entry.number;
    list.append(row(entry));
  }

  function drawAll() {
    const key = `${store.alias}/${store.person}`;
    const chat = store.view?.chat ?? [];
    const known = whose === key && chat.length > 0 && newest >= chat[0].number - 1 && newest <= chat.at(-1).number;
    if (!known) {
      put(list);
      [newest, lastAt, whose] = [0, 0, key];
    }
    const fresh = chat.filter(entry => entry.number > newest);
    if (fresh.length === 0) return;
    const follow = !known || nearEnd();
    fresh.forEach(append);
    while (list.childElementCount > 1200) list.firstElementChild.remove();
    if (follow) toEnd();
  }

  const nearEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < 160;
  const toEnd = () => { list.scrollTop = list.scrollHeight; };

  on('view chat', drawAll);
  on('state', () => {
    const { ahead_seconds } = store.state.clock;
    if (ahead_seconds === ahead) return;
    ahead = ahead_seconds;
    whose = ''; // the times of old messages are told anew: yesterday, or a weekday
    drawAll();
  });
  on('connection', () => { if (!store.connected) whose = ''; }); // who comes back may be a new simulator
  on('chat', entry => { if (entry.origin === 'follower') toEnd(); });
  on('person', () => { put(list); whose = ''; });
  // Pictures have no height until they are there.
  list.addEventListener('load', () => { if (nearEnd()) toEnd(); }, true);
  new ResizeObserver(() => { if (nearEnd()) toEnd(); }).observe(list);
  return list;
}

function row(entry) {
  if (entry.origin === 'notice')
    return h('div', { class: 'notice', test: 'notice' }, h('span', {}, entry.content.text ?? ''));
  const mine = entry.origin === 'follower';
  const { body, shape } = contentOf(entry);
  const info = entry.push && button({ class: 'info', 'aria-label': t('packet'), title: t('packet') }, () => tell('select', entry.push), icon('search', 14));
  if (shape === 'wide') return h('div', { class: 'row wide', test: 'entry', 'data-origin': entry.origin, 'data-number': entry.number }, body, info);
  return h('div', { class: `row ${mine ? 'mine' : 'theirs'}`, test: 'entry', 'data-origin': entry.origin, 'data-number': entry.number },
    mine ? avatar(me()?.name ?? '?') : avatar(account()?.name ?? '?', 'account'),
    h('div', { class: `bubble ${shape}` }, body),
    info);
}
