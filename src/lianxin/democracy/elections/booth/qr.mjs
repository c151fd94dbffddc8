/* QR codes (ISO/IEC 18004): bytes, error correction M, versions 1 to 10: up to 213 bytes, an address with a credential.
   Written for slips, whose secret no server may see and which are therefore drawn where they are made. */
import { need } from "./wrong.mjs";

/* by version: data codewords, error codewords of a block, blocks of the shorter kind, blocks of the longer kind */
const SIZES = [
  null, [16, 10, 1, 0], [28, 16, 1, 0], [44, 26, 1, 0], [64, 18, 2, 0], [86, 24, 2, 0],
  [108, 16, 4, 0], [124, 18, 4, 0], [154, 22, 2, 2], [182, 22, 3, 2], [216, 26, 4, 1],
];
const CENTRES = [null, [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

/* powers and logarithms in GF(256) with x^8 + x^4 + x^3 + x^2 + 1 */
const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
for (let at = 0, value = 1; at < 255; at += 1) {
  EXP[at] = EXP[at + 255] = value;
  LOG[value] = at;
  value = value & 128 ? (value << 1) ^ 0x11d : value << 1;
}

function times(one, other) {
  return one && other ? EXP[LOG[one] + LOG[other]] : 0;
}

/* Reed-Solomon: the remainder of the data by the generator of so many codewords */
function remainder(data, count) {
  let generator = [1];
  for (let at = 0; at < count; at += 1) {
    const next = [...generator, 0];
    for (let i = 0; i < generator.length; i += 1) next[i + 1] ^= times(generator[i], EXP[at]);
    generator = next;
  }
  const left = [...data, ...new Array(count).fill(0)];
  for (let at = 0; at < data.length; at += 1) {
    const factor = left[at];
    for (let i = 1; i <= count; i += 1) left[at + i] ^= times(generator[i], factor);
  }
  return left.slice(data.length);
}

/* data codewords of a text: mode, length, bytes, end, padding */
function dataOf(bytes, version) {
  const [total] = SIZES[version];
  const bits = [];
  const put = (value, width) => {
    for (let at = width - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, total * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  const found = [];
  for (let at = 0; at < bits.length; at += 8) found.push(parseInt(bits.slice(at, at + 8).join(""), 2));
  for (let pad = 0xec; found.length < total; pad ^= 0xec ^ 0x11) found.push(pad);
  return found;
}

/* blocks with their error codewords, interleaved as they are drawn */
function codewords(data, version) {
  const [total, errors, short, long] = SIZES[version];
  const length = Math.floor(total / (short + long));
  const blocks = [];
  let at = 0;
  for (let i = 0; i < short + long; i += 1) {
    const size = length + (i >= short ? 1 : 0);
    blocks.push(data.slice(at, at + size));
    at += size;
  }
  const checks = blocks.map((block) => remainder(block, errors));
  const found = [];
  for (let i = 0; i <= length; i += 1) for (const block of blocks) if (i < block.length) found.push(block[i]);
  for (let i = 0; i < errors; i += 1) for (const check of checks) found.push(check[i]);
  return found;
}

function versionFor(bytes) {
  const fits = (version) => bytes.length + (version < 10 ? 2 : 3) <= SIZES[version][0];
  const found = SIZES.findIndex((size, version) => size && fits(version));
  need(found > 0, "文字太长，画不成二维码。");
  return found;
}

/* finders, timing, alignment, the places of format and version; null where data goes */
function frame(version) {
  const size = 17 + 4 * version;
  const cells = Array.from({ length: size }, () => new Array(size).fill(null));
  const square = (top, left, half) => {
    for (let y = -half - 1; y <= half + 1; y += 1) {
      for (let x = -half - 1; x <= half + 1; x += 1) {
        const ring = Math.max(Math.abs(x), Math.abs(y));
        if (cells[top + y] && cells[top + y][left + x] !== undefined && (half === 3 || ring <= half)) cells[top + y][left + x] = half === 3 ? ring !== 2 && ring !== 4 : ring !== 1;
      }
    }
  };
  for (const [top, left] of [[3, 3], [3, size - 4], [size - 4, 3]]) square(top, left, 3);
  for (let at = 8; at < size - 8; at += 1) cells[6][at] = cells[at][6] = at % 2 === 0;
  const centres = CENTRES[version];
  for (const y of centres) for (const x of centres) if (!((y === 6 && (x === 6 || x === size - 7)) || (x === 6 && y === size - 7))) square(y, x, 2);
  for (let at = 0; at < 9; at += 1) {
    cells[8][at] ??= false;
    cells[at][8] ??= false;
    if (at < 8) {
      cells[8][size - 1 - at] ??= false;
      cells[size - 1 - at][8] ??= false;
    }
  }
  cells[size - 8][8] = true;
  if (version >= 7) writeVersion(cells, version);
  return cells;
}

/* the remainder of value·2^width by a polynomial of that width */
function checked(value, polynomial, width) {
  let left = value << width;
  for (let at = 17; at >= width; at -= 1) if ((left >> at) & 1) left ^= polynomial << (at - width);
  return (value << width) | left;
}

function writeVersion(cells, version) {
  const size = cells.length;
  const bits = checked(version, 0x1f25, 12);
  for (let at = 0; at < 18; at += 1) {
    const dark = ((bits >> at) & 1) === 1;
    cells[Math.floor(at / 3)][size - 11 + (at % 3)] = dark;
    cells[size - 11 + (at % 3)][Math.floor(at / 3)] = dark;
  }
}

/* error correction M is 00, then three bits of the mask */
function writeFormat(cells, mask) {
  const size = cells.length;
  const bits = checked(mask, 0x537, 10) ^ 0x5412;
  const one = [[0, 8], [1, 8], [2, 8], [3, 8], [4, 8], [5, 8], [7, 8], [8, 8], [8, 7], [8, 5], [8, 4], [8, 3], [8, 2], [8, 1], [8, 0]];
  for (let at = 0; at < 15; at += 1) {
    const dark = ((bits >> at) & 1) === 1;
    cells[one[at][0]][one[at][1]] = dark;
    if (at < 8) cells[8][size - 1 - at] = dark;
    else cells[size - 15 + at][8] = dark;
  }
}

const MASKS = [
  (y, x) => (y + x) % 2, (y) => y % 2, (y, x) => x % 3, (y, x) => (y + x) % 3,
  (y, x) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2, (y, x) => ((y * x) % 2) + ((y * x) % 3),
  (y, x) => (((y * x) % 2) + ((y * x) % 3)) % 2, (y, x) => (((y + x) % 2) + ((y * x) % 3)) % 2,
];

/* data in two columns upwards and downwards, from the right, past the timing column */
function filled(version, words, mask) {
  const cells = frame(version);
  const size = cells.length;
  let at = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (cells[y][x] === null) {
          const bit = at < words.length * 8 ? (words[at >> 3] >> (7 - (at & 7))) & 1 : 0;
          cells[y][x] = (bit === 1) !== (MASKS[mask](y, x) === 0);
          at += 1;
        }
      }
    }
  }
  writeFormat(cells, mask);
  return cells;
}

/* how hard a picture is to read: long runs, blocks, what looks like a finder, too much of one colour */
function penalty(cells) {
  const size = cells.length;
  let found = 0;
  const lines = [...cells, ...cells.map((_, x) => cells.map((row) => row[x]))];
  for (const line of lines) {
    const text = line.map(Number).join("");
    for (const run of text.match(/0{5,}|1{5,}/g) || []) found += run.length - 2;
    for (const shape of ["10111010000", "00001011101"]) for (let at = text.indexOf(shape); at >= 0; at = text.indexOf(shape, at + 1)) found += 40;
  }
  for (let y = 0; y < size - 1; y += 1) {
    for (let x = 0; x < size - 1; x += 1) if (cells[y][x] === cells[y][x + 1] && cells[y][x] === cells[y + 1][x] && cells[y][x] === cells[y + 1][x + 1]) found += 3;
  }
  const dark = cells.flat().filter(Boolean).length / (size * size);
  return found + Math.floor(Math.abs(dark - 0.5) * 20) * 10;
}

/* the modules of a text, true for dark */
export function modules(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const version = versionFor(bytes);
  const words = codewords(dataOf(bytes, version), version);
  const all = MASKS.map((_, mask) => filled(version, words, mask));
  return all.reduce((best, one) => (penalty(one) < penalty(best) ? one : best));
}

/* the picture with its quiet zone of four modules */
export function svg(text) {
  const cells = modules(text);
  const size = cells.length + 8;
  const path = cells.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" aria-label="二维码"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/></svg>`;
}
