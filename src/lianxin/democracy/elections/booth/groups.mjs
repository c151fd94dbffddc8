/* The two groups of prime order in which elections are held (specification, section 4.1 and appendix). */
import { sha256, toNumber } from "./hashing.mjs";
import { Ladder, Table, below, inverse, jacobi, mod, power } from "./numbers.mjs";
import { Wrong } from "./wrong.mjs";

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

export const GROUPS = { [BELENIOS_2048.name]: BELENIOS_2048, [RFC_3526_2048.name]: RFC_3526_2048 };

/* by the name that stands in an election */
export function group(name) {
  if (!Object.prototype.hasOwnProperty.call(GROUPS, name)) throw new Wrong("选举用的数学参数不认识，请更新页面后再试。");
  return GROUPS[name];
}
