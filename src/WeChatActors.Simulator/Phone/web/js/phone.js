// The phone: status bar, title, and either the chat or the account's own page.

import { h, put, button } from './dom.js';
import { icon, statusSigns, avatar } from './icons.js';
import { store, on, act, account, now } from './store.js';
import { t, clockTime } from './i18n.js';
import { chatList } from './chat.js';
import { composer } from './composer.js';
import { trouble } from './trouble.js';
import { scanCode } from './scan.js';
import { choose } from './sheets.js';

export function phone() {
  let atProfile = false;
  const time = h('time', { class: 'status-time', test: 'phone-time' });
  const title = h('div', { class: 'title-text' });
  const left = h('div', { class: 'title-side' });
  const right = h('div', { class: 'title-side end' });
  const chat = h('div', { class: 'chat-page' }, trouble(), chatList(), composer());
  const profile = h('div', { class: 'profile', test: 'profile' });

  function go(toProfile) {
    atProfile = toProfile;
    draw();
    (screen.querySelector(toProfile ? '.profile button' : '.composer textarea, .menubar button'))?.focus();
  }

  function draw() {
    const shown = account();
    const known = Boolean(store.view && shown);
    const inside = known && store.view.subscribed && !atProfile;
    chat.hidden = !inside;
    profile.hidden = inside;
    screen.classList.toggle('at-profile', !inside);
    put(left, inside && button({ class: 'bare', 'aria-label': t('back'), test: 'back' }, () => go(true), icon('back')));
    put(right, inside && button({ class: 'bare', 'aria-label': t('profile'), test: 'profile-button' }, () => go(true), icon('person')));
    drawTitle();
    if (known && !inside) drawProfile(shown);
  }

  function drawTitle() {
    const typing = store.view?.typing_until && Date.parse(store.view.typing_until) > now();
    put(title, h('span', { test: 'title' }, chat.hidden ? '' : typing ? t('typing') : account()?.name ?? ''));
  }

  function drawProfile(shown) {
    const focused = profile.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    put(profile,
      h('div', { class: 'profile-head' }, avatar(shown.name, 'account'),
        h('div', {}, h('h2', {}, shown.name), h('p', {}, `${t(shown.kind)} · ${t('followedBy', shown.followers)}`))),
      h('p', { class: 'profile-text' }, t('intro')),
      h('dl', { class: 'facts' }, h('dt', {}, t('original')), h('dd', {}, shown.original_id), h('dt', {}, t('openid')), h('dd', {}, store.view.open_id)),
      store.view.subscribed
        ? [receiveSwitch(), button({ class: 'wide primary', test: 'enter' }, () => go(false), t('enter')), button({ class: 'wide plain danger', test: 'unfollow' }, leave, t('unfollow'))]
        : [button({ class: 'wide primary', test: 'follow' }, () => { atProfile = false; act({ do: 'follow' }); }, t('follow')), button({ class: 'wide plain', test: 'follow-by-code' }, () => { atProfile = false; scanCode(t('followByCode')); }, t('followByCode'))]);
    if (focused) profile.querySelector(`[data-testid="${focused}"]`)?.focus();
  }

  function receiveSwitch() {
    const input = h('input', { type: 'checkbox', role: 'switch', checked: store.view.receives, test: 'receive', on: { change: async () => {
      if (await act({ do: 'receive', on: input.checked }) === undefined) input.checked = !input.checked;
    } } });
    return h('label', { class: 'receive-line' }, h('span', {}, h('span', {}, t('receive')), h('small', {}, t('receiveWhy'))), input);
  }

  async function leave() {
    if (await choose(t('unfollow'), [['unfollow', t('unfollow'), 'danger']]) !== 'unfollow') return;
    await act({ do: 'unfollow' });
  }

  function tick() {
    time.textContent = clockTime(new Date(now()));
    drawTitle();
  }

  on('view', draw);
  on('state', () => { draw(); tick(); });
  on('person', () => { atProfile = false; draw(); });
  on('second', tick);
  const screen = h('div', { class: 'phone-screen' },
    h('div', { class: 'status-bar' }, time, statusSigns()),
    h('div', { class: 'title-bar' }, left, title, right),
    chat, profile,
    h('div', { class: 'home-bar', 'aria-hidden': 'true' }));
  draw();
  return h('section', { class: 'phone', 'aria-label': t('chat', account()?.name ?? ''), test: 'phone' }, screen);
}

