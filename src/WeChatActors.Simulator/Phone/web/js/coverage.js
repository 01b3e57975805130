// How much of WeChat's API is there.

import { h, put, button } from './dom.js';
import { api } from './api.js';
import { on, attempt } from './store.js';
import { t } from './i18n.js';
import { card } from './parts.js';

export function coverageCard() {
  const sum = h('p', { class: 'quiet-text', test: 'coverage' });
  const bar = h('div', { class: 'meter' }, h('i', {}));
  const rows = h('div', { class: 'coverage-rows', hidden: true });
  const more = button({ class: 'text', 'aria-expanded': 'false' }, () => {
    rows.hidden = !rows.hidden;
    more.setAttribute('aria-expanded', String(!rows.hidden));
  }, t('show'));
  let asked = false;

  on('connection', async () => {
    if (asked) return;
    asked = true;
    const coverage = await attempt(api.coverage);
    if (!coverage) return;
    put(sum, t('coverageSum', coverage.modelled, coverage.listed));
    bar.firstChild.style.setProperty('width', `${100 * coverage.modelled / Math.max(1, coverage.listed)}%`);
    const areas = Map.groupBy(coverage.rows, row => row.area);
    put(rows, [...areas].map(([area, each]) => h('details', {}, h('summary', {}, area, h('span', { class: 'quiet-text' }, ` ${each.filter(row => row.modelled).length} / ${each.length}`)),
      each.map(row => h('div', { class: `mono ${row.modelled ? 'has' : 'has-not'}` }, `${row.modelled ? '✓' : '·'} ${row.method} ${row.path}`)))));
  });
  return card(t('coverage'), sum, bar, more, rows);
}
