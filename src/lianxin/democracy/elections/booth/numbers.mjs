/* Powers of numbers of two thousand bits with the BigInt of the engine, and randomness.

   The time of a BigInt operation follows its operands, so nothing here is constant-time against somebody who measures on the
   same machine (docs/decisions/0026). Tables and windows at least do not branch on single bits of a secret. */
import { Wrong } from "./wrong.mjs";
import { toNumber } from "./hashing.mjs";

const LONG = 160;

/* base ** exponent % modulus, exponent >= 0; four bits at a time, five for long ones */
export function power(base, exponent, modulus) {
  const radix = exponent.toString(16).length > LONG ? 32 : 16;
  const digits = exponent.toString(radix);
  const step = radix === 32 ? 5 : 4;
  const row = small(base % modulus, radix, modulus);
  let found = row[parseInt(digits[0], radix)];
  for (let i = 1; i < digits.length; i += 1) {
    for (let bit = 0; bit < step; bit += 1) found = (found * found) % modulus;
    found = (found * row[parseInt(digits[i], radix)]) % modulus;
  }
  return found;
}

function small(base, radix, modulus) {
  const row = [1n, base];
  while (row.length < radix) row.push((row[row.length - 1] * base) % modulus);
  return row;
}

/* Powers of one base that comes again and again: no squarings, one multiplication for four bits. On a phone a table of
   four bits (64 rows for 256 bits) pays after ten powers, and a ballot takes dozens. */
export class Table {
  /* bits: of the longest exponent that will be asked for */
  constructor(base, modulus, bits) {
    this.modulus = modulus;
    this.rows = [];
    for (let at = 0; at < bits; at += 4) {
      const row = small(base, 16, modulus);
      this.rows.push(row);
      base = (row[15] * base) % modulus;
    }
  }

  power(exponent) {
    const digits = exponent.toString(16);
    const last = digits.length - 1;
    if (exponent < 0n || last >= this.rows.length) throw new RangeError("exponent outside the table");
    let found = 1n;
    for (let i = 0; i <= last; i += 1) found = (found * this.rows[i][parseInt(digits[last - i], 16)]) % this.modulus;
    return found;
  }
}

/* A few powers of one base that comes once: its squarings are made once for all of them (Yao 1976). */
export class Ladder {
  constructor(base, modulus, bits) {
    this.modulus = modulus;
    this.steps = [base % modulus];
    for (let at = 4; at < bits; at += 4) {
      let next = this.steps[this.steps.length - 1];
      for (let bit = 0; bit < 4; bit += 1) next = (next * next) % modulus;
      this.steps.push(next);
    }
  }

  power(exponent) {
    const { modulus, steps } = this;
    const digits = exponent.toString(16);
    const last = digits.length - 1;
    if (exponent < 0n || last >= steps.length) throw new RangeError("exponent outside the ladder");
    const buckets = new Array(16).fill(1n);
    for (let i = 0; i <= last; i += 1) {
      const digit = parseInt(digits[last - i], 16);
      buckets[digit] = (buckets[digit] * steps[i]) % modulus;
    }
    let found = 1n;
    let running = 1n;
    for (let digit = 15; digit > 0; digit -= 1) {
      running = (running * buckets[digit]) % modulus;
      found = (found * running) % modulus;
    }
    return found;
  }
}

/* the product of bases[i] ** exponents[i]: one row of squarings for all of them (Straus 1964) */
export function powers(bases, exponents, modulus) {
  const texts = exponents.map((exponent) => exponent.toString(16));
  const length = Math.max(1, ...texts.map((text) => text.length));
  const digits = texts.map((text) => text.padStart(length, "0"));
  const rows = bases.map((base) => small(base, 16, modulus));
  let found = 1n;
  for (let i = 0; i < length; i += 1) {
    if (i) for (let bit = 0; bit < 4; bit += 1) found = (found * found) % modulus;
    for (let j = 0; j < rows.length; j += 1) {
      const digit = parseInt(digits[j][i], 16);
      if (digit) found = (found * rows[j][digit]) % modulus;
    }
  }
  return found;
}

export function product(factors, modulus) {
  return factors.reduce((one, other) => (one * other) % modulus, 1n);
}

/* 0 <= result < modulus, also for negative values */
export function mod(value, modulus) {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/* 1 / value modulo a prime */
export function inverse(value, modulus) {
  let [a, b, x, y] = [mod(value, modulus), modulus, 1n, 0n];
  while (b) {
    const times = a / b;
    [a, b, x, y] = [b, a - times * b, y, x - times * y];
  }
  if (a !== 1n) throw new RangeError("no inverse");
  return mod(x, modulus);
}

/* the Jacobi symbol of a over an odd n: 1 for the squares when n is prime */
export function jacobi(a, n) {
  let sign = 1;
  a %= n;
  while (a) {
    let zeros = 0;
    while (!BigInt.asUintN(1, a)) {
      let some = 1;
      while (some < 60 && !BigInt.asUintN(some + 1, a)) some += 1;
      a >>= BigInt(some);
      zeros += some;
    }
    const low = Number(BigInt.asUintN(3, n));
    if (zeros & 1 && (low === 3 || low === 5)) sign = -sign;
    if ((low & 3) === 3 && BigInt.asUintN(2, a) === 3n) sign = -sign;
    [a, n] = [n % a, a];
  }
  return n === 1n ? sign : 0;
}

/* bytes that nobody can foretell; there is no second source */
export function randomBytes(count) {
  const source = globalThis.crypto;
  if (!source || !source.getRandomValues) throw new Wrong("这个浏览器不能产生安全的随机数，请换一个新一些的浏览器。");
  const found = new Uint8Array(count);
  for (let at = 0; at < count; at += 65536) source.getRandomValues(found.subarray(at, at + 65536));
  return found;
}

/* 0 … bound-1, each equally likely */
export function below(bound) {
  const bits = (bound - 1n).toString(2).length;
  for (;;) {
    const bytes = randomBytes(Math.ceil(bits / 8));
    if (bits % 8) bytes[0] &= (1 << bits % 8) - 1;
    const found = toNumber(bytes);
    if (found < bound) return found;
  }
}

/* the numbers 0 … n-1 in an order that nobody can foretell (Fisher and Yates) */
export function permutation(n) {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = Number(below(BigInt(i + 1)));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
