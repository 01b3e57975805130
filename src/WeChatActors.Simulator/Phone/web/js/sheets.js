// Sheets that rise from the bottom of the phone. Escape closes them; the focus goes back to where it was.

import { h, put, button } from './dom.js';
import { t } from './i18n.js';

/** Shows a sheet. fill(close) gives its content; the promise resolves to what close is called with, null without. */
export function sheet(label, fill) {
  return new Promise(resolve => {
    const before = document.activeElement;
    const close = value => {
      if (!dialog.isConnected) return;
      dialog.remove();
      before?.focus?.();
      resolve(value ?? null);
    };
    const dialog = h('dialog', { class: 'sheet', 'aria-label': label, test: 'sheet', on: {
      cancel: event => { event.preventDefault(); close(null); },
      click: event => { if (event.target === dialog) close(null); },
      close: () => close(null),
    } });
    put(dialog, h('div', { class: 'sheet-body' }, fill(close)));
    (document.querySelector('.phone-screen') ?? document.body).append(dialog);
    dialog.showModal();
    dialog.querySelector('[autofocus]')?.focus();
  });
}

/** Asks for a few values. fields: {name, label, value, type, placeholder, limit, options, required}. Resolves to {name: text}, or null. */
export function ask(title, fields, { extra } = {}) {
  return sheet(title, close => {
    const inputs = fields.map((field, index) => control(field, index === 0));
    return h('form', { class: 'form', on: { submit: event => {
      event.preventDefault();
      close(Object.fromEntries(fields.map((field, index) => [field.name, field.type === 'checkbox' ? inputs[index].checked : inputs[index].value])));
    } } },
    h('h2', {}, title),
    fields.map((field, index) => h('label', { class: field.type === 'checkbox' ? 'tick' : 'field' }, h('span', {}, field.label), inputs[index])),
    extra?.(inputs, close),
    h('div', { class: 'form-end' }, button({ class: 'quiet' }, () => close(null), t('cancel')), h('button', { type: 'submit', class: 'primary', test: 'sheet-ok' }, t('ok'))));
  });
}

function control(field, first) {
  const props = { name: field.name, test: `field-${field.name}`, autofocus: first, required: field.required, value: field.value ?? '', placeholder: field.placeholder, maxlength: field.limit };
  if (field.options) return h('select', { ...props, value: undefined }, field.options.map(([value, label]) => h('option', { value, selected: value === field.value }, label)));
  if (field.type === 'long') return h('textarea', { ...props, rows: 2 });
  return h('input', { ...props, type: field.type ?? 'text', step: field.step, min: field.min, max: field.max, autocomplete: 'off' });
}

/** Offers a few things to do; resolves to the key of the chosen one. */
export function choose(label, options) {
  return sheet(label, close => h('div', { class: 'choices' },
    options.map(([key, text, tone], index) => button({ class: tone ?? '', autofocus: index === 0, test: `choice-${key}` }, () => close(key), text)),
    button({ class: 'apart' }, () => close(null), t('cancel'))));
}

/** Says where a link leads before the browser goes there. Only http and https lead anywhere. */
export function offerPage(address, title) {
  let url = null;
  try {
    url = new URL(address);
  } catch { /* shown as it is, below */ }
  const safe = url?.protocol === 'https:' || url?.protocol === 'http:';
  return sheet(t('opens'), close => h('div', { class: 'form' },
    h('h2', {}, title || t('opens')),
    h('p', { class: 'address', test: 'page-address' }, address),
    !safe && h('p', { class: 'quiet-text' }, t('notOpened')),
    h('div', { class: 'form-end' },
      button({ class: 'quiet', autofocus: true }, () => close(null), t('close')),
      safe && h('a', { class: 'primary', href: url.href, target: '_blank', rel: 'noopener noreferrer', on: { click: () => close(null) } }, t('open')))));
}
