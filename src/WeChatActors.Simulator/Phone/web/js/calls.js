// The calls of the API, newest first.

import { h, put } from './dom.js';
import { store, on, soon } from './store.js';
import { t, exactTime } from './i18n.js';
import { code, badge, empty, fold, ms } from './parts.js';

export function callsTab() {
  const opened = new Set();
  const list = h('div', { class: 'records', test: 'calls' });

  function draw() {
    put(list, store.calls.size === 0 && empty(t('noCalls')), records(store.calls, 'call'),
      store.strays.size > 0 && h('h3', { class: 'section' }, t('strays')), records(store.strays, 'stray'));
  }

  function records(calls, kind) {
    return [...calls.values()].slice(-150).reverse().map(call => {
      const name = `${kind}-${call.number}`;
      return record(name, call, opened.has(name), () => {
        if (!opened.delete(name)) opened.add(name);
        draw();
        list.querySelector(`[data-testid="${name}"]`)?.focus();
      });
    });
  }

  on('calls person', soon(draw));
  return list;
}

/** What the call is about, in a word. */
function gist(call) {
  return /"(?:msgtype|command|template_id|scene_str|action_name|media_id)"\s*:\s*"([^"]{1,40})/.exec(call.request)?.[1] ?? '';
}

function record(name, call, opened, toggle) {
  return h('article', { class: `record ${opened ? 'open' : ''}` },
    fold({ test: name }, [
      h('span', { class: 'record-number' }, `#${call.number}`), h('span', { class: 'record-path' }, call.path), h('span', { class: 'record-gist' }, gist(call)),
      h('span', { class: 'record-time' }, ms(call.elapsed_ms)), badge(call.errcode === 0 ? 'good' : 'bad', call.errcode === 0 ? t('success') : String(call.errcode)),
    ], opened, toggle),
    opened && h('div', { class: 'record-body' },
      h('p', { class: 'record-meta' }, `${exactTime(new Date(call.at))} · ${call.method}${call.open_id ? ` · ${call.open_id}` : ''}`),
      call.query && code(t('query'), call.query.replace(/^\?/, '').split('&').join('\n'), 'call-query'),
      call.request && code(t('request'), call.request, 'call-request'),
      code(t('answer'), call.answer, 'call-answer')));
}
