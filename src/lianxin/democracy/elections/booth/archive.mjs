/* The append-only file of one election (specification, section 4.3): an old tar without an end, and the chain of events in it. */
import { hex, sha256, utf8 } from "./hashing.mjs";
import { compact, fields, has, read } from "./texts.mjs";
import { Wrong, need } from "./wrong.mjs";

const BLOCK = 512;
const NAME = /^([0-9a-f]{64})\.(data|event)\.json$/;
const BROKEN = "选举档案不完整或者被改动过。";
/* which event may follow which */
const FOLLOWS = {
  "": ["Setup"],
  Setup: ["Ballot", "EndBallots"],
  Ballot: ["Ballot", "EndBallots"],
  EndBallots: ["EncryptedTally"],
  EncryptedTally: ["Shuffle", "EndShuffles", "PartialDecryption"],
  Shuffle: ["Shuffle", "EndShuffles"],
  EndShuffles: ["PartialDecryption"],
  PartialDecryption: ["PartialDecryption", "Result"],
  Result: [],
};
const BARE = ["EndBallots", "EndShuffles"];

/* {timestamp, events: [{type, payload, text, hash}], data: Map of texts by hash, head}; refuses a file that is not, byte for
   byte, what writing it again would give: each name is the hash of its text, each event follows the one before. */
export function readArchive(bytes) {
  const records = split(bytes);
  need(records.length && records[0].name === "BELENIOS", "这不是选举档案。");
  const head = fields(read(records[0].text, "选举档案"), "选举档案", ["version", "timestamp"]);
  need(head.version === 1 && /^[0-9]+$/.test(head.timestamp), "选举档案的版本不认识。");
  need(records[0].text === compact({ version: 1, timestamp: head.timestamp }), BROKEN);
  const found = { timestamp: head.timestamp, events: [], data: new Map(), waiting: new Set() };
  records.forEach(({ name, text, raw, body }, at) => {
    need(same(raw, header(name, body.length, head.timestamp)), BROKEN);
    if (at) takeRecord(found, name, text, hex(sha256(body)));
  });
  need(!found.waiting.size, "选举档案里有不属于任何一步的内容。");
  found.head = found.events.length ? found.events[found.events.length - 1].hash : "";
  return found;
}

function takeRecord(found, name, text, digest) {
  const match = NAME.exec(name);
  need(match && digest === match[1], BROKEN);
  if (match[2] === "event") {
    follow(found, text, digest);
    return;
  }
  need(!found.waiting.has(digest), BROKEN);
  found.data.set(digest, text);
  found.waiting.add(digest);
}

function follow(found, text, hash) {
  const { events, data, waiting } = found;
  const last = events[events.length - 1];
  const body = fields(read(text, "选举档案"), "选举档案", ["height", "type"], ["parent", "payload"]);
  const right = (FOLLOWS[last ? last.type : ""] || []).includes(body.type);
  const bare = BARE.includes(body.type);
  need(right && has(body, "payload") !== bare && (bare || data.has(body.payload)), BROKEN);
  const written = { ...(last ? { parent: last.hash } : {}), height: events.length, type: body.type };
  need(text === compact(bare ? written : { ...written, payload: body.payload }), BROKEN);
  const payload = bare ? "" : data.get(body.payload);
  events.push({ type: body.type, payload, text, hash });
  if (bare) return;
  waiting.delete(body.payload);
  for (const name of named(payload)) waiting.delete(name);
}

/* hashes that a payload names in its turn */
function named(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    return [];
  }
  return ["election", "trustees", "credentials", "encrypted_tally", "payload"].map((name) => found && found[name]);
}

/* payloads of all events of a kind */
export function payloads(archive, type) {
  return archive.events.filter((event) => event.type === type).map((event) => event.payload);
}

/* a text that a payload names */
export function kept(archive, name) {
  const text = archive.data.get(name);
  need(text !== undefined, BROKEN);
  return text;
}

function split(bytes) {
  const records = [];
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  for (let at = 0; at < bytes.length; ) {
    const raw = bytes.subarray(at, at + BLOCK);
    const name = latin(raw.subarray(0, 100)).replace(/\0+$/, "");
    const size = parseInt(latin(raw.subarray(124, 135)), 8);
    const end = at + BLOCK + size;
    const next = end + ((BLOCK - (size % BLOCK)) % BLOCK);
    need(raw.length === BLOCK && size >= 0 && next <= bytes.length, "选举档案没有下载完整。");
    need(bytes.subarray(end, next).every((byte) => byte === 0), BROKEN);
    try {
      const body = bytes.subarray(at + BLOCK, end);
      records.push({ name, raw, body, text: strict.decode(body) });
    } catch {
      throw new Wrong(BROKEN);
    }
    at = next;
  }
  return records;
}

function latin(bytes) {
  return String.fromCharCode(...bytes);
}

/* the 512 bytes before a record */
function header(name, size, timestamp) {
  const head = new Uint8Array(BLOCK);
  const put = (at, text) => head.set(utf8(text), at);
  put(0, name);
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, size.toString(8).padStart(11, "0"));
  put(136, Number(timestamp).toString(8).padStart(11, "0"));
  put(148, "        ");
  put(156, "0");
  const sum = head.reduce((one, other) => one + other, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return head;
}

function same(one, other) {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}
