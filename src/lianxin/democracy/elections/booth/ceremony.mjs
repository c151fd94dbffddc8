/* How trustees make a key together of which some of them suffice (Pedersen 1991; specification, section 4.6). Each needs only a
   seed. In order: everybody's certificate; everybody's polynomial; the carrier sorts the letters; everybody's output. Certificates
   name group, size, threshold and place, and each trustee signs which certificates they saw. */
import { keysOf, receive, send } from "./letters.mjs";
import { mod } from "./numbers.mjs";
import { plainProof } from "./proofs.mjs";
import { compact, decimal, fields, read, rows } from "./texts.mjs";
import { endorsement, plainSigned, readCert, readExponents, readSigned, sign, valueAt } from "./thresholds.mjs";
import { keyOf } from "./trustees.mjs";
import { Wrong, need } from "./wrong.mjs";

const WHAT = "密钥仪式的消息";

/* First step: text of the certificate. agreed: {size, threshold, index}, index from 1. */
export function certificate(seed, group, { size, threshold, index }) {
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
export function polynomial(seed, group, certificates, threshold) {
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
export function output(seed, group, certificates, threshold, inputText) {
  const { keys, secret } = share(seed, group, certificates, threshold, inputText);
  const { pok, public_key } = keyOf(group, secret);
  const signature = plainProof(sign(group, keys.signing, public_key).signature);
  const kept = send(keys, keys.encryption, compact({ decryption_key: String(secret) }));
  return compact({ private_key: kept, public_key: { pok, public_key, signature } });
}

/* the decryption key out of what `output` sealed */
export function keptSecret(seed, group, kept) {
  if (typeof kept !== "string" || !kept) throw new Wrong("这是多人密钥中的一把，还需要密钥仪式最后一步的内容。");
  const keys = keysOf(seed, group);
  const found = fields(read(receive(keys, keys.verification, kept), WHAT), WHAT, ["decryption_key"]);
  return decimal(found.decryption_key, WHAT);
}
