import { h, button, arrows } from './dom.js';
import { t } from './i18n.js';

const EMOJI = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(
  '🙂😁😂🤣😊😍😘😜😎🤔🤭🤫😴😅😭😱😡🥺🙄🤗🤩🥳😷🤯👍👎👏🙏💪👌✌️🤝👋🫶❤️💔🌹🎉🎁🎂☕🍵🍜🍉🌙☀️🌧️🐱🐶🐼🚗🏠💰🧧✅❓'),
].map(each => each.segment);

/** The faces to choose from. */
export function emojiPanel(insert) {
  return arrows(h('div', { class: 'emoji-panel', role: 'group', 'aria-label': t('emoji'), test: 'emoji-panel' },
    EMOJI.map(face => button({ class: 'bare', test: 'emoji-face' }, () => insert(face), face))), 'button', { vertical: false });
}
