// Reed-Solomon codes over GF(256) as QR codes use them: repairs damaged bytes, or says that there are too many.

const EXP = new Uint8Array(510);
const LOG = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power++) {
  EXP[power] = EXP[power + 255] = value;
  LOG[value] = power;
  value = value << 1 ^ (value > 127 ? 0x11d : 0);
}

const times = (a, b) => a && b ? EXP[LOG[a] + LOG[b]] : 0;
const over = (a, b) => a && EXP[LOG[a] + 255 - LOG[b]];

/** The value of a polynomial; coefficients begin with the constant one. */
const at = (polynomial, x) => polynomial.reduceRight((sum, coefficient) => times(sum, x) ^ coefficient, 0);

/** The block read as a polynomial whose first byte is the highest coefficient, at the powers 0 to count - 1 of 2: all 0 when it is whole. */
function syndromes(block, count) {
  return Array.from({ length: count }, (_, power) => block.reduce((sum, byte) => times(sum, EXP[power]) ^ byte, 0));
}

/** Repairs a block in place whose last `count` bytes are for repair. False when more than half as many bytes are damaged. */
export function repair(block, count) {
  const found = syndromes(block, count);
  if (found.every(each => each === 0)) return true;
  const locator = locate(found);
  if (locator.length - 1 > count >> 1) return false;
  // The evaluator is syndromes times locator, of which only the first `count` coefficients count.
  const evaluator = found.map((_, i) => locator.reduce((sum, coefficient, j) => j > i ? sum : sum ^ times(coefficient, found[i - j]), 0));
  let repaired = 0;
  for (let power = 0; power < block.length; power++) {
    const inverse = EXP[255 - power];
    if (at(locator, inverse) !== 0) continue;
    const slope = locator.reduce((sum, coefficient, i) => i % 2 ? sum ^ times(coefficient, EXP[LOG[inverse] * (i - 1) % 255]) : sum, 0);
    if (slope === 0) return false;
    block[block.length - 1 - power] ^= times(EXP[power], over(at(evaluator, inverse), slope));
    repaired++;
  }
  return repaired === locator.length - 1 && syndromes(block, count).every(each => each === 0);
}

/** The shortest polynomial whose roots tell where the damage is (Berlekamp and Massey). */
function locate(found) {
  let current = [1];
  let before = [1];
  let length = 0;
  let gap = 1;
  let scale = 1;
  found.forEach((_, step) => {
    let off = 0;
    for (let i = 0; i <= length; i++) off ^= times(current[i] ?? 0, found[step - i]);
    if (off === 0) {
      gap++;
      return;
    }
    const kept = current;
    const factor = over(off, scale);
    const next = [...current, ...new Array(Math.max(0, before.length + gap - current.length)).fill(0)];
    before.forEach((coefficient, i) => { next[i + gap] ^= times(factor, coefficient); });
    current = next;
    if (2 * length > step) {
      gap++;
      return;
    }
    length = step + 1 - length;
    [before, scale, gap] = [kept, off, 1];
  });
  while (current.at(-1) === 0) current.pop();
  return current;
}
