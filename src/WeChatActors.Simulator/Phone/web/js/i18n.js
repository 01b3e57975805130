import { WORDS } from './words.js';

const chosen = localStorage.getItem('language');
let language = chosen === 'zh' || chosen === 'en' ? chosen : navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
mark();

export const lang = () => language;

export function setLang(next) {
  language = next;
  localStorage.setItem('language', next);
  mark();
}

/** A text in the page's language; {0}, {1} stand for the arguments. */
export function t(key, ...args) {
  const pair = WORDS[key];
  if (!pair) throw new Error(`There is no text '${key}'.`);
  return pair[language === 'zh' ? 1 : 0].replace(/\{(\d)\}/g, (_, index) => String(args[index] ?? ''));
}

/** A sentence of the simulator in the page's language: its Chinese stands beside it, in a member with `_zh` behind the name. */
export const told = (answer, member) => (language === 'zh' && answer[`${member}_zh`]) || answer[member];

function mark() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

const pad = number => String(number).padStart(2, '0');

/** Hours and minutes, as on a phone. */
export const clockTime = date => `${pad(date.getHours())}:${pad(date.getMinutes())}`;

/** With seconds. */
export const exactTime = date => `${clockTime(date)}:${pad(date.getSeconds())}`;

/** A date and a time, short. */
export const dateTime = date => `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${clockTime(date)}`;

/** How a chat names the time of a message: more of it, the longer ago it is. */
export function chatTime(date, now) {
  const day = 24 * 3600e3;
  const start = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const time = clockTime(date);
  if (date.getTime() >= start) return time;
  if (date.getTime() >= start - day) return `${t('yesterday')} ${time}`;
  if (date.getTime() >= start - 6 * day) return `${new Intl.DateTimeFormat(document.documentElement.lang, { weekday: 'long' }).format(date)} ${time}`;
  return `${new Intl.DateTimeFormat(document.documentElement.lang, { year: date.getFullYear() === now.getFullYear() ? undefined : 'numeric', month: 'long', day: 'numeric' }).format(date)} ${time}`;
}

/** A span as 47:59:03, or 3 d 02:00:00. */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const days = Math.floor(seconds / 86400);
  const time = `${pad(Math.floor(seconds / 3600) - (days >= 3 ? days * 24 : 0))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return days >= 3 ? `${days} d ${time}` : time;
}
