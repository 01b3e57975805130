// Text as a phone shows it: line breaks, links, menu links, and WeChat's codes for faces. Everything else stays text.

import { h, button } from './dom.js';
import { act } from './store.js';
import { offerPage } from './sheets.js';

const FACES = {
  '微笑': '🙂', '撇嘴': '😕', '色': '😍', '发呆': '😳', '得意': '😎', '流泪': '😭', '害羞': '☺️', '闭嘴': '🤐', '睡': '😴', '大哭': '😭', '尴尬': '😅', '发怒': '😡', '调皮': '😜', '呲牙': '😁', '惊讶': '😮', '难过': '🙁',
  '偷笑': '🤭', '愉快': '😊', '白眼': '🙄', '困': '🥱', '惊恐': '😱', '憨笑': '😄', '疑问': '❓', '嘘': '🤫', '晕': '😵', '再见': '👋', '鼓掌': '👏', '坏笑': '😏', '可怜': '🥺', '亲亲': '😘', '笑脸': '😀', '生病': '😷', '破涕为笑': '😂', '捂脸': '🤦', '玫瑰': '🌹', '爱心': '❤️', '心碎': '💔', '蛋糕': '🎂', '咖啡': '☕', '月亮': '🌙', '太阳': '☀️', '拥抱': '🤗', '强': '👍', '弱': '👎', '握手': '🤝', '胜利': '✌️', '抱拳': '🙏', '拳头': '✊', 'OK': '👌', '红包': '🧧', '发': '💰', '庆祝': '🎉', '礼物': '🎁',
  'Smile': '🙂', 'Grin': '😁', 'Laugh': '😂', 'Sob': '😭', 'ThumbsUp': '👍', 'Heart': '❤️', 'Rose': '🌹', 'Party': '🎉', 'Shake': '🤝', 'Peace': '✌️',
};
const CODES = { '/::)': '🙂', '/::~': '😕', '/::B': '😍', '/:8-)': '😎', '/::<': '😭', '/::$': '☺️', '/::D': '😁', '/::O': '😮', '/::P': '😜', '/:strong': '👍', '/:rose': '🌹', '/:heart': '❤️', '/:bye': '👋', '/:handclap': '👏', '/:ok': '👌', '/:v': '✌️', '/:share': '🤝' };

const ANCHOR = /<a\s+([^<>]{0,2000})>([^<]{0,2000})<\/a>/gi;
const BARE = /https?:\/\/[^\s<>"'，。！？；：、（）《》「」]{3,500}/g;
const FACE = /\[([^\[\]\s]{1,5}|[A-Z][A-Za-z]{1,9})\]|\/:[:a-z8][^\s/]{0,8}/g;

/** The pieces of a text. */
export function rich(text) {
  const pieces = [];
  let at = 0;
  for (const match of text.matchAll(ANCHOR)) {
    pieces.push(...plain(text.slice(at, match.index)), anchor(match));
    at = match.index + match[0].length;
  }
  return [...pieces, ...plain(text.slice(at))];
}

function anchor([whole, attributes, caption]) {
  const href = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))/i.exec(attributes);
  const address = unescape(href?.[1] ?? href?.[2] ?? href?.[3] ?? '');
  const program = /data-miniprogram-appid\s*=\s*["']([^"']+)/i.exec(attributes)?.[1];
  if (address.startsWith('weixin://bizmsgmenu?')) {
    const query = new URLSearchParams(address.slice(address.indexOf('?') + 1));
    const said = query.get('msgmenucontent') ?? caption;
    return link(caption, () => act({ do: 'entry', id: query.get('msgmenuid') ?? '', caption: said }), 'menu-link');
  }
  if (program) return link(caption, () => offerPage(address || program, caption), 'program-link');
  return /^https?:\/\//i.test(address) ? link(caption, () => offerPage(address, caption)) : whole;
}

const unescape = text => text.replace(/&amp;/g, '&').replace(/&quot;/g, '"').replace(/&#39;/g, "'");

const link = (caption, act, test = 'text-link') => button({ class: 'link', test }, act, faces(caption));

function plain(text) {
  const pieces = [];
  let at = 0;
  for (const match of text.matchAll(BARE)) {
    pieces.push(faces(text.slice(at, match.index)), link(match[0], () => offerPage(match[0])));
    at = match.index + match[0].length;
  }
  pieces.push(faces(text.slice(at)));
  return pieces.filter(piece => piece !== '');
}

/** Replaces WeChat's codes for faces with characters. */
export function faces(text) {
  return text.replace(FACE, (code, name) => {
    if (name) return FACES[name] ?? code;
    const known = Object.keys(CODES).find(each => code.startsWith(each));
    return known ? CODES[known] + code.slice(known.length) : code;
  });
}

/** A list of choices inside a bubble. */
export const choices = entries => h('div', { class: 'entries' }, entries.map(entry =>
  button({ class: 'link entry', test: 'msgmenu-entry' }, () => act({ do: 'entry', id: entry.id, caption: entry.caption }), faces(entry.caption))));
