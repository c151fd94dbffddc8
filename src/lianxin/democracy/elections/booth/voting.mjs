/* Commands for whoever votes: fill in, check, cast, find. For node only. */
import { electionOf, engine, given } from "./calls.mjs";
import { checkMarks } from "./questions.mjs";
import { ask, loadArchive, loadText, save, say, typed } from "./terminal.mjs";
import { Wrong, need } from "./wrong.mjs";

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Wrong("--choices 不是 JSON，例如 '[[1,0,1,0],[0,1,0]]'。");
  }
}

export async function fill(values) {
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

export async function audit(values) {
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

export async function check(values) {
  const ballot = (await loadText(given(values, "ballot"))).trim();
  const { tracker } = await engine("check", { ...(await electionOf(values)), ballot });
  process.stdout.write(`${tracker}\n`);
  say("选票的签名和全部证明都成立。");
}

export async function cast(values) {
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

export async function find(values) {
  const tracker = given(values, "tracker");
  const { place, of, counted, head } = await engine("find", { archive: await loadArchive(given(values, "archive")), tracker });
  process.stdout.write(`第 ${place} 张，共 ${of} 张\n`);
  say(counted ? "这张选票在档案里。" : "这张选票在档案里，但同一个凭证后来又投了一张，以后一张为准。");
  say(`档案的链头：${head}`);
}
