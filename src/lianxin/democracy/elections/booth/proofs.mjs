/* Proofs without a conversation, stored as challenge and response (specification, sections 4.2 to 4.9). Every hashed text
   stands in the specification. Nonces are drawn anew for each proof. */
import { mod } from "./numbers.mjs";
import { decimal, fields } from "./texts.mjs";

export function plainProof({ challenge, response }) {
  return { challenge: String(challenge), response: String(response) };
}

export function readProof(value, what) {
  const found = fields(value, what, ["challenge", "response"]);
  return { challenge: decimal(found.challenge, what), response: decimal(found.response, what) };
}

export function plainPair({ alpha, beta }) {
  return { alpha: String(alpha), beta: String(beta) };
}

export function readPair(value, what) {
  const found = fields(value, what, ["alpha", "beta"]);
  return { alpha: decimal(found.alpha, what), beta: decimal(found.beta, what) };
}

function fits(group, { challenge, response }) {
  return group.isScalar(challenge) && group.isScalar(response);
}

/* α = g^r, β = y^r · g^message; r: secret, never used twice */
export function encrypt(group, key, message, r) {
  const beta = group.fixed(key, r);
  return { alpha: group.fixed(group.g, r), beta: message ? group.times(beta, group.g) : beta };
}

/* knowledge of x with X = g^x; `prefix` goes before the commitment in the hashed text */
export function proveExponent(group, prefix, secret) {
  const w = group.random();
  const challenge = group.scalar(`${prefix}${group.fixed(group.g, w)}`);
  return { challenge, response: mod(w - secret * challenge, group.q) };
}

export function exponentKnown(group, prefix, publicNumber, proof) {
  if (!fits(group, proof)) return false;
  const commitment = group.times(group.fixed(group.g, proof.response), group.power(publicNumber, proof.challenge));
  return proof.challenge === group.scalar(`${prefix}${commitment}`);
}

/* One of the claims is true and nobody sees which (Cramer, Damgård, Schoenmakers 1994). claims: [{r, holds, message}], the
   secret of a ciphertext, what it really encrypts, what is claimed of it; true: place of the true one. Whoever knows every
   secret writes the commitments of the false claims as powers of g and the key. */
export function proveOne(group, prefix, key, claims, place) {
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
export class Pair {
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
export function oneHolds(group, prefix, key, claims, proofs) {
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
export function takeOut(group, prefix, secret, alpha) {
  const ladder = group.ladder(alpha);
  const w = group.random();
  const challenge = group.scalar(`${prefix}${group.fixed(group.g, w)},${ladder.power(w)}`);
  return [ladder.power(secret), { challenge, response: mod(w - secret * challenge, group.q) }];
}
