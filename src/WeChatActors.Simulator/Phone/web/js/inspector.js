// Beside the phone: what really happened.

import { h, put, button, arrows } from './dom.js';
import { icon } from './icons.js';
import { store, on, account } from './store.js';
import { t } from './i18n.js';
import { packetsTab } from './packets.js';
import { ledgerTab } from './ledger.js';
import { callsTab } from './calls.js';
import { worldTab } from './world.js';
import { rulesTab } from './rules.js';

const TABS = { packets: packetsTab, ledger: ledgerTab, calls: callsTab, world: worldTab, rules: rulesTab };

export function inspector() {
  let shown = sessionStorage.getItem('tab');
  if (!(shown in TABS)) shown = 'packets';
  const heads = {};
  const pages = {};
  const list = arrows(h('div', { class: 'tabs', role: 'tablist', 'aria-label': t('inspector') }), '[role=tab]', { vertical: false });
  for (const [name, make] of Object.entries(TABS)) {
    heads[name] = button({ role: 'tab', id: `tab-${name}`, 'aria-controls': `page-${name}`, test: `tab-${name}` }, () => open(name), t(name), h('span', { class: 'dot' }));
    heads[name].addEventListener('focus', () => { if (name !== shown) open(name); });
    list.append(heads[name]);
    pages[name] = h('div', { class: 'tab-page', role: 'tabpanel', id: `page-${name}`, 'aria-labelledby': `tab-${name}`, test: `page-${name}` });
    put(pages[name], make());
  }
  const root = h('aside', { class: 'inspector', 'aria-label': t('inspector'), test: 'inspector', on: { keydown: event => { if (event.key === 'Escape') root.classList.remove('raised'); } } },
    h('div', { class: 'inspector-head' }, list, button({ class: 'round only-narrow', 'aria-label': t('close'), test: 'close-inspector' }, () => root.classList.remove('raised'), icon('close', 18))),
    Object.values(pages));

  function open(name) {
    shown = name;
    sessionStorage.setItem('tab', name);
    for (const each of Object.keys(TABS)) {
      heads[each].setAttribute('aria-selected', String(each === name));
      heads[each].tabIndex = each === name ? 0 : -1;
      pages[each].hidden = each !== name;
    }
  }

  function mark() {
    heads.rules.classList.toggle('alarm', (store.state?.rules[store.alias] ?? []).length > 0);
    const weather = store.state?.weather;
    heads.world.classList.toggle('alarm', Boolean(weather && (weather.cut || weather.reorder || weather.copies > 1 || weather.delay_ms > 0) || store.state?.faults.length || !account()?.callback));
  }

  on('inspector', wish => {
    root.classList.add('raised');
    if (wish in TABS) open(wish);
    heads[shown].focus();
  });
  on('select', number => {
    store.selected = number;
    open('packets');
    root.classList.add('raised');
  });
  on('state person', mark);
  open(shown);
  return root;
}
