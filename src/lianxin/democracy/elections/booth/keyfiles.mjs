/* A scrutineer's private key in a file that only their passphrase opens: PBKDF2-SHA256 and AES-256-GCM, by the browser where it offers
   them, otherwise by our own. What stands outside the seal (group, public key, parameters) is vouched for by it. */
import { gcmOpen, gcmSeal } from "./aes.mjs";
import { base64, fromBase64, pbkdf2, utf8 } from "./hashing.mjs";
import { randomBytes } from "./numbers.mjs";
import { compact, fields, read } from "./texts.mjs";
import { Wrong, need } from "./wrong.mjs";

const TYPE = "lianxin-trustee-key";
const ROUNDS = 600000;
const MOST_ROUNDS = 10000000;
const SHORTEST = 8;
const WHAT = "密钥文件";

/* text of the file. outside: {group, public_key}; inside: a value that JSON can carry */
export async function sealKey(outside, inside, passphrase) {
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
export async function openKey(text, passphrase) {
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
