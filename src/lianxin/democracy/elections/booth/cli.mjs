#!/usr/bin/env node
/* The booth without the website: fills in, opens and casts ballots, makes keys, shuffles and decrypts. Needs node 18 or newer and the
   modules beside it, nothing else; works without a network from saved files. Exit code 0 done, 1 refused, 2 wrong call. */
import { webcrypto } from "node:crypto";
import { parseArgs } from "node:util";
import { answer } from "./engine.mjs";
import { checkMarks } from "./questions.mjs";
import { asText, ask, load, loadArchive, loadElection, loadText, save, say, typed } from "./terminal.mjs";
import { Wrong, need } from "./wrong.mjs";

if (!globalThis.crypto) globalThis.crypto = webcrypto;

const HELP = `连心桥独立投票程序：不经过网站页面，在自己的电脑上填写、检查、投出选票，制作密钥、打乱和解密。

用法：node cli.mjs 命令 选项

  fill      填写一张选票，显示追踪号
            --election 选举（election.json、.bel 文件或者网址）  --credential-file 写有凭证的文件
            [--choices JSON]   不写则逐题询问，例如 '[[1,0,1,0],[0,1,0]]'
            [--out 文件]       选票写到文件，不写则显示出来
            [--opened 文件]    不投，拆开检查：把选票和随机数写到文件，交给另一台设备用 audit 检查
            [--roll 名册文件]  [--fingerprint 公布的选举指纹]
  audit     检查拆开的选票里是不是你的选择
            --election 选举  --opened 文件  [--choices JSON]
  check     检查一张选票的签名和全部证明
            --election 选举  --ballot 文件  [--roll 名册文件]
  cast      投出选票，显示服务器的回执；收到回执才算投入票箱
            --ballot 文件  --url 选举网址
  find      在选举档案里找自己的选票
            --archive 档案（.bel 文件或者网址）  --tracker 追踪号
  key       制作监票人的密钥：公钥交给服务器，密钥文件和恢复单自己保管
            --group BELENIOS-2048 或者 RFC-3526-2048（有逐张开票的题目）  --name 姓名
            --public 公钥文件  --keyfile 密钥文件  --sheet 恢复单文件  [--passphrase-file 文件]
  examine   检查选举档案
            --archive 档案（.bel 文件或者网址）  [--fingerprint 指纹]  [--head 见过的链头]
  shuffle   打乱选票，结果写到文件
            --archive 档案  --out 文件  [--fingerprint 指纹]  [--head 链头]
  decrypt   用自己的密钥做解密份额，结果写到文件
            --archive 档案  --out 文件  --keyfile 密钥文件  [--passphrase-file 文件]
            没有密钥文件时：--sheet 恢复单文件  [--fingerprint 指纹]  [--head 链头]

口令不写文件就会在终端询问，不会显示。
`;

const NAMES = [
  "election", "credential-file", "choices", "out", "opened", "roll", "fingerprint", "ballot", "url", "group", "name", "public",
  "keyfile", "sheet", "passphrase-file", "archive", "head", "tracker",
];

function given(values, name) {
  if (values[name] === undefined) throw new UsageError(`缺少 --${name}`);
  return values[name];
}

class UsageError extends Error {}

/* the engine's result; a refusal is thrown */
async function engine(name, more, told) {
  const { ok, result, wrong, fault } = await answer({ do: name, ...more }, told);
  if (fault) throw new Error(fault);
  if (!ok) throw new Wrong(wrong);
  return result;
}

async function electionOf(values) {
  const found = await loadElection(given(values, "election"));
  if (values.roll) found.roll = await loadText(values.roll);
  return { ...found, fingerprint: values.fingerprint };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Wrong("--choices 不是 JSON，例如 '[[1,0,1,0],[0,1,0]]'。");
  }
}

async function fill(values) {
  const credential = (await loadText(given(values, "credential-file"))).trim();
  const election = await electionOf(values);
  const { name, description, fingerprint, questions } = await engine("prepare", election);
  say(`选举：${name}\n${description}\n选举指纹：${fingerprint}`);
  const choices = values.choices === undefined ? await asked(questions) : parsed(values.choices);
  const { tracker, words } = await engine("fill", { ...election, credential, choices });
  for (const line of words) say(inOneLine(line));
  say(`追踪号：${tracker}`);
  const checked = values.opened || (await wantsToCheck(values));
  if (checked) {
    const opened = await engine("open", { tracker });
    await save(checked, JSON.stringify({ opened: true, ...opened }));
    say(`选票已经拆开，写到 ${checked}，只能检查，不能再投。`);
    return;
  }
  const { ballot } = await engine("release", { tracker });
  if (values.out) await save(values.out, ballot);
  else process.stdout.write(`${ballot}\n`);
  say("选票已经填好，还没有投出。请用 cast 投出，收到回执才算投入票箱。");
}

/* name of the file for an opened ballot, when somebody at a terminal rather checks than casts */
async function wantsToCheck(values) {
  if (!process.stdin.isTTY || values.choices !== undefined) return "";
  const reply = await typed("直接回车：准备投出；输入一个文件名：不投，拆开检查。> ");
  return reply.trim();
}

function inOneLine({ question, chosen, marks }) {
  return `${question}：${chosen ? chosen.join("、") || "（没有选）" : marks.map(({ answer: who, mark }) => `${who}=${mark}`).join("、")}`;
}

/* question by question, each again until its answer is one */
async function asked(questions) {
  const found = [];
  for (const [at, question] of questions.entries()) {
    say(`\n${question.question}`);
    for (let marks = null; !marks; ) {
      marks = await (question.kind === "summed" ? askedSummed(question) : askedRanked(question));
      try {
        need(marks, "没有这样的编号。");
        checkMarks(question, marks, `第 ${at + 1} 题`);
        found.push(marks);
      } catch (error) {
        if (!(error instanceof Wrong)) throw error;
        say(`${error.message}请再输入一次。`);
        marks = null;
      }
    }
  }
  return found;
}

async function askedSummed({ answers, min, max, blank }) {
  answers.forEach((text, at) => say(`  ${at + 1}. ${text}`));
  const reply = await typed(`选 ${min === max ? min : `${min} 到 ${max}`} 项，输入编号，用空格分开${blank ? "；空白票输入 0" : ""}。> `);
  const numbers = reply.split(/[\s,，、]+/).filter(Boolean).map(Number);
  const known = (number) => Number.isInteger(number) && number >= (blank ? 0 : 1) && number <= answers.length;
  if (!numbers.every(known)) return null;
  const marks = answers.map((_, at) => Number(numbers.includes(at + 1)));
  return blank ? [Number(numbers.includes(0)), ...marks] : marks;
}

async function askedRanked({ answers }) {
  const marks = [];
  for (const text of answers) {
    const reply = (await typed(`  ${text}（0 到 255 的数）> `)).trim();
    marks.push(reply === "" ? -1 : Number(reply));
  }
  return marks;
}

async function audit(values) {
  const { ballot, opening } = opened(await loadText(given(values, "opened")));
  const choices = values.choices === undefined ? undefined : parsed(values.choices);
  const { tracker, words } = await engine("audit", { ...(await electionOf(values)), ballot, opening, choices });
  say(`追踪号：${tracker}`);
  for (const line of words) process.stdout.write(`${inOneLine(line)}\n`);
  say("拆开的选票与上面的选择完全一致。请对照当时显示的追踪号。");
}

/* the two parts of a file of an opened ballot */
function opened(text) {
  try {
    const { ballot, opening } = JSON.parse(text);
    if (typeof ballot === "string" && typeof opening === "string") return { ballot, opening };
  } catch {
    /* said below */
  }
  throw new Wrong("这不是拆开检查用的文件。");
}

async function check(values) {
  const ballot = (await loadText(given(values, "ballot"))).trim();
  const { tracker } = await engine("check", { ...(await electionOf(values)), ballot });
  process.stdout.write(`${tracker}\n`);
  say("选票的签名和全部证明都成立。");
}

async function cast(values) {
  const ballot = (await loadText(given(values, "ballot"))).trim();
  const page = given(values, "url").replace(/\/+$/, "");
  let found;
  try {
    found = JSON.parse(ballot);
  } catch {
    throw new Wrong("这不是选票文件。");
  }
  need(!found.opened && !found.opening, "这张选票已经拆开检查过，不能再投。请重新填写一张。");
  need(found.answers && found.signature, "这不是选票文件。");
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const reply = await ask(`${page}/ballots/`, { method: "POST", headers, body: ballot });
  process.stdout.write(`${(await reply.text()).trim()}\n`);
  say("服务器已经收下选票，上面是回执，请保存。");
}

async function find(values) {
  const tracker = given(values, "tracker");
  const { place, of, counted, head } = await engine("find", { archive: await loadArchive(given(values, "archive")), tracker });
  process.stdout.write(`第 ${place} 张，共 ${of} 张\n`);
  say(counted ? "这张选票在档案里。" : "这张选票在档案里，但同一个凭证后来又投了一张，以后一张为准。");
  say(`档案的链头：${head}`);
}

async function passphrase(values, again) {
  if (values["passphrase-file"]) return (await loadText(values["passphrase-file"])).replace(/\r?\n$/, "");
  const first = await typed("口令> ", true);
  if (again) need(first === (await typed("再输入一遍> ", true)), "两次输入的口令不一样。");
  return first;
}

async function key(values) {
  const names = ["public", "keyfile", "sheet"].map((name) => given(values, name));
  const asks = { group: given(values, "group"), name: given(values, "name"), passphrase: await passphrase(values, true) };
  const made = await engine("key", asks);
  await save(names[1], made.keyfile);
  await save(names[2], `${made.sheet.join(" ")}\n`);
  await save(names[0], made.public);
  process.stdout.write(`${made.fingerprint}\n`);
  say(`公钥交给服务器：${names[0]}；密钥文件：${names[1]}；恢复单请打印或者抄下后删除：${names[2]}`);
}

async function archiveOf(values) {
  const archive = await loadArchive(given(values, "archive"));
  return { archive, fingerprint: values.fingerprint, head: values.head };
}

function progress(done, of) {
  if (process.stderr.isTTY) process.stderr.write(`\r${done}/${of} `);
}

async function examine(values) {
  process.stdout.write(`${JSON.stringify(await engine("examine", await archiveOf(values), progress), null, 2)}\n`);
}

async function shuffle(values) {
  const out = given(values, "out");
  const { shuffle: text, before } = await engine("shuffle", await archiveOf(values), progress);
  await save(out, text);
  say(`已经打乱，写到 ${out}。打乱前的列表指纹：${before}`);
}

async function decrypt(values) {
  const out = given(values, "out");
  const secret = values.sheet
    ? { sheet: await loadText(values.sheet) }
    : { keyfile: asText(await load(given(values, "keyfile"))), passphrase: await passphrase(values) };
  const { decryption, owner } = await engine("decrypt", { ...(await archiveOf(values)), ...secret }, progress);
  await save(out, decryption);
  say(`第 ${owner} 位保管人的解密份额已经写到 ${out}。`);
}

const COMMANDS = { fill, audit, check, cast, find, key, examine, shuffle, decrypt };

async function main() {
  const options = Object.fromEntries(NAMES.map((name) => [name, { type: "string" }]));
  options.help = { type: "boolean" };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help || !positionals.length) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const command = Object.prototype.hasOwnProperty.call(COMMANDS, positionals[0]) && COMMANDS[positionals[0]];
  if (!command || positionals.length > 1) throw new UsageError(`不认识的命令：${positionals.join(" ")}`);
  await command(values);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const unknown = String(error.code).startsWith("ERR_PARSE_ARGS");
  const usage = unknown || error instanceof UsageError;
  if (unknown) say(`选项不认识或者缺少内容：${(/--?[\w-]+/.exec(error.message) || [""])[0]}`);
  else say(error instanceof Wrong || usage ? error.message : String(error.stack));
  if (usage) say("--help 查看用法。");
  process.exitCode = usage ? 2 : 1;
}
