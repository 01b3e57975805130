// What the program behind the account says of its rule file.

import { h, put } from './dom.js';
import { store, on } from './store.js';
import { t } from './i18n.js';
import { icon } from './icons.js';

export function rulesTab() {
  const root = h('div', { class: 'rules', test: 'rules' });
  on('state person', () => {
    const findings = store.state?.rules[store.alias];
    if (!findings) put(root, h('p', { class: 'empty' }, t('rulesNone')));
    else if (findings.length === 0) put(root, h('p', { class: 'verdict good' }, icon('check', 18), t('rulesFine')));
    else put(root, h('p', { class: 'verdict bad' }, icon('warn', 18), t('rulesBad', findings.length)), h('pre', { class: 'findings', tabindex: 0 }, findings.join('\n')));
  });
  return root;
}
