/* The engine of booth and scrutineer as a worker answers for it. A page starts it by

     const engine = new Worker(".../ballotbox.js");                    (a classic worker; the file needs nothing else)
     engine.postMessage({ id: 7, do: "fill", election, credential, choices });

   and is answered, in the order in which the work is done, by one of
     { id: 7, ok: true, result }                     what was asked for
     { id: 7, ok: false, wrong, more? }              a plain Chinese sentence for the person in front of the page; more: e.g. {group: 3}
     { id: 7, ok: false, wrong, fault }              the same when the program failed; fault: for the log
   and before that by any number of
     { id: 7, done, of }                             how far a long piece of work is

   A browser that is too old (before 2020: no BigInt) cannot read the file and fires `error` at the worker: say so there. Ballots that
   were filled in and not released are gone with the worker.

   Texts (election, ballot, trustee key, key file) are handed over exactly as published: hashes are taken of these very bytes.
   `fingerprint` and `head` are optional everywhere and are compared where given: what the page shows or the voter typed from paper.

   do            given                                         result
   about         -                                             {version, commands}
   prepare       election, fingerprint?                        {uuid, name, description, fingerprint, group, questions: [{kind: "summed",
                                                                question, answers, min, max, blank, length} or {kind: "ranked", question,
                                                                answers, extra}]}; also makes the tables ahead: call it when the page opens
   credential    typed, election?, roll?                       {credential} and, with an election, {public, weight?}; refused unless on the roll
   slips         uuid, group, count                            {slips: [{credential, public}]}: made where they are printed; only `public`
                                                                goes to the server
   qr            text                                          {svg}: a QR code of up to 213 bytes
   words         election, choices                             [{question, chosen: [text]} or {question, marks: [{answer, mark}]}]
   fill          election, credential, choices, fingerprint?,  {tracker, public, words}; the ballot stays in the worker until
                 roll?                                          the voter has decided between the next two
   release       tracker                                       {tracker, ballot}: to be cast; its randomness is forgotten
   open          tracker                                       {tracker, ballot, opening}: to be checked; it can never be released.
                                                                Saved as {"opened": true, tracker, ballot, opening} another device
                                                                checks it: `node cli.mjs audit --opened FILE`
   audit         election, ballot, opening, choices?           {tracker, choices, words}; refused when the ballot holds anything else
   check         election, ballot, roll?                       {tracker, credential}: every proof of a ballot holds
   find          archive, tracker                              {place, of, counted, head}: where a ballot stands in an archive; counted:
                                                                false when its voter cast another later
   key           group, name?, passphrase                      {public, fingerprint, keyfile, sheet: [groups]}; public goes to the server,
                                                                keyfile is saved, sheet is printed; the secret itself never leaves
   restore       group, sheet, name?, passphrase, public_key?  {public, fingerprint, keyfile}
   reseal        keyfile, passphrase, another                  {keyfile}
   unlock        keyfile, passphrase                           {group, kind, public_key, fingerprint}: whether they belong together;
                                                                kind: "single" or "ceremony"
   examine       archive, fingerprint?, head?, proofs?         {uuid, name, fingerprint, head, stage, ballots, counted, owners, shufflers,
                                                                ranked, group}: every check of an archive up to where it stands
   shuffle       archive, fingerprint?, head?, proofs?         {shuffle, before}: text for the server; made from the list in the archive
   decrypt       archive, keyfile and passphrase (or sheet),   {decryption, owner}: text for the server, and whose it is
                 kept?, fingerprint?, head?, proofs?
   certificate   group, size, threshold, index, passphrase     {certificate, fingerprint, keyfile, sheet}: first step of a key of which
                                                                `threshold` of `size` trustees suffice; index: one's place, from 1
   polynomial    group, certificates, threshold, keyfile and   {polynomial}: second step, {"polynomial","secrets","coefexps","signature"}
                 passphrase (or sheet)
   output        the same, and input                           {output}: last step, {"private_key","public_key"}. input: text of
                                                                {"polynomial": one's own of the second step, "secrets": one of each
                                                                trustee for this one, "coefexps": of each}. private_key is what
                                                                `decrypt` takes as `kept`; the server may keep it, it is sealed

   election, ballot, roll, opening, public, keyfile, shuffle, decryption, input: texts; certificates: a list of texts.
   archive: ArrayBuffer or Uint8Array of the .bel file.
   choices: for each question 0 or 1 for each answer (a blank flag first where a blank vote is allowed), or 0 … 255 for each answer of a
   ranked one. group: "BELENIOS-2048", or "RFC-3526-2048" where a question is ranked. proofs: false leaves out the proofs of the
   ballots (a tenth of a second each). */
import { audit, inWords } from "./audit.mjs";
import { fillIn } from "./ballots.mjs";
import { output, polynomial } from "./ceremony.mjs";
import { checkBallot, readBallot } from "./checking.mjs";
import { newCredential, secretOf, understood, weightOnRoll } from "./credentials.mjs";
import { group } from "./groups.mjs";
import { hex, sha256 } from "./hashing.mjs";
import { decryptionSecret, inCeremony, newCertificate, newKey, resealed, restoredKey, unlocked } from "./keys.mjs";
import { svg } from "./qr.mjs";
import { checkChoices, readElection } from "./questions.mjs";
import { decryptNext, examine, findBallot, shuffleNext } from "./tallies.mjs";
import { keyFingerprint, owners } from "./trustees.mjs";
import { Wrong, need } from "./wrong.mjs";

const VERSION = 1;
/* ballots that wait for their voter's decision; opened and released ones are remembered by their tracker alone */
const held = new Map();
const decided = new Map();
const elections = new Map();

/* the parsed election, kept so that tables are made once */
function electionOf({ election, fingerprint }) {
  const key = `${fingerprint || ""} ${election}`;
  if (!elections.has(key)) {
    if (elections.size > 3) elections.clear();
    elections.set(key, readElection(election, fingerprint));
  }
  return elections.get(key);
}

function onRoll(roll, credential) {
  if (roll === undefined) return {};
  const weight = weightOnRoll(roll, credential);
  need(weight !== undefined, "这个凭证不在这次选举的名册上，请看看是不是别的选举的凭证。");
  return { weight: Number(weight) };
}

function prepare(given) {
  const election = electionOf(given);
  const { uuid, name, description, fingerprint, group: chosen, key, questions } = election;
  for (const base of [chosen.g, key]) chosen.fixed(base, 1n);
  return { uuid, name, description, fingerprint, group: chosen.name, questions };
}

function credential(given) {
  const found = understood(given.typed);
  if (given.election === undefined) return { credential: found };
  const election = electionOf(given);
  const { group: chosen } = election;
  const shown = String(chosen.fixed(chosen.g, secretOf(found, election.uuid, chosen)));
  return { credential: found, public: shown, ...onRoll(given.roll, shown) };
}

/* so many new credentials of one election; long work, so it tells how far it is */
function slips({ uuid, group: name, count }, told) {
  const chosen = group(name);
  const found = [];
  for (let at = 0; at < count; at += 1) {
    const made = newCredential();
    found.push({ credential: made, public: String(chosen.fixed(chosen.g, secretOf(made, uuid, chosen))) });
    told(at + 1, count);
  }
  return { slips: found };
}

function words(given) {
  const election = electionOf(given);
  checkChoices(election, given.choices);
  return inWords(election, given.choices);
}

function fill(given) {
  const election = electionOf(given);
  checkChoices(election, given.choices);
  const known = credential({ ...given, typed: given.credential });
  const { text, tracker, public: shown, opening } = fillIn(election, known.credential, given.choices);
  held.set(tracker, { ballot: text, opening });
  return { tracker, public: shown, words: inWords(election, given.choices) };
}

/* Only one of two ends: cast, or opened and looked at. A ballot whose randomness somebody has seen shows how its voter voted. */
function decide(tracker, end) {
  const before = decided.get(tracker);
  need(before !== "open" || end === "open", "这张选票已经拆开检查过，不能再投。请重新填写一张。");
  need(before !== "release" || end === "release", "这张选票已经交出，不能再拆开检查。");
  const found = held.get(tracker);
  need(found, "没有这张选票，请重新填写。");
  decided.set(tracker, end);
  if (end === "release") delete found.opening;
  return found;
}

function release({ tracker }) {
  return { tracker, ballot: decide(tracker, "release").ballot };
}

function open({ tracker }) {
  const { ballot, opening } = decide(tracker, "open");
  return { tracker, ballot, opening: JSON.stringify(opening) };
}

function check(given) {
  const election = electionOf(given);
  const ballot = readBallot(election, given.ballot);
  checkBallot(election, ballot);
  onRoll(given.roll, String(ballot.credential));
  return { tracker: ballot.tracker, credential: String(ballot.credential) };
}

/* the last archive stays examined: a page that showed what it found need not do it again before the decryption */
let last = { key: "", state: null };

function bytesOf({ archive }) {
  need(archive && archive.byteLength, "没有读到选举档案。");
  return archive instanceof ArrayBuffer ? new Uint8Array(archive) : archive;
}

function examined(given, told) {
  const bytes = bytesOf(given);
  const key = [hex(sha256(bytes)), given.fingerprint, given.head, given.proofs !== false].join(" ");
  if (last.key !== key) last = { key, state: examine(bytes, given, told) };
  return last.state;
}

function summary(given, told) {
  const state = examined(given, told);
  const { archive, election, trustees, ballots, stage, shufflers, ranked } = state;
  return {
    uuid: election.uuid,
    name: election.name,
    fingerprint: election.fingerprint,
    head: archive.head,
    stage,
    ballots: archive.events.filter(({ type }) => type === "Ballot").length,
    counted: ballots.length,
    owners: owners(trustees).map((number) => ({ public_key: String(number), fingerprint: keyFingerprint(number) })),
    shufflers,
    ranked: ranked.length > 0,
    group: election.group.name,
  };
}

function mix(given, told) {
  const { text, before } = shuffleNext(examined(given, told), told);
  return { shuffle: text, before };
}

async function decrypt(given, told) {
  const state = examined(given, told);
  const secret = await decryptionSecret(given, state.election.group);
  const { text, owner } = decryptNext(state, secret, told);
  return { decryption: text, owner };
}

const COMMANDS = {
  about: () => ({ version: VERSION, commands: Object.keys(COMMANDS) }),
  prepare,
  credential,
  slips,
  qr: ({ text }) => ({ svg: svg(text) }),
  words,
  fill,
  release,
  open,
  audit: (given) => audit(electionOf(given), given.ballot, given.opening, given.choices),
  check,
  find: (given) => findBallot(bytesOf(given), String(given.tracker)),
  key: newKey,
  restore: restoredKey,
  reseal: resealed,
  unlock: unlocked,
  certificate: newCertificate,
  polynomial: async (given) => ({ polynomial: polynomial(...(await inCeremony(given))) }),
  output: async (given) => ({ output: output(...(await inCeremony(given)), given.input) }),
  examine: summary,
  shuffle: mix,
  decrypt,
};

/* The answer to one message; told(done, of): progress. Never rejects. */
export async function answer(given, told = () => {}) {
  const { id, do: name } = given;
  try {
    need(Object.prototype.hasOwnProperty.call(COMMANDS, name), `不认识的请求：${name}`);
    return { id, ok: true, result: await COMMANDS[name](given, told) };
  } catch (error) {
    const sorry = "程序出了问题，请刷新页面再试一次。";
    if (!(error instanceof Wrong)) return { id, ok: false, wrong: sorry, fault: String(error && error.stack) };
    const { message, name: kind, ...more } = error;
    return Object.keys(more).length ? { id, ok: false, wrong: message, more } : { id, ok: false, wrong: message };
  }
}

const EVERY = 200;

/* answer messages in a worker, one after the other */
export function serve(scope) {
  let queue = Promise.resolve();
  scope.onmessage = ({ data }) => {
    let last = 0;
    const told = (done, of) => {
      if (Date.now() - last < EVERY) return;
      last = Date.now();
      scope.postMessage({ id: data.id, done, of });
    };
    queue = queue.then(async () => scope.postMessage(await answer(data, told)));
  };
}
