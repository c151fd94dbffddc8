/* Who can open the sum (specification, sections 4.5 to 4.7): a key and the proof that somebody holds it; the published list. */
import { hex, sha256, toNumber } from "./hashing.mjs";
import { mod, product } from "./numbers.mjs";
import { exponentKnown, plainProof, proveExponent, readProof } from "./proofs.mjs";
import { readPedersen } from "./thresholds.mjs";
import { decimal, fields, read, rows } from "./texts.mjs";
import { Wrong, need } from "./wrong.mjs";

/* bits beyond those of q, so that the remainder says nothing */
const SPARE = 128;

/* The secret exponent that a seed of a single trustee means: SHA-256 of counted texts, one after the other, modulo q - 1, plus 1.
   What is kept and written down is the seed, which is short; the exponent has up to 617 digits. */
export function secretOfSeed(seed, group) {
  const blocks = Math.ceil((group.bits + SPARE) / 256);
  let found = 0n;
  for (let i = 0; i < blocks; i += 1) found = (found << 256n) | toNumber(sha256(`lianxin-trustee|${group.name}|${i}|${seed}`));
  return mod(found, group.q - 1n) + 1n;
}

/* what is published of a secret, fields in the order that is hashed */
export function keyOf(group, secret, name) {
  const shown = group.fixed(group.g, secret);
  const pok = plainProof(proveExponent(group, `pok|${group.name}|${shown}|`, secret));
  return { pok, public_key: String(shown), ...(name ? { name } : {}) };
}

/* the eight signs by which people tell one key from another */
export function keyFingerprint(publicKey) {
  return hex(sha256(String(publicKey))).slice(0, 8).toUpperCase();
}

/* the public number; refused unless it is an element and somebody proved to hold its secret */
export function readKey(value, group) {
  const found = fields(value, "保管人的公钥", ["pok", "public_key"], ["name", "signature"]);
  const shown = decimal(found.public_key, "保管人的公钥");
  const proof = readProof(found.pok, "保管人的公钥");
  const holds = shown !== 1n && group.holds(shown) && exponentKnown(group, `pok|${group.name}|${shown}|`, shown, proof);
  need(holds, "保管人的公钥没有证明有人持有私钥。");
  return shown;
}

/* [{public, keys: [numbers], threshold}], one for each entry of the list */
export function readTrustees(text, group) {
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
export function electionKey(group, trustees) {
  return product(trustees.map((trustee) => trustee.public), group.p);
}

/* public number of each who may decrypt, owner 1 first */
export function owners(trustees) {
  return trustees.flatMap((trustee) => trustee.keys);
}
