// From the modules of a QR code (ISO/IEC 18004, model 2, versions 1 to 40) to the text that they hold.

import { repair } from './qrrepair.js';

// Bytes for repair in each block, and blocks, by version, for the levels L, M, Q, H.
const REPAIR = [
  [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
  [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
  [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
  [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
];
const BLOCKS = [
  [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
  [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
  [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68],
  [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81],
];

const MASKS = [
  (x, y) => (x + y) % 2 === 0, (x, y) => y % 2 === 0, x => x % 3 === 0, (x, y) => (x + y) % 3 === 0,
  (x, y) => ((x / 3 | 0) + (y >> 1)) % 2 === 0, (x, y) => x * y % 2 + x * y % 3 === 0,
  (x, y) => (x * y % 2 + x * y % 3) % 2 === 0, (x, y) => ((x + y) % 2 + x * y % 3) % 2 === 0,
];

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** The text of a code. dark(column, row) tells its modules. Null when it cannot be read. */
export function readSymbol(size, dark) {
  const version = (size - 17) / 4;
  const format = readFormat(size, dark);
  if (!format) return null;
  const bytes = readBytes(size, dark, version, MASKS[format.mask]);
  const data = joinBlocks(bytes, REPAIR[format.level][version - 1], BLOCKS[format.level][version - 1]);
  return data && readText(data, version);
}

/** Level and mask, which stand in the code twice. Up to three of the 15 bits may be wrong. */
function readFormat(size, dark) {
  let [one, two] = [0, 0];
  for (let bit = 0; bit < 15; bit++) {
    const near = bit < 6 ? bit : bit < 8 ? bit + 1 : bit === 8 ? 7 : 14 - bit;
    const far = bit < 8 ? size - 1 - bit : size - 15 + bit;
    one |= (bit < 8 ? dark(8, near) : dark(near, 8)) << bit;
    two |= (bit < 8 ? dark(far, 8) : dark(8, far)) << bit;
  }
  let best = null;
  let least = 4;
  for (let value = 0; value < 32; value++) {
    let rest = value << 10;
    for (let bit = 14; bit >= 10; bit--) if (rest >> bit & 1) rest ^= 0x537 << bit - 10;
    const whole = (value << 10 | rest) ^ 0x5412;
    const wrong = Math.min(ones(whole ^ one), ones(whole ^ two));
    // The two bits of the level count M, L, H, Q.
    if (wrong < least) [least, best] = [wrong, { level: [1, 0, 3, 2][value >> 3], mask: value & 7 }];
  }
  return best;
}

const ones = number => number.toString(2).replaceAll('0', '').length;

/** Whether a module is part of a pattern and holds no data. */
function patterns(size, version) {
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (Math.floor(version / 7) + 1) / 2) * 2;
  const centres = version === 1 ? [] : [6];
  if (version > 1) for (let i = Math.floor(version / 7); i >= 0; i--) centres.push(size - 7 - i * step);
  const last = size - 7;
  return (x, y) => {
    if (x === 6 || y === 6) return true;
    if (x < 9 && y < 9 || x < 9 && y >= size - 8 || y < 9 && x >= size - 8) return true;
    if (version >= 7 && (x < 6 && y >= size - 11 || y < 6 && x >= size - 11)) return true;
    const [column, row] = [centres.find(centre => Math.abs(centre - x) <= 2), centres.find(centre => Math.abs(centre - y) <= 2)];
    if (column === undefined || row === undefined) return false;
    return !(column === 6 && row === 6 || column === 6 && row === last || column === last && row === 6);
  };
}

/** The bytes in the order they were laid: up and down through pairs of columns, from the right. */
function readBytes(size, dark, version, mask) {
  const taken = patterns(size, version);
  const bytes = [];
  let [byte, count, up] = [0, 0, true];
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right--; // the column of the timing pattern
    for (let i = 0; i < size; i++) {
      const y = up ? size - 1 - i : i;
      for (const x of [right, right - 1]) {
        if (taken(x, y)) continue;
        byte = byte << 1 | dark(x, y) ^ mask(x, y);
        if (++count % 8 > 0) continue;
        bytes.push(byte);
        byte = 0;
      }
    }
    up = !up;
  }
  return bytes;
}

/** Takes the interleaved blocks apart, repairs them and gives their data in a row; the later blocks may have one byte more. */
function joinBlocks(bytes, repairs, blocks) {
  const short = Math.floor(bytes.length / blocks) - repairs;
  const firstLong = blocks - bytes.length % blocks;
  const parts = Array.from({ length: blocks }, () => []);
  let next = 0;
  for (let i = 0; i <= short; i++) parts.forEach((part, block) => { if (i < short || block >= firstLong) part.push(bytes[next++]); });
  for (let i = 0; i < repairs; i++) for (const part of parts) part.push(bytes[next++]);
  return parts.every(part => repair(part, repairs)) ? parts.flatMap(part => part.slice(0, -repairs)) : null;
}

/** Reads the segments. All of them become bytes first: a character in UTF-8 may begin in one and end in another. */
function readText(data, version) {
  let place = 0;
  const take = bits => {
    let value = 0;
    for (; bits > 0; bits--, place++) value = value << 1 | data[place >> 3] >> 7 - place % 8 & 1;
    return value;
  };
  const width = [[10, 9, 8], [12, 11, 16], [14, 13, 16]][version < 10 ? 0 : version < 27 ? 1 : 2];
  const out = [];
  const say = text => { for (const letter of text) out.push(letter.charCodeAt(0)); };
  while (place + 4 <= data.length * 8) {
    const mode = take(4);
    if (mode === 0) break;
    if (mode === 7) skipCharset(take);
    else if (mode === 1) for (let left = take(width[0]); left > 0; left -= 3) say(String(take([0, 4, 7, 10][Math.min(left, 3)])).padStart(Math.min(left, 3), '0'));
    else if (mode === 2) for (let left = take(width[1]); left > 0; left -= 2) say(left > 1 ? pair(take(11)) : ALPHANUMERIC[take(6)] ?? '');
    else if (mode === 4) for (let left = take(width[2]); left > 0; left--) out.push(take(8));
    else return null; // kanji, and codes that go on in another picture
    if (place > data.length * 8) return null;
  }
  return decode(Uint8Array.from(out));
}

/** The number of a character set has 7 bits, 14 or 21; as many ones go before it as it has bytes more than one, and a zero. */
function skipCharset(take) {
  let bits = 7;
  while (take(1) === 1 && bits < 21) bits += 7;
  take(bits);
}

const pair = value => (ALPHANUMERIC[value / 45 | 0] ?? '') + ALPHANUMERIC[value % 45];

function decode(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
