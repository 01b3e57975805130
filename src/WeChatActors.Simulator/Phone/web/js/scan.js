// The phone's camera: a code's ticket or text, a picture of one, one of the account's own codes, or a new one.

import { h, put, button, arrows } from './dom.js';
import { icon } from './icons.js';
import { api } from './api.js';
import { store, account } from './store.js';
import { t, dateTime } from './i18n.js';
import { sheet } from './sheets.js';
import { pick } from './files.js';
import { readCode } from './qr.js';

/** Scans a code on this phone: who follows already reports its scene, who does not follows by it. Resolves to false when nothing was scanned. */
export function scanCode(title = t('scan')) {
  const { alias, person } = store;
  return sheet(title, close => {
    const note = h('p', { class: 'form-note', role: 'alert', test: 'scan-note' });

    async function attempt(run) {
      put(note);
      try {
        return await run();
      } catch (error) {
        put(note, error.message);
        return null;
      }
    }

    const scan = code => attempt(async () => {
      await api.act(alias, person, { do: 'scan', code: code.trim() });
      close(true);
    });
    const text = h('input', { name: 'code', type: 'text', required: true, maxlength: 4096, autocomplete: 'off', autofocus: true, test: 'field-code' });
    const scene = h('input', { name: 'scene', type: 'text', required: true, maxlength: 64, autocomplete: 'off', placeholder: 'table-12', test: 'field-scene' });
    const codes = h('div', { class: 'codes', test: 'codes' });

    attempt(async () => {
      const living = await api.codes(alias);
      put(codes, living.length === 0 ? h('p', { class: 'quiet-text' }, t('noCodes')) : arrows(h('div', { class: 'code-list', role: 'group', 'aria-label': t('codesOf', account()?.name ?? '') },
        living.map(code => button({ class: 'code-choice', test: 'code', 'data-scene': code.scene }, () => scan(code.ticket),
          h('img', { src: api.codePicture(alias, code.ticket), alt: '', loading: 'lazy', width: 44, height: 44 }),
          h('span', { class: 'code-scene' }, code.scene),
          h('span', { class: 'quiet-text' }, code.expires_at ? t('until', dateTime(new Date(code.expires_at))) : t('permanent'))))), 'button'));
    });

    return h('div', { class: 'form scan', test: 'scan' },
      h('h2', {}, title),
      pictureZone(scan),
      row(t('ticket'), text, t('scanIt'), 'sheet-ok', () => scan(text.value)),
      h('h3', {}, t('codesOf', account()?.name ?? '')), codes,
      row(t('newCode'), scene, t('makeAndScan'), 'make-code', () => attempt(async () => scan((await api.makeCode(alias, scene.value.trim())).ticket))),
      note,
      h('div', { class: 'form-end' }, button({ class: 'quiet' }, () => close(null), t('cancel'))));
  }).then(done => done === true);
}

/** A field with its own button; Enter in it presses the button. */
function row(label, input, word, test, run) {
  return h('form', { class: 'field-row', on: { submit: event => { event.preventDefault(); run(); } } },
    h('label', { class: 'field' }, h('span', {}, label), input), h('button', { type: 'submit', class: 'primary', test }, word));
}

/** Takes a picture of a code from a file, by drop or by paste, for as long as it is shown. found is called with the text of the code. */
export function pictureZone(found) {
  const words = h('span', { role: 'status', test: 'zone-words' }, t('codePicture'));
  const zone = button({ class: 'zone', test: 'scan-picture' }, async () => read(await pick('image/*')), icon('scan', 26), words);

  async function read(file) {
    if (!file) return;
    put(words, t('readingCode'));
    const text = await readCode(file);
    put(words, text === null ? t('noCode') : t('codePicture'));
    zone.classList.toggle('bad', text === null);
    if (text !== null) found(text);
  }

  const picture = transfer => [...transfer?.files ?? []].find(file => file.type.startsWith('image/'));
  const over = on => zone.classList.toggle('over', on);
  hear('paste', event => {
    const file = picture(event.clipboardData);
    if (!file) return;
    event.preventDefault();
    read(file);
  });
  hear('dragover', event => { event.preventDefault(); over(true); });
  hear('dragleave', event => { if (!event.relatedTarget) over(false); });
  hear('drop', event => {
    event.preventDefault(); // else the browser would leave the page for the file
    over(false);
    read(picture(event.dataTransfer));
  });
  return zone;

  // Wherever on the page: nobody aims at a small field with a picture.
  function hear(name, listener) {
    document.addEventListener(name, function heard(event) {
      if (zone.isConnected) listener(event);
      else document.removeEventListener(name, heard);
    });
  }
}
