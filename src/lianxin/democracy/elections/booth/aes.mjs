/* AES-256 (FIPS 197) in the modes CCM (SP 800-38C) and GCM (SP 800-38D), for small texts: letters between trustees, and key files on
   pages without crypto.subtle. Bytes are Uint8Array. */

const BLOCK = 16;
const ROUNDS = 14;

/* doubling in the field of 256 elements */
function twice(byte) {
  return ((byte << 1) ^ (byte & 0x80 ? 0x11b : 0)) & 255;
}

/* the inverse in the field, then the affine map of the standard */
function substitution() {
  const exponents = [1];
  while (exponents.length < 255) {
    const last = exponents[exponents.length - 1];
    exponents.push(twice(last) ^ last);
  }
  const box = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    const inverse = byte ? exponents[(255 - exponents.indexOf(byte)) % 255] : 0;
    let found = 0x63;
    for (let turn = 0; turn < 5; turn += 1) found ^= ((inverse << turn) | (inverse >> (8 - turn))) & 255;
    box[byte] = found;
  }
  return box;
}

const BOX = substitution();

/* fifteen round keys of 16 bytes from 32 bytes */
function expand(key) {
  const found = new Uint8Array(BLOCK * (ROUNDS + 1));
  found.set(key);
  let constant = 1;
  for (let at = 32; at < found.length; at += 4) {
    let word = Array.from(found.subarray(at - 4, at));
    if (at % 32 === 0) {
      word = [word[1], word[2], word[3], word[0]].map((byte) => BOX[byte]);
      word[0] ^= constant;
      constant = twice(constant);
    } else if (at % 32 === 16) {
      word = word.map((byte) => BOX[byte]);
    }
    word.forEach((byte, i) => {
      found[at + i] = found[at - 32 + i] ^ byte;
    });
  }
  return found;
}

function encipher(keys, block) {
  let state = block.map((byte, i) => byte ^ keys[i]);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const shifted = state.map((_, i) => BOX[state[(i + 4 * (i % 4)) % BLOCK]]);
    const mixed = round === ROUNDS ? shifted : shifted.map((_, i) => column(shifted, i));
    state = mixed.map((byte, i) => byte ^ keys[BLOCK * round + i]);
  }
  return state;
}

function column(state, i) {
  const at = i - (i % 4);
  const [a, b, c, d] = [0, 1, 2, 3].map((turn) => state[at + ((i + turn) % 4)]);
  return twice(a) ^ twice(b) ^ b ^ c ^ d;
}

/* a big-endian number into the last bytes of a block */
function withNumber(block, number, bytes) {
  const found = block.slice();
  for (let i = 0; i < bytes; i += 1) found[BLOCK - 1 - i] = Math.floor(number / 256 ** i) % 256;
  return found;
}

function counted(keys, block, first, bytes, data) {
  const found = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += BLOCK) {
    const pad = encipher(keys, withNumber(block, first + at / BLOCK, bytes));
    for (let i = at; i < Math.min(at + BLOCK, data.length); i += 1) found[i] = data[i] ^ pad[i - at];
  }
  return found;
}

function equal(one, other) {
  return one.length === other.length && one.reduce((off, byte, i) => off | (byte ^ other[i]), 0) === 0;
}

function joined(one, other) {
  const found = new Uint8Array(one.length + other.length);
  found.set(one);
  found.set(other, one.length);
  return found;
}

function ccmTag(keys, nonce, data, size) {
  const width = 15 - nonce.length;
  const first = new Uint8Array(BLOCK);
  first[0] = 8 * ((size - 2) / 2) + (width - 1);
  first.set(nonce, 1);
  let state = encipher(keys, withNumber(first, data.length, width));
  for (let at = 0; at < data.length; at += BLOCK) {
    const block = data.subarray(at, at + BLOCK);
    state = encipher(keys, state.map((byte, i) => byte ^ (block[i] || 0)));
  }
  const counter = new Uint8Array(BLOCK);
  counter[0] = width - 1;
  counter.set(nonce, 1);
  return { counter, width, tag: counted(keys, counter, 0, width, state).slice(0, size) };
}

/* CCM without further data: the ciphertext and behind it the tag of `size` bytes */
export function ccmSeal(key, nonce, data, size) {
  const keys = expand(key);
  const { counter, width, tag } = ccmTag(keys, nonce, data, size);
  return joined(counted(keys, counter, 1, width, data), tag);
}

/* what was sealed, null when the tag does not fit */
export function ccmOpen(key, nonce, sealed, size) {
  if (sealed.length < size) return null;
  const keys = expand(key);
  const counter = new Uint8Array(BLOCK);
  counter[0] = 14 - nonce.length;
  counter.set(nonce, 1);
  const data = counted(keys, counter, 1, 15 - nonce.length, sealed.subarray(0, sealed.length - size));
  return equal(ccmTag(keys, nonce, data, size).tag, sealed.subarray(sealed.length - size)) ? data : null;
}

/* a block as a polynomial, its first bit the lowest power, as GCM counts */
const REDUCTION = 0xe1n << 120n;

function multiplied(x, y) {
  let found = 0n;
  for (let bit = 127n; bit >= 0n; bit -= 1n) {
    if ((x >> bit) & 1n) found ^= y;
    y = y & 1n ? (y >> 1n) ^ REDUCTION : y >> 1n;
  }
  return found;
}

function asNumber(bytes) {
  let found = 0n;
  for (let i = 0; i < BLOCK; i += 1) found = (found << 8n) | BigInt(bytes[i] || 0);
  return found;
}

function gcmTag(keys, counter, data, more) {
  const h = asNumber(encipher(keys, new Uint8Array(BLOCK)));
  let hash = 0n;
  for (const part of [more, data]) {
    for (let at = 0; at < part.length; at += BLOCK) hash = multiplied(hash ^ asNumber(part.subarray(at, at + BLOCK)), h);
  }
  hash = multiplied(hash ^ ((BigInt(8 * more.length) << 64n) | BigInt(8 * data.length)), h);
  const text = hash.toString(16).padStart(32, "0");
  return counted(keys, counter, 1, 4, Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16)));
}

function gcmCounter(iv) {
  const counter = new Uint8Array(BLOCK);
  counter.set(iv);
  return counter;
}

/* GCM with an iv of 12 bytes and a tag of 16; more: bytes that are vouched for and not hidden */
export function gcmSeal(key, iv, data, more) {
  const [keys, counter] = [expand(key), gcmCounter(iv)];
  const hidden = counted(keys, counter, 2, 4, data);
  return joined(hidden, gcmTag(keys, counter, hidden, more));
}

/* what was sealed, null when the tag does not fit */
export function gcmOpen(key, iv, sealed, more) {
  if (sealed.length < BLOCK) return null;
  const [keys, counter] = [expand(key), gcmCounter(iv)];
  const hidden = sealed.subarray(0, sealed.length - BLOCK);
  if (!equal(gcmTag(keys, counter, hidden, more), sealed.subarray(sealed.length - BLOCK))) return null;
  return counted(keys, counter, 2, 4, hidden);
}
