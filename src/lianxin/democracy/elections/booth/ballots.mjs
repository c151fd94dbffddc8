/* Filling in a ballot and signing it (specification, sections 4.12 and 4.13). */
import { secretOf } from "./credentials.mjs";
import { encrypt, plainPair, plainProof, proveExponent, proveOne } from "./proofs.mjs";
import { checkChoices } from "./questions.mjs";
import { compact, fingerprint } from "./texts.mjs";

/* {text, tracker, public, opening}. credential: as `understood` gives it; choices: see `checkChoices`. opening: everything that
   lets somebody encrypt the same choices again and compare; a ballot whose opening left the booth must never be cast. */
export function fillIn(election, credential, choices) {
  checkChoices(election, choices);
  const { group } = election;
  const secret = secretOf(credential, election.uuid, group);
  const known = String(group.fixed(group.g, secret));
  const context = `${election.fingerprint}|${known}`;
  const made = election.questions.map((question, at) => answer(election, question, context, choices[at]));
  const unsigned = unsignedBallot(election, known, made.map(({ plain }) => plain));
  const hash = fingerprint(compact(unsigned));
  const proof = proveExponent(group, `sig|${hash}|`, secret);
  const text = compact({ ...unsigned, signature: { hash, proof: plainProof(proof) } });
  const randomness = made.map(({ secrets }) => secrets.map(String));
  return { text, tracker: fingerprint(text), public: known, opening: opened(election, text, choices, randomness) };
}

function opened(election, text, choices, randomness) {
  return { version: 1, election_hash: election.fingerprint, tracker: fingerprint(text), choices, randomness };
}

export function unsignedBallot(election, credential, answers) {
  return { election_uuid: election.uuid, election_hash: election.fingerprint, credential, answers };
}

function answer(election, question, context, marks) {
  return question.kind === "summed" ? summed(election, question, context, marks) : ranked(election, context, marks);
}

/* the one ciphertext of a ranked answer */
export function rankedPair({ group, key }, marks, r) {
  return { alpha: group.fixed(group.g, r), beta: group.times(group.fixed(key, r), group.embed(marks)) };
}

function ranked(election, context, marks) {
  const { group, key } = election;
  const r = group.random();
  const pair = rankedPair(election, marks, r);
  const proof = proveExponent(group, rankedPrefix(context, key, pair), r);
  return { plain: { choices: plainPair(pair), proof: plainProof(proof) }, secrets: [r] };
}

export function rankedPrefix(context, key, { alpha, beta }) {
  return `raweg|${context}|${key},${alpha},${beta}|`;
}

function summed({ group, key }, question, context, marks) {
  const secrets = marks.map(() => group.random());
  const pairs = marks.map((mark, at) => encrypt(group, key, mark, secrets[at]));
  const individual = marks.map((mark, at) => {
    const claims = [0, 1].map((message) => ({ r: secrets[at], holds: mark, message }));
    return proveOne(group, choicePrefix(context, pairs[at]), key, claims, mark);
  });
  const plain = { choices: pairs.map(plainPair), individual_proofs: individual.map((proofs) => proofs.map(plainProof)) };
  const whole = `${context}|${joinedPairs(pairs)}`;
  const more = question.blank ? withBlank : withoutBlank;
  return { plain: { ...plain, ...more(group, key, question, whole, pairs, marks, secrets) }, secrets };
}

export function choicePrefix(context, { alpha, beta }) {
  return `prove|${context}|${alpha},${beta}|`;
}

export function joinedPairs(pairs) {
  return pairs.map(({ alpha, beta }) => `${alpha},${beta}`).join(",");
}

/* of the answers proper, without the blank one */
export function total(group, question, pairs) {
  return pairs.slice(question.blank ? 1 : 0).reduce(
    (one, other) => ({ alpha: group.times(one.alpha, other.alpha), beta: group.times(one.beta, other.beta) }),
    { alpha: 1n, beta: 1n },
  );
}

/* the claims that as many answers were chosen as the question allows, and which of them is true */
function counts(group, question, marks, secrets) {
  const from = question.blank ? 1 : 0;
  const holds = marks.slice(from).reduce((sum, mark) => sum + mark, 0);
  const r = secrets.slice(from).reduce((sum, secret) => sum + secret, 0n) % group.q;
  const claims = [];
  for (let message = question.min; message <= question.max; message += 1) claims.push({ r, holds, message });
  return { r, holds, claims, place: holds - question.min };
}

function withoutBlank(group, key, question, whole, pairs, marks, secrets) {
  const { claims, place } = counts(group, question, marks, secrets);
  const prefix = choicePrefix(whole, total(group, question, pairs));
  return { overall_proof: proveOne(group, prefix, key, claims, place).map(plainProof) };
}

function withBlank(group, key, question, whole, pairs, marks, secrets) {
  const { r, holds, claims, place } = counts(group, question, marks, secrets);
  const blank = marks[0] === 1;
  const first = (message) => ({ r: secrets[0], holds: marks[0], message });
  const overall = proveOne(group, `bproof1|${whole}|`, key, [first(1), ...claims], blank ? 0 : 1 + place);
  const either = proveOne(group, `bproof0|${whole}|`, key, [first(0), { r, holds, message: 0 }], blank ? 1 : 0);
  return { overall_proof: overall.map(plainProof), blank_proof: either.map(plainProof) };
}
