/* The election as it is published, its questions, and what may be answered (specification, sections 4.10 and 4.11). */
import { isUuid } from "./credentials.mjs";
import { group } from "./groups.mjs";
import { decimal, fields, fingerprint, has, read, rows } from "./texts.mjs";
import { need } from "./wrong.mjs";

const NEEDED = ["version", "description", "name", "group", "public_key", "questions", "uuid"];

/* {text, fingerprint, uuid, name, description, group, key, questions}; expected: the published fingerprint, where there is one */
export function readElection(text, expected) {
  need(typeof text === "string" && text, "没有读到选举的内容。");
  const phi = fingerprint(text);
  need(!expected || bareFingerprint(expected) === phi, "选举内容与公布的指纹不符，请不要投票，并告诉工作人员。", {
    fingerprint: phi,
  });
  const found = read(text, "选举内容");
  need(found && typeof found === "object" && NEEDED.every((name) => has(found, name)), "选举内容缺少必要的部分。");
  need(found.version === 1 && isUuid(found.uuid), "选举内容的版本不认识，请更新页面后再试。");
  const chosen = group(found.group);
  const key = decimal(found.public_key, "选举密钥");
  need(key !== 1n && chosen.holds(key), "选举密钥不成立，请不要投票，并告诉工作人员。");
  const questions = rows(found.questions, "题目").map((question) => readQuestion(question, chosen));
  need(questions.length, "这次选举没有题目。");
  const { uuid, name, description } = found;
  need(isText(name) && isText(description), "选举的名称不是文字。");
  return { text, fingerprint: phi, uuid, name, description, group: chosen, key, questions };
}

/* as people copy it: spaces, padding */
function bareFingerprint(typed) {
  return String(typed).replace(/[\s=]/g, "");
}

function readQuestion(value, chosen) {
  if (value !== null && typeof value === "object" && has(value, "type")) return readRanked(value, chosen);
  const found = fields(value, "题目", ["answers", "min", "max", "question"], ["blank"]);
  const blank = has(found, "blank") ? found.blank : false;
  const { min, max } = found;
  const answers = readAnswers(found);
  const bounds = Number.isInteger(min) && Number.isInteger(max) && min >= 0 && min <= max && max <= answers.length;
  need(bounds && typeof blank === "boolean", "题目的选择数目不成立。");
  return { kind: "summed", question: found.question, answers, min, max, blank, length: answers.length + (blank ? 1 : 0) };
}

function readRanked(value, chosen) {
  const found = fields(value, "题目", ["type", "value"], ["extra"]);
  const inner = fields(found.value, "题目", ["answers", "question"]);
  need(found.type === "NonHomomorphic", "有一道题的类型不认识，请更新页面后再试。");
  const answers = readAnswers(inner);
  need(answers.length <= chosen.capacity, "题目的选项太多，一张选票装不下。");
  return { kind: "ranked", question: inner.question, answers, extra: found.extra };
}

function readAnswers(found) {
  const answers = rows(found.answers, "选项");
  need(answers.length && answers.every(isText) && isText(found.question), "题目里有不是文字的内容。");
  return answers;
}

function isText(value) {
  return typeof value === "string";
}

/* Refuse choices that no ballot may carry. choices: for each question 0 or 1 for each answer (with a leading blank flag
   where a blank vote is allowed), or a number of 0 … 255 for each answer of a ranked one. */
export function checkChoices(election, choices) {
  const { questions } = election;
  need(Array.isArray(choices) && choices.length === questions.length, `共有 ${questions.length} 道题，每道都要有选择。`);
  questions.forEach((question, at) => checkMarks(question, choices[at], `第 ${at + 1} 题`));
}

/* the same for one question, called by that name */
export function checkMarks(question, marks, name) {
  const length = question.kind === "summed" ? question.length : question.answers.length;
  need(Array.isArray(marks) && marks.length === length, `${name}：应有 ${length} 个选择记号。`);
  const most = question.kind === "summed" ? 1 : 255;
  need(marks.every((mark) => Number.isInteger(mark) && mark >= 0 && mark <= most), `${name}：记号只能是 0 到 ${most} 的整数。`);
  if (question.kind === "summed") checkCount(question, marks, name);
}

function checkCount({ blank, min, max }, marks, name) {
  const count = marks.slice(blank ? 1 : 0).reduce((sum, mark) => sum + mark, 0);
  if (blank && marks[0]) {
    need(count === 0, `${name}：选了空白票就不能再选别的。`);
    return;
  }
  const wanted = min === max ? `${min} 项` : `${min} 到 ${max} 项`;
  need(count >= min && count <= max, `${name}：要选 ${wanted}，现在选了 ${count} 项。`);
}
