// Small parts of the inspector.

import { h, button } from './dom.js';
import { t } from './i18n.js';
import { pretty } from './xml.js';
import { toast } from './store.js';

/** A block of code with a caption and a way to copy it. */
export function code(caption, text, test) {
  return h('section', { class: 'code', test },
    h('div', { class: 'code-head' }, h('h4', {}, caption), button({ class: 'text', 'aria-label': `${t('copy')}: ${caption}` }, () => copy(text), t('copy'))),
    h('pre', { tabindex: 0, 'aria-label': caption }, text === '' ? t('emptyAnswer') : pretty(text)));
}

function copy(text) {
  navigator.clipboard?.writeText(text).then(() => toast(t('copied')), () => {});
}

/** A small coloured word. */
export const badge = (tone, text) => h('span', { class: `badge ${tone}` }, text);

/** An empty list says why. */
export const empty = text => h('p', { class: 'empty' }, text);

/** Numbers of milliseconds for people. */
export const ms = value => value === null || value === undefined ? '' : value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** A line that opens and closes what belongs to it. The same element stays, so that focus and scroll survive an update. */
export function fold(props, head, opened, toggle) {
  return button({ class: 'fold', 'aria-expanded': String(opened), ...props }, toggle, ...head);
}

/** A titled group of settings. */
export const card = (title, ...content) => h('section', { class: 'panel' }, h('h3', {}, title), ...content);
