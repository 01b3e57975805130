// The account's menu: up to three buttons, each with up to five below it that pop up above.

import { h, button, arrows } from './dom.js';
import { icon } from './icons.js';
import { act } from './store.js';
import { t } from './i18n.js';
import { ask, offerPage } from './sheets.js';
import { pictureZone } from './scan.js';

export function menuBar(buttons) {
  let opened = null;
  const bar = arrows(h('div', { class: 'menubar', role: 'menubar', 'aria-label': t('menuBar'), test: 'menubar' }), ':scope > .menu-slot > button', { vertical: false });

  function shut(focus) {
    if (!opened) return;
    opened.list.hidden = true;
    opened.head.setAttribute('aria-expanded', 'false');
    if (focus) opened.head.focus();
    opened = null;
  }

  buttons.forEach((each, index) => {
    const items = each.items ?? [];
    const place = String(index + 1);
    if (items.length === 0) {
      bar.append(h('div', { class: 'menu-slot', role: 'none' }, button({ role: 'menuitem', test: `menu-${place}` }, () => { shut(); tap(each, place); }, h('span', {}, each.name))));
      return;
    }
    const list = arrows(h('div', { class: 'menu-list', role: 'menu', 'aria-label': each.name, hidden: true, test: `menu-list-${place}` },
      items.map((item, at) => button({ role: 'menuitem', test: `menu-${place}.${at + 1}` }, () => { shut(true); tap(item, `${place}.${at + 1}`); }, item.name))), 'button');
    const head = button({ role: 'menuitem', 'aria-haspopup': 'menu', 'aria-expanded': 'false', test: `menu-${place}` }, () => {
      const same = opened?.head === head;
      shut();
      if (same) return;
      opened = { head, list };
      list.hidden = false;
      head.setAttribute('aria-expanded', 'true');
      list.querySelector('button').focus();
    }, icon('menu', 14), h('span', {}, each.name));
    bar.append(h('div', { class: 'menu-slot', role: 'none' }, head, list));
  });

  bar.addEventListener('keydown', event => {
    if (event.key === 'Escape') shut(true);
    else if (event.key === 'ArrowUp' && event.target.getAttribute('aria-haspopup') === 'menu' && !opened) event.target.click();
  });
  bar.addEventListener('focusout', event => { if (opened && !bar.contains(event.relatedTarget)) shut(); });
  return bar;
}

/** What the phone asks before it tells the account of a tap. */
async function tap(each, place) {
  const action = { do: 'menu', button: place };
  switch (each.type) {
    case 'scancode_push':
    case 'scancode_waitmsg': {
      const given = await ask(each.name, [{ name: 'scanned', label: t('scanned'), value: 'https://example.com/item/7', required: true, limit: 4096 }],
        { extra: ([input]) => pictureZone(text => { input.value = text; }) });
      if (given) await act({ ...action, scanned: given.scanned });
      break;
    }
    case 'pic_sysphoto':
    case 'pic_photo_or_album':
    case 'pic_weixin': {
      const given = await ask(each.name, [{ name: 'pictures', label: t('pictures'), type: 'number', value: '1', min: 1, max: 9 }]);
      if (given) await act({ ...action, pictures: Number(given.pictures) });
      break;
    }
    case 'location_select': {
      const given = await askPlace(each.name);
      if (given) await act({ ...action, place: given });
      break;
    }
    case 'view':
      await act(action);
      offerPage(each.url ?? '', each.name);
      break;
    default:
      await act(action);
  }
}

/** Asks for a place; null when nobody wants to say. */
export async function askPlace(title) {
  const given = await ask(title, [
    { name: 'label', label: t('place'), value: '广东省深圳市南山区示例路 8 号' },
    { name: 'latitude', label: t('latitude'), type: 'number', step: 'any', min: -90, max: 90, value: '22.541093', required: true },
    { name: 'longitude', label: t('longitude'), type: 'number', step: 'any', min: -180, max: 180, value: '113.947612', required: true }]);
  return given && { latitude: Number(given.latitude), longitude: Number(given.longitude), scale: 16, label: given.label };
}
