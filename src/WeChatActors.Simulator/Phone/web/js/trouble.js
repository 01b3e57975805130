// Says plainly what to do when nothing can reach the callback.

import { h, put, button } from './dom.js';
import { icon } from './icons.js';
import { api } from './api.js';
import { store, on, tell, toast, attempt, account, now, soon } from './store.js';
import { t, told, clockTime } from './i18n.js';

export function trouble() {
  const banner = h('div', { class: 'trouble', role: 'alert', test: 'trouble', hidden: true });
  let shownKey = null;

  function draw() {
    const found = find();
    const key = JSON.stringify(found);
    if (key === shownKey) return;
    shownKey = key;
    banner.hidden = !found;
    if (!found) return;
    put(banner, icon('warn', 18), h('div', {}, h('strong', {}, found.title), h('p', {}, found.remedy), found.why && h('p', { class: 'why' }, found.why)),
      h('div', { class: 'trouble-acts' },
        found.check && button({ class: 'text', test: 'check-callback' }, check, t('check')),
        button({ class: 'text', test: 'trouble-settings' }, () => tell('inspector', 'world'), t('settings'))));
  }

  on('state pushes person second', soon(draw));
  return banner;
}

/** What keeps packets from the callback now; null for nothing. */
function find() {
  const shown = account();
  if (!shown) return null;
  if (!shown.callback) return { title: t('noCallback'), remedy: t('noCallbackDo') };
  if (store.state.weather.cut) return { title: t('cutOff'), remedy: t('cutOffDo') };
  if (shown.silent_until && Date.parse(shown.silent_until) > now())
    return { title: t('silent'), remedy: t('silentDo', clockTime(new Date(shown.silent_until))), check: true };
  const last = [...store.pushes.values()].filter(push => push.outcome !== 'pending').at(-1);
  const tried = last?.deliveries.at(-1);
  // Five seconds without an answer are slowness, which the packet itself explains; whoever answers quickly with nothing is not there.
  if (last?.outcome !== 'failed' || !tried || tried.status !== undefined && tried.status !== null || tried.elapsed_ms > 4500 || last.number <= store.reachedAt) return null;
  return { title: t('unreachable'), remedy: t('unreachableDo'), why: told(tried, 'verdict'), check: true };
}

async function check() {
  const verdict = await attempt(() => api.verify(store.alias));
  if (!verdict) return;
  toast(told(verdict, 'verdict'));
  if (verdict.passed) store.reachedAt = Math.max(0, ...store.pushes.keys());
  tell('pushes');
}
