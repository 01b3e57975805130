// Who holds the phone, and which account it shows.

import { h, put, button, arrows } from './dom.js';
import { icon, avatar } from './icons.js';
import { api } from './api.js';
import { store, on, tell, show, attempt, loadState, me } from './store.js';
import { lang, setLang, t } from './i18n.js';
import { isDark, switchTheme } from './theme.js';
import { ask } from './sheets.js';

export function topbar() {
  const people = arrows(h('div', { class: 'people', role: 'group', 'aria-label': t('person') }), 'button', { vertical: false });
  const accounts = h('label', { class: 'account-choice' });
  const connection = h('span', { class: 'connection', role: 'status', test: 'connection' });
  const theme = button({ class: 'round', test: 'theme' }, () => {
    switchTheme();
    dressTheme();
  });

  function dressTheme() {
    const label = t('theme', isDark() ? t('light') : t('dark'));
    theme.setAttribute('aria-label', label);
    theme.title = label;
    put(theme, icon(isDark() ? 'sun' : 'moon', 18));
  }

  function draw() {
    if (!store.state) return;
    put(people, store.state.people.slice(0, 40).map(person => button({
      class: 'chip', 'aria-pressed': String(person.number === store.person), test: `person-${person.number}`, title: person.name,
    }, () => show(store.alias, person.number), avatar(person.name), h('span', {}, person.name))),
    button({ class: 'chip add', 'aria-label': t('addPerson'), title: t('addPerson'), test: 'add-person' }, invite, icon('plus', 16)));
    const choice = h('select', { 'aria-label': t('account'), test: 'account', on: { change: event => show(event.target.value, store.person) } },
      store.state.accounts.map(each => h('option', { value: each.alias, selected: each.alias === store.alias }, each.name)));
    choice.value = store.alias;
    put(accounts, choice, icon('down', 14));
    accounts.hidden = store.state.accounts.length < 2;
  }

  on('state person', draw);
  on('connection', () => put(connection, store.connected ? '' : t('reconnecting')));
  dressTheme();
  return h('header', { class: 'topbar' },
    h('div', { class: 'brand' }, h('img', { src: '/phone/icon.svg', alt: '', width: 22, height: 22 }), h('h1', {}, t('title'))),
    accounts, people, connection,
    h('div', { class: 'tools' },
      button({ class: 'text', test: 'language', 'aria-label': t('languageLabel'), lang: lang() === 'zh' ? 'en' : 'zh-CN' }, () => {
        setLang(lang() === 'zh' ? 'en' : 'zh');
        tell('language');
      }, t('language')),
      theme,
      button({ class: 'round only-narrow', 'aria-label': t('openInspector'), test: 'open-inspector' }, () => tell('inspector', true), icon('panel', 18))));
}

async function invite() {
  const given = await ask(t('addPerson'), [{ name: 'name', label: t('nickname'), placeholder: '小李', limit: 32 }]);
  if (!given) return;
  const person = await attempt(() => api.invite(given.name.trim()));
  if (!person) return;
  await attempt(loadState);
  if (me()?.number !== person.number) await show(store.alias, person.number);
}
