// Time, network, API faults, token, callback and coverage.

import { h, button } from './dom.js';
import { api } from './api.js';
import { store, on, attempt, toast, loadState, loadView, setClock, tell, now } from './store.js';
import { t, span, dateTime } from './i18n.js';
import { card } from './parts.js';
import { callbackCard } from './callback.js';
import { coverageCard } from './coverage.js';
import { faultsCard } from './faults.js';

export function worldTab() {
  return h('div', { class: 'world' }, clockCard(), weatherCard(), callbackCard(), faultsCard(), tokenCard(), coverageCard());
}

function clockCard() {
  const time = h('time', { class: 'big', test: 'clock' });
  const ahead = h('span', { class: 'quiet-text' });
  const jumps = [['minute', 60], ['hour', 3600], ['hours47', 47 * 3600], ['days3', 3 * 86400]];
  const tick = () => {
    if (!store.state) return;
    const date = new Date(now());
    time.textContent = `${dateTime(date)}:${String(date.getSeconds()).padStart(2, '0')}`;
    const seconds = store.state.clock.ahead_seconds;
    ahead.textContent = seconds > 0.5 ? t('ahead', span(seconds * 1000)) : t('inStep');
  };
  on('second state', tick);
  return card(t('clock'), h('div', { class: 'clock-line' }, time, ahead),
    h('div', { class: 'buttons' }, jumps.map(([name, seconds]) => button({ class: 'quiet', test: `clock-${name}` }, () => jump(seconds), t(name)))));
}

async function jump(seconds) {
  const clock = await attempt(() => api.advance(seconds));
  if (!clock) return;
  setClock(clock);
  tell('state');
  await attempt(loadView);
}

function weatherCard() {
  const cut = h('input', { type: 'checkbox', test: 'weather-cut' });
  const reorder = h('input', { type: 'checkbox', test: 'weather-reorder' });
  const copies = h('input', { type: 'number', min: 1, max: 5, test: 'weather-copies' });
  const delay = h('input', { type: 'number', min: 0, max: 600000, step: 100, test: 'weather-delay' });
  const fair = h('span', { class: 'quiet-text' });
  const root = card(t('weather'),
    h('label', { class: 'tick' }, cut, h('span', {}, t('cut'))), h('label', { class: 'tick' }, reorder, h('span', {}, t('reorder'))),
    h('label', { class: 'line' }, h('span', {}, t('copies')), copies), h('label', { class: 'line' }, h('span', {}, t('delay')), delay), fair);
  root.addEventListener('change', async () => {
    await attempt(() => api.weather({ cut: cut.checked, reorder: reorder.checked, copies: Number(copies.value) || 1, delay_ms: Number(delay.value) || 0 }));
    await attempt(loadState);
  });
  on('state', () => {
    const weather = store.state.weather;
    cut.checked = weather.cut;
    reorder.checked = weather.reorder;
    if (document.activeElement !== copies) copies.value = weather.copies;
    if (document.activeElement !== delay) delay.value = weather.delay_ms;
    fair.textContent = weather.cut || weather.reorder || weather.copies > 1 || weather.delay_ms > 0 ? '' : t('fair');
  });
  return root;
}

function tokenCard() {
  return card(t('token'), h('p', { class: 'quiet-text' }, t('revokeWhy')), button({ class: 'quiet', test: 'revoke' }, async () => {
    const answer = await attempt(() => api.revoke(store.alias));
    if (answer) toast(answer.died.length > 0 ? t('revoked', answer.died.join(', ')) : t('noToken'));
  }, t('revoke')));
}
