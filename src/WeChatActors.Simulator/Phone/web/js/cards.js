// Cards: what is more than a bubble.

import { h, s, button } from './dom.js';
import { icon } from './icons.js';
import { store } from './store.js';
import { t, dateTime } from './i18n.js';
import { faces } from './richtext.js';
import { offerPage } from './sheets.js';
import { image } from './bubbles.js';

/** A picture on the API's own host is shown; one from elsewhere is only drawn, for the page loads nothing from outside. */
function cover(address, title) {
  let near = false;
  try {
    near = address && new URL(address).origin === new URL(store.state.api).origin;
  } catch { /* no address: drawn */ }
  if (near) return h('img', { class: 'cover', src: address, alt: '', loading: 'lazy' });
  let hash = 3;
  for (const c of (address ?? '') + (title ?? '')) hash = (hash * 33 + c.codePointAt(0)) >>> 0;
  const hue = hash % 360;
  return s('svg', { class: 'cover', viewBox: '0 0 320 180', preserveAspectRatio: 'xMidYMid slice', 'aria-hidden': 'true' },
    s('rect', { x: -2, width: 324, height: 180, style: { fill: `hsl(${hue} 42% 62%)` } }),
    s('circle', { cx: 60 + hash % 200, cy: 60, r: 34, style: { fill: `hsl(${(hue + 40) % 360} 70% 80%)` } }),
    s('path', { d: `M0 ${130 - hash % 30}Q80 ${80 + hash % 40} 160 ${120 - hash % 20}T320 ${110 + hash % 30}V180H0z`, style: { fill: `hsl(${(hue + 15) % 360} 38% 48%)` } }),
    s('path', { d: `M0 ${155 - hash % 20}Q100 ${120 + hash % 30} 190 150T320 ${140 + hash % 20}V180H0z`, style: { fill: `hsl(${(hue + 25) % 360} 40% 38%)` } }));
}

const open = article => () => offerPage(article.url ?? '', article.title);

export function news(articles) {
  const [first, ...rest] = articles;
  if (!first) return h('div', { class: 'news' });
  if (rest.length === 0)
    return button({ class: 'news single', test: 'news' }, open(first), cover(first.picture, first.title),
      h('span', { class: 'news-title' }, faces(first.title)), first.description && h('span', { class: 'news-text' }, faces(first.description)));
  return h('div', { class: 'news', test: 'news' },
    button({ class: 'news-first' }, open(first), cover(first.picture, first.title), h('span', { class: 'news-over' }, faces(first.title))),
    rest.map(article => button({ class: 'news-item' }, open(article), h('span', {}, faces(article.title)), cover(article.picture, article.title))));
}

export function music(content) {
  return button({ class: 'tune', test: 'music' }, () => offerPage(content.hq_url || content.url || '', content.title),
    h('span', { class: 'tune-text' }, h('strong', {}, content.title ?? t('song')), h('span', {}, content.description ?? '')),
    h('span', { class: 'tune-cover' }, content.thumb_media_id ? image(content.thumb_media_id, {}) : cover(content.url, content.title), h('span', { class: 'play small' }, icon('play', 18))));
}

export function link(content) {
  return button({ class: 'page-card', test: 'link' }, () => offerPage(content.url, content.title),
    h('strong', {}, faces(content.title)),
    h('span', { class: 'page-card-foot' }, h('span', {}, faces(content.description || content.url)), h('span', { class: 'thumb' }, icon('link', 20))));
}

export function miniProgram(content) {
  return button({ class: 'program', test: 'miniprogram' }, () => offerPage(content.page ?? '', content.title ?? content.app_id),
    h('span', { class: 'program-head' }, h('span', { class: 'program-dot' }), content.app_id),
    h('strong', {}, faces(content.title ?? '')),
    content.thumb_media_id ? image(content.thumb_media_id, { class: 'cover' }) : cover(content.page, content.title),
    h('span', { class: 'program-foot' }, s('svg', { class: 'icon', viewBox: '0 0 24 24', width: 13, height: 13, 'aria-hidden': 'true' }, s('path', { d: 'M15 4.500a4 4 0 0 1 1 7.500c-2 .8-2 1-2 3M9 19.500A4 4 0 0 1 8 12c2-.8 4-1 4-3V8a3.500 3.500 0 0 1 3-3.500M12 9v7a3.500 3.500 0 0 1-3 3.500' })), t('miniProgram')));
}

export function coupon(content) {
  return h('div', { class: 'coupon', test: 'coupon' }, h('span', { class: 'coupon-mark' }, '券'), h('span', {}, h('strong', {}, t('coupon')), h('span', { class: 'mono' }, content.card_id)));
}

export function location(content) {
  const x = Math.abs(Math.round(content.longitude * 1000)) % 60;
  const y = Math.abs(Math.round(content.latitude * 1000)) % 40;
  return h('div', { class: 'place', test: 'location' },
    h('div', { class: 'place-name' }, h('strong', {}, content.label || t('location')), h('span', {}, `${content.latitude.toFixed(5)}, ${content.longitude.toFixed(5)}`)),
    s('svg', { class: 'map', viewBox: '0 0 240 110', preserveAspectRatio: 'xMidYMid slice', 'aria-hidden': 'true' },
      s('rect', { class: 'map-land', width: 240, height: 110 }),
      s('path', { class: 'map-park', d: `M${150 + x} 0h70v${40 + y}h-90z` }),
      s('path', { class: 'map-water', d: `M0 ${78 + y / 2}Q70 ${60 + y} 130 ${92}T240 ${88 - y / 3}V110H0z` }),
      s('path', { class: 'map-road', d: `M0 ${30 + y / 2}L240 ${52 + y / 4}M${60 + x / 2} 0L${92 + x / 2} 110M${176 - x / 3} 0L${150 - x / 3} 110` }),
      s('path', { class: 'map-pin', d: 'M120 62s-13-12-13-22a13 13 0 0 1 26 0c0 10-13 22-13 22z' }), s('circle', { cx: 120, cy: 40, r: 4.500, class: 'map-eye' })));
}

export function template(content, at) {
  return h('div', { class: 'template', test: 'template' },
    h('div', { class: 'template-head' }, h('strong', {}, content.title), h('time', {}, dateTime(new Date(at)))),
    h('dl', {}, content.lines.map(line => [h('dt', {}, line.name), h('dd', {}, line.value)])),
    content.url && button({ class: 'template-foot' }, () => offerPage(content.url, content.title), t('details'), icon('right', 14)));
}
