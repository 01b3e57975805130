// The bottom of the chat: the account's menu or the keyboard, and what opens above it.

import { h, put, button } from './dom.js';
import { icon } from './icons.js';
import { store, on, act } from './store.js';
import { t } from './i18n.js';
import { menuBar } from './menubar.js';
import { emojiPanel } from './emoji.js';
import { plusPanel } from './plus.js';
import { ask } from './sheets.js';

const drafts = new Map(); // by phone: a switch of the person keeps what was typed

export function composer() {
  let typing = false; // the keyboard though there is a menu
  let panel = null; // 'emoji', 'plus', or nothing
  let menuKey = '';

  const input = h('textarea', { class: 'input', rows: 1, 'aria-label': t('message'), test: 'input', enterkeyhint: 'send', maxlength: 5000, on: { input: grow, keydown: typed, focus: () => open(null) } });
  const toggle = button({ class: 'bare', test: 'keyboard-toggle' }, () => switchTo(!typing));
  const smile = button({ class: 'bare', 'aria-label': t('emoji'), 'aria-expanded': 'false', test: 'emoji' }, () => open('emoji'), icon('smile', 28));
  const speak = button({ class: 'bare', 'aria-label': t('speak'), test: 'speak' }, say, icon('voice', 26));
  const plus = button({ class: 'bare', 'aria-label': t('more'), 'aria-expanded': 'false', test: 'plus' }, () => open('plus'), icon('plus', 28));
  const send = button({ class: 'send', test: 'send', hidden: true }, submit, t('send'));
  const keyboard = h('div', { class: 'keyboard' }, speak, input, smile, plus, send);
  const menu = h('div', { class: 'menubar-slot' });
  const below = h('div', { class: 'below', hidden: true });
  const root = h('div', { class: 'composer', test: 'composer', on: { keydown: event => { if (event.key === 'Escape' && panel) { open(null); event.stopPropagation(); input.focus(); } } } },
    h('div', { class: 'bar' }, toggle, menu, keyboard), below);

  const hasMenu = () => (store.view?.menu.length ?? 0) > 0;
  const phoneKey = () => `${store.alias}/${store.person}`;

  function draw() {
    const key = JSON.stringify(store.view?.menu ?? []);
    if (key !== menuKey) {
      menuKey = key;
      put(menu, hasMenu() && menuBar(store.view.menu));
    }
    const showMenu = hasMenu() && !typing;
    toggle.hidden = !hasMenu();
    toggle.setAttribute('aria-label', t(showMenu ? 'toKeyboard' : 'toMenu'));
    put(toggle, icon(showMenu ? 'keyboard' : 'menu', 26));
    menu.hidden = !showMenu;
    const appears = keyboard.hidden && !showMenu;
    keyboard.hidden = showMenu;
    if (appears) fit();
  }

  function switchTo(keyboardWanted) {
    typing = keyboardWanted;
    open(null);
    draw();
    if (typing) input.focus();
  }

  function open(wanted) {
    panel = wanted === panel ? null : wanted;
    smile.setAttribute('aria-expanded', String(panel === 'emoji'));
    plus.setAttribute('aria-expanded', String(panel === 'plus'));
    below.hidden = !panel;
    put(below, panel === 'emoji' && emojiPanel(insert), panel === 'plus' && plusPanel(() => open(null)));
    if (panel) below.querySelector('button')?.focus();
  }

  function insert(text) {
    input.setRangeText(text, input.selectionStart, input.selectionEnd, 'end');
    grow();
  }

  function typed(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  }

  function grow() {
    drafts.set(phoneKey(), input.value);
    send.hidden = input.value.trim() === '';
    plus.hidden = !send.hidden;
    fit();
  }

  // What is not displayed has no height to measure; it is fitted when the keyboard comes.
  function fit() {
    if (input.offsetParent === null) return;
    input.style.setProperty('height', 'auto');
    input.style.setProperty('height', `${Math.min(input.scrollHeight, 120)}px`);
  }

  async function submit() {
    const content = input.value;
    if (content.trim() === '') return;
    input.value = '';
    grow();
    // What could not be sent stays in the hand, unless something else was typed meanwhile.
    if (await act({ do: 'text', content }) === undefined && input.value === '') {
      input.value = content;
      grow();
    }
  }

  async function say() {
    const given = await ask(t('voice'), [{ name: 'recognition', label: t('recognition'), type: 'long' }]);
    if (given) await act({ do: 'voice', recognition: given.recognition.trim() || null });
  }

  on('view', draw);
  on('person', () => {
    typing = false;
    open(null);
    input.value = drafts.get(phoneKey()) ?? '';
    grow();
  });
  input.value = drafts.get(phoneKey()) ?? '';
  send.hidden = input.value.trim() === '';
  plus.hidden = !send.hidden;
  draw();
  return root;
}
