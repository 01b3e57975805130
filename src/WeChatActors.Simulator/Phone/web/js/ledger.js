// What the account may still send to this follower, and until when, counting down by the simulated clock.

import { h, put } from './dom.js';
import { store, on, me, now } from './store.js';
import { t, span, dateTime } from './i18n.js';

const SCENES = { user_message: 'user_message', menu_click: 'menu_click', follow: 'follow_scene', scan: 'scan_scene' };

export function ledgerTab() {
  const root = h('div', { class: 'ledger', test: 'ledger' });
  let countdowns = [];

  function draw() {
    const windows = store.view?.windows;
    countdowns = [];
    if (!windows) return put(root);
    const open = windows.grants.filter(grant => Date.parse(grant.expires_at) > now());
    const left = open.reduce((sum, grant) => sum + grant.left, 0);
    return put(root,
      h('p', { class: 'quiet-text' }, t('ledgerWhy', me()?.name ?? '')),
      h('div', { class: `left ${left > 0 ? '' : 'none'}` }, h('strong', { test: 'ledger-left' }, left), h('span', {}, t('left'))),
      open.length === 0 && h('p', { class: 'verdict bad' }, t('closedWhy')),
      open.length > 0 && left === 0 && h('p', { class: 'verdict bad' }, t('usedUp')),
      open.map(grant => {
        const ends = Date.parse(grant.expires_at);
        const countdown = h('time', { class: 'countdown', test: 'countdown' });
        countdowns.push([countdown, ends]);
        return h('div', { class: 'grant', test: 'grant' },
          h('div', { class: 'grant-head' }, h('strong', {}, t(SCENES[grant.scene] ?? 'user_message')), countdown),
          h('div', { class: 'pips', role: 'img', 'aria-label': `${grant.left} / ${grant.of}` }, Array.from({ length: grant.of }, (_, index) => h('i', { class: index < grant.left ? 'full' : '' }))),
          h('div', { class: 'quiet-text' }, `${grant.left} / ${grant.of} · ${t('until', dateTime(new Date(ends)))}`));
      }),
      tick());
  }

  function tick() {
    for (const [element, ends] of countdowns) element.textContent = span(ends - now());
    if (countdowns.some(([, ends]) => ends <= now())) draw();
    return null;
  }

  on('view person', draw);
  on('second state', tick);
  return root;
}
