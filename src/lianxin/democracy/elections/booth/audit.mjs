/* Checking instead of casting (Benaloh 2006): the ballot is committed to by its tracker, then opened, encrypted anew from the
   opened randomness and compared. A booth that changed the choice would be found, and it cannot know which ballot will be opened. */
import { rankedPair } from "./ballots.mjs";
import { readBallot } from "./checking.mjs";
import { encrypt } from "./proofs.mjs";
import { checkChoices } from "./questions.mjs";
import { compact, decimal, fields, read, rows } from "./texts.mjs";
import { need } from "./wrong.mjs";

/* {tracker, choices, words}. opening: text or value as `fillIn` gave it; choices: what the voter remembers to have chosen, where
   that is known. Refused with a plain sentence when the ballot holds anything else. */
export function audit(election, ballotText, opening, choices) {
  const names = ["version", "election_hash", "tracker", "choices", "randomness"];
  const found = fields(typeof opening === "string" ? read(opening, "检查用的内容") : opening, "检查用的内容", names);
  need(found.version === 1 && found.election_hash === election.fingerprint, "检查用的内容不是这次选举的。");
  const ballot = readBallot(election, ballotText);
  need(ballot.tracker === found.tracker, "追踪号对不上：这不是当时显示的那张选票，请告诉工作人员。", { tracker: ballot.tracker });
  checkChoices(election, found.choices);
  const same = choices === undefined || compact(choices) === compact(found.choices);
  need(same, "打开的选票与你选的不一样，请不要用这台设备投票，并告诉工作人员。", { choices: found.choices });
  const randomness = rows(found.randomness, "检查用的内容", election.questions.length);
  election.questions.forEach((question, at) => {
    const pairs = again(election, question, found.choices[at], randomness[at]);
    const equal = pairs.every(({ alpha, beta }, i) => {
      const pair = ballot.answers[at].pairs[i];
      return pair.alpha === alpha && pair.beta === beta;
    });
    need(equal, `第 ${at + 1} 题加密的内容与显示的选择不一样，请不要用这台设备投票，并告诉工作人员。`);
  });
  return { tracker: ballot.tracker, choices: found.choices, words: inWords(election, found.choices) };
}

function again(election, question, marks, secrets) {
  const { group, key } = election;
  const count = question.kind === "summed" ? question.length : 1;
  const known = rows(secrets, "检查用的内容", count).map((one) => decimal(one, "检查用的内容"));
  need(known.every((r) => r > 0n && r < group.q), "检查用的内容里有一个数超出范围。");
  if (question.kind === "ranked") return [rankedPair(election, marks, known[0])];
  return marks.map((mark, i) => encrypt(group, key, mark, known[i]));
}

/* for each question {question, chosen: [words]} of a summed one, {question, marks: [{answer, mark}]} of a ranked one */
export function inWords(election, choices) {
  return election.questions.map((question, at) => {
    const marks = choices[at];
    if (question.kind === "ranked") {
      return { question: question.question, marks: question.answers.map((answer, i) => ({ answer, mark: marks[i] })) };
    }
    const answers = question.blank ? ["空白票", ...question.answers] : question.answers;
    return { question: question.question, chosen: answers.filter((_, i) => marks[i]) };
  });
}
