import { s } from './dom.js';

const PATHS = {
  back: 'M15 5l-7 7 7 7',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-3.6 3.8-5.5 7.500-5.500s6.700 1.900 7.500 5.500',
  plus: 'M12 5v14M5 12h14',
  smile: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.500 14.500c.9 1.200 2.100 1.800 3.500 1.800s2.600-.6 3.500-1.800M9 9.800v.4M15 9.800v.4',
  voice: 'M12 4a3 3 0 0 1 3 3v4a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3zM6.500 11a5.500 5.500 0 0 0 11 0M12 16.500V20M9 20h6',
  keyboard: 'M4 7h16v10H4zM7.500 10.200h.01M10.500 10.200h.01M13.500 10.200h.01M16.500 10.200h.01M8.500 14h7',
  menu: 'M5 8h14M5 12h14M5 16h14',
  image: 'M4 5h16v14H4zM4 16l5-4.500 4 3.500 3-2.500 4 3.500M15.500 9.500h.01',
  video: 'M4 7h11v10H4zM15 11l5-3v8l-5-3z',
  place: 'M12 21s6.500-6 6.500-11a6.500 6.500 0 0 0-13 0c0 5 6.500 11 6.500 11zM12 12.300a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600z',
  link: 'M10 14l4-4M8.500 11.500l-2 2a3.200 3.200 0 0 0 4.500 4.500l2-2M15.500 12.500l2-2A3.200 3.200 0 0 0 13 6l-2 2',
  scan: 'M4 9V5.500A1.500 1.500 0 0 1 5.500 4H9M15 4h3.500A1.500 1.500 0 0 1 20 5.500V9M20 15v3.500a1.500 1.500 0 0 1-1.500 1.500H15M9 20H5.500A1.500 1.500 0 0 1 4 18.500V15M4 12h16',
  report: 'M12 3v3M12 18v3M3 12h3M18 12h3M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10z',
  close: 'M6 6l12 12M18 6L6 18',
  play: 'M9 7l8 5-8 5z',
  music: 'M9 18V6l10-2v12M9 18a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0zM19 16a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0z',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600l1.400 1.400M17 17l1.400 1.400M18.400 5.600L17 7M7 17l-1.400 1.400',
  moon: 'M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z',
  panel: 'M4 5h16v14H4zM14 5v14',
  search: 'M11 17a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM15.500 15.500L20 20',
  right: 'M9 5l7 7-7 7',
  down: 'M6 9l6 6 6-6',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  warn: 'M12 4l9 16H3zM12 10v4.500M12 17.300v.2',
  reload: 'M19 12a7 7 0 1 1-2-4.900L19 9M19 4.500V9h-4.500',
};

/** A line icon, drawn in the colour of the text. */
export function icon(name, size = 24) {
  return s('svg', { class: `icon icon-${name}`, viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true' }, s('path', { d: PATHS[name] }));
}

/** The signs at the right of a phone's status bar. */
export function statusSigns() {
  return s('svg', { class: 'signs', viewBox: '0 0 62 14', width: 62, height: 14, 'aria-hidden': 'true' },
    [0, 1, 2, 3].map(i => s('rect', { x: i * 4.600, y: 9 - i * 2.500, width: 3, height: 4 + i * 2.500, rx: 1 })),
    s('path', { d: 'M24 5.200a9 9 0 0 1 12 0l-1.600 1.800a6.500 6.500 0 0 0-8.800 0zM26.700 8.200a5 5 0 0 1 6.600 0L30 11.800z' }),
    s('rect', { x: 40, y: 2, width: 18, height: 10, rx: 3, class: 'battery' }), s('rect', { x: 42, y: 4, width: 12, height: 6, rx: 1.500 }), s('rect', { x: 59, y: 5, width: 1.800, height: 4, rx: .9 }));
}

/** A person's or an account's picture, drawn from its name. */
export function avatar(name, kind = 'person') {
  let hash = 7;
  for (const c of name) hash = (hash * 31 + c.codePointAt(0)) >>> 0;
  const hue = kind === 'account' ? 152 : hash % 360;
  // Two people of one family differ in the last character, two accounts in the first.
  const letters = [...name.replace(/^用户/, '')];
  const initial = (kind === 'person' && /^\p{Script=Han}{2,4}$/u.test(name) ? letters.at(-1) : letters[0]) ?? '?';
  const picture = s('svg', { class: `avatar avatar-${kind}`, viewBox: '0 0 40 40', 'aria-hidden': 'true' },
    s('rect', { width: 40, height: 40, style: { fill: `hsl(${hue} 48% 54%)` } }),
    s('circle', { cx: 33, cy: 6, r: 15, style: { fill: `hsl(${hue} 55% 62% / .7)` } }),
    s('text', { x: 20, y: 26.500, 'text-anchor': 'middle' }, initial.toUpperCase()));
  return picture;
}
