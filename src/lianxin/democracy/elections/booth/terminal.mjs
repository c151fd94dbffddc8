/* What the command line reads and writes: files, addresses, questions to the person. For node only. */
import { open, readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { payloads, kept, readArchive } from "./archive.mjs";
import { Wrong, need } from "./wrong.mjs";

const PATIENCE = 60000;

export function say(text) {
  process.stderr.write(`${text}\n`);
}

function isAddress(where) {
  return /^https?:\/\//.test(where);
}

/* bytes of a file or of what an address answers */
async function load(where) {
  if (isAddress(where)) return new Uint8Array(await (await ask(where)).arrayBuffer());
  try {
    return new Uint8Array(await readFile(where));
  } catch {
    throw new Wrong(`打不开文件：${where}`);
  }
}

/* an answer of a server; its own words when it refuses */
export async function ask(address, how = {}) {
  let reply;
  try {
    reply = await fetch(address, { ...how, signal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    throw new Wrong(`连不上 ${address}：${(error.cause && error.cause.message) || error.message}`);
  }
  if (!reply.ok) throw new Wrong(`服务器没有接受（${reply.status}）：${(await reply.text()).slice(0, 2000)}`);
  return reply;
}

function asText(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Wrong("文件不是文字。");
  }
}

export async function loadText(where) {
  return asText(await load(where));
}

/* the archive of an election: a .bel file, its address, or the address of the election's page */
export function loadArchive(where) {
  if (!isAddress(where) || /\.bel$/.test(where)) return load(where);
  const page = where.replace(/\/+$/, "");
  return load(`${page}/${page.split("/").pop()}.bel`);
}

/* {election, roll?}: out of an election.json, a .bel file, their addresses, or the address of the election's page */
export async function loadElection(where) {
  const page = isAddress(where) && !/\.(json|bel)$/.test(where);
  const bytes = page ? await loadArchive(where) : await load(where);
  if (asLatin(bytes.subarray(0, 8)) !== "BELENIOS") return { election: asText(bytes) };
  const archive = readArchive(bytes);
  need(archive.events.length, "选举档案里还没有内容。");
  const { election, credentials } = JSON.parse(payloads(archive, "Setup")[0]);
  return { election: kept(archive, election), roll: kept(archive, credentials) };
}

function asLatin(bytes) {
  return String.fromCharCode(...bytes);
}

/* a new file that only its owner reads; what is there already is never written over */
export async function save(path, text) {
  let file;
  try {
    file = await open(path, "wx", 0o600);
  } catch (error) {
    throw new Wrong(error.code === "EEXIST" ? `文件已经存在，没有覆盖：${path}` : `写不了文件：${path}`);
  }
  await file.writeFile(text);
  await file.close();
}

let lines = null;

/* One line of the person at the terminal, or of what is piped in. hidden: nothing typed is shown. */
export async function typed(question, hidden = false) {
  process.stderr.write(question);
  if (!process.stdin.isTTY) {
    lines = lines || createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    const { value, done } = await lines.next();
    need(!done, "输入提前结束了。");
    return value;
  }
  const nowhere = new Writable({ write: (chunk, encoding, done) => done() });
  const desk = createInterface({ input: process.stdin, output: hidden ? nowhere : process.stderr, terminal: true });
  const found = await new Promise((resolve) => {
    desk.once("line", resolve);
    desk.once("close", () => resolve(null));
  });
  desk.close();
  if (hidden) process.stderr.write("\n");
  need(found !== null, "已经取消。");
  return found;
}
