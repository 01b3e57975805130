// What goes wrong with the API on purpose.

import { h, put, button } from './dom.js';
import { api } from './api.js';
import { store, on, attempt, loadState } from './store.js';
import { t } from './i18n.js';
import { card, empty } from './parts.js';


const KINDS = ['errcode', 'latency', 'hang', 'reset', 'garbage'];

export function faultsCard() {
  const list = h('div', { class: 'faults', test: 'faults' });
  const kind = h('select', { 'aria-label': t('kind'), test: 'fault-kind', on: { change: shape } }, KINDS.map(each => h('option', { value: each }, t(each))));
  const path = h('input', { type: 'text', value: '/cgi-bin/*', 'aria-label': t('path'), test: 'fault-path' });
  const amount = h('input', { type: 'number', value: '45009', test: 'fault-amount' });
  const times = h('input', { type: 'number', min: 1, placeholder: '∞', 'aria-label': t('times'), title: t('times'), test: 'fault-times' });

  function shape() {
    amount.hidden = kind.value !== 'errcode' && kind.value !== 'latency';
    amount.value = kind.value === 'latency' ? '3000' : '45009';
    amount.setAttribute('aria-label', kind.value === 'latency' ? t('latencyMs') : t('errcode'));
  }

  async function add(event) {
    event.preventDefault();
    const fault = { do: kind.value, path: path.value };
    if (kind.value === 'errcode') fault.errcode = Number(amount.value);
    if (kind.value === 'latency') fault.latency_ms = Number(amount.value);
    if (times.value) fault.times = Number(times.value);
    await attempt(() => api.addFault(fault));
    await attempt(loadState);
  }

  const end = id => async () => {
    await attempt(() => id ? api.endFault(id) : api.endFaults());
    await attempt(loadState);
  };

  on('state', () => {
    const faults = store.state.faults;
    put(list, faults.length === 0 ? empty(t('noFaults')) : faults.map(fault => h('div', { class: 'fault', test: 'fault' },
      h('span', { class: 'mono' }, `${fault.do}${fault.errcode !== null ? ` ${fault.errcode}` : ''}${fault.latency_ms !== null ? ` ${fault.latency_ms} ms` : ''}`),
      h('span', { class: 'mono grow' }, fault.path), h('span', { class: 'quiet-text' }, t('hits', fault.hits)),
      button({ class: 'text', 'aria-label': `${t('end')} ${fault.id}` }, end(fault.id), t('end')))),
    faults.length > 1 && button({ class: 'text', test: 'end-faults' }, end(null), t('endAll')));
  });
  shape();
  return card(t('faults'), list, h('form', { class: 'fault-form', on: { submit: add } }, kind, path, amount, times, h('button', { type: 'submit', class: 'quiet', test: 'add-fault' }, t('add'))));
}
