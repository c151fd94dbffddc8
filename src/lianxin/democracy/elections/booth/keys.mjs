/* A scrutineer's own key: made, sealed into a file, written on a sheet, taken up again. The secret itself is never handed out. */
import { randomDigits } from "./credentials.mjs";
import { group } from "./groups.mjs";
import { openKey, sealKey } from "./keyfiles.mjs";
import { readSheet, sheetOf } from "./sheets.mjs";
import { compact, decimal, fields } from "./texts.mjs";
import { keyFingerprint, keyOf, secretOfSeed } from "./trustees.mjs";
import { need } from "./wrong.mjs";

/* digits of base 58 of the seed of a single trustee: 140 bits in six groups of the sheet */
export const SEED = 24;

/* {public, fingerprint, keyfile, sheet}. public: text to publish; sheet: groups to print; the file opens with the passphrase */
export async function newKey(groupName, name, passphrase) {
  const seed = randomDigits(SEED);
  return { ...(await written(groupName, name, seed, passphrase)), sheet: sheetOf(seed) };
}

/* a new key file out of the recovery sheet */
export async function restoredKey(groupName, name, typed, passphrase, publicKey) {
  const seed = readSheet(typed, [SEED]);
  const shown = keyOf(group(groupName), secretOfSeed(seed, group(groupName))).public_key;
  need(!publicKey || shown === publicKey, "恢复单上的密钥与公布的公钥对不上，请看看是不是拿错了恢复单。");
  return written(groupName, name, seed, passphrase);
}

async function written(groupName, name, seed, passphrase) {
  const shown = keyOf(group(groupName), secretOfSeed(seed, group(groupName)), name);
  const outside = { group: groupName, public_key: shown.public_key };
  const keyfile = await sealKey(outside, { seed }, passphrase);
  return { public: compact(shown), fingerprint: keyFingerprint(shown.public_key), keyfile };
}

/* {group, secret, public}: what a key file holds; refused when the key inside is not the one named outside */
export async function secretOfFile(text, passphrase) {
  const found = await openKey(text, passphrase);
  const chosen = group(found.group);
  const inside = fields(found.inside, "密钥文件", [], ["seed", "secret"]);
  const secret = inside.seed ? secretOfSeed(inside.seed, chosen) : decimal(inside.secret, "密钥文件");
  need(String(chosen.fixed(chosen.g, secret)) === found.public_key, "密钥文件里的私钥与公钥对不上。");
  return { group: chosen, secret, public: found.public_key };
}

/* the same key under another passphrase */
export async function resealed(text, passphrase, another) {
  const { group: name, public_key, inside } = await openKey(text, passphrase);
  return sealKey({ group: name, public_key }, inside, another);
}

/* the secret that a sheet means in a group */
export function secretOfSheet(typed, chosen) {
  return secretOfSeed(readSheet(typed, [SEED]), chosen);
}
