/* SHA-256 (FIPS 180-4), HMAC and PBKDF2 (RFC 8018) of our own: a page on plain http has no crypto.subtle, and a ballot is
   filled in without waiting for anything. Bytes are Uint8Array, texts are hashed as UTF-8. */

const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n += 1) if (PRIMES.every((prime) => n % prime)) PRIMES.push(n);

/* the first 32 bits behind the point of the root-th root of n: with these the standard fills its tables */
function fraction(n, root) {
  const target = BigInt(n) << BigInt(32 * root);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(root) <= target) low = middle;
    else high = middle;
  }
  return Number(BigInt.asIntN(32, low));
}

const ROUNDS = Int32Array.from(PRIMES, (prime) => fraction(prime, 3));
const START = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(prime, 2));
const words = new Int32Array(64);

/* one block of 16 words, which lie in `words`, into the state */
function stir(state) {
  for (let i = 16; i < 64; i += 1) {
    const x = words[i - 15];
    const y = words[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function take(bytes, at) {
  for (let i = 0; i < 16; i += 1, at += 4) {
    words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
}

/* hash the rest of a message of which `before` bytes are in the state already */
function finish(state, bytes, before) {
  const whole = bytes.length - (bytes.length % 64);
  for (let at = 0; at < whole; at += 64) {
    take(bytes, at);
    stir(state);
  }
  const tail = new Uint8Array(bytes.length - whole < 56 ? 64 : 128);
  tail.set(bytes.subarray(whole));
  tail[bytes.length - whole] = 128;
  const view = new DataView(tail.buffer);
  const length = bytes.length + before;
  view.setUint32(tail.length - 8, Math.floor(length / 0x20000000));
  view.setUint32(tail.length - 4, (length << 3) >>> 0);
  for (let at = 0; at < tail.length; at += 64) {
    take(tail, at);
    stir(state);
  }
  return state;
}

function asBytes(state) {
  const found = new Uint8Array(32);
  const view = new DataView(found.buffer);
  state.forEach((word, i) => view.setInt32(4 * i, word));
  return found;
}

export function utf8(text) {
  return typeof text === "string" ? new TextEncoder().encode(text) : text;
}

/* 32 bytes of a text or of bytes */
export function sha256(message) {
  return asBytes(finish(START.slice(), utf8(message), 0));
}

/* states after the two blocks that a key fills: each message with that key begins from them */
function keyed(key) {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sha256(key) : key);
  return [0x36, 0x5c].map((pad) => {
    const state = START.slice();
    take(block.map((byte) => byte ^ pad), 0);
    stir(state);
    return state;
  });
}

/* the first 32 bytes of PBKDF2-HMAC-SHA256 */
export function pbkdf2(password, salt, rounds) {
  const [inner, outer] = keyed(utf8(password));
  const first = new Uint8Array([...utf8(salt), 0, 0, 0, 1]);
  let last = finish(outer.slice(), asBytes(finish(inner.slice(), first, 64)), 64);
  const found = last.slice();
  for (let round = 1; round < rounds; round += 1) {
    last = again(outer, again(inner, last));
    for (let i = 0; i < 8; i += 1) found[i] ^= last[i];
  }
  return asBytes(found);
}

/* the second of two blocks, which holds 32 bytes and the length */
function again(start, message) {
  words.set(message);
  words[8] = 0x80000000 | 0;
  words.fill(0, 9, 15);
  words[15] = 768;
  const state = start.slice();
  stir(state);
  return state;
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) return null;
  return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
}

/* big-endian, of bytes */
export function toNumber(bytes) {
  return bytes.length ? BigInt(`0x${hex(bytes)}`) : 0n;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* without the signs that fill up */
export function base64(bytes) {
  let found = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const left = Math.min(3, bytes.length - at);
    const group = (bytes[at] << 16) | ((bytes[at + 1] || 0) << 8) | (bytes[at + 2] || 0);
    for (let i = 0; i <= left; i += 1) found += DIGITS[(group >> (18 - 6 * i)) & 63];
  }
  return found;
}

export function fromBase64(text) {
  const found = [];
  let bits = 0;
  let held = 0;
  for (const sign of text) {
    const digit = DIGITS.indexOf(sign);
    if (digit < 0) return null;
    held = ((held << 6) | digit) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      found.push((held >> bits) & 255);
    }
  }
  return Uint8Array.from(found);
}
