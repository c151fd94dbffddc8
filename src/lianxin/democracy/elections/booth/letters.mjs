/* Signed and sealed messages that trustees send one another through somebody in between (specification, section 4.6). */
import { ccmOpen, ccmSeal } from "./aes.mjs";
import { fromHex, hex, sha256, toNumber, utf8 } from "./hashing.mjs";
import { readPair } from "./proofs.mjs";
import { compact, decimal, fields, read } from "./texts.mjs";
import { plainSigned, readSigned, sign, signedBy } from "./thresholds.mjs";
import { Wrong, need } from "./wrong.mjs";

const TAG = 8;
/* the counter of CCM takes two bytes up to this length and three beyond */
const SHORT = 65536;
const WHAT = "密钥仪式的信件";

/* The two secrets of a seed, one signs and one opens, and what the others see of them. */
export function keysOf(seed, group) {
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
export function send({ group, signing }, recipient, message) {
  const inside = sign(group, signing, compact({ recipient: String(recipient), message }));
  const [r, s] = [group.random(), group.random()];
  const [alpha, shared] = [group.fixed(group.g, r), group.fixed(group.g, s)];
  const beta = group.times(group.power(recipient, r), shared);
  const raw = utf8(compact(plainSigned(inside)));
  const data = ccmSeal(cipherKey(shared), nonce(alpha, raw.length), raw, TAG);
  return compact({ alpha: String(alpha), beta: String(beta), data: hex(data) });
}

/* what `send` wrote for us; refused when the seal, the signature or the recipient is another's */
export function receive({ group, opening, encryption }, sender, text) {
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
