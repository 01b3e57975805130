// What stands inside a bubble, by its kind. Answers {body, shape}: shape says how the bubble looks.

import { h, s, button } from './dom.js';
import { icon } from './icons.js';
import { api } from './api.js';
import { store } from './store.js';
import { t } from './i18n.js';
import { rich, choices } from './richtext.js';
import { sheet } from './sheets.js';
import * as cards from './cards.js';

export function contentOf(entry) {
  const content = entry.content;
  switch (content.kind) {
    case 'text': return { body: h('div', { class: 'text', test: 'text' }, rich(content.text)), shape: 'filled' };
    case 'image': return { body: picture(content.media_id), shape: 'frameless' };
    case 'voice': return { body: voice(content), shape: 'filled voice' };
    case 'video': return { body: video(content), shape: 'frameless' };
    case 'music': return { body: cards.music(content), shape: 'card' };
    case 'news': return { body: cards.news(content.articles), shape: 'wide' };
    case 'msgmenu': return { body: h('div', { class: 'text' }, content.head && h('div', {}, rich(content.head)), choices(content.entries), content.tail && h('div', {}, rich(content.tail))), shape: 'filled' };
    case 'miniprogram': return { body: cards.miniProgram(content), shape: 'card' };
    case 'card': return { body: cards.coupon(content), shape: 'card' };
    case 'location': return { body: cards.location(content), shape: 'card' };
    case 'link': return { body: cards.link(content), shape: 'card' };
    case 'template': return { body: cards.template(content, entry.at), shape: 'wide' };
    default: return { body: h('div', { class: 'text' }, `[${content.kind}]`), shape: 'filled' };
  }
}

/** A picture of the account's files; one that is gone says so. */
export function image(mediaId, props) {
  const element = h('img', { ...props, src: api.media(store.alias, mediaId), alt: t('picture'), loading: 'lazy' });
  element.addEventListener('error', () => element.replaceWith(h('span', { class: 'gone' }, icon('image', 22), t('expired'))), { once: true });
  return element;
}

function picture(mediaId) {
  return button({ class: 'picture', test: 'picture', 'aria-label': t('picture') }, () => sheet(t('picture'), close => h('div', { class: 'viewer' },
    image(mediaId, {}), button({ class: 'quiet', autofocus: true }, () => close(null), t('close')))), image(mediaId, {}));
}

/** How long a clip is: AMR has some 1,600 bytes a second; without the file, by the words that were recognised. */
async function seconds(content) {
  const response = await fetch(api.media(store.alias, content.media_id)).catch(() => null);
  const bytes = response?.ok ? (await response.blob()).size : 0;
  return Math.min(60, Math.max(1, Math.round(Math.max(bytes / 1600, (content.recognition ?? '').length / 4))));
}

function voice(content) {
  const length = h('span', { class: 'seconds' }, '…');
  const words = h('div', { class: 'recognition', hidden: true }, content.recognition ?? t('noWords'));
  const clip = button({ class: 'clip', test: 'voice', 'aria-expanded': 'false', 'aria-label': t('voice') }, () => {
    words.hidden = !words.hidden;
    clip.setAttribute('aria-expanded', String(!words.hidden));
  }, s('svg', { class: 'icon waves', viewBox: '0 0 16 20', width: 16, height: 20, 'aria-hidden': 'true' }, s('path', { d: 'M3 8.500a2.200 2.200 0 0 1 0 3M6.300 6a5.800 5.800 0 0 1 0 8M9.600 3.500a9.500 9.500 0 0 1 0 13' })), length);
  seconds(content).then(count => {
    length.textContent = `${count}″`;
    clip.style.setProperty('--seconds', count);
  });
  return [clip, words];
}

function video(content) {
  const title = content.title ?? '';
  return button({ class: 'picture video', test: 'video', 'aria-label': `${t('video')} ${title}` }, () => sheet(title || t('video'), close => {
    const note = h('p', { class: 'quiet-text' }, content.description ?? '');
    const player = h('video', { src: api.media(store.alias, content.media_id), controls: true, playsinline: true, on: { error: () => { note.textContent = t('unplayable'); player.remove(); } } });
    return h('div', { class: 'viewer' }, player, title && h('h2', {}, title), note, button({ class: 'quiet', autofocus: true }, () => close(null), t('close')));
  }), content.thumb_media_id ? image(content.thumb_media_id, {}) : h('span', { class: 'blank' }), h('span', { class: 'play' }, icon('play', 30)), title && h('span', { class: 'video-title' }, title));
}
