/* Signed messages of trustees, and the published parameters of a key of which some trustees suffice (specification, 4.6, 4.7). */
import { mod, product } from "./numbers.mjs";
import { exponentKnown, plainProof, proveExponent, readProof } from "./proofs.mjs";
import { compact, decimal, fields, read, rows } from "./texts.mjs";
import { need } from "./wrong.mjs";

const WHAT = "密钥仪式的消息";

export function sign(group, secret, message) {
  return { message, signature: proveExponent(group, `sigmsg|${message}|`, secret) };
}

export function plainSigned({ message, signature }) {
  return { message, signature: plainProof(signature) };
}

export function readSigned(value) {
  const found = fields(value, WHAT, ["message", "signature"]);
  need(typeof found.message === "string", `${WHAT}不是文字。`);
  return { message: found.message, signature: readProof(found.signature, WHAT) };
}

export function signedBy(group, verification, { message, signature }) {
  return exponentKnown(group, `sigmsg|${message}|`, verification, signature);
}

/* {verification, encryption, context} of a certificate, refused unless its holder signed it */
export function readCert(cert, group) {
  const found = fields(read(cert.message, WHAT), WHAT, ["verification", "encryption"], ["context"]);
  const [verification, encryption] = ["verification", "encryption"].map((name) => decimal(found[name], WHAT));
  const elements = [verification, encryption].every((number) => number !== 1n && group.holds(number));
  need(elements && signedBy(group, verification, cert), "密钥仪式里有一份证书不是持有人自己签的。");
  return { verification, encryption, context: found.context };
}

/* g to each coefficient of a trustee's polynomial, signed by them */
export function readExponents(signed, by, group, threshold) {
  const found = fields(read(signed.message, WHAT), WHAT, ["coefexps"]);
  const numbers = rows(found.coefexps, WHAT, threshold).map((one) => decimal(one, WHAT));
  const holds = signedBy(group, by, signed) && numbers.every((number) => group.holds(number));
  need(holds, "密钥仪式里有一份系数不是本人签的，或者不成立。");
  return numbers;
}

/* g to the polynomial's value at j, from g to its coefficients */
export function valueAt(exponents, j, group) {
  const x = BigInt(j);
  return product(exponents.map((number, k) => group.power(number, mod(x ** BigInt(k), group.q))), group.p);
}

/* the text by which a trustee confirms whose certificates their coefficients were made for */
export function endorsement(certs, exponents) {
  return `certs_sig|${compact({ certs: certs.map(plainSigned), coefexps: exponents.map(String) })}`;
}

/* {public, keys, threshold}; refused unless certificates, coefficients, keys and signatures belong together */
export function readPedersen(value, group, readKey) {
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
