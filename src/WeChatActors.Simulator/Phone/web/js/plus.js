// What else can be sent: the tiles behind "+".

import { h, button, arrows } from './dom.js';
import { icon } from './icons.js';
import { act } from './store.js';
import { t } from './i18n.js';
import { ask, choose } from './sheets.js';
import { askPlace } from './menubar.js';
import { scanCode } from './scan.js';
import { pick } from './files.js';

let shown = 0;

export function plusPanel(close) {
  const tiles = [
    ['image', 'picture', sendPicture], ['voice', 'voice', sendVoice], ['video', 'video', sendVideo], ['place', 'location', sendPlace],
    ['link', 'link', sendLink], ['scan', 'scan', () => scanCode()], ['report', 'report', reportPlace],
  ];
  return arrows(h('div', { class: 'plus-panel', role: 'group', 'aria-label': t('more'), test: 'plus-panel' }, tiles.map(([sign, name, run]) =>
    button({ class: 'tile', test: `plus-${name}` }, async () => { if (await run() !== false) close(); }, h('span', { class: 'tile-sign' }, icon(sign, 28)), h('span', {}, t(name))))), 'button', { vertical: false });
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

async function sendPicture() {
  const from = await choose(t('picture'), [['sample', t('sample')], ['file', t('file')]]);
  if (from === 'sample') return void await act({ do: 'image', data: await base64(await drawn()) });
  const file = from === 'file' ? await pick('image/*') : null;
  return file ? void await act({ do: 'image', data: await base64(file) }) : false;
}

/** A picture to send when there is none at hand: hills under a sun, another time of the day with each. */
function drawn() {
  const hue = (shown++ * 67 + 24) % 360;
  const canvas = h('canvas', { width: 480, height: 360 });
  const paint = canvas.getContext('2d');
  const sky = paint.createLinearGradient(0, 0, 0, 300);
  sky.addColorStop(0, `hsl(${hue} 60% 72%)`);
  sky.addColorStop(1, `hsl(${(hue + 40) % 360} 70% 88%)`);
  paint.fillStyle = sky;
  paint.fillRect(0, 0, 480, 360);
  paint.fillStyle = 'hsl(45 95% 88%)';
  paint.beginPath();
  paint.arc(110 + shown * 83 % 260, 110, 42, 0, 7);
  paint.fill();
  for (let range = 0; range < 3; range++) {
    paint.fillStyle = `hsl(${(hue + 130) % 360} ${26 + range * 6}% ${52 - range * 12}%)`;
    paint.beginPath();
    paint.moveTo(0, 360);
    for (let x = 0; x <= 480; x += 8) paint.lineTo(x, 210 + range * 45 + 28 * Math.sin(x / (58 + range * 17) + range * 2 + shown));
    paint.lineTo(480, 360);
    paint.fill();
  }
  return new Promise(resolve => { canvas.toBlob(resolve, 'image/jpeg', .86); });
}

async function sendVoice() {
  const given = await ask(t('voice'), [{ name: 'recognition', label: t('recognition'), type: 'long' }]);
  return given ? void await act({ do: 'voice', recognition: given.recognition.trim() || null }) : false;
}

async function sendVideo() {
  const from = await choose(t('video'), [['sample', t('videoSample')], ['short', t('shortVideo')], ['file', t('file')]]);
  if (from === 'sample' || from === 'short') return void await act({ do: 'video', short: from === 'short' });
  const file = from === 'file' ? await pick('video/*') : null;
  return file ? void await act({ do: 'video', data: await base64(file) }) : false;
}

async function sendPlace() {
  const place = await askPlace(t('location'));
  return place ? void await act({ do: 'location', ...place }) : false;
}

async function sendLink() {
  const given = await ask(t('link'), [
    { name: 'title', label: t('pageTitle'), required: true, value: '今日菜单' }, { name: 'description', label: t('pageText'), value: '' },
    { name: 'url', label: t('pageUrl'), required: true, value: 'https://example.com/menu' }]);
  return given ? void await act({ do: 'link', ...given }) : false;
}

async function reportPlace() {
  const place = await askPlace(t('report'));
  return place ? void await act({ do: 'report_location', latitude: place.latitude, longitude: place.longitude }) : false;
}
