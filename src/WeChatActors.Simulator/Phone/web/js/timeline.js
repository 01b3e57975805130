// The deliveries of a packet on a line of time, with a mark at each 5 s: WeChat waits no longer.

import { h, s } from './dom.js';
import { t, told } from './i18n.js';
import { ms } from './parts.js';
import { TONES } from './packets.js';

const WIDTH = 560;
const LEFT = 6;
const ROW = 22;

export function timeline(push) {
  const start = Date.parse(push.deliveries[0].at);
  // The clock of the deliveries may have been moved between two of them: no delivery is drawn later than 6 s after the one before.
  let at = 0;
  let before = start;
  const bars = push.deliveries.map(delivery => {
    const gap = Math.max(0, Date.parse(delivery.at) - before);
    at += Math.min(gap, 6000);
    before = Date.parse(delivery.at);
    return { delivery, from: at, to: at + Math.min(delivery.elapsed_ms ?? 5000, 5200) };
  });
  const end = Math.max(5000, ...bars.map(bar => bar.to)) * 1.04;
  const x = time => LEFT + (WIDTH - 2 * LEFT) * time / end;
  const height = bars.length * ROW + 22;
  const marks = Array.from({ length: Math.floor(end / 5000) + 1 }, (_, index) => index * 5000);
  return h('figure', { class: 'timeline', test: 'timeline' },
    s('svg', { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': `${t('deliveries')}: ${push.deliveries.length}` },
      marks.map(time => [
        s('line', { class: 'tick', x1: x(time), x2: x(time), y1: 0, y2: height - 16 }),
        s('text', { class: 'tick-text', x: x(time), y: height - 3, 'text-anchor': time === 0 ? 'start' : 'middle' }, `${time / 1000} s`)]),
      bars.map(({ delivery, from, to }, row) => {
        const width = Math.max(4, x(to) - x(from));
        const inside = width > 230;
        return s('g', {},
          s('rect', { class: `span ${TONES[delivery.outcome]}`, x: x(from), y: row * ROW + 4, width, height: 14, rx: 4 }),
          s('text', { class: `span-text ${inside ? 'inside' : ''}`, x: inside ? x(from) + 7 : x(to) + 6 > WIDTH - 170 ? x(from) - 6 : x(to) + 6, y: row * ROW + 14.500, 'text-anchor': !inside && x(to) + 6 > WIDTH - 170 ? 'end' : 'start' },
            `${delivery.number} · ${delivery.status ?? t('noAnswer')} · ${ms(delivery.elapsed_ms) || t('pending')}`));
      })),
    h('figcaption', {}, push.deliveries.map(delivery => h('div', {}, h('strong', {}, t('delivery', delivery.number)), ' ', told(delivery, 'verdict') || t(delivery.outcome)))));
}
