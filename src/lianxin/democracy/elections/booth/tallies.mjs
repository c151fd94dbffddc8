/* What a scrutineer looks at before shuffling or decrypting, and their part of the decryption (specification, 4.16 and 4.18). A
   trustee opens sums and shuffled lists, never a single ballot: so the table is computed anew from the ballots of the archive. */
import { kept, payloads, readArchive } from "./archive.mjs";
import { checkBallot, readBallot } from "./checking.mjs";
import { readRoll } from "./credentials.mjs";
import { checkShuffle, shuffle } from "./mixing.mjs";
import { plainPair, plainProof, takeOut } from "./proofs.mjs";
import { readElection } from "./questions.mjs";
import { compact, fields, fingerprint, read } from "./texts.mjs";
import { electionKey, owners, readTrustees } from "./trustees.mjs";
import { need } from "./wrong.mjs";

const LARGEST_PLAIN = 1073741823n;
/* two who do not work together must have mixed what is opened one by one */
const SHUFFLERS = 2;

/* Check an archive up to where it stands. expected: {fingerprint, head, proofs}: what was published; proofs: false leaves out the
   proofs of the ballots, which take a tenth of a second each. told(done, of) is called now and then. */
export function examine(bytes, expected = {}, told = () => {}) {
  const archive = readArchive(bytes);
  need(archive.events.length, "选举档案里还没有内容。");
  const known = !expected.head || archive.events.some((event) => event.hash === expected.head);
  need(known, "这份选举档案里没有你先前看到的那一步，可能被替换过，请停下来并告诉工作人员。");
  const names = ["election", "trustees", "credentials"];
  const setup = fields(read(payloads(archive, "Setup")[0], "选举档案"), "选举档案", names);
  const [electionText, trusteesText, rollText] = names.map((name) => kept(archive, setup[name]));
  const election = readElection(electionText, expected.fingerprint);
  const trustees = readTrustees(trusteesText, election.group);
  need(electionKey(election.group, trustees) === election.key, "选举密钥不是由这些保管人的公钥合成的。");
  const roll = readRoll(rollText, election.group);
  const state = { archive, election, trustees, roll, ranked: rankedPlaces(election) };
  const last = archive.events[archive.events.length - 1].type;
  state.ballots = countedBallots(state, expected.proofs !== false, told);
  if (["Setup", "Ballot", "EndBallots"].includes(last)) return { ...state, stage: last, table: null, shufflers: [] };
  return { ...state, stage: last, ...tallied(state, told) };
}

/* Where a ballot stands in an archive: {place, of, counted, head}; place from 1, counted: false when its voter cast another later. The
   chain of the archive is checked, the proofs of the ballots are not. */
export function findBallot(bytes, tracker) {
  const archive = readArchive(bytes);
  const texts = payloads(archive, "Ballot");
  const at = texts.findIndex((text) => fingerprint(text) === tracker.replace(/[\s=]/g, ""));
  need(at >= 0, "档案里没有这个追踪号的选票。如果你已经收到回执，请把追踪号和回执交给监票人。");
  const voter = (text) => JSON.parse(text).credential;
  const counted = !texts.slice(at + 1).some((text) => voter(text) === voter(texts[at]));
  return { place: at + 1, of: texts.length, counted, head: archive.head };
}

function rankedPlaces(election) {
  return election.questions.flatMap((question, at) => (question.kind === "ranked" ? [at] : []));
}

/* of each credential the last ballot, in the order in which they came */
function countedBallots({ archive, election, roll }, proofs, told) {
  const texts = payloads(archive, "Ballot");
  const found = new Map();
  const trackers = new Set();
  texts.forEach((text, at) => {
    const ballot = readBallot(election, text);
    need(roll.has(String(ballot.credential)), "有一张选票的凭证不在名册上。", { tracker: ballot.tracker });
    need(!trackers.has(ballot.tracker), "同一张选票出现了两次。", { tracker: ballot.tracker });
    trackers.add(ballot.tracker);
    if (proofs) checkBallot(election, ballot);
    found.delete(String(ballot.credential));
    found.set(String(ballot.credential), ballot);
    told(at + 1, texts.length);
  });
  return [...found.values()];
}

/* {table, shufflers}: the table as it is to be shuffled or opened next */
function tallied(state, told) {
  const { archive, election, roll, ballots, ranked } = state;
  const sized = fields(read(payloads(archive, "EncryptedTally")[0], "密文合计"), "密文合计", [
    "num_tallied",
    "total_weight",
    "encrypted_tally",
  ]);
  const table = election.questions.map((question, at) =>
    question.kind === "ranked" ? sortedList(ballots, roll, at) : sums(election, question, ballots, roll, at),
  );
  const again = compact(table.map((list) => list.map(plainPair)));
  need(kept(archive, sized.encrypted_tally) === again, "公布的密文合计不是由这些选票算出来的，请停下来并告诉工作人员。");
  const weight = ballots.reduce((sum, ballot) => sum + roll.get(String(ballot.credential)), 0n);
  const shown = weight > LARGEST_PLAIN ? String(weight) : Number(weight);
  need(sized.num_tallied === ballots.length && sized.total_weight === shown, "公布的计票张数不对。");
  const shufflers = [];
  let lists = ranked.map((at) => table[at]);
  const handedIn = payloads(archive, "Shuffle");
  handedIn.forEach((text, at) => {
    const { owner, body } = owned(state, text);
    lists = checkShuffle(election, lists, body);
    shufflers.push(owner);
    told(at + 1, handedIn.length);
  });
  ranked.forEach((at, i) => {
    table[at] = lists[i];
  });
  return { table, shufflers };
}

function owned({ archive, trustees }, text) {
  const { owner, payload } = fields(read(text, "提交的内容"), "提交的内容", ["owner", "payload"]);
  need(Number.isInteger(owner) && owner >= 1 && owner <= owners(trustees).length, "提交的人不是保管人。");
  return { owner, body: kept(archive, payload) };
}

function sums({ group }, question, ballots, roll, at) {
  return Array.from({ length: question.length }, (_, i) =>
    ballots.reduce(
      (sum, ballot) => {
        const weight = roll.get(String(ballot.credential));
        const { alpha, beta } = ballot.answers[at].pairs[i];
        const raised = (number) => (weight === 1n ? number : group.power(number, weight));
        return { alpha: group.times(sum.alpha, raised(alpha)), beta: group.times(sum.beta, raised(beta)) };
      },
      { alpha: 1n, beta: 1n },
    ),
  );
}

/* sorted by their numbers, which the proofs of the shuffles rest on */
function sortedList(ballots, roll, at) {
  need(ballots.every((ballot) => roll.get(String(ballot.credential)) === 1n), "逐张开票的题目，每人只能一票。");
  const compare = (one, other) => (one < other ? -1 : Number(one > other));
  return ballots
    .map((ballot) => ballot.answers[at].pairs[0])
    .sort((one, other) => compare(one.alpha, other.alpha) || compare(one.beta, other.beta));
}

/* {text, before}: the shuffle to hand in, and the fingerprint of the lists it was made from */
export function shuffleNext(state, told = () => {}) {
  const { election, ranked, stage, table } = state;
  need(ranked.length, "这次选举没有要打乱的题目。");
  need(["EncryptedTally", "Shuffle"].includes(stage), "现在不是打乱选票的时候。");
  const lists = ranked.map((at) => table[at]);
  const of = lists.reduce((sum, list) => sum + list.length, 0);
  let done = 0;
  const text = shuffle(election, lists, (more) => told((done += more), of));
  return { text, before: fingerprint(compact(lists.map((list) => list.map(plainPair)))) };
}

/* {text, owner}: the trustee's part. The proof of each factor is bound to the election's fingerprint and to the key. */
export function decryptNext(state, secret, told = () => {}) {
  const { election, trustees, ranked, shufflers, stage, table } = state;
  const { group, fingerprint: phi } = election;
  const shown = group.fixed(group.g, secret);
  const owner = owners(trustees).indexOf(shown) + 1;
  need(owner, "这把私钥不是这次选举的保管人的，请换成正确的密钥文件。");
  const ready = stage === "PartialDecryption" || stage === (ranked.length ? "EndShuffles" : "EncryptedTally");
  need(ready, ranked.length ? "选票还没有打乱完，现在不能解密。" : "现在不是解密的时候。");
  need(!ranked.length || new Set(shufflers).size >= SHUFFLERS, "逐张开票的题目要先由至少两人打乱，现在不能解密。");
  const pairs = table.flat();
  need(pairs.every(({ alpha, beta }) => group.holds(alpha) && group.holds(beta)), "密文合计里有不成立的数，请停下来。");
  const prefix = `decrypt|${phi}|${shown}|`;
  let done = 0;
  const parts = table.map((list) =>
    list.map(({ alpha }) => {
      const part = takeOut(group, prefix, secret, alpha);
      told((done += 1), pairs.length);
      return part;
    }),
  );
  const text = compact({
    decryption_factors: parts.map((list) => list.map(([factor]) => String(factor))),
    decryption_proofs: parts.map((list) => list.map(([, proof]) => plainProof(proof))),
  });
  return { text, owner };
}
