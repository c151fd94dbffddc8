/* How long a voter and a scrutineer wait for the booth's own arithmetic.

     node bench/booth.mjs [--rounds 9] [--json]

   Promise: a ballot of nine ciphertexts, with a fresh process, the reading of the election and the tables in it, in at most 150 ms of
   this machine, so that a phone five times slower stays near half a second even when nothing was prepared; prepared, as the
   page does it, in at most 60 ms. Times are wall clock of one thread, medians of the rounds. */
import { spawnSync } from "node:child_process";
import { webcrypto } from "node:crypto";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const FILE = fileURLToPath(new URL("../src/lianxin/democracy/elections/static/elections/ballotbox.js", import.meta.url));
const PARTS = new URL("../src/lianxin/democracy/elections/booth/", import.meta.url);
const GOALS = { "nine ciphertexts, nothing prepared": 150, "nine ciphertexts, prepared": 60 };
const CREDENTIAL = "111-111-111-111-11v";
const NINE = { answers: names(9), min: 1, max: 3, question: "请选一至三名代表" };
const MARKS = { type: "NonHomomorphic", value: { answers: names(7), question: "支部委员会委员" } };
const BALLOTS = 10;

if (!globalThis.crypto) globalThis.crypto = webcrypto;
const part = (name) => import(new URL(`${name}.mjs`, PARTS));

function names(count) {
  return Array.from({ length: count }, (_, i) => `候选人${i + 1}`);
}

function middle(values) {
  return values.slice().sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/* text of an election whose key nobody needs */
async function election(group, question) {
  const { GROUPS } = await part("groups");
  const key = GROUPS[group].power(GROUPS[group].g, 123456789n);
  const body = { version: 1, description: "", name: "测速", group, public_key: String(key), questions: [question], uuid: "1".repeat(14) };
  return JSON.stringify(body);
}

/* in a process of its own: the first ballot, and ten more of a prepared one */
async function filling([text, choices]) {
  const { answer } = createRequire(import.meta.url)(FILE);
  const fill = async () => {
    const { ok, wrong } = await answer({ do: "fill", election: text, credential: CREDENTIAL, choices });
    if (!ok) throw new Error(wrong);
  };
  const first = await timed(fill);
  const later = [];
  for (let i = 0; i < 10; i += 1) later.push(await timed(fill));
  process.stdout.write(JSON.stringify([first, middle(later)]));
}

function inFresh(text, choices) {
  const call = [fileURLToPath(import.meta.url), "--filling", JSON.stringify([text, choices])];
  const done = spawnSync(process.execPath, call, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (done.status) process.exit(done.status);
  return JSON.parse(done.stdout);
}

/* milliseconds for each ranked ballot of a shuffle, and for each ciphertext of a decryption */
async function scrutineer(text) {
  const [{ shuffle }, { takeOut }, { readElection }] = [await part("mixing"), await part("proofs"), await part("questions")];
  const found = readElection(text);
  const { group, key } = found;
  const list = names(BALLOTS).map(() => ({ alpha: group.fixed(group.g, group.random()), beta: group.fixed(key, group.random()) }));
  const mix = await timed(() => shuffle(found, [list]));
  const open = await timed(() => list.forEach(({ alpha }) => takeOut(group, "decrypt|", group.random(), alpha)));
  return [mix / BALLOTS, open / BALLOTS];
}

async function main() {
  const options = { rounds: { type: "string", default: "9" }, json: { type: "boolean" }, filling: { type: "string" } };
  const { values } = parseArgs({ options });
  if (values.filling) return filling(JSON.parse(values.filling));
  const rounds = Array.from({ length: Number(values.rounds) });
  const nine = await election("BELENIOS-2048", NINE);
  const ranked = await election("RFC-3526-2048", MARKS);
  const found = { nine: [], ranked: [], scrutineer: [] };
  for (const _ of rounds) {
    found.nine.push(inFresh(nine, [[1, 0, 1, 0, 0, 0, 0, 0, 1]]));
    found.ranked.push(inFresh(ranked, [[1, 2, 3, 1, 1, 2, 1]]));
    found.scrutineer.push(await scrutineer(ranked));
  }
  const column = (name, at) => Math.round(10 * middle(found[name].map((pair) => pair[at]))) / 10;
  const figures = {
    "nine ciphertexts, nothing prepared": column("nine", 0),
    "nine ciphertexts, prepared": column("nine", 1),
    "ranked ballot, nothing prepared": column("ranked", 0),
    "ranked ballot, prepared": column("ranked", 1),
    "shuffle with proof, for each ranked ballot": column("scrutineer", 0),
    "decryption with proof, for each ranked ballot": column("scrutineer", 1),
  };
  console.log(`node ${process.version}, ${cpus()[0].model}, ${cpus().length} processors`);
  console.log("\n| work | ms |\n|---|---:|");
  for (const [name, value] of Object.entries(figures)) console.log(`| ${name} | ${value} |`);
  const missed = Object.entries(GOALS).filter(([name, most]) => figures[name] > most);
  console.log(missed.length ? `\nmissed: ${missed.map(([name, most]) => `${name} ≤ ${most} ms`).join(", ")}` : "\nall promises kept");
  if (values.json) console.log(JSON.stringify({ figures, kept: !missed.length }));
  process.exitCode = missed.length ? 1 : 0;
  return null;
}

await main();
