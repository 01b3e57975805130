// Reads a QR code from a picture that nothing has bent: one from a screen, or drawn by a program; dark on light, of any size and with any margin.
// Photos are left to the browser's own detector, where it has one.

import { readSymbol } from './qrsymbol.js';

const LARGEST_SIDE = 4096; // larger pictures are made smaller first
const THRESHOLDS = [128, 192, 64];
const MOST_CORNERS = 24;

/** The text of a code in a picture file; null when there is none to be found. */
export async function readCode(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return null; // no picture
  }
  try {
    return await detect(picture) ?? readPixels(pixelsOf(picture));
  } finally {
    picture.close();
  }
}

async function detect(picture) {
  try {
    return (await new window.BarcodeDetector({ formats: ['qr_code'] }).detect(picture))[0]?.rawValue || null;
  } catch {
    return null; // this browser has none, or none for this picture
  }
}

function pixelsOf(picture) {
  const scale = Math.min(1, LARGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const paint = canvas.getContext('2d', { willReadFrequently: true });
  paint.fillStyle = '#fff'; // under what is transparent
  paint.fillRect(0, 0, canvas.width, canvas.height);
  paint.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return paint.getImageData(0, 0, canvas.width, canvas.height);
}

/** The text of a code among pixels {width, height, data: RGBA}; null for none. */
export function readPixels({ width, height, data }) {
  for (const threshold of THRESHOLDS) {
    const dark = new Uint8Array(width * height);
    for (let i = 0; i < dark.length; i++) dark[i] = data[4 * i] * 299 + data[4 * i + 1] * 587 + data[4 * i + 2] * 114 < threshold * 1000 ? 1 : 0;
    const text = readDark({ width, height, dark });
    if (text !== null) return text;
  }
  return null;
}

function readDark(image) {
  const corners = findCorners(image);
  for (const a of corners)
    for (const b of corners)
      for (const c of corners) {
        const text = isFrame(a, b, c) ? readFrame(image, a, b, c) : null;
        if (text !== null) return text;
      }
  return null;
}

/** The centres of finder patterns and the length of a module there, the surest first. */
function findCorners(image) {
  const corners = [];
  for (let y = 0; y < image.height; y++) {
    for (let start = 0, x = 1; x <= image.width; x++) {
      const here = y * image.width + x;
      if (x < image.width && image.dark[here] === image.dark[here - 1]) continue;
      const found = image.dark[here - 1] && lookAround(image, (start + x - 1) >> 1, y);
      if (found) keep(corners, found);
      start = x;
    }
  }
  return corners.sort((one, other) => other.seen - one.seen).slice(0, MOST_CORNERS);
}

/** The finder pattern around a dark pixel; null when this is none. */
function lookAround(image, x, y) {
  const across = core(image, x, y, 1, 0);
  if (!across) return null;
  const down = core(image, Math.floor(across.centre), y, 0, 1);
  if (!down || Math.abs(down.module - across.module) > across.module * 0.35) return null;
  return { x: across.centre, y: down.centre, module: (across.module + down.module) / 2, seen: 1 };
}

/** Measures the core of a finder pattern along a line: three dark modules between a light one and at least a bit of a dark one at both sides.
 * What lies outside of the dark ring is not looked at, so no margin is needed. */
function core({ width, height, dark }, x, y, dx, dy) {
  const line = dx ? width : height;
  const from = dx ? x : y;
  const at = dx ? place => dark[y * width + place] : place => dark[place * width + x];
  const run = (place, step) => {
    const tone = at(place);
    let next = place;
    while (next >= 0 && next < line && at(next) === tone) next += step;
    return next;
  };
  const [left, right] = [run(from, -1), run(from, 1)];
  if (left < 0 || right >= line) return null;
  const [leftRing, rightRing] = [run(left, -1), run(right, 1)];
  if (leftRing < 0 || rightRing >= line) return null;
  const module = (rightRing - leftRing - 1) / 5;
  const near = (length, modules) => Math.abs(length - modules * module) <= Math.max(0.5 * module, 0.7);
  if (module < 1.5 || !near(right - left - 1, 3) || !near(left - leftRing, 1) || !near(rightRing - right, 1)) return null;
  if (leftRing - run(leftRing, -1) < module / 2 || run(rightRing, 1) - rightRing < module / 2) return null;
  return { centre: (left + right + 1) / 2, module };
}

/** The same pattern is met in many lines. */
function keep(corners, found) {
  const known = corners.find(each => Math.abs(each.x - found.x) < found.module * 1.5 && Math.abs(each.y - found.y) < found.module * 1.5);
  if (!known) return void corners.push(found);
  for (const part of ['x', 'y', 'module']) known[part] += (found[part] - known[part]) / (known.seen + 1);
  known.seen++;
}

/** Whether three corners stand as those of a code: a where its rows and columns begin, b at the end of the first row, c of the first column. */
function isFrame(a, b, c) {
  if (a === b || b === c || a === c) return false;
  const [ux, uy, vx, vy] = [b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y];
  const [across, down] = [Math.hypot(ux, uy), Math.hypot(vx, vy)];
  const alike = (one, other) => Math.abs(one.module - other.module) <= 0.3 * one.module;
  return Math.abs(across - down) < across * 0.04 + a.module && Math.abs(ux * vx + uy * vy) < across * down * 0.04 && ux * vy - uy * vx > 0
    && alike(a, b) && alike(a, c) && across > 12 * a.module;
}

function readFrame({ width, height, dark }, a, b, c) {
  const module = (a.module + b.module + c.module) / 3;
  const guess = (Math.hypot(b.x - a.x, b.y - a.y) / module - 10) / 4;
  const versions = Array.from({ length: 40 }, (_, i) => i + 1).filter(version => Math.abs(version - guess) <= 1 + guess / 8)
    .sort((one, other) => Math.abs(one - guess) - Math.abs(other - guess));
  for (const version of versions) {
    const size = 17 + 4 * version;
    const steps = size - 7;
    const sample = (column, row) => {
      const x = Math.floor(a.x + ((b.x - a.x) * (column - 3) + (c.x - a.x) * (row - 3)) / steps);
      const y = Math.floor(a.y + ((b.y - a.y) * (column - 3) + (c.y - a.y) * (row - 3)) / steps);
      return x >= 0 && y >= 0 && x < width && y < height ? dark[y * width + x] : 0;
    };
    if (!isTimed(size, sample)) continue;
    const text = readSymbol(size, sample);
    if (text !== null) return text;
  }
  return null;
}

/** Between the finder patterns dark and light modules take turns; with a wrong version they do not. */
function isTimed(size, sample) {
  let wrong = 0;
  for (let i = 8; i < size - 8; i++) wrong += (sample(i, 6) === i % 2 ? 1 : 0) + (sample(6, i) === i % 2 ? 1 : 0);
  return wrong <= (size - 16) / 8;
}
