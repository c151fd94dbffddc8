/* A scrutineer's own key: made, sealed into a file, written on a sheet, taken up again. The secret itself is never handed out.
   There are two kinds: of a single trustee, and of one who takes part in a ceremony. What is kept of both is a seed. */
import { certificate, keptSecret } from "./ceremony.mjs";
import { randomDigits } from "./credentials.mjs";
import { group } from "./groups.mjs";
import { openKey, sealKey } from "./keyfiles.mjs";
import { keysOf } from "./letters.mjs";
import { readSheet, sheetOf } from "./sheets.mjs";
import { compact, fields, has, rows } from "./texts.mjs";
import { keyFingerprint, keyOf, secretOfSeed } from "./trustees.mjs";
import { need } from "./wrong.mjs";

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
export async function newKey({ group: name, name: holder, passphrase }) {
  const chosen = group(name);
  const seed = randomDigits(DIGITS.single);
  const more = await written(chosen, { kind: "single", seed }, passphrase);
  return { public: publicOf(seed, chosen, holder), ...more, sheet: sheetOf(seed) };
}

function publicOf(seed, chosen, holder) {
  return compact(keyOf(chosen, secretOfSeed(seed, chosen), holder));
}

/* {certificate, fingerprint, keyfile, sheet}: the first step of a ceremony */
export async function newCertificate({ group: name, size, threshold, index, passphrase }) {
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
export async function restoredKey({ group: name, sheet, name: holder, passphrase, public_key: expected }) {
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
export async function unlocked({ keyfile, passphrase }) {
  const { group: name, kind, public_key } = await ofFile(keyfile, passphrase);
  return { group: name, kind, public_key, fingerprint: keyFingerprint(public_key) };
}

/* the same key under another passphrase */
export async function resealed({ keyfile, passphrase, another }) {
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
export async function decryptionSecret(given, chosen) {
  const { kind, seed } = await taken(given, chosen);
  return kind === "ceremony" ? keptSecret(seed, chosen, given.kept) : secretOfSeed(seed, chosen);
}

/* the seed of a ceremony, of file or sheet, and what everybody handed in before */
export async function inCeremony(given) {
  const chosen = group(given.group);
  const { kind, seed } = await taken(given, chosen);
  need(kind === "ceremony", "这是单独的密钥，不是密钥仪式用的。");
  const certificates = rows(given.certificates, "密钥仪式的证书");
  need(Number.isInteger(given.threshold) && given.threshold >= 1, "需要的人数不对。");
  return [seed, chosen, certificates, given.threshold];
}
