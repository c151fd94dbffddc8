/* Made by docs/make_booth.py from src/lianxin/democracy/elections/booth; do not edit. Licence: see LICENSE.

   Fills in ballots and checks them, makes keys, shuffles and decrypts: in the browser of the one whose secret it is. Needs no
   other file and asks no other address. As a worker it answers messages (see `engine` at the end), elsewhere it offers
   `ballotbox.answer`. */
"use strict";
(() => {
  const parts = {};

  /* SHA-256 (FIPS 180-4), HMAC and PBKDF2 (RFC 8018) of our own: a page on plain http has no crypto.subtle, and a ballot is
     filled in without waiting for anything. Bytes are Uint8Array, texts are hashed as UTF-8. */
  parts.hashing = (() => {
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

    function utf8(text) {
      return typeof text === "string" ? new TextEncoder().encode(text) : text;
    }

    /* 32 bytes of a text or of bytes */
    function sha256(message) {
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
    function pbkdf2(password, salt, rounds) {
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

    function hex(bytes) {
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    }

    function fromHex(text) {
      if (!/^([0-9a-f]{2})*$/.test(text)) return null;
      return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
    }

    /* big-endian, of bytes */
    function toNumber(bytes) {
      return bytes.length ? BigInt(`0x${hex(bytes)}`) : 0n;
    }

    const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /* without the signs that fill up */
    function base64(bytes) {
      let found = "";
      for (let at = 0; at < bytes.length; at += 3) {
        const left = Math.min(3, bytes.length - at);
        const group = (bytes[at] << 16) | ((bytes[at + 1] || 0) << 8) | (bytes[at + 2] || 0);
        for (let i = 0; i <= left; i += 1) found += DIGITS[(group >> (18 - 6 * i)) & 63];
      }
      return found;
    }

    function fromBase64(text) {
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
    return { utf8, sha256, pbkdf2, hex, fromHex, toNumber, base64, fromBase64 };
  })();

  /* What is told to a person: one plain Chinese sentence. Everything else that is thrown is a fault of the program. */
  parts.wrong = (() => {
    class Wrong extends Error {
      constructor(message, more) {
        super(message);
        this.name = "Wrong";
        Object.assign(this, more);
      }
    }

    /* refuse with that sentence unless it holds */
    function need(holds, message, more) {
      if (!holds) throw new Wrong(message, more);
    }
    return { Wrong, need };
  })();

  /* Powers of numbers of two thousand bits with the BigInt of the engine, and randomness.

     The time of a BigInt operation follows its operands, so nothing here is constant-time against somebody who measures on the
     same machine (docs/decisions/0026). Tables and windows at least do not branch on single bits of a secret. */
  parts.numbers = (() => {
    const { Wrong } = parts.wrong;
    const { toNumber } = parts.hashing;
    const LONG = 160;

    /* base ** exponent % modulus, exponent >= 0; four bits at a time, five for long ones */
    function power(base, exponent, modulus) {
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
    class Table {
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
    class Ladder {
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
    function powers(bases, exponents, modulus) {
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

    function product(factors, modulus) {
      return factors.reduce((one, other) => (one * other) % modulus, 1n);
    }

    /* 0 <= result < modulus, also for negative values */
    function mod(value, modulus) {
      const rest = value % modulus;
      return rest < 0n ? rest + modulus : rest;
    }

    /* 1 / value modulo a prime */
    function inverse(value, modulus) {
      let [a, b, x, y] = [mod(value, modulus), modulus, 1n, 0n];
      while (b) {
        const times = a / b;
        [a, b, x, y] = [b, a - times * b, y, x - times * y];
      }
      if (a !== 1n) throw new RangeError("no inverse");
      return mod(x, modulus);
    }

    /* the Jacobi symbol of a over an odd n: 1 for the squares when n is prime */
    function jacobi(a, n) {
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
    function randomBytes(count) {
      const source = globalThis.crypto;
      if (!source || !source.getRandomValues) throw new Wrong("这个浏览器不能产生安全的随机数，请换一个新一些的浏览器。");
      const found = new Uint8Array(count);
      for (let at = 0; at < count; at += 65536) source.getRandomValues(found.subarray(at, at + 65536));
      return found;
    }

    /* 0 … bound-1, each equally likely */
    function below(bound) {
      const bits = (bound - 1n).toString(2).length;
      for (;;) {
        const bytes = randomBytes(Math.ceil(bits / 8));
        if (bits % 8) bytes[0] &= (1 << bits % 8) - 1;
        const found = toNumber(bytes);
        if (found < bound) return found;
      }
    }

    /* the numbers 0 … n-1 in an order that nobody can foretell (Fisher and Yates) */
    function permutation(n) {
      const order = Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i -= 1) {
        const j = Number(below(BigInt(i + 1)));
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    }
    return { power, Table, Ladder, powers, product, mod, inverse, jacobi, randomBytes, below, permutation };
  })();

  /* What is written and hashed: compact JSON with fields in one order, big numbers as decimal text (specification, section 4).
     JSON.stringify writes the same bytes as the Python half of the ballotbox for everything that stands in an election. */
  parts.texts = (() => {
    const { base64, sha256 } = parts.hashing;
    const { Wrong } = parts.wrong;
    const DECIMAL = /^(0|[1-9][0-9]{0,1233})$/;

    function compact(value) {
      return JSON.stringify(value);
    }

    /* The value of a JSON text. what: what it should have been, for people. A name that stands twice in one object is refused:
       two readers could take different ones. */
    function read(text, what) {
      try {
        const found = JSON.parse(text);
        if (namesOnce(text)) return found;
      } catch {
        /* said below */
      }
      throw new Wrong(`${what}不是完整的数据，可能没有复制全或者被改动过。`);
    }

    function namesOnce(text) {
      const inside = [];
      const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;
      for (let found = token.exec(text); found; found = token.exec(text)) {
        const sign = found[0];
        if (sign === "{" || sign === "[") inside.push(new Set());
        else if (sign === "}" || sign === "]") inside.pop();
        else if (found[1]) {
          const names = inside[inside.length - 1];
          const name = JSON.parse(sign.slice(0, sign.length - found[1].length));
          if (names.has(name)) return false;
          names.add(name);
        }
      }
      return true;
    }

    /* SHA-256 in base 64 without padding, 43 signs: of an election, of a ballot (its tracker) */
    function fingerprint(text) {
      return base64(sha256(text));
    }

    /* a number written as decimal text: no sign, no leading zero */
    function decimal(value, what) {
      if (typeof value !== "string" || !DECIMAL.test(value)) throw new Wrong(`${what}里有一个数写得不对。`);
      return BigInt(value);
    }

    /* an object with exactly these fields, the optional ones or not */
    function fields(value, what, names, optional = []) {
      const known = new Set([...names, ...optional]);
      const fits = value !== null && typeof value === "object" && !Array.isArray(value);
      if (!fits || names.some((name) => !has(value, name)) || Object.keys(value).some((name) => !known.has(name))) {
        throw new Wrong(`${what}缺少内容，或者有多余的内容。`);
      }
      return value;
    }

    function has(value, name) {
      return Object.prototype.hasOwnProperty.call(value, name);
    }

    /* a list, of that many entries */
    function rows(value, what, count) {
      if (!Array.isArray(value) || (count !== undefined && value.length !== count)) throw new Wrong(`${what}的份数不对。`);
      return value;
    }
    return { compact, read, fingerprint, decimal, fields, has, rows };
  })();

  /* What a voter holds and what the public sees of it (specification, section 4.5). */
  parts.credentials = (() => {
    const { pbkdf2, toNumber } = parts.hashing;
    const { below } = parts.numbers;
    const { decimal, read, rows } = parts.texts;
    const { Wrong, need } = parts.wrong;
    const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    const DIGITS = 14;
    const CHECK = 53n;
    const ROUNDS = 1000;
    const BETWEEN = /[\s\u00ad\u200b-\u200f\u2010-\u2015\u2212\ufeff\u3000·.,，。、_-]/g;
    const CONFUSED = { 0: "数字 0", O: "大写字母 O", I: "大写字母 I", l: "小写字母 l" };

    /* typed text without what stands between the digits; letters and digits of full width as ordinary ones */
    function bare(typed) {
      const narrow = String(typed).replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
      return narrow.replace(BETWEEN, "");
    }

    /* refuse a sign that base 58 does not know; which of the look-alikes was meant is not guessed */
    function known(digits, what) {
      for (const sign of digits) {
        if (ALPHABET.includes(sign)) continue;
        const why = CONFUSED[sign] ? `${CONFUSED[sign]}，这个字符不会出现，请看看是不是别的字` : `“${sign}”，这个字符不会出现`;
        throw new Wrong(`${what}里有${why}。`);
      }
    }

    /* The credential that somebody typed, dashes and spaces wherever they stand. */
    function understood(typed) {
      const digits = bare(typed);
      need(digits, "请输入投票凭证。");
      known(digits, "投票凭证");
      need(digits.length === DIGITS + 1, `投票凭证应有 15 个字符，现在是 ${digits.length} 个，请对照原件再看一遍。`);
      need(checkDigit(digits.slice(0, DIGITS)) === digits[DIGITS], "投票凭证有字符输错了，请对照原件逐个核对，注意大小写。");
      return grouped(digits);
    }

    /* fourteen random digits of base 58 (82 bits) and a check digit, in five groups of three */
    function newCredential() {
      const digits = randomDigits(DIGITS);
      return grouped(digits + checkDigit(digits));
    }

    /* that many digits, each equally likely */
    function randomDigits(count) {
      return Array.from({ length: count }, () => ALPHABET[Number(below(58n))]).join("");
    }

    function checkDigit(digits) {
      const value = [...digits].reduce((sum, digit) => sum * 58n + BigInt(ALPHABET.indexOf(digit)), 0n);
      return ALPHABET[Number(CHECK - (value % CHECK))];
    }

    function grouped(digits) {
      return digits.match(/.{3}/g).join("-");
    }

    /* the signing key that a credential means in one election */
    function secretOf(credential, uuid, group) {
      return toNumber(pbkdf2(credential, uuid, ROUNDS)) % group.q;
    }

    function isUuid(text) {
      return typeof text === "string" && text.length >= 14 && [...text].every((sign) => ALPHABET.includes(sign));
    }

    /* weight by public credential, both as in the published roll */
    function readRoll(text, group) {
      const found = new Map();
      for (const line of rows(read(text, "名册"), "名册")) {
        need(typeof line === "string", "名册里有一行写得不对。");
        const [number, weight, more] = line.split(",");
        const weighs = weight === undefined ? 1n : decimal(weight, "名册");
        const fits = more === undefined && weighs >= 1n && (weight === undefined || weighs > 1n);
        const credential = decimal(number, "名册");
        need(fits && !found.has(number) && credential > 1n && group.holds(credential), "名册里有一行不是有效的公开凭证。");
        found.set(number, weighs);
      }
      return found;
    }

    /* what one public credential weighs, undefined where it does not stand; the other lines are not looked at */
    function weightOnRoll(text, credential) {
      const lines = rows(read(text, "名册"), "名册").map((line) => String(line).split(","));
      const line = lines.find(([number]) => number === credential);
      return line && (line[1] === undefined ? 1n : decimal(line[1], "名册"));
    }
    return { ALPHABET, bare, known, understood, newCredential, randomDigits, secretOf, isUuid, readRoll, weightOnRoll };
  })();

  /* Proofs without a conversation, stored as challenge and response (specification, sections 4.2 to 4.9). Every hashed text
     stands in the specification. Nonces are drawn anew for each proof. */
  parts.proofs = (() => {
    const { mod } = parts.numbers;
    const { decimal, fields } = parts.texts;
    function plainProof({ challenge, response }) {
      return { challenge: String(challenge), response: String(response) };
    }

    function readProof(value, what) {
      const found = fields(value, what, ["challenge", "response"]);
      return { challenge: decimal(found.challenge, what), response: decimal(found.response, what) };
    }

    function plainPair({ alpha, beta }) {
      return { alpha: String(alpha), beta: String(beta) };
    }

    function readPair(value, what) {
      const found = fields(value, what, ["alpha", "beta"]);
      return { alpha: decimal(found.alpha, what), beta: decimal(found.beta, what) };
    }

    function fits(group, { challenge, response }) {
      return group.isScalar(challenge) && group.isScalar(response);
    }

    /* α = g^r, β = y^r · g^message; r: secret, never used twice */
    function encrypt(group, key, message, r) {
      const beta = group.fixed(key, r);
      return { alpha: group.fixed(group.g, r), beta: message ? group.times(beta, group.g) : beta };
    }

    /* knowledge of x with X = g^x; `prefix` goes before the commitment in the hashed text */
    function proveExponent(group, prefix, secret) {
      const w = group.random();
      const challenge = group.scalar(`${prefix}${group.fixed(group.g, w)}`);
      return { challenge, response: mod(w - secret * challenge, group.q) };
    }

    function exponentKnown(group, prefix, publicNumber, proof) {
      if (!fits(group, proof)) return false;
      const commitment = group.times(group.fixed(group.g, proof.response), group.power(publicNumber, proof.challenge));
      return proof.challenge === group.scalar(`${prefix}${commitment}`);
    }

    /* One of the claims is true and nobody sees which (Cramer, Damgård, Schoenmakers 1994). claims: [{r, holds, message}], the
       secret of a ciphertext, what it really encrypts, what is claimed of it; true: place of the true one. Whoever knows every
       secret writes the commitments of the false claims as powers of g and the key. */
    function proveOne(group, prefix, key, claims, place) {
      const { q, g } = group;
      const made = claims.map(() => ({ challenge: group.random(), response: group.random() }));
      const w = group.random();
      const commitments = [];
      claims.forEach(({ r, holds, message }, at) => {
        const { challenge, response } = made[at];
        const exponent = at === place ? w : mod(response + r * challenge, q);
        commitments.push(group.fixed(g, exponent));
        const second = group.fixed(key, exponent);
        const off = at === place ? 0 : holds - message;
        commitments.push(off ? group.times(second, group.fixed(g, mod(BigInt(off) * challenge, q))) : second);
      });
      const total = group.scalar(`${prefix}${commitments.join(",")}`);
      const others = made.reduce((sum, { challenge }, at) => (at === place ? sum : sum + challenge), 0n);
      const challenge = mod(total - others, q);
      made[place] = { challenge, response: mod(w - claims[place].r * challenge, q) };
      return made;
    }

    /* A ciphertext whose powers are asked for several times while its proofs are checked. */
    class Pair {
      constructor(group, pair) {
        Object.assign(this, { group, pair, alpha: group.ladder(pair.alpha), beta: group.ladder(pair.beta) });
      }

      /* whether both numbers are elements of the group */
      inside() {
        const { group, pair } = this;
        if (group.safe) return group.holds(pair.alpha) && group.holds(pair.beta);
        const ranges = [pair.alpha, pair.beta].every((number) => number > 0n && number < group.p);
        return ranges && this.alpha.power(group.q) === 1n && this.beta.power(group.q) === 1n;
      }
    }

    /* whether one of the claims [{pair: Pair, message}] is true */
    function oneHolds(group, prefix, key, claims, proofs) {
      if (claims.length !== proofs.length || !proofs.every((proof) => fits(group, proof))) return false;
      const commitments = claims.flatMap(({ pair, message }, at) => {
        const { challenge, response } = proofs[at];
        const one = group.times(group.fixed(group.g, response), pair.alpha.power(challenge));
        const other = group.times(group.fixed(key, response), pair.beta.power(challenge));
        return [one, message ? group.times(other, group.fixed(group.g, -challenge * BigInt(message))) : other];
      });
      const total = proofs.reduce((sum, { challenge }) => sum + challenge, 0n) % group.q;
      return group.scalar(`${prefix}${commitments.join(",")}`) === total;
    }

    /* F = α^x and the proof that X = g^x hides the same x (Chaum and Pedersen); [F, proof] */
    function takeOut(group, prefix, secret, alpha) {
      const ladder = group.ladder(alpha);
      const w = group.random();
      const challenge = group.scalar(`${prefix}${group.fixed(group.g, w)},${ladder.power(w)}`);
      return [ladder.power(secret), { challenge, response: mod(w - secret * challenge, group.q) }];
    }
    return { plainProof, readProof, plainPair, readPair, encrypt, proveExponent, exponentKnown, proveOne, Pair, oneHolds, takeOut };
  })();

  /* The two groups of prime order in which elections are held (specification, section 4.1 and appendix). */
  parts.groups = (() => {
    const { sha256, toNumber } = parts.hashing;
    const { Ladder, Table, below, inverse, jacobi, mod, power } = parts.numbers;
    const { Wrong } = parts.wrong;
    const KEPT = 6;
    const BYTE = 8n;

    class Group {
      constructor(name, p, q, g, embeds) {
        Object.assign(this, { name, p, q, g, embeds });
        this.safe = p === 2n * q + 1n;
        this.bits = q.toString(2).length;
        this.tables = new Map();
      }

      /* Whether x is an element. Where p = 2q + 1, the elements are the squares and the Jacobi symbol tells. */
      holds(x) {
        if (x <= 0n || x >= this.p) return false;
        return this.safe ? jacobi(x, this.p) === 1 : power(x, this.q, this.p) === 1n;
      }

      /* x to an exponent, which may be negative or larger than q */
      power(x, exponent) {
        return power(x, mod(exponent, this.q), this.p);
      }

      /* the same for an x that comes again and again: the generator, the key */
      fixed(x, exponent) {
        let table = this.tables.get(x);
        if (!table) {
          if (this.tables.size >= KEPT) this.tables.delete(this.tables.keys().next().value);
          table = new Table(x, this.p, this.bits);
          this.tables.set(x, table);
        }
        return table.power(mod(exponent, this.q));
      }

      /* several powers of an x that comes once */
      ladder(x) {
        return new Ladder(x, this.p, this.bits);
      }

      times(x, y) {
        return (x * y) % this.p;
      }

      over(x, y) {
        return (x * inverse(y, this.p)) % this.p;
      }

      /* the challenge of a proof */
      scalar(text) {
        return toNumber(sha256(text)) % this.q;
      }

      /* a secret exponent, every one of 1 … q-1 equally likely */
      random() {
        return 1n + below(this.q - 1n);
      }

      isScalar(value) {
        return value >= 0n && value < this.q;
      }

      /* the element that stands for numbers of one byte each, with the smallest padding that fits; values are checked before */
      embed(values) {
        if (!this.embeds || values.length > this.capacity) throw new RangeError("does not fit into an element");
        const first = values.reduce((packed, value) => (packed << BYTE) | BigInt(value), 0n) << BYTE;
        for (let padding = 0n; padding < 256n; padding += 1n) if (this.holds(first + padding)) return first + padding;
        throw new RangeError("no element for these numbers");
      }

      /* how many numbers of one byte fit into an element */
      get capacity() {
        return this.embeds ? 2048 / 8 - 2 : 0;
      }
    }

    const hexadecimal = (...digits) => BigInt(`0x${digits.join("")}`);

    /* for questions that are only summed up; q has 256 bits, no messages inside elements */
    const BELENIOS_2048 = new Group(
      "BELENIOS-2048",
      hexadecimal(
        "A3EF2D011FEFB1B6E39E568FCCDFFB0FB7DC7EF3A791B6862791811D21FC35F21E6D36856B428030421F514ED40BFD4C06E092A4",
        "95AF8D79A2F85E0FB11C0EDE07DD973F9C53E50930C6E82AC36DE1AE3FB8C3AABFFF12CE27A5022DDD8912D107435012768A2CDD",
        "0A4091D8FA447F6C7EBC15A349FA318A6B4FE17D8D47E843A3E14DFA9B2162F4D7229ABE93A188B46B006517D6F6747EBBB29C9E",
        "C3099B607F18FB1A8BC858279AA8599411D998D3E3FADA9E010840D082D8C31911ACDD4A0E7992D0F18CC759CB5DE0ACF66A3882",
        "555BC810941E021B6A4CCFA04EE4008F878AFFA2375E2999B44F6CEF17D707301E59E0E6351E051ED9CEC4157646E64F",
      ),
      hexadecimal("ADB6066A73522565F4DAA0F2579DB7F2F0FA90C2168BC709E20263387D55C491"),
      hexadecimal(
        "1307C1AB5F295885D7CAA3A78A42415E31FD1C5807B61FB1E781878A52230A51988B98C259597F9C5A9DFD001D26BA31D9D8976F",
        "01D95A1C8262EE68A0E92CEA541E5219E0D0D094301B894236823FE1D4BC04E29F3748AEFD4F10D5B1A356A8643E673FD9D215FC",
        "8FE5FB9CF9FDB8EA88FDB1A3381A697FDF9C2458570B06D26AEF1BE365FDD90165F397C6B870DF8C1B9E519EDCEE8BB0F74B7A16",
        "15A274BA60A7EA574A61F552D2DDE0CE514E0927C4FF49B1964C4A913731AE4268D60D7F22127B6CBBA44D453AC8B72FD04E0991",
        "B7AEFF04867D8724AC638F5F34100D2D47AA680D43771902743D663F42D853C041E1C91FE3823F4BCF284308F1D7E653",
      ),
      false,
    );

    /* for an election with a ranked question: the 2048-bit group of RFC 3526, section 3; q has 2047 bits */
    const SAFE_PRIME = hexadecimal(
      "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3",
      "CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5",
      "AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356",
      "208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28F",
      "B5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF",
    );
    const RFC_3526_2048 = new Group("RFC-3526-2048", SAFE_PRIME, SAFE_PRIME / 2n, 2n, true);

    const GROUPS = { [BELENIOS_2048.name]: BELENIOS_2048, [RFC_3526_2048.name]: RFC_3526_2048 };

    /* by the name that stands in an election */
    function group(name) {
      if (!Object.prototype.hasOwnProperty.call(GROUPS, name)) throw new Wrong("选举用的数学参数不认识，请更新页面后再试。");
      return GROUPS[name];
    }
    return { GROUPS, group };
  })();

  /* The election as it is published, its questions, and what may be answered (specification, sections 4.10 and 4.11). */
  parts.questions = (() => {
    const { isUuid } = parts.credentials;
    const { group } = parts.groups;
    const { decimal, fields, fingerprint, has, read, rows } = parts.texts;
    const { need } = parts.wrong;
    const NEEDED = ["version", "description", "name", "group", "public_key", "questions", "uuid"];

    /* {text, fingerprint, uuid, name, description, group, key, questions}; expected: the published fingerprint, where there is one */
    function readElection(text, expected) {
      need(typeof text === "string" && text, "没有读到选举的内容。");
      const phi = fingerprint(text);
      need(!expected || bareFingerprint(expected) === phi, "选举内容与公布的指纹不符，请不要投票，并告诉工作人员。", {
        fingerprint: phi,
      });
      const found = read(text, "选举内容");
      need(found && typeof found === "object" && NEEDED.every((name) => has(found, name)), "选举内容缺少必要的部分。");
      need(found.version === 1 && isUuid(found.uuid), "选举内容的版本不认识，请更新页面后再试。");
      const chosen = group(found.group);
      const key = decimal(found.public_key, "选举密钥");
      need(key !== 1n && chosen.holds(key), "选举密钥不成立，请不要投票，并告诉工作人员。");
      const questions = rows(found.questions, "题目").map((question) => readQuestion(question, chosen));
      need(questions.length, "这次选举没有题目。");
      const { uuid, name, description } = found;
      need(isText(name) && isText(description), "选举的名称不是文字。");
      return { text, fingerprint: phi, uuid, name, description, group: chosen, key, questions };
    }

    /* as people copy it: spaces, padding */
    function bareFingerprint(typed) {
      return String(typed).replace(/[\s=]/g, "");
    }

    function readQuestion(value, chosen) {
      if (value !== null && typeof value === "object" && has(value, "type")) return readRanked(value, chosen);
      const found = fields(value, "题目", ["answers", "min", "max", "question"], ["blank"]);
      const blank = has(found, "blank") ? found.blank : false;
      const { min, max } = found;
      const answers = readAnswers(found);
      const bounds = Number.isInteger(min) && Number.isInteger(max) && min >= 0 && min <= max && max <= answers.length;
      need(bounds && typeof blank === "boolean", "题目的选择数目不成立。");
      return { kind: "summed", question: found.question, answers, min, max, blank, length: answers.length + (blank ? 1 : 0) };
    }

    function readRanked(value, chosen) {
      const found = fields(value, "题目", ["type", "value"], ["extra"]);
      const inner = fields(found.value, "题目", ["answers", "question"]);
      need(found.type === "NonHomomorphic", "有一道题的类型不认识，请更新页面后再试。");
      const answers = readAnswers(inner);
      need(answers.length <= chosen.capacity, "题目的选项太多，一张选票装不下。");
      return { kind: "ranked", question: inner.question, answers, extra: found.extra };
    }

    function readAnswers(found) {
      const answers = rows(found.answers, "选项");
      need(answers.length && answers.every(isText) && isText(found.question), "题目里有不是文字的内容。");
      return answers;
    }

    function isText(value) {
      return typeof value === "string";
    }

    /* Refuse choices that no ballot may carry. choices: for each question 0 or 1 for each answer (with a leading blank flag
       where a blank vote is allowed), or a number of 0 … 255 for each answer of a ranked one. */
    function checkChoices(election, choices) {
      const { questions } = election;
      need(Array.isArray(choices) && choices.length === questions.length, `共有 ${questions.length} 道题，每道都要有选择。`);
      questions.forEach((question, at) => checkMarks(question, choices[at], `第 ${at + 1} 题`));
    }

    /* the same for one question, called by that name */
    function checkMarks(question, marks, name) {
      const length = question.kind === "summed" ? question.length : question.answers.length;
      need(Array.isArray(marks) && marks.length === length, `${name}：应有 ${length} 个选择记号。`);
      const most = question.kind === "summed" ? 1 : 255;
      need(marks.every((mark) => Number.isInteger(mark) && mark >= 0 && mark <= most), `${name}：记号只能是 0 到 ${most} 的整数。`);
      if (question.kind === "summed") checkCount(question, marks, name);
    }

    function checkCount({ blank, min, max }, marks, name) {
      const count = marks.slice(blank ? 1 : 0).reduce((sum, mark) => sum + mark, 0);
      if (blank && marks[0]) {
        need(count === 0, `${name}：选了空白票就不能再选别的。`);
        return;
      }
      const wanted = min === max ? `${min} 项` : `${min} 到 ${max} 项`;
      need(count >= min && count <= max, `${name}：要选 ${wanted}，现在选了 ${count} 项。`);
    }
    return { readElection, checkChoices, checkMarks };
  })();

  /* Filling in a ballot and signing it (specification, sections 4.12 and 4.13). */
  parts.ballots = (() => {
    const { secretOf } = parts.credentials;
    const { encrypt, plainPair, plainProof, proveExponent, proveOne } = parts.proofs;
    const { checkChoices } = parts.questions;
    const { compact, fingerprint } = parts.texts;
    /* {text, tracker, public, opening}. credential: as `understood` gives it; choices: see `checkChoices`. opening: everything that
       lets somebody encrypt the same choices again and compare; a ballot whose opening left the booth must never be cast. */
    function fillIn(election, credential, choices) {
      checkChoices(election, choices);
      const { group } = election;
      const secret = secretOf(credential, election.uuid, group);
      const known = String(group.fixed(group.g, secret));
      const context = `${election.fingerprint}|${known}`;
      const made = election.questions.map((question, at) => answer(election, question, context, choices[at]));
      const unsigned = unsignedBallot(election, known, made.map(({ plain }) => plain));
      const hash = fingerprint(compact(unsigned));
      const proof = proveExponent(group, `sig|${hash}|`, secret);
      const text = compact({ ...unsigned, signature: { hash, proof: plainProof(proof) } });
      const randomness = made.map(({ secrets }) => secrets.map(String));
      return { text, tracker: fingerprint(text), public: known, opening: opened(election, text, choices, randomness) };
    }

    function opened(election, text, choices, randomness) {
      return { version: 1, election_hash: election.fingerprint, tracker: fingerprint(text), choices, randomness };
    }

    function unsignedBallot(election, credential, answers) {
      return { election_uuid: election.uuid, election_hash: election.fingerprint, credential, answers };
    }

    function answer(election, question, context, marks) {
      return question.kind === "summed" ? summed(election, question, context, marks) : ranked(election, context, marks);
    }

    /* the one ciphertext of a ranked answer */
    function rankedPair({ group, key }, marks, r) {
      return { alpha: group.fixed(group.g, r), beta: group.times(group.fixed(key, r), group.embed(marks)) };
    }

    function ranked(election, context, marks) {
      const { group, key } = election;
      const r = group.random();
      const pair = rankedPair(election, marks, r);
      const proof = proveExponent(group, rankedPrefix(context, key, pair), r);
      return { plain: { choices: plainPair(pair), proof: plainProof(proof) }, secrets: [r] };
    }

    function rankedPrefix(context, key, { alpha, beta }) {
      return `raweg|${context}|${key},${alpha},${beta}|`;
    }

    function summed({ group, key }, question, context, marks) {
      const secrets = marks.map(() => group.random());
      const pairs = marks.map((mark, at) => encrypt(group, key, mark, secrets[at]));
      const individual = marks.map((mark, at) => {
        const claims = [0, 1].map((message) => ({ r: secrets[at], holds: mark, message }));
        return proveOne(group, choicePrefix(context, pairs[at]), key, claims, mark);
      });
      const plain = { choices: pairs.map(plainPair), individual_proofs: individual.map((proofs) => proofs.map(plainProof)) };
      const whole = `${context}|${joinedPairs(pairs)}`;
      const more = question.blank ? withBlank : withoutBlank;
      return { plain: { ...plain, ...more(group, key, question, whole, pairs, marks, secrets) }, secrets };
    }

    function choicePrefix(context, { alpha, beta }) {
      return `prove|${context}|${alpha},${beta}|`;
    }

    function joinedPairs(pairs) {
      return pairs.map(({ alpha, beta }) => `${alpha},${beta}`).join(",");
    }

    /* of the answers proper, without the blank one */
    function total(group, question, pairs) {
      return pairs.slice(question.blank ? 1 : 0).reduce(
        (one, other) => ({ alpha: group.times(one.alpha, other.alpha), beta: group.times(one.beta, other.beta) }),
        { alpha: 1n, beta: 1n },
      );
    }

    /* the claims that as many answers were chosen as the question allows, and which of them is true */
    function counts(group, question, marks, secrets) {
      const from = question.blank ? 1 : 0;
      const holds = marks.slice(from).reduce((sum, mark) => sum + mark, 0);
      const r = secrets.slice(from).reduce((sum, secret) => sum + secret, 0n) % group.q;
      const claims = [];
      for (let message = question.min; message <= question.max; message += 1) claims.push({ r, holds, message });
      return { r, holds, claims, place: holds - question.min };
    }

    function withoutBlank(group, key, question, whole, pairs, marks, secrets) {
      const { claims, place } = counts(group, question, marks, secrets);
      const prefix = choicePrefix(whole, total(group, question, pairs));
      return { overall_proof: proveOne(group, prefix, key, claims, place).map(plainProof) };
    }

    function withBlank(group, key, question, whole, pairs, marks, secrets) {
      const { r, holds, claims, place } = counts(group, question, marks, secrets);
      const blank = marks[0] === 1;
      const first = (message) => ({ r: secrets[0], holds: marks[0], message });
      const overall = proveOne(group, `bproof1|${whole}|`, key, [first(1), ...claims], blank ? 0 : 1 + place);
      const either = proveOne(group, `bproof0|${whole}|`, key, [first(0), { r, holds, message: 0 }], blank ? 1 : 0);
      return { overall_proof: overall.map(plainProof), blank_proof: either.map(plainProof) };
    }
    return { fillIn, unsignedBallot, rankedPair, rankedPrefix, choicePrefix, joinedPairs, total };
  })();

  /* Reading a ballot in its one form and checking every proof of it (specification, sections 4.12 and 4.13). */
  parts.checking = (() => {
    const { choicePrefix, joinedPairs, rankedPrefix, total, unsignedBallot } = parts.ballots;
    const { Pair, exponentKnown, oneHolds, plainPair, plainProof, readPair, readProof } = parts.proofs;
    const { compact, decimal, fields, fingerprint, read, rows } = parts.texts;
    const { need } = parts.wrong;
    /* {text, tracker, credential, answers, signature, signed}; refuses what is not a ballot of this election, byte for byte */
    function readBallot(election, text) {
      const found = fields(read(text, "选票"), "选票", ["election_uuid", "election_hash", "credential", "answers", "signature"]);
      const ours = found.election_uuid === election.uuid && found.election_hash === election.fingerprint;
      need(ours, "这张选票不是这次选举的。");
      const values = rows(found.answers, "选票的答案", election.questions.length);
      const answers = election.questions.map((question, at) => readAnswer(question, values[at]));
      const signature = fields(found.signature, "选票的签名", ["hash", "proof"]);
      const proof = readProof(signature.proof, "选票的签名");
      const credential = decimal(found.credential, "选票的凭证");
      const unsigned = unsignedBallot(election, String(credential), answers.map(plainAnswer));
      const again = compact({ ...unsigned, signature: { hash: signature.hash, proof: plainProof(proof) } });
      need(again === text, "选票的写法不是规定的样子，可能被改动过。");
      const signed = fingerprint(compact(unsigned));
      need(signature.hash === signed, "选票的签名对不上，可能被改动过。");
      return { text, tracker: fingerprint(text), credential, answers, signature: proof, signed };
    }

    function readAnswer(question, value) {
      if (question.kind === "ranked") {
        const found = fields(value, "选票的答案", ["choices", "proof"]);
        return { pairs: [readPair(found.choices, "选票的答案")], proof: readProof(found.proof, "选票的证明") };
      }
      const names = ["choices", "individual_proofs", "overall_proof", ...(question.blank ? ["blank_proof"] : [])];
      const found = fields(value, "选票的答案", names);
      const proofs = (list, count) => rows(list, "选票的证明", count).map((one) => readProof(one, "选票的证明"));
      const sums = question.max - question.min + 1 + (question.blank ? 1 : 0);
      return {
        pairs: rows(found.choices, "选票的答案", question.length).map((one) => readPair(one, "选票的答案")),
        individual: rows(found.individual_proofs, "选票的证明", question.length).map((pair) => proofs(pair, 2)),
        overall: proofs(found.overall_proof, sums),
        blank: question.blank ? proofs(found.blank_proof, 2) : null,
      };
    }

    function plainAnswer(answer) {
      if (answer.proof) return { choices: plainPair(answer.pairs[0]), proof: plainProof(answer.proof) };
      const blank = answer.blank ? { blank_proof: answer.blank.map(plainProof) } : {};
      return {
        choices: answer.pairs.map(plainPair),
        individual_proofs: answer.individual.map((proofs) => proofs.map(plainProof)),
        overall_proof: answer.overall.map(plainProof),
        ...blank,
      };
    }

    /* every proof, and that every number is an element; whether the credential is on the roll is another question */
    function checkBallot(election, ballot) {
      const { group } = election;
      need(exponentKnown(group, `sig|${ballot.signed}|`, ballot.credential, ballot.signature), "选票的签名不成立。");
      const context = `${election.fingerprint}|${ballot.credential}`;
      election.questions.forEach((question, at) => {
        const check = question.kind === "summed" ? checkSummed : checkRanked;
        check(election, question, context, ballot.answers[at], `第 ${at + 1} 题`);
      });
    }

    function checkRanked({ group, key }, question, context, { pairs: [pair], proof }, name) {
      need(group.holds(pair.alpha) && group.holds(pair.beta), `${name}的密文不成立。`);
      need(exponentKnown(group, rankedPrefix(context, key, pair), pair.alpha, proof), `${name}的证明不成立。`);
    }

    function checkSummed({ group, key }, question, context, answer, name) {
      const pairs = answer.pairs.map((pair) => new Pair(group, pair));
      need(pairs.every((pair) => pair.inside()), `${name}的密文不成立。`);
      pairs.forEach((pair, at) => {
        const claims = [0, 1].map((message) => ({ pair, message }));
        const holds = oneHolds(group, choicePrefix(context, pair.pair), key, claims, answer.individual[at]);
        need(holds, `${name}有一个选项既不是选也不是不选。`);
      });
      const sum = new Pair(group, total(group, question, answer.pairs));
      const whole = `${context}|${joinedPairs(answer.pairs)}`;
      const counts = [];
      for (let message = question.min; message <= question.max; message += 1) counts.push({ pair: sum, message });
      const prefix = question.blank ? `bproof1|${whole}|` : choicePrefix(whole, sum.pair);
      const claims = question.blank ? [{ pair: pairs[0], message: 1 }, ...counts] : counts;
      need(oneHolds(group, prefix, key, claims, answer.overall), `${name}选的数目超出允许的范围。`);
      if (!question.blank) return;
      const either = [{ pair: pairs[0], message: 0 }, { pair: sum, message: 0 }];
      need(oneHolds(group, `bproof0|${whole}|`, key, either, answer.blank), `${name}选了空白票又选了别的。`);
    }
    return { readBallot, checkBallot };
  })();

  /* Checking instead of casting (Benaloh 2006): the ballot is committed to by its tracker, then opened, encrypted anew from the
     opened randomness and compared. A booth that changed the choice would be found, and it cannot know which ballot will be opened. */
  parts.audit = (() => {
    const { rankedPair } = parts.ballots;
    const { readBallot } = parts.checking;
    const { encrypt } = parts.proofs;
    const { checkChoices } = parts.questions;
    const { compact, decimal, fields, read, rows } = parts.texts;
    const { need } = parts.wrong;
    /* {tracker, choices, words}. opening: text or value as `fillIn` gave it; choices: what the voter remembers to have chosen, where
       that is known. Refused with a plain sentence when the ballot holds anything else. */
    function audit(election, ballotText, opening, choices) {
      const names = ["version", "election_hash", "tracker", "choices", "randomness"];
      const found = fields(typeof opening === "string" ? read(opening, "检查用的内容") : opening, "检查用的内容", names);
      need(found.version === 1 && found.election_hash === election.fingerprint, "检查用的内容不是这次选举的。");
      const ballot = readBallot(election, ballotText);
      need(ballot.tracker === found.tracker, "追踪号对不上：这不是当时显示的那张选票，请告诉工作人员。", { tracker: ballot.tracker });
      checkChoices(election, found.choices);
      const same = choices === undefined || compact(choices) === compact(found.choices);
      need(same, "打开的选票与你选的不一样，请不要用这台设备投票，并告诉工作人员。", { choices: found.choices });
      const randomness = rows(found.randomness, "检查用的内容", election.questions.length);
      election.questions.forEach((question, at) => {
        const pairs = again(election, question, found.choices[at], randomness[at]);
        const equal = pairs.every(({ alpha, beta }, i) => {
          const pair = ballot.answers[at].pairs[i];
          return pair.alpha === alpha && pair.beta === beta;
        });
        need(equal, `第 ${at + 1} 题加密的内容与显示的选择不一样，请不要用这台设备投票，并告诉工作人员。`);
      });
      return { tracker: ballot.tracker, choices: found.choices, words: inWords(election, found.choices) };
    }

    function again(election, question, marks, secrets) {
      const { group, key } = election;
      const count = question.kind === "summed" ? question.length : 1;
      const known = rows(secrets, "检查用的内容", count).map((one) => decimal(one, "检查用的内容"));
      need(known.every((r) => r > 0n && r < group.q), "检查用的内容里有一个数超出范围。");
      if (question.kind === "ranked") return [rankedPair(election, marks, known[0])];
      return marks.map((mark, i) => encrypt(group, key, mark, known[i]));
    }

    /* for each question {question, chosen: [words]} of a summed one, {question, marks: [{answer, mark}]} of a ranked one */
    function inWords(election, choices) {
      return election.questions.map((question, at) => {
        const marks = choices[at];
        if (question.kind === "ranked") {
          return { question: question.question, marks: question.answers.map((answer, i) => ({ answer, mark: marks[i] })) };
        }
        const answers = question.blank ? ["空白票", ...question.answers] : question.answers;
        return { question: question.question, chosen: answers.filter((_, i) => marks[i]) };
      });
    }
    return { audit, inWords };
  })();

  /* AES-256 (FIPS 197) in the modes CCM (SP 800-38C) and GCM (SP 800-38D), for small texts: letters between trustees, and key files on
     pages without crypto.subtle. Bytes are Uint8Array. */
  parts.aes = (() => {
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
    function ccmSeal(key, nonce, data, size) {
      const keys = expand(key);
      const { counter, width, tag } = ccmTag(keys, nonce, data, size);
      return joined(counted(keys, counter, 1, width, data), tag);
    }

    /* what was sealed, null when the tag does not fit */
    function ccmOpen(key, nonce, sealed, size) {
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
    function gcmSeal(key, iv, data, more) {
      const [keys, counter] = [expand(key), gcmCounter(iv)];
      const hidden = counted(keys, counter, 2, 4, data);
      return joined(hidden, gcmTag(keys, counter, hidden, more));
    }

    /* what was sealed, null when the tag does not fit */
    function gcmOpen(key, iv, sealed, more) {
      if (sealed.length < BLOCK) return null;
      const [keys, counter] = [expand(key), gcmCounter(iv)];
      const hidden = sealed.subarray(0, sealed.length - BLOCK);
      if (!equal(gcmTag(keys, counter, hidden, more), sealed.subarray(sealed.length - BLOCK))) return null;
      return counted(keys, counter, 2, 4, hidden);
    }
    return { ccmSeal, ccmOpen, gcmSeal, gcmOpen };
  })();

  /* Signed messages of trustees, and the published parameters of a key of which some trustees suffice (specification, 4.6, 4.7). */
  parts.thresholds = (() => {
    const { mod, product } = parts.numbers;
    const { exponentKnown, plainProof, proveExponent, readProof } = parts.proofs;
    const { compact, decimal, fields, read, rows } = parts.texts;
    const { need } = parts.wrong;
    const WHAT = "密钥仪式的消息";

    function sign(group, secret, message) {
      return { message, signature: proveExponent(group, `sigmsg|${message}|`, secret) };
    }

    function plainSigned({ message, signature }) {
      return { message, signature: plainProof(signature) };
    }

    function readSigned(value) {
      const found = fields(value, WHAT, ["message", "signature"]);
      need(typeof found.message === "string", `${WHAT}不是文字。`);
      return { message: found.message, signature: readProof(found.signature, WHAT) };
    }

    function signedBy(group, verification, { message, signature }) {
      return exponentKnown(group, `sigmsg|${message}|`, verification, signature);
    }

    /* {verification, encryption, context} of a certificate, refused unless its holder signed it */
    function readCert(cert, group) {
      const found = fields(read(cert.message, WHAT), WHAT, ["verification", "encryption"], ["context"]);
      const [verification, encryption] = ["verification", "encryption"].map((name) => decimal(found[name], WHAT));
      const elements = [verification, encryption].every((number) => number !== 1n && group.holds(number));
      need(elements && signedBy(group, verification, cert), "密钥仪式里有一份证书不是持有人自己签的。");
      return { verification, encryption, context: found.context };
    }

    /* g to each coefficient of a trustee's polynomial, signed by them */
    function readExponents(signed, by, group, threshold) {
      const found = fields(read(signed.message, WHAT), WHAT, ["coefexps"]);
      const numbers = rows(found.coefexps, WHAT, threshold).map((one) => decimal(one, WHAT));
      const holds = signedBy(group, by, signed) && numbers.every((number) => group.holds(number));
      need(holds, "密钥仪式里有一份系数不是本人签的，或者不成立。");
      return numbers;
    }

    /* g to the polynomial's value at j, from g to its coefficients */
    function valueAt(exponents, j, group) {
      const x = BigInt(j);
      return product(exponents.map((number, k) => group.power(number, mod(x ** BigInt(k), group.q))), group.p);
    }

    /* the text by which a trustee confirms whose certificates their coefficients were made for */
    function endorsement(certs, exponents) {
      return `certs_sig|${compact({ certs: certs.map(plainSigned), coefexps: exponents.map(String) })}`;
    }

    /* {public, keys, threshold}; refused unless certificates, coefficients, keys and signatures belong together */
    function readPedersen(value, group, readKey) {
      const found = fields(value, WHAT, ["threshold", "certs", "coefexps", "verification_keys"], ["signatures"]);
      const certs = rows(found.certs, WHAT).map(readSigned);
      const { threshold } = found;
      need(Number.isInteger(threshold) && threshold >= 1 && threshold <= certs.length, "门限人数不成立。");
      const verifiers = certs.map((cert) => readCert(cert, group).verification);
      const coefexps = rows(found.coefexps, WHAT, certs.length).map(readSigned);
      const exponents = coefexps.map((one, at) => readExponents(one, verifiers[at], group, threshold));
      const values = rows(found.verification_keys, WHAT, certs.length);
      const keys = values.map((one) => readKey(one, group));
      keys.forEach((key, at) => {
        const follows = product(exponents.map((one) => valueAt(one, at + 1, group)), group.p);
        need(key === follows, "门限密钥里有一个公钥与大家的系数对不上。");
      });
      if (found.signatures) checkSignatures(group, { certs, verifiers, exponents, values, keys }, found.signatures);
      return { public: product(exponents.map(([first]) => first), group.p), keys, threshold };
    }

    function checkSignatures(group, { certs, verifiers, exponents, values, keys }, signatures) {
      rows(signatures, WHAT, certs.length).forEach((one, at) => {
        const agreed = { message: endorsement(certs, exponents[at]), signature: readProof(one, WHAT) };
        need(signedBy(group, verifiers[at], agreed), "有一位保管人没有确认大家的证书。");
        const own = { message: String(keys[at]), signature: readProof(values[at].signature, WHAT) };
        need(signedBy(group, verifiers[at], own), "有一位保管人没有签自己的公钥。");
      });
    }
    return { sign, plainSigned, readSigned, signedBy, readCert, readExponents, valueAt, endorsement, readPedersen };
  })();

  /* Signed and sealed messages that trustees send one another through somebody in between (specification, section 4.6). */
  parts.letters = (() => {
    const { ccmOpen, ccmSeal } = parts.aes;
    const { fromHex, hex, sha256, toNumber, utf8 } = parts.hashing;
    const { readPair } = parts.proofs;
    const { compact, decimal, fields, read } = parts.texts;
    const { plainSigned, readSigned, sign, signedBy } = parts.thresholds;
    const { Wrong, need } = parts.wrong;
    const TAG = 8;
    /* the counter of CCM takes two bytes up to this length and three beyond */
    const SHORT = 65536;
    const WHAT = "密钥仪式的信件";

    /* The two secrets of a seed, one signs and one opens, and what the others see of them. */
    function keysOf(seed, group) {
      const [signing, opening] = ["sk", "dk"].map((kind) => toNumber(sha256(`${kind}|${seed}`)));
      const [verification, encryption] = [signing, opening].map((secret) => group.fixed(group.g, secret));
      return { group, signing, opening, verification, encryption };
    }

    function cipherKey(shared) {
      return sha256(`key|${shared}`);
    }

    function nonce(alpha, length) {
      return sha256(`iv|${alpha}`).slice(0, length < SHORT ? 13 : 12);
    }

    /* signed by the sender, sealed for the holder of `recipient`, as one line of text */
    function send({ group, signing }, recipient, message) {
      const inside = sign(group, signing, compact({ recipient: String(recipient), message }));
      const [r, s] = [group.random(), group.random()];
      const [alpha, shared] = [group.fixed(group.g, r), group.fixed(group.g, s)];
      const beta = group.times(group.power(recipient, r), shared);
      const raw = utf8(compact(plainSigned(inside)));
      const data = ccmSeal(cipherKey(shared), nonce(alpha, raw.length), raw, TAG);
      return compact({ alpha: String(alpha), beta: String(beta), data: hex(data) });
    }

    /* what `send` wrote for us; refused when the seal, the signature or the recipient is another's */
    function receive({ group, opening, encryption }, sender, text) {
      const found = fields(read(text, WHAT), WHAT, ["alpha", "beta", "data"]);
      const { alpha, beta } = readPair({ alpha: found.alpha, beta: found.beta }, WHAT);
      need(group.holds(alpha) && group.holds(beta), `${WHAT}里有不成立的数。`);
      const shared = group.over(beta, group.power(alpha, opening));
      const data = fromHex(String(found.data));
      const raw = data && ccmOpen(cipherKey(shared), nonce(alpha, data.length - TAG), data, TAG);
      if (!raw) throw new Wrong(`${WHAT}用这把钥匙打不开。`);
      const inside = readSigned(read(new TextDecoder().decode(raw), WHAT));
      need(signedBy(group, sender, inside), `${WHAT}不是寄信人签的。`);
      const channel = fields(read(inside.message, WHAT), WHAT, ["recipient", "message"]);
      const ours = decimal(channel.recipient, WHAT) === encryption && typeof channel.message === "string";
      need(ours, `${WHAT}是寄给别人的。`);
      return channel.message;
    }
    return { keysOf, send, receive };
  })();

  /* Who can open the sum (specification, sections 4.5 to 4.7): a key and the proof that somebody holds it; the published list. */
  parts.trustees = (() => {
    const { hex, sha256, toNumber } = parts.hashing;
    const { mod, product } = parts.numbers;
    const { exponentKnown, plainProof, proveExponent, readProof } = parts.proofs;
    const { readPedersen } = parts.thresholds;
    const { decimal, fields, read, rows } = parts.texts;
    const { Wrong, need } = parts.wrong;
    /* bits beyond those of q, so that the remainder says nothing */
    const SPARE = 128;

    /* The secret exponent that a seed of a single trustee means: SHA-256 of counted texts, one after the other, modulo q - 1, plus 1.
       What is kept and written down is the seed, which is short; the exponent has up to 617 digits. */
    function secretOfSeed(seed, group) {
      const blocks = Math.ceil((group.bits + SPARE) / 256);
      let found = 0n;
      for (let i = 0; i < blocks; i += 1) found = (found << 256n) | toNumber(sha256(`lianxin-trustee|${group.name}|${i}|${seed}`));
      return mod(found, group.q - 1n) + 1n;
    }

    /* what is published of a secret, fields in the order that is hashed */
    function keyOf(group, secret, name) {
      const shown = group.fixed(group.g, secret);
      const pok = plainProof(proveExponent(group, `pok|${group.name}|${shown}|`, secret));
      return { pok, public_key: String(shown), ...(name ? { name } : {}) };
    }

    /* the eight signs by which people tell one key from another */
    function keyFingerprint(publicKey) {
      return hex(sha256(String(publicKey))).slice(0, 8).toUpperCase();
    }

    /* the public number; refused unless it is an element and somebody proved to hold its secret */
    function readKey(value, group) {
      const found = fields(value, "保管人的公钥", ["pok", "public_key"], ["name", "signature"]);
      const shown = decimal(found.public_key, "保管人的公钥");
      const proof = readProof(found.pok, "保管人的公钥");
      const holds = shown !== 1n && group.holds(shown) && exponentKnown(group, `pok|${group.name}|${shown}|`, shown, proof);
      need(holds, "保管人的公钥没有证明有人持有私钥。");
      return shown;
    }

    /* [{public, keys: [numbers], threshold}], one for each entry of the list */
    function readTrustees(text, group) {
      const found = rows(read(text, "保管人名单"), "保管人名单").map((entry) => {
        const [kind, body] = rows(entry, "保管人名单", 2);
        if (kind === "Pedersen") return readPedersen(body, group, readKey);
        if (kind !== "Single") throw new Wrong("保管人名单里有不认识的类型，请更新页面后再试。");
        const shown = readKey(body, group);
        return { public: shown, keys: [shown], threshold: 1 };
      });
      need(found.length, "保管人名单是空的。");
      return found;
    }

    /* the key that ballots are encrypted to */
    function electionKey(group, trustees) {
      return product(trustees.map((trustee) => trustee.public), group.p);
    }

    /* public number of each who may decrypt, owner 1 first */
    function owners(trustees) {
      return trustees.flatMap((trustee) => trustee.keys);
    }
    return { secretOfSeed, keyOf, keyFingerprint, readKey, readTrustees, electionKey, owners };
  })();

  /* How trustees make a key together of which some of them suffice (Pedersen 1991; specification, section 4.6). Each needs only a
     seed. In order: everybody's certificate; everybody's polynomial; the carrier sorts the letters; everybody's output. Certificates
     name group, size, threshold and place, and each trustee signs which certificates they saw. */
  parts.ceremony = (() => {
    const { keysOf, receive, send } = parts.letters;
    const { mod } = parts.numbers;
    const { plainProof } = parts.proofs;
    const { compact, decimal, fields, read, rows } = parts.texts;
    const { endorsement, plainSigned, readCert, readExponents, readSigned, sign, valueAt } = parts.thresholds;
    const { keyOf } = parts.trustees;
    const { Wrong, need } = parts.wrong;
    const WHAT = "密钥仪式的消息";

    /* First step: text of the certificate. agreed: {size, threshold, index}, index from 1. */
    function certificate(seed, group, { size, threshold, index }) {
      const whole = [size, threshold, index].every((number) => Number.isInteger(number) && number >= 1);
      need(whole && threshold <= size && index <= size, "保管人的人数、需要的人数或者序号不对。");
      const keys = keysOf(seed, group);
      const context = { group: group.name, size, threshold, index };
      const body = { context, verification: String(keys.verification), encryption: String(keys.encryption) };
      return compact(plainSigned(sign(group, keys.signing, compact(body))));
    }

    /* everybody's keys in the order of their places, our own keys, our place from 1 */
    function gathered(seed, group, certificates, threshold) {
      const keys = keysOf(seed, group);
      const certs = rows(certificates, WHAT).map((text) => readSigned(read(text, WHAT)));
      const holders = certs.map((cert, at) => {
        const found = readCert(cert, group);
        const agreed = { group: group.name, size: certs.length, threshold, index: at + 1 };
        need(compact(found.context || {}) === compact(agreed), `第 ${at + 1} 份证书不是为这次仪式做的。`);
        return found;
      });
      need(new Set(holders.map(({ verification }) => verification)).size === holders.length, "同一位保管人的证书出现了两次。");
      const place = holders.findIndex(({ verification }) => verification === keys.verification) + 1;
      need(place, "大家的证书里没有你的那一份，请告诉工作人员。");
      return { keys, certs, holders, place };
    }

    /* Second step: text with shares for everybody of a secret of one's own. */
    function polynomial(seed, group, certificates, threshold) {
      const { keys, certs, holders } = gathered(seed, group, certificates, threshold);
      const coefficients = Array.from({ length: threshold }, () => group.random());
      const own = send(keys, keys.encryption, compact({ polynomial: coefficients.map(String) }));
      const secrets = holders.map(({ encryption }, at) => {
        const x = BigInt(at + 1);
        const share = coefficients.reduceRight((sum, one) => mod(sum * x + one, group.q), 0n);
        return send(keys, encryption, compact({ secret: String(share) }));
      });
      const exponents = coefficients.map((one) => group.fixed(group.g, one));
      const coefexps = plainSigned(sign(group, keys.signing, compact({ coefexps: exponents.map(String) })));
      const { signature } = sign(group, keys.signing, endorsement(certs, exponents));
      return compact({ polynomial: own, secrets, coefexps, signature: plainProof(signature) });
    }

    /* Our part of the decryption key, out of the letters. Each is checked against what its sender published of the polynomial: a false
       share is noticed now and not when the result cannot be opened. */
    function share(seed, group, certificates, threshold, inputText) {
      const { keys, holders, place } = gathered(seed, group, certificates, threshold);
      const input = fields(read(inputText, WHAT), WHAT, ["polynomial", "secrets", "coefexps"]);
      const secrets = rows(input.secrets, WHAT, holders.length);
      const signed = rows(input.coefexps, WHAT, holders.length).map(readSigned);
      const total = holders.reduce((sum, { verification }, at) => {
        const exponents = readExponents(signed[at], verification, group, threshold);
        const found = fields(read(receive(keys, verification, secrets[at]), WHAT), WHAT, ["secret"]);
        const value = decimal(found.secret, WHAT);
        const right = group.isScalar(value) && group.fixed(group.g, value) === valueAt(exponents, place, group);
        need(right, `第 ${at + 1} 位保管人发来的份额与公布的系数对不上，请告诉工作人员。`, { trustee: at + 1 });
        if (at + 1 === place) ownIsOurs(keys, input.polynomial, exponents);
        return sum + value;
      }, 0n);
      return { keys, secret: mod(total, group.q) };
    }

    /* the carrier gave back the polynomial that we made */
    function ownIsOurs(keys, letter, exponents) {
      const { group } = keys;
      const found = fields(read(receive(keys, keys.verification, letter), WHAT), WHAT, ["polynomial"]);
      const ours = rows(found.polynomial, WHAT, exponents.length).map((one) => group.fixed(group.g, decimal(one, WHAT)));
      need(ours.every((one, at) => one === exponents[at]), "送回来的不是你自己做的多项式，请告诉工作人员。");
    }

    /* Third step: text of {private_key, public_key}: the decryption key sealed for oneself, and its public part signed. */
    function output(seed, group, certificates, threshold, inputText) {
      const { keys, secret } = share(seed, group, certificates, threshold, inputText);
      const { pok, public_key } = keyOf(group, secret);
      const signature = plainProof(sign(group, keys.signing, public_key).signature);
      const kept = send(keys, keys.encryption, compact({ decryption_key: String(secret) }));
      return compact({ private_key: kept, public_key: { pok, public_key, signature } });
    }

    /* the decryption key out of what `output` sealed */
    function keptSecret(seed, group, kept) {
      if (typeof kept !== "string" || !kept) throw new Wrong("这是多人密钥中的一把，还需要密钥仪式最后一步的内容。");
      const keys = keysOf(seed, group);
      const found = fields(read(receive(keys, keys.verification, kept), WHAT), WHAT, ["decryption_key"]);
      return decimal(found.decryption_key, WHAT);
    }
    return { certificate, polynomial, output, keptSecret };
  })();

  /* A scrutineer's private key in a file that only their passphrase opens: PBKDF2-SHA256 and AES-256-GCM, by the browser where it offers
     them, otherwise by our own. What stands outside the seal (group, public key, parameters) is vouched for by it. */
  parts.keyfiles = (() => {
    const { gcmOpen, gcmSeal } = parts.aes;
    const { base64, fromBase64, pbkdf2, utf8 } = parts.hashing;
    const { randomBytes } = parts.numbers;
    const { compact, fields, read } = parts.texts;
    const { Wrong, need } = parts.wrong;
    const TYPE = "lianxin-trustee-key";
    const ROUNDS = 600000;
    const MOST_ROUNDS = 10000000;
    const SHORTEST = 8;
    const WHAT = "密钥文件";

    /* text of the file. outside: {group, public_key}; inside: a value that JSON can carry */
    async function sealKey(outside, inside, passphrase) {
      const typed = String(passphrase || "");
      need([...typed].length >= SHORTEST, `密钥文件的口令至少要 ${SHORTEST} 个字符。`);
      const [salt, iv] = [randomBytes(16), randomBytes(12)];
      const kdf = { name: "PBKDF2-SHA256", iterations: ROUNDS, salt: base64(salt) };
      const head = { type: TYPE, version: 1, ...outside, kdf, cipher: { name: "AES-256-GCM", iv: base64(iv) } };
      const key = await stretched(typed, salt, ROUNDS);
      const sealed = await gcm("encrypt", key, iv, utf8(compact(inside)), utf8(compact(head)));
      return compact({ ...head, sealed: base64(sealed) });
    }

    /* {group, public_key, inside}; a wrong passphrase and a damaged file cannot be told apart */
    async function openKey(text, passphrase) {
      const names = ["type", "version", "group", "public_key", "kdf", "cipher", "sealed"];
      const found = fields(read(text, WHAT), WHAT, names);
      need(found.type === TYPE && found.version === 1, "这不是保管人的密钥文件，或者版本太新。");
      const { sealed, ...head } = found;
      const { iterations, salt } = fields(found.kdf, WHAT, ["name", "iterations", "salt"]);
      const { iv } = fields(found.cipher, WHAT, ["name", "iv"]);
      const known = found.kdf.name === "PBKDF2-SHA256" && found.cipher.name === "AES-256-GCM";
      const bounds = Number.isInteger(iterations) && iterations >= ROUNDS && iterations <= MOST_ROUNDS;
      const [saltBytes, ivBytes, body] = [salt, iv, sealed].map((one) => fromBase64(String(one)));
      need(known && bounds && saltBytes && body && ivBytes && ivBytes.length === 12, "密钥文件的参数不对。");
      const key = await stretched(String(passphrase || ""), saltBytes, iterations);
      const raw = await gcm("decrypt", key, ivBytes, body, utf8(compact(head)));
      if (!raw) throw new Wrong("口令不对，或者密钥文件被改动过。");
      return { group: found.group, public_key: found.public_key, inside: read(new TextDecoder().decode(raw), WHAT) };
    }

    function subtle() {
      return globalThis.crypto && globalThis.crypto.subtle;
    }

    /* 32 bytes of the passphrase; the same text typed in another way of Unicode gives the same */
    async function stretched(passphrase, salt, iterations) {
      const typed = utf8(passphrase.normalize("NFKC"));
      if (!subtle()) return pbkdf2(typed, salt, iterations);
      const key = await subtle().importKey("raw", typed, "PBKDF2", false, ["deriveBits"]);
      return new Uint8Array(await subtle().deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, 256));
    }

    /* null when a tag does not fit */
    async function gcm(way, key, iv, data, additionalData) {
      if (!subtle()) return way === "encrypt" ? gcmSeal(key, iv, data, additionalData) : gcmOpen(key, iv, data, additionalData);
      const held = await subtle().importKey("raw", key, "AES-GCM", false, [way]);
      try {
        return new Uint8Array(await subtle()[way]({ name: "AES-GCM", iv, additionalData }, held, data));
      } catch (error) {
        if (way === "decrypt") return null;
        throw error;
      }
    }
    return { sealKey, openKey };
  })();

  /* The recovery sheet of a scrutineer: a seed in groups of four digits of base 58, each with a check digit that also knows the place
     of its group, so that a wrong or swapped group is named when the sheet is typed in. */
  parts.sheets = (() => {
    const { ALPHABET, bare, known } = parts.credentials;
    const { Wrong, need } = parts.wrong;
    const PART = 4;
    const WEIGHTS = [1, 3, 5, 7];
    const PLACE = 11;

    /* groups of a seed, in order */
    function sheetOf(seed) {
      return seed.match(/.{1,4}/g).map((part, at) => part + check(part, at));
    }

    /* weights prime to 58: every single wrong digit changes the sum */
    function check(part, at) {
      const sum = [...part].reduce((all, digit, i) => all + WEIGHTS[i] * ALPHABET.indexOf(digit), PLACE * (at + 1));
      return ALPHABET[sum % ALPHABET.length];
    }

    /* The seed that somebody typed from the sheet. lengths: of seeds that may be meant. The message names the group that is wrong, and
       so does `group` of the error, from 1. */
    function readSheet(typed, lengths) {
      const groups = split(String(typed));
      const seed = groups.map((group, at) => {
        const name = `恢复单第 ${at + 1} 组`;
        known(group, name);
        const last = at === groups.length - 1;
        const fits = group.length === PART + 1 || (last && group.length > 1 && group.length <= PART);
        need(fits, `${name}应有 ${PART + 1} 个字符，现在是 ${group.length} 个。`, { group: at + 1 });
        const part = group.slice(0, -1);
        need(check(part, at) === group.slice(-1), `${name}有字符输错了，请对照恢复单核对，注意大小写。`, { group: at + 1 });
        return part;
      });
      const found = seed.join("");
      if (!lengths.includes(found.length)) throw new Wrong(`恢复单没有输完整：现在有 ${groups.length} 组。`);
      return found;
    }

    /* where the sheet was typed with gaps, these are its groups; otherwise every five signs are one */
    function split(typed) {
      const parts = typed.split(/[\s\u3000\-—－]+/).map(bare).filter(Boolean);
      need(parts.length, "请输入恢复单上的内容。");
      if (parts.length > 1) return parts;
      return parts[0].match(/.{1,5}/g);
    }
    return { sheetOf, readSheet };
  })();

  /* A scrutineer's own key: made, sealed into a file, written on a sheet, taken up again. The secret itself is never handed out.
     There are two kinds: of a single trustee, and of one who takes part in a ceremony. What is kept of both is a seed. */
  parts.keys = (() => {
    const { certificate, keptSecret } = parts.ceremony;
    const { randomDigits } = parts.credentials;
    const { group } = parts.groups;
    const { openKey, sealKey } = parts.keyfiles;
    const { keysOf } = parts.letters;
    const { readSheet, sheetOf } = parts.sheets;
    const { compact, fields, has, rows } = parts.texts;
    const { keyFingerprint, keyOf, secretOfSeed } = parts.trustees;
    const { need } = parts.wrong;
    /* digits of base 58 of a seed: 140 bits in six groups of the sheet for a single trustee; the specification asks for 22 (128 bits)
       in a ceremony, so that the length tells which it is */
    const DIGITS = { single: 24, ceremony: 22 };

    /* what the others see of a seed: the public key, or the key that a trustee's messages are verified with */
    function shown({ kind, seed }, chosen) {
      if (kind === "ceremony") return String(keysOf(seed, chosen).verification);
      return String(chosen.fixed(chosen.g, secretOfSeed(seed, chosen)));
    }

    async function written(chosen, found, passphrase) {
      const known = shown(found, chosen);
      const keyfile = await sealKey({ group: chosen.name, public_key: known }, found, passphrase);
      return { fingerprint: keyFingerprint(known), keyfile };
    }

    /* {public, fingerprint, keyfile, sheet}. public: text to publish; sheet: groups to print; the file opens with the passphrase */
    async function newKey({ group: name, name: holder, passphrase }) {
      const chosen = group(name);
      const seed = randomDigits(DIGITS.single);
      const more = await written(chosen, { kind: "single", seed }, passphrase);
      return { public: publicOf(seed, chosen, holder), ...more, sheet: sheetOf(seed) };
    }

    function publicOf(seed, chosen, holder) {
      return compact(keyOf(chosen, secretOfSeed(seed, chosen), holder));
    }

    /* {certificate, fingerprint, keyfile, sheet}: the first step of a ceremony */
    async function newCertificate({ group: name, size, threshold, index, passphrase }) {
      const chosen = group(name);
      const seed = randomDigits(DIGITS.ceremony);
      const made = certificate(seed, chosen, { size, threshold, index });
      const more = await written(chosen, { kind: "ceremony", seed }, passphrase);
      return { certificate: made, ...more, sheet: sheetOf(seed) };
    }

    function ofSheet(typed) {
      const seed = readSheet(typed, Object.values(DIGITS));
      return { kind: seed.length === DIGITS.ceremony ? "ceremony" : "single", seed };
    }

    /* a new key file out of the recovery sheet; public for a single trustee */
    async function restoredKey({ group: name, sheet, name: holder, passphrase, public_key: expected }) {
      const chosen = group(name);
      const found = ofSheet(sheet);
      need(!expected || shown(found, chosen) === expected, "恢复单上的密钥与公布的公钥对不上，请看看是不是拿错了恢复单。");
      const more = await written(chosen, found, passphrase);
      return found.kind === "single" ? { public: publicOf(found.seed, chosen, holder), ...more } : more;
    }

    async function ofFile(text, passphrase) {
      const { group: name, public_key, inside } = await openKey(text, passphrase);
      const found = fields(inside, "密钥文件", ["kind", "seed"]);
      need(has(DIGITS, found.kind) && shown(found, group(name)) === public_key, "密钥文件里的私钥与公钥对不上。");
      return { ...found, group: name, public_key };
    }

    /* {group, kind, public_key, fingerprint} */
    async function unlocked({ keyfile, passphrase }) {
      const { group: name, kind, public_key } = await ofFile(keyfile, passphrase);
      return { group: name, kind, public_key, fingerprint: keyFingerprint(public_key) };
    }

    /* the same key under another passphrase */
    async function resealed({ keyfile, passphrase, another }) {
      const { group: name, public_key, kind, seed } = await ofFile(keyfile, passphrase);
      return { keyfile: await sealKey({ group: name, public_key }, { kind, seed }, another) };
    }

    async function taken({ keyfile, passphrase, sheet }, chosen) {
      if (sheet !== undefined) return ofSheet(sheet);
      const found = await ofFile(keyfile, passphrase);
      need(found.group === chosen.name, "这把私钥不是为这次选举做的，请换成正确的密钥文件。");
      return found;
    }

    /* the exponent that decrypts, of file or sheet; kept: what a ceremony gave at its end */
    async function decryptionSecret(given, chosen) {
      const { kind, seed } = await taken(given, chosen);
      return kind === "ceremony" ? keptSecret(seed, chosen, given.kept) : secretOfSeed(seed, chosen);
    }

    /* the seed of a ceremony, of file or sheet, and what everybody handed in before */
    async function inCeremony(given) {
      const chosen = group(given.group);
      const { kind, seed } = await taken(given, chosen);
      need(kind === "ceremony", "这是单独的密钥，不是密钥仪式用的。");
      const certificates = rows(given.certificates, "密钥仪式的证书");
      need(Number.isInteger(given.threshold) && given.threshold >= 1, "需要的人数不对。");
      return [seed, chosen, certificates, given.threshold];
    }
    return { newKey, newCertificate, restoredKey, unlocked, resealed, decryptionSecret, inCeremony };
  })();

  /* QR codes (ISO/IEC 18004): bytes, error correction M, versions 1 to 10: up to 213 bytes, an address with a credential.
     Written for slips, whose secret no server may see and which are therefore drawn where they are made. */
  parts.qr = (() => {
    const { need } = parts.wrong;
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
    function modules(text) {
      const bytes = [...new TextEncoder().encode(text)];
      const version = versionFor(bytes);
      const words = codewords(dataOf(bytes, version), version);
      const all = MASKS.map((_, mask) => filled(version, words, mask));
      return all.reduce((best, one) => (penalty(one) < penalty(best) ? one : best));
    }

    /* the picture with its quiet zone of four modules */
    function svg(text) {
      const cells = modules(text);
      const size = cells.length + 8;
      const path = cells.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join("");
      return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" aria-label="二维码"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/></svg>`;
    }
    return { modules, svg };
  })();

  /* The append-only file of one election (specification, section 4.3): an old tar without an end, and the chain of events in it. */
  parts.archive = (() => {
    const { hex, sha256, utf8 } = parts.hashing;
    const { compact, fields, has, read } = parts.texts;
    const { Wrong, need } = parts.wrong;
    const BLOCK = 512;
    const NAME = /^([0-9a-f]{64})\.(data|event)\.json$/;
    const BROKEN = "选举档案不完整或者被改动过。";
    /* which event may follow which */
    const FOLLOWS = {
      "": ["Setup"],
      Setup: ["Ballot", "EndBallots"],
      Ballot: ["Ballot", "EndBallots"],
      EndBallots: ["EncryptedTally"],
      EncryptedTally: ["Shuffle", "EndShuffles", "PartialDecryption"],
      Shuffle: ["Shuffle", "EndShuffles"],
      EndShuffles: ["PartialDecryption"],
      PartialDecryption: ["PartialDecryption", "Result"],
      Result: [],
    };
    const BARE = ["EndBallots", "EndShuffles"];

    /* {timestamp, events: [{type, payload, text, hash}], data: Map of texts by hash, head}; refuses a file that is not, byte for
       byte, what writing it again would give: each name is the hash of its text, each event follows the one before. */
    function readArchive(bytes) {
      const records = split(bytes);
      need(records.length && records[0].name === "BELENIOS", "这不是选举档案。");
      const head = fields(read(records[0].text, "选举档案"), "选举档案", ["version", "timestamp"]);
      need(head.version === 1 && /^[0-9]+$/.test(head.timestamp), "选举档案的版本不认识。");
      need(records[0].text === compact({ version: 1, timestamp: head.timestamp }), BROKEN);
      const found = { timestamp: head.timestamp, events: [], data: new Map(), waiting: new Set() };
      records.forEach(({ name, text, raw, body }, at) => {
        need(same(raw, header(name, body.length, head.timestamp)), BROKEN);
        if (at) takeRecord(found, name, text, hex(sha256(body)));
      });
      need(!found.waiting.size, "选举档案里有不属于任何一步的内容。");
      found.head = found.events.length ? found.events[found.events.length - 1].hash : "";
      return found;
    }

    function takeRecord(found, name, text, digest) {
      const match = NAME.exec(name);
      need(match && digest === match[1], BROKEN);
      if (match[2] === "event") {
        follow(found, text, digest);
        return;
      }
      need(!found.waiting.has(digest), BROKEN);
      found.data.set(digest, text);
      found.waiting.add(digest);
    }

    function follow(found, text, hash) {
      const { events, data, waiting } = found;
      const last = events[events.length - 1];
      const body = fields(read(text, "选举档案"), "选举档案", ["height", "type"], ["parent", "payload"]);
      const right = (FOLLOWS[last ? last.type : ""] || []).includes(body.type);
      const bare = BARE.includes(body.type);
      need(right && has(body, "payload") !== bare && (bare || data.has(body.payload)), BROKEN);
      const written = { ...(last ? { parent: last.hash } : {}), height: events.length, type: body.type };
      need(text === compact(bare ? written : { ...written, payload: body.payload }), BROKEN);
      const payload = bare ? "" : data.get(body.payload);
      events.push({ type: body.type, payload, text, hash });
      if (bare) return;
      waiting.delete(body.payload);
      for (const name of named(payload)) waiting.delete(name);
    }

    /* hashes that a payload names in its turn */
    function named(text) {
      let found;
      try {
        found = JSON.parse(text);
      } catch {
        return [];
      }
      return ["election", "trustees", "credentials", "encrypted_tally", "payload"].map((name) => found && found[name]);
    }

    /* payloads of all events of a kind */
    function payloads(archive, type) {
      return archive.events.filter((event) => event.type === type).map((event) => event.payload);
    }

    /* a text that a payload names */
    function kept(archive, name) {
      const text = archive.data.get(name);
      need(text !== undefined, BROKEN);
      return text;
    }

    function split(bytes) {
      const records = [];
      const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
      for (let at = 0; at < bytes.length; ) {
        const raw = bytes.subarray(at, at + BLOCK);
        const name = latin(raw.subarray(0, 100)).replace(/\0+$/, "");
        const size = parseInt(latin(raw.subarray(124, 135)), 8);
        const end = at + BLOCK + size;
        const next = end + ((BLOCK - (size % BLOCK)) % BLOCK);
        need(raw.length === BLOCK && size >= 0 && next <= bytes.length, "选举档案没有下载完整。");
        need(bytes.subarray(end, next).every((byte) => byte === 0), BROKEN);
        try {
          const body = bytes.subarray(at + BLOCK, end);
          records.push({ name, raw, body, text: strict.decode(body) });
        } catch {
          throw new Wrong(BROKEN);
        }
        at = next;
      }
      return records;
    }

    function latin(bytes) {
      return String.fromCharCode(...bytes);
    }

    /* the 512 bytes before a record */
    function header(name, size, timestamp) {
      const head = new Uint8Array(BLOCK);
      const put = (at, text) => head.set(utf8(text), at);
      put(0, name);
      put(100, "0000644");
      put(108, "0000000");
      put(116, "0000000");
      put(124, size.toString(8).padStart(11, "0"));
      put(136, Number(timestamp).toString(8).padStart(11, "0"));
      put(148, "        ");
      put(156, "0");
      const sum = head.reduce((one, other) => one + other, 0);
      put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
      return head;
    }

    function same(one, other) {
      return one.length === other.length && one.every((byte, i) => byte === other[i]);
    }
    return { readArchive, payloads, kept };
  })();

  /* Verifiable shuffles of ranked ballots: CHVote 1.3.2 as in section 6 of the specification, tables 1 to 13. A scrutineer mixes and
     encrypts anew, and proves that no ballot was added, taken away or changed. Letters of the tables name the numbers of the proof. */
  parts.mixing = (() => {
    const { hex, sha256, toNumber } = parts.hashing;
    const { mod, permutation, power, powers, product } = parts.numbers;
    const { plainPair, readPair } = parts.proofs;
    const { compact, decimal, fields, read, rows } = parts.texts;
    const { need } = parts.wrong;
    const WHAT = "打乱的结果";

    /* text to hand in. lists: ciphertexts of each ranked question; told: called with how many ballots are done */
    function shuffle(election, lists, told = () => {}) {
      const made = lists.map((list) => mix(election, list, told));
      return compact({
        ciphertexts: made.map(({ mixed }) => mixed.map(plainPair)),
        proofs: made.map(({ proof }) => plainShuffleProof(proof)),
      });
    }

    function plainShuffleProof({ t, s, c, cHat }) {
      const texts = (numbers) => numbers.map(String);
      const deep = (part) => part.map((one) => (Array.isArray(one) ? texts(one) : String(one)));
      return [deep(t), deep(s), texts(c), texts(cHat)];
    }

    /* The lists in their new order; refuses a text that is not in its one form or whose proof does not hold. */
    function checkShuffle(election, lists, text, told = () => {}) {
      const found = fields(read(text, WHAT), WHAT, ["ciphertexts", "proofs"]);
      const mixed = rows(found.ciphertexts, WHAT, lists.length).map((list, at) =>
        rows(list, WHAT, lists[at].length).map((pair) => readPair(pair, WHAT)),
      );
      const proofs = rows(found.proofs, WHAT, lists.length).map((proof, at) => readShuffleProof(proof, lists[at].length));
      const again = { ciphertexts: mixed.map((list) => list.map(plainPair)), proofs: proofs.map(plainShuffleProof) };
      need(compact(again) === text, `${WHAT}的写法不是规定的样子。`);
      lists.forEach((list, at) => need(holds(election, list, mixed[at], proofs[at], told), "有一次打乱的证明不成立。"));
      return mixed;
    }

    function readShuffleProof(value, n) {
      const number = (one) => decimal(one, WHAT);
      const numbers = (list, count) => rows(list, WHAT, count).map(number);
      const [t, s, c, cHat] = rows(value, WHAT, 4);
      const [t1, t2, t3, t4, tHat] = rows(t, WHAT, 5);
      const [s1, s2, s3, s4, sHat, sPrime] = rows(s, WHAT, 6);
      return {
        t: [number(t1), number(t2), number(t3), numbers(t4, 2), numbers(tHat, n)],
        s: [number(s1), number(s2), number(s3), number(s4), numbers(sHat, n), numbers(sPrime, n)],
        c: numbers(c, n),
        cHat: numbers(cHat, n),
      };
    }

    function mix(election, e, told) {
      const { group, key } = election;
      const order = permutation(e.length);
      const r = e.map(() => group.random());
      const anew = e.map(({ alpha, beta }, i) => {
        told(1);
        return { alpha: group.times(alpha, group.fixed(group.g, r[i])), beta: group.times(beta, group.fixed(key, r[i])) };
      });
      const mixed = order.map((j) => anew[j]);
      return { mixed, proof: prove(election, e, mixed, r, order) };
    }

    /* Table 4. order[i]: which of `e` stands at place i of `mixed`. Every link of the chain is known as g^a · h^b, so that only
       powers of g, h and the key are needed beside three long products. */
    function prove(election, e, mixed, rAnew, order) {
      const { group, key, fingerprint: phi } = election;
      const { g, p, q } = group;
      const { h, hs } = generators(group, e.length);
      const { c, r } = commit(group, hs, order);
      const shown = pairList(e) + pairList(mixed) + list(c);
      const u = challenges(group, e.length, `shuffle-challenges|${phi}|${shown}`);
      const uMixed = order.map((j) => u[j]);
      const chain = chained(group, h, uMixed);
      const w = [1, 2, 3, 4].map(() => group.random());
      const [wHat, wPrime] = [e, e].map((all) => all.map(() => group.random()));
      const along = (name) => powers(mixed.map((pair) => pair[name]), wPrime, p);
      const t4 = [group.times(group.fixed(key, -w[3]), along("beta")), group.times(group.fixed(g, -w[3]), along("alpha"))];
      const tHat = wHat.map((a, i) => {
        const before = chain.links[i];
        return group.times(group.fixed(g, a + wPrime[i] * before.a), group.fixed(h, wPrime[i] * before.b));
      });
      const t3 = group.times(group.fixed(g, w[2]), powers(hs, wPrime, p));
      const t = [group.fixed(g, w[0]), group.fixed(g, w[1]), t3, t4, tHat];
      const x = group.scalar(`shuffle-challenge|${phi}|${commitments(t)}${shown}${list(chain.cHat)}${key}`);
      const v = tails(uMixed, q);
      const s = [
        mod(w[0] + x * r.reduce((one, other) => one + other, 0n), q),
        mod(w[1] + x * dot(chain.r, v), q),
        mod(w[2] + x * dot(r, u), q),
        mod(w[3] + x * dot(rAnew, u), q),
        wHat.map((a, i) => mod(a + x * chain.r[i], q)),
        wPrime.map((a, i) => mod(a + x * uMixed[i], q)),
      ];
      return { t, s, c, cHat: chain.cHat };
    }

    /* for each place the product of everything behind it */
    function tails(u, q) {
      const v = u.map(() => 1n);
      for (let i = u.length - 2; i >= 0; i -= 1) v[i] = mod(u[i + 1] * v[i + 1], q);
      return v;
    }

    /* Table 9: where each ballot goes, under one random exponent each */
    function commit(group, hs, order) {
      const r = order.map(() => 0n);
      const c = order.map(() => 0n);
      order.forEach((j, i) => {
        r[j] = group.random();
        c[j] = group.times(group.fixed(group.g, r[j]), hs[i]);
      });
      return { c, r };
    }

    /* Table 12; links[i] = {a, b}: what stands before place i is g^a · h^b */
    function chained(group, h, u) {
      const links = [{ a: 0n, b: 1n }];
      const r = u.map(() => group.random());
      const cHat = u.map((one, i) => {
        const before = links[i];
        const link = { a: mod(r[i] + one * before.a, group.q), b: mod(one * before.b, group.q) };
        links.push(link);
        return group.times(group.fixed(group.g, link.a), group.fixed(h, link.b));
      });
      return { cHat, r, links };
    }

    /* Table 5, and that every number belongs where it stands */
    function holds(election, e, mixed, proof, told) {
      const { group, key, fingerprint: phi } = election;
      const { t, s, c, cHat } = proof;
      const elements = [...c, ...cHat, t[0], t[1], t[2], ...t[3], ...t[4], ...mixed.flatMap(({ alpha, beta }) => [alpha, beta])];
      if (![...s.slice(0, 4), ...s[4], ...s[5]].every((one) => group.isScalar(one))) return false;
      if (!elements.every((one) => group.holds(one))) return false;
      if (!e.length) return true;
      const { h, hs } = generators(group, e.length);
      const shown = pairList(e) + pairList(mixed) + list(c);
      const u = challenges(group, e.length, `shuffle-challenges|${phi}|${shown}`);
      const x = group.scalar(`shuffle-challenge|${phi}|${commitments(t)}${shown}${list(cHat)}${key}`);
      return sumsHold(group, { e, mixed, proof, key, h, hs, u, x }) && chainHolds(group, h, proof, x, told);
    }

    function sumsHold(group, { e, mixed, proof, key, h, hs, u, x }) {
      const { g, p, q } = group;
      const { t: [t1, t2, t3, t4], s: [s1, s2, s3, s4, , sPrime], c, cHat } = proof;
      const all = u.reduce((one, other) => mod(one * other, q), 1n);
      const off = (base) => group.power(base, -x);
      const cBar = group.over(product(c, p), product(hs, p));
      const cAll = group.over(cHat[cHat.length - 1], group.power(h, all));
      const side = (name, base) => {
        const before = off(powers(e.map((pair) => pair[name]), u, p));
        return product([before, group.fixed(base, -s4), powers(mixed.map((pair) => pair[name]), sPrime, p)], p);
      };
      return (
        t1 === group.times(off(cBar), group.fixed(g, s1)) &&
        t2 === group.times(off(cAll), group.fixed(g, s2)) &&
        t3 === product([off(powers(c, u, p)), group.fixed(g, s3), powers(hs, sPrime, p)], p) &&
        t4[0] === side("beta", key) &&
        t4[1] === side("alpha", g)
      );
    }

    function chainHolds(group, h, { t: [, , , , tHat], s: [, , , , sHat, sPrime], cHat }, x, told) {
      return tHat.every((shown, i) => {
        told(1);
        const before = i ? cHat[i - 1] : h;
        const rest = powers([cHat[i], before], [mod(-x, group.q), sPrime[i]], group.p);
        return shown === group.times(group.fixed(group.g, sHat[i]), rest);
      });
    }

    /* Tables 6 to 8: the second generator, and one for each ballot; nobody knows a logarithm between them */
    function generators(group, n) {
      const cofactor = (group.p - 1n) / group.q;
      const made = (i) => power(toNumber(sha256(`ggen|${i}`)), cofactor, group.p);
      const hs = Array.from({ length: n }, (_, i) => made(i));
      return { h: made(-1), hs };
    }

    /* Table 11 */
    function challenges(group, n, text) {
      const head = hex(sha256(text));
      return Array.from({ length: n }, (_, i) => group.scalar(head + hex(sha256(String(i)))));
    }

    function commitments([t1, t2, t3, t4, tHat]) {
      return list([t1, t2, t3, ...t4]) + list(tHat);
    }

    function dot(one, other) {
      return one.reduce((sum, value, i) => sum + value * other[i], 0n);
    }

    /* Table 10: a comma after every number */
    function list(numbers) {
      return numbers.map((number) => `${number},`).join("");
    }

    function pairList(pairs) {
      return list(pairs.flatMap(({ alpha, beta }) => [alpha, beta]));
    }
    return { shuffle, checkShuffle };
  })();

  /* What a scrutineer looks at before shuffling or decrypting, and their part of the decryption (specification, 4.16 and 4.18). A
     trustee opens sums and shuffled lists, never a single ballot: so the table is computed anew from the ballots of the archive. */
  parts.tallies = (() => {
    const { kept, payloads, readArchive } = parts.archive;
    const { checkBallot, readBallot } = parts.checking;
    const { readRoll } = parts.credentials;
    const { checkShuffle, shuffle } = parts.mixing;
    const { plainPair, plainProof, takeOut } = parts.proofs;
    const { readElection } = parts.questions;
    const { compact, fields, fingerprint, read } = parts.texts;
    const { electionKey, owners, readTrustees } = parts.trustees;
    const { need } = parts.wrong;
    const LARGEST_PLAIN = 1073741823n;
    /* two who do not work together must have mixed what is opened one by one */
    const SHUFFLERS = 2;

    /* Check an archive up to where it stands. expected: {fingerprint, head, proofs}: what was published; proofs: false leaves out the
       proofs of the ballots, which take a tenth of a second each. told(done, of) is called now and then. */
    function examine(bytes, expected = {}, told = () => {}) {
      const archive = readArchive(bytes);
      need(archive.events.length, "选举档案里还没有内容。");
      const known = !expected.head || archive.events.some((event) => event.hash === expected.head);
      need(known, "这份选举档案里没有你先前看到的那一步，可能被替换过，请停下来并告诉工作人员。");
      const names = ["election", "trustees", "credentials"];
      const setup = fields(read(payloads(archive, "Setup")[0], "选举档案"), "选举档案", names);
      const [electionText, trusteesText, rollText] = names.map((name) => kept(archive, setup[name]));
      const election = readElection(electionText, expected.fingerprint);
      const trustees = readTrustees(trusteesText, election.group);
      need(electionKey(election.group, trustees) === election.key, "选举密钥不是由这些保管人的公钥合成的。");
      const roll = readRoll(rollText, election.group);
      const state = { archive, election, trustees, roll, ranked: rankedPlaces(election) };
      const last = archive.events[archive.events.length - 1].type;
      state.ballots = countedBallots(state, expected.proofs !== false, told);
      if (["Setup", "Ballot", "EndBallots"].includes(last)) return { ...state, stage: last, table: null, shufflers: [] };
      return { ...state, stage: last, ...tallied(state, told) };
    }

    /* Where a ballot stands in an archive: {place, of, counted, head}; place from 1, counted: false when its voter cast another later. The
       chain of the archive is checked, the proofs of the ballots are not. */
    function findBallot(bytes, tracker) {
      const archive = readArchive(bytes);
      const texts = payloads(archive, "Ballot");
      const at = texts.findIndex((text) => fingerprint(text) === tracker.replace(/[\s=]/g, ""));
      need(at >= 0, "档案里没有这个追踪号的选票。如果你已经收到回执，请把追踪号和回执交给监票人。");
      const voter = (text) => JSON.parse(text).credential;
      const counted = !texts.slice(at + 1).some((text) => voter(text) === voter(texts[at]));
      return { place: at + 1, of: texts.length, counted, head: archive.head };
    }

    function rankedPlaces(election) {
      return election.questions.flatMap((question, at) => (question.kind === "ranked" ? [at] : []));
    }

    /* of each credential the last ballot, in the order in which they came */
    function countedBallots({ archive, election, roll }, proofs, told) {
      const texts = payloads(archive, "Ballot");
      const found = new Map();
      const trackers = new Set();
      texts.forEach((text, at) => {
        const ballot = readBallot(election, text);
        need(roll.has(String(ballot.credential)), "有一张选票的凭证不在名册上。", { tracker: ballot.tracker });
        need(!trackers.has(ballot.tracker), "同一张选票出现了两次。", { tracker: ballot.tracker });
        trackers.add(ballot.tracker);
        if (proofs) checkBallot(election, ballot);
        found.delete(String(ballot.credential));
        found.set(String(ballot.credential), ballot);
        told(at + 1, texts.length);
      });
      return [...found.values()];
    }

    /* {table, shufflers}: the table as it is to be shuffled or opened next */
    function tallied(state, told) {
      const { archive, election, roll, ballots, ranked } = state;
      const sized = fields(read(payloads(archive, "EncryptedTally")[0], "密文合计"), "密文合计", [
        "num_tallied",
        "total_weight",
        "encrypted_tally",
      ]);
      const table = election.questions.map((question, at) =>
        question.kind === "ranked" ? sortedList(ballots, roll, at) : sums(election, question, ballots, roll, at),
      );
      const again = compact(table.map((list) => list.map(plainPair)));
      need(kept(archive, sized.encrypted_tally) === again, "公布的密文合计不是由这些选票算出来的，请停下来并告诉工作人员。");
      const weight = ballots.reduce((sum, ballot) => sum + roll.get(String(ballot.credential)), 0n);
      const shown = weight > LARGEST_PLAIN ? String(weight) : Number(weight);
      need(sized.num_tallied === ballots.length && sized.total_weight === shown, "公布的计票张数不对。");
      const shufflers = [];
      let lists = ranked.map((at) => table[at]);
      const handedIn = payloads(archive, "Shuffle");
      handedIn.forEach((text, at) => {
        const { owner, body } = owned(state, text);
        lists = checkShuffle(election, lists, body);
        shufflers.push(owner);
        told(at + 1, handedIn.length);
      });
      ranked.forEach((at, i) => {
        table[at] = lists[i];
      });
      return { table, shufflers };
    }

    function owned({ archive, trustees }, text) {
      const { owner, payload } = fields(read(text, "提交的内容"), "提交的内容", ["owner", "payload"]);
      need(Number.isInteger(owner) && owner >= 1 && owner <= owners(trustees).length, "提交的人不是保管人。");
      return { owner, body: kept(archive, payload) };
    }

    function sums({ group }, question, ballots, roll, at) {
      return Array.from({ length: question.length }, (_, i) =>
        ballots.reduce(
          (sum, ballot) => {
            const weight = roll.get(String(ballot.credential));
            const { alpha, beta } = ballot.answers[at].pairs[i];
            const raised = (number) => (weight === 1n ? number : group.power(number, weight));
            return { alpha: group.times(sum.alpha, raised(alpha)), beta: group.times(sum.beta, raised(beta)) };
          },
          { alpha: 1n, beta: 1n },
        ),
      );
    }

    /* sorted by their numbers, which the proofs of the shuffles rest on */
    function sortedList(ballots, roll, at) {
      need(ballots.every((ballot) => roll.get(String(ballot.credential)) === 1n), "逐张开票的题目，每人只能一票。");
      const compare = (one, other) => (one < other ? -1 : Number(one > other));
      return ballots
        .map((ballot) => ballot.answers[at].pairs[0])
        .sort((one, other) => compare(one.alpha, other.alpha) || compare(one.beta, other.beta));
    }

    /* {text, before}: the shuffle to hand in, and the fingerprint of the lists it was made from */
    function shuffleNext(state, told = () => {}) {
      const { election, ranked, stage, table } = state;
      need(ranked.length, "这次选举没有要打乱的题目。");
      need(["EncryptedTally", "Shuffle"].includes(stage), "现在不是打乱选票的时候。");
      const lists = ranked.map((at) => table[at]);
      const of = lists.reduce((sum, list) => sum + list.length, 0);
      let done = 0;
      const text = shuffle(election, lists, (more) => told((done += more), of));
      return { text, before: fingerprint(compact(lists.map((list) => list.map(plainPair)))) };
    }

    /* {text, owner}: the trustee's part. The proof of each factor is bound to the election's fingerprint and to the key. */
    function decryptNext(state, secret, told = () => {}) {
      const { election, trustees, ranked, shufflers, stage, table } = state;
      const { group, fingerprint: phi } = election;
      const shown = group.fixed(group.g, secret);
      const owner = owners(trustees).indexOf(shown) + 1;
      need(owner, "这把私钥不是这次选举的保管人的，请换成正确的密钥文件。");
      const ready = stage === "PartialDecryption" || stage === (ranked.length ? "EndShuffles" : "EncryptedTally");
      need(ready, ranked.length ? "选票还没有打乱完，现在不能解密。" : "现在不是解密的时候。");
      need(!ranked.length || new Set(shufflers).size >= SHUFFLERS, "逐张开票的题目要先由至少两人打乱，现在不能解密。");
      const pairs = table.flat();
      need(pairs.every(({ alpha, beta }) => group.holds(alpha) && group.holds(beta)), "密文合计里有不成立的数，请停下来。");
      const prefix = `decrypt|${phi}|${shown}|`;
      let done = 0;
      const parts = table.map((list) =>
        list.map(({ alpha }) => {
          const part = takeOut(group, prefix, secret, alpha);
          told((done += 1), pairs.length);
          return part;
        }),
      );
      const text = compact({
        decryption_factors: parts.map((list) => list.map(([factor]) => String(factor))),
        decryption_proofs: parts.map((list) => list.map(([, proof]) => plainProof(proof))),
      });
      return { text, owner };
    }
    return { examine, findBallot, shuffleNext, decryptNext };
  })();

  /* The engine of booth and scrutineer as a worker answers for it. A page starts it by

       const engine = new Worker(".../ballotbox.js");                    (a classic worker; the file needs nothing else)
       engine.postMessage({ id: 7, do: "fill", election, credential, choices });

     and is answered, in the order in which the work is done, by one of
       { id: 7, ok: true, result }                     what was asked for
       { id: 7, ok: false, wrong, more? }              a plain Chinese sentence for the person in front of the page; more: e.g. {group: 3}
       { id: 7, ok: false, wrong, fault }              the same when the program failed; fault: for the log
     and before that by any number of
       { id: 7, done, of }                             how far a long piece of work is

     A browser that is too old (before 2020: no BigInt) cannot read the file and fires `error` at the worker: say so there. Ballots that
     were filled in and not released are gone with the worker.

     Texts (election, ballot, trustee key, key file) are handed over exactly as published: hashes are taken of these very bytes.
     `fingerprint` and `head` are optional everywhere and are compared where given: what the page shows or the voter typed from paper.

     do            given                                         result
     about         -                                             {version, commands}
     prepare       election, fingerprint?                        {uuid, name, description, fingerprint, group, questions: [{kind: "summed",
                                                                  question, answers, min, max, blank, length} or {kind: "ranked", question,
                                                                  answers, extra}]}; also makes the tables ahead: call it when the page opens
     credential    typed, election?, roll?                       {credential} and, with an election, {public, weight?}; refused unless on the roll
     slips         uuid, group, count                            {slips: [{credential, public}]}: made where they are printed; only `public`
                                                                  goes to the server
     qr            text                                          {svg}: a QR code of up to 213 bytes
     words         election, choices                             [{question, chosen: [text]} or {question, marks: [{answer, mark}]}]
     fill          election, credential, choices, fingerprint?,  {tracker, public, words}; the ballot stays in the worker until
                   roll?                                          the voter has decided between the next two
     release       tracker                                       {tracker, ballot}: to be cast; its randomness is forgotten
     open          tracker                                       {tracker, ballot, opening}: to be checked; it can never be released.
                                                                  Saved as {"opened": true, tracker, ballot, opening} another device
                                                                  checks it: `node cli.mjs audit --opened FILE`
     audit         election, ballot, opening, choices?           {tracker, choices, words}; refused when the ballot holds anything else
     check         election, ballot, roll?                       {tracker, credential}: every proof of a ballot holds
     find          archive, tracker                              {place, of, counted, head}: where a ballot stands in an archive; counted:
                                                                  false when its voter cast another later
     key           group, name?, passphrase                      {public, fingerprint, keyfile, sheet: [groups]}; public goes to the server,
                                                                  keyfile is saved, sheet is printed; the secret itself never leaves
     restore       group, sheet, name?, passphrase, public_key?  {public, fingerprint, keyfile}
     reseal        keyfile, passphrase, another                  {keyfile}
     unlock        keyfile, passphrase                           {group, kind, public_key, fingerprint}: whether they belong together;
                                                                  kind: "single" or "ceremony"
     examine       archive, fingerprint?, head?, proofs?         {uuid, name, fingerprint, head, stage, ballots, counted, owners, shufflers,
                                                                  ranked, group}: every check of an archive up to where it stands
     shuffle       archive, fingerprint?, head?, proofs?         {shuffle, before}: text for the server; made from the list in the archive
     decrypt       archive, keyfile and passphrase (or sheet),   {decryption, owner}: text for the server, and whose it is
                   kept?, fingerprint?, head?, proofs?
     certificate   group, size, threshold, index, passphrase     {certificate, fingerprint, keyfile, sheet}: first step of a key of which
                                                                  `threshold` of `size` trustees suffice; index: one's place, from 1
     polynomial    group, certificates, threshold, keyfile and   {polynomial}: second step, {"polynomial","secrets","coefexps","signature"}
                   passphrase (or sheet)
     output        the same, and input                           {output}: last step, {"private_key","public_key"}. input: text of
                                                                  {"polynomial": one's own of the second step, "secrets": one of each
                                                                  trustee for this one, "coefexps": of each}. private_key is what
                                                                  `decrypt` takes as `kept`; the server may keep it, it is sealed

     election, ballot, roll, opening, public, keyfile, shuffle, decryption, input: texts; certificates: a list of texts.
     archive: ArrayBuffer or Uint8Array of the .bel file.
     choices: for each question 0 or 1 for each answer (a blank flag first where a blank vote is allowed), or 0 … 255 for each answer of a
     ranked one. group: "BELENIOS-2048", or "RFC-3526-2048" where a question is ranked. proofs: false leaves out the proofs of the
     ballots (a tenth of a second each). */
  parts.engine = (() => {
    const { audit, inWords } = parts.audit;
    const { fillIn } = parts.ballots;
    const { output, polynomial } = parts.ceremony;
    const { checkBallot, readBallot } = parts.checking;
    const { newCredential, secretOf, understood, weightOnRoll } = parts.credentials;
    const { group } = parts.groups;
    const { hex, sha256 } = parts.hashing;
    const { decryptionSecret, inCeremony, newCertificate, newKey, resealed, restoredKey, unlocked } = parts.keys;
    const { svg } = parts.qr;
    const { checkChoices, readElection } = parts.questions;
    const { decryptNext, examine, findBallot, shuffleNext } = parts.tallies;
    const { keyFingerprint, owners } = parts.trustees;
    const { Wrong, need } = parts.wrong;
    const VERSION = 1;
    /* ballots that wait for their voter's decision; opened and released ones are remembered by their tracker alone */
    const held = new Map();
    const decided = new Map();
    const elections = new Map();

    /* the parsed election, kept so that tables are made once */
    function electionOf({ election, fingerprint }) {
      const key = `${fingerprint || ""} ${election}`;
      if (!elections.has(key)) {
        if (elections.size > 3) elections.clear();
        elections.set(key, readElection(election, fingerprint));
      }
      return elections.get(key);
    }

    function onRoll(roll, credential) {
      if (roll === undefined) return {};
      const weight = weightOnRoll(roll, credential);
      need(weight !== undefined, "这个凭证不在这次选举的名册上，请看看是不是别的选举的凭证。");
      return { weight: Number(weight) };
    }

    function prepare(given) {
      const election = electionOf(given);
      const { uuid, name, description, fingerprint, group: chosen, key, questions } = election;
      for (const base of [chosen.g, key]) chosen.fixed(base, 1n);
      return { uuid, name, description, fingerprint, group: chosen.name, questions };
    }

    function credential(given) {
      const found = understood(given.typed);
      if (given.election === undefined) return { credential: found };
      const election = electionOf(given);
      const { group: chosen } = election;
      const shown = String(chosen.fixed(chosen.g, secretOf(found, election.uuid, chosen)));
      return { credential: found, public: shown, ...onRoll(given.roll, shown) };
    }

    /* so many new credentials of one election; long work, so it tells how far it is */
    function slips({ uuid, group: name, count }, told) {
      const chosen = group(name);
      const found = [];
      for (let at = 0; at < count; at += 1) {
        const made = newCredential();
        found.push({ credential: made, public: String(chosen.fixed(chosen.g, secretOf(made, uuid, chosen))) });
        told(at + 1, count);
      }
      return { slips: found };
    }

    function words(given) {
      const election = electionOf(given);
      checkChoices(election, given.choices);
      return inWords(election, given.choices);
    }

    function fill(given) {
      const election = electionOf(given);
      checkChoices(election, given.choices);
      const known = credential({ ...given, typed: given.credential });
      const { text, tracker, public: shown, opening } = fillIn(election, known.credential, given.choices);
      held.set(tracker, { ballot: text, opening });
      return { tracker, public: shown, words: inWords(election, given.choices) };
    }

    /* Only one of two ends: cast, or opened and looked at. A ballot whose randomness somebody has seen shows how its voter voted. */
    function decide(tracker, end) {
      const before = decided.get(tracker);
      need(before !== "open" || end === "open", "这张选票已经拆开检查过，不能再投。请重新填写一张。");
      need(before !== "release" || end === "release", "这张选票已经交出，不能再拆开检查。");
      const found = held.get(tracker);
      need(found, "没有这张选票，请重新填写。");
      decided.set(tracker, end);
      if (end === "release") delete found.opening;
      return found;
    }

    function release({ tracker }) {
      return { tracker, ballot: decide(tracker, "release").ballot };
    }

    function open({ tracker }) {
      const { ballot, opening } = decide(tracker, "open");
      return { tracker, ballot, opening: JSON.stringify(opening) };
    }

    function check(given) {
      const election = electionOf(given);
      const ballot = readBallot(election, given.ballot);
      checkBallot(election, ballot);
      onRoll(given.roll, String(ballot.credential));
      return { tracker: ballot.tracker, credential: String(ballot.credential) };
    }

    /* the last archive stays examined: a page that showed what it found need not do it again before the decryption */
    let last = { key: "", state: null };

    function bytesOf({ archive }) {
      need(archive && archive.byteLength, "没有读到选举档案。");
      return archive instanceof ArrayBuffer ? new Uint8Array(archive) : archive;
    }

    function examined(given, told) {
      const bytes = bytesOf(given);
      const key = [hex(sha256(bytes)), given.fingerprint, given.head, given.proofs !== false].join(" ");
      if (last.key !== key) last = { key, state: examine(bytes, given, told) };
      return last.state;
    }

    function summary(given, told) {
      const state = examined(given, told);
      const { archive, election, trustees, ballots, stage, shufflers, ranked } = state;
      return {
        uuid: election.uuid,
        name: election.name,
        fingerprint: election.fingerprint,
        head: archive.head,
        stage,
        ballots: archive.events.filter(({ type }) => type === "Ballot").length,
        counted: ballots.length,
        owners: owners(trustees).map((number) => ({ public_key: String(number), fingerprint: keyFingerprint(number) })),
        shufflers,
        ranked: ranked.length > 0,
        group: election.group.name,
      };
    }

    function mix(given, told) {
      const { text, before } = shuffleNext(examined(given, told), told);
      return { shuffle: text, before };
    }

    async function decrypt(given, told) {
      const state = examined(given, told);
      const secret = await decryptionSecret(given, state.election.group);
      const { text, owner } = decryptNext(state, secret, told);
      return { decryption: text, owner };
    }

    const COMMANDS = {
      about: () => ({ version: VERSION, commands: Object.keys(COMMANDS) }),
      prepare,
      credential,
      slips,
      qr: ({ text }) => ({ svg: svg(text) }),
      words,
      fill,
      release,
      open,
      audit: (given) => audit(electionOf(given), given.ballot, given.opening, given.choices),
      check,
      find: (given) => findBallot(bytesOf(given), String(given.tracker)),
      key: newKey,
      restore: restoredKey,
      reseal: resealed,
      unlock: unlocked,
      certificate: newCertificate,
      polynomial: async (given) => ({ polynomial: polynomial(...(await inCeremony(given))) }),
      output: async (given) => ({ output: output(...(await inCeremony(given)), given.input) }),
      examine: summary,
      shuffle: mix,
      decrypt,
    };

    /* The answer to one message; told(done, of): progress. Never rejects. */
    async function answer(given, told = () => {}) {
      const { id, do: name } = given;
      try {
        need(Object.prototype.hasOwnProperty.call(COMMANDS, name), `不认识的请求：${name}`);
        return { id, ok: true, result: await COMMANDS[name](given, told) };
      } catch (error) {
        const sorry = "程序出了问题，请刷新页面再试一次。";
        if (!(error instanceof Wrong)) return { id, ok: false, wrong: sorry, fault: String(error && error.stack) };
        const { message, name: kind, ...more } = error;
        return Object.keys(more).length ? { id, ok: false, wrong: message, more } : { id, ok: false, wrong: message };
      }
    }

    const EVERY = 200;

    /* answer messages in a worker, one after the other */
    function serve(scope) {
      let queue = Promise.resolve();
      scope.onmessage = ({ data }) => {
        let last = 0;
        const told = (done, of) => {
          if (Date.now() - last < EVERY) return;
          last = Date.now();
          scope.postMessage({ id: data.id, done, of });
        };
        queue = queue.then(async () => scope.postMessage(await answer(data, told)));
      };
    }
    return { answer, serve };
  })();

  if (typeof module === "object" && module.exports) {
    if (!globalThis.crypto) globalThis.crypto = require("node:crypto").webcrypto;
    module.exports = parts.engine;
  } else if (typeof WorkerGlobalScope === "function" && self instanceof WorkerGlobalScope) {
    parts.engine.serve(self);
  } else {
    globalThis.ballotbox = parts.engine;
  }
})();
