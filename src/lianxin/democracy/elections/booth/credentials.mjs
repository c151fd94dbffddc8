/* What a voter holds and what the public sees of it (specification, section 4.5). */
import { pbkdf2, toNumber } from "./hashing.mjs";
import { below } from "./numbers.mjs";
import { decimal, read, rows } from "./texts.mjs";
import { Wrong, need } from "./wrong.mjs";

export const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const DIGITS = 14;
const CHECK = 53n;
const ROUNDS = 1000;
const BETWEEN = /[\s\u00ad\u200b-\u200f\u2010-\u2015\u2212\ufeff\u3000·.,，。、_-]/g;
const CONFUSED = { 0: "数字 0", O: "大写字母 O", I: "大写字母 I", l: "小写字母 l" };

/* typed text without what stands between the digits; letters and digits of full width as ordinary ones */
export function bare(typed) {
  const narrow = String(typed).replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  return narrow.replace(BETWEEN, "");
}

/* refuse a sign that base 58 does not know; which of the look-alikes was meant is not guessed */
export function known(digits, what) {
  for (const sign of digits) {
    if (ALPHABET.includes(sign)) continue;
    const why = CONFUSED[sign] ? `${CONFUSED[sign]}，这个字符不会出现，请看看是不是别的字` : `“${sign}”，这个字符不会出现`;
    throw new Wrong(`${what}里有${why}。`);
  }
}

/* The credential that somebody typed, dashes and spaces wherever they stand. */
export function understood(typed) {
  const digits = bare(typed);
  need(digits, "请输入投票凭证。");
  known(digits, "投票凭证");
  need(digits.length === DIGITS + 1, `投票凭证应有 15 个字符，现在是 ${digits.length} 个，请对照原件再看一遍。`);
  need(checkDigit(digits.slice(0, DIGITS)) === digits[DIGITS], "投票凭证有字符输错了，请对照原件逐个核对，注意大小写。");
  return grouped(digits);
}

/* fourteen random digits of base 58 (82 bits) and a check digit, in five groups of three */
export function newCredential() {
  const digits = randomDigits(DIGITS);
  return grouped(digits + checkDigit(digits));
}

/* that many digits, each equally likely */
export function randomDigits(count) {
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
export function secretOf(credential, uuid, group) {
  return toNumber(pbkdf2(credential, uuid, ROUNDS)) % group.q;
}

export function isUuid(text) {
  return typeof text === "string" && text.length >= 14 && [...text].every((sign) => ALPHABET.includes(sign));
}

/* weight by public credential, both as in the published roll */
export function readRoll(text, group) {
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
export function weightOnRoll(text, credential) {
  const lines = rows(read(text, "名册"), "名册").map((line) => String(line).split(","));
  const line = lines.find(([number]) => number === credential);
  return line && (line[1] === undefined ? 1n : decimal(line[1], "名册"));
}
