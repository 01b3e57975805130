// Where packets go, as in WeChat's console: settings are saved only when the address echoes.

import { h, put, button } from './dom.js';
import { api } from './api.js';
import { store, on, attempt, account, loadState, tell } from './store.js';
import { t, told } from './i18n.js';
import { card } from './parts.js';

let judged = null; // what came of the newest check of the settings that are shown; it outlives a change of the language

export function callbackCard() {
  const url = h('input', { type: 'url', test: 'callback-url', placeholder: 'http://127.0.0.1:8080/wechat/demo', required: true });
  const token = h('input', { type: 'text', test: 'callback-token', placeholder: t('keep'), autocomplete: 'off' });
  const key = h('input', { type: 'text', test: 'callback-key', placeholder: t('keep'), autocomplete: 'off' });
  const security = h('select', { test: 'callback-security' }, ['plaintext', 'compatible', 'safe'].map(each => h('option', { value: each }, t(each))));
  const verdict = h('div', { role: 'status', test: 'callback-verdict' });
  let shown = '';

  async function save(event) {
    event.preventDefault();
    const settings = { url: url.value, security: security.value };
    if (token.value) settings.token = token.value;
    if (key.value) settings.aes_key = key.value;
    tellVerdict(await attempt(() => api.setCallback(store.alias, settings)));
  }

  async function tellVerdict(answer) {
    if (!answer) return;
    if (answer.passed) store.reachedAt = Math.max(0, ...store.pushes.keys());
    await attempt(loadState); // first: new settings forget the verdict on the old ones
    judged = answer;
    drawVerdict();
    tell('pushes');
  }

  const drawVerdict = () => put(verdict, judged && h('p', { class: `verdict ${judged.passed ? 'good' : 'bad'}` }, told(judged, 'verdict')));

  on('state person', () => {
    const each = account();
    const now = JSON.stringify([each?.alias, each?.callback, each?.security]);
    if (!each || now === shown) return;
    if (shown) judged = null;
    shown = now;
    url.value = each.callback ?? '';
    security.value = each.security;
    token.value = '';
    key.value = '';
    drawVerdict();
  });
  return card(t('callback'), h('form', { class: 'callback-form', on: { submit: save } },
    h('label', { class: 'field' }, h('span', {}, t('url')), url),
    h('div', { class: 'trio' }, h('label', { class: 'field' }, h('span', {}, t('security')), security), h('label', { class: 'field' }, h('span', {}, t('callbackToken')), token), h('label', { class: 'field' }, h('span', {}, t('aesKey')), key)),
    h('div', { class: 'buttons' }, h('button', { type: 'submit', class: 'quiet', test: 'callback-save' }, t('save')),
      button({ class: 'quiet', test: 'callback-verify' }, async () => tellVerdict(await attempt(() => api.verify(store.alias))), t('verifyOnly'))),
    verdict));
}
