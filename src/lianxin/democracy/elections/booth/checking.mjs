/* Reading a ballot in its one form and checking every proof of it (specification, sections 4.12 and 4.13). */
import { choicePrefix, joinedPairs, rankedPrefix, total, unsignedBallot } from "./ballots.mjs";
import { Pair, exponentKnown, oneHolds, plainPair, plainProof, readPair, readProof } from "./proofs.mjs";
import { compact, decimal, fields, fingerprint, read, rows } from "./texts.mjs";
import { need } from "./wrong.mjs";

/* {text, tracker, credential, answers, signature, signed}; refuses what is not a ballot of this election, byte for byte */
export function readBallot(election, text) {
  const found = fields(read(text, "选票"), "选票", ["election_uuid", "election_hash", "credential", "answers", "signature"]);
  const ours = found.election_uuid === election.uuid && found.election_hash === election.fingerprint;
  need(ours, "这张选票不是这次选举的。");
  const values = rows(found.answers, "选票的答案", election.questions.length);
  const answers = election.questions.map((question, at) => readAnswer(question, values[at]));
  const signature = fields(found.signature, "选票的签名", ["hash", "proof"]);
  const proof = readProof(signature.proof, "选票的签名");
  const credential = decimal(found.credential, "选票的凭证");
  const unsigned = unsignedBallot(election, String(credential), answers.map(plainAnswer));
  const again = compact({ ...unsigned, signature: { hash: signature.hash, proof: plainProof(proof) } });
  need(again === text, "选票的写法不是规定的样子，可能被改动过。");
  const signed = fingerprint(compact(unsigned));
  need(signature.hash === signed, "选票的签名对不上，可能被改动过。");
  return { text, tracker: fingerprint(text), credential, answers, signature: proof, signed };
}

function readAnswer(question, value) {
  if (question.kind === "ranked") {
    const found = fields(value, "选票的答案", ["choices", "proof"]);
    return { pairs: [readPair(found.choices, "选票的答案")], proof: readProof(found.proof, "选票的证明") };
  }
  const names = ["choices", "individual_proofs", "overall_proof", ...(question.blank ? ["blank_proof"] : [])];
  const found = fields(value, "选票的答案", names);
  const proofs = (list, count) => rows(list, "选票的证明", count).map((one) => readProof(one, "选票的证明"));
  const sums = question.max - question.min + 1 + (question.blank ? 1 : 0);
  return {
    pairs: rows(found.choices, "选票的答案", question.length).map((one) => readPair(one, "选票的答案")),
    individual: rows(found.individual_proofs, "选票的证明", question.length).map((pair) => proofs(pair, 2)),
    overall: proofs(found.overall_proof, sums),
    blank: question.blank ? proofs(found.blank_proof, 2) : null,
  };
}

function plainAnswer(answer) {
  if (answer.proof) return { choices: plainPair(answer.pairs[0]), proof: plainProof(answer.proof) };
  const blank = answer.blank ? { blank_proof: answer.blank.map(plainProof) } : {};
  return {
    choices: answer.pairs.map(plainPair),
    individual_proofs: answer.individual.map((proofs) => proofs.map(plainProof)),
    overall_proof: answer.overall.map(plainProof),
    ...blank,
  };
}

/* every proof, and that every number is an element; whether the credential is on the roll is another question */
export function checkBallot(election, ballot) {
  const { group } = election;
  need(exponentKnown(group, `sig|${ballot.signed}|`, ballot.credential, ballot.signature), "选票的签名不成立。");
  const context = `${election.fingerprint}|${ballot.credential}`;
  election.questions.forEach((question, at) => {
    const check = question.kind === "summed" ? checkSummed : checkRanked;
    check(election, question, context, ballot.answers[at], `第 ${at + 1} 题`);
  });
}

function checkRanked({ group, key }, question, context, { pairs: [pair], proof }, name) {
  need(group.holds(pair.alpha) && group.holds(pair.beta), `${name}的密文不成立。`);
  need(exponentKnown(group, rankedPrefix(context, key, pair), pair.alpha, proof), `${name}的证明不成立。`);
}

function checkSummed({ group, key }, question, context, answer, name) {
  const pairs = answer.pairs.map((pair) => new Pair(group, pair));
  need(pairs.every((pair) => pair.inside()), `${name}的密文不成立。`);
  pairs.forEach((pair, at) => {
    const claims = [0, 1].map((message) => ({ pair, message }));
    const holds = oneHolds(group, choicePrefix(context, pair.pair), key, claims, answer.individual[at]);
    need(holds, `${name}有一个选项既不是选也不是不选。`);
  });
  const sum = new Pair(group, total(group, question, answer.pairs));
  const whole = `${context}|${joinedPairs(answer.pairs)}`;
  const counts = [];
  for (let message = question.min; message <= question.max; message += 1) counts.push({ pair: sum, message });
  const prefix = question.blank ? `bproof1|${whole}|` : choicePrefix(whole, sum.pair);
  const claims = question.blank ? [{ pair: pairs[0], message: 1 }, ...counts] : counts;
  need(oneHolds(group, prefix, key, claims, answer.overall), `${name}选的数目超出允许的范围。`);
  if (!question.blank) return;
  const either = [{ pair: pairs[0], message: 0 }, { pair: sum, message: 0 }];
  need(oneHolds(group, `bproof0|${whole}|`, key, either, answer.blank), `${name}选了空白票又选了别的。`);
}
