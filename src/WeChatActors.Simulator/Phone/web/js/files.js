// Files from the disk of whoever holds the phone.

import { h } from './dom.js';
import { toast } from './store.js';
import { t } from './i18n.js';

const LARGEST = 10 * 1024 * 1024;

/** Lets somebody choose a file; null without, or when it is too large. */
export function pick(accept) {
  return new Promise(resolve => {
    const input = h('input', { type: 'file', accept, test: 'file' });
    input.addEventListener('cancel', () => resolve(null));
    input.addEventListener('change', () => {
      const file = input.files[0] ?? null;
      if (file && file.size > LARGEST) toast(t('tooLarge'));
      resolve(file && file.size <= LARGEST ? file : null);
    });
    input.click();
  });
}
