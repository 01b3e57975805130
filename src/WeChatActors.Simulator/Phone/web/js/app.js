// Puts the page together, and again when the language changes.

import { h, put } from './dom.js';
import { store, on, offAll, tell } from './store.js';
import { connect } from './feed.js';
import { t } from './i18n.js';
import { topbar } from './topbar.js';
import { phone } from './phone.js';
import { inspector } from './inspector.js';
import { startTheme } from './theme.js';

const remembered = JSON.parse(sessionStorage.getItem('phone') ?? 'null');
if (remembered) Object.assign(store, remembered);

function mount() {
  offAll();
  document.title = t('title');
  // A popover, so that it lies above an open sheet too; shown anew with each toast, to be above whatever opened last.
  const toasts = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite', popover: 'manual', test: 'toasts' });
  on('toast', text => {
    const toast = h('div', { class: 'toast' }, text);
    toasts.append(toast);
    if (toasts.matches(':popover-open')) toasts.hidePopover();
    toasts.showPopover();
    setTimeout(() => { toast.remove(); if (!toasts.hasChildNodes() && toasts.matches(':popover-open')) toasts.hidePopover(); }, 6000);
  });
  on('language', () => mount());
  put(document.body, topbar(), h('main', { class: 'stage' }, phone(), inspector()), toasts);
  if (store.state) for (const topic of ['state', 'view', 'pushes', 'calls', 'connection']) tell(topic);
}

startTheme();
mount();
connect();
setInterval(() => tell('second'), 1000);
