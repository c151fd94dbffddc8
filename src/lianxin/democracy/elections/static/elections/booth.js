/* The booth: choices in words, locked on this device, audited or cast; "已投入票箱" only after the server's receipt. */
import { $, engineOf, post, save, say } from "./engine.mjs";

const form = $("booth");
const data = JSON.parse($("data").textContent);
const trial = "trial" in form.dataset;
const kiosk = "kiosk" in form.dataset;
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const ask = engineOf(form.dataset.engine);
const SECTIONS = ["s-code", "s-choose", "s-look", "s-locked", "s-audit", "s-done"];
const GROUP = data.candidates;
let locked = null;
let busy = false;

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
/* a slip's QR code brings the credential behind the #, which no server sees; it does not stay in the address */
if (location.hash.length > 1) {
  $("code").value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
}
ask("prepare", { election: data.election }).catch((error) => say("choose-wrong", error.message));

function show(...names) {
  for (const id of SECTIONS) $(id).hidden = !names.includes(id);
  const first = $(names[names.length - 1]);
  if (first.tabIndex < 0) first.focus();
}

function mark(at) {
  const chosen = form.querySelector(`[name=c${at}]:checked`);
  return chosen ? Number(chosen.value) : 0;
}

function marks() {
  return Array.from({ length: GROUP }, (_, at) => mark(at));
}

function named() {
  return Array.from({ length: data.others }, (_, at) => Number($(`w${at}`).value || 0)).filter(Boolean);
}

/* what is sent into the box, and the words in which the voter reads it */
function choices() {
  if (!data.persons) return marks().map((value) => [1, 2, 3].map((one) => Number(one === value)));
  const others = named();
  while (others.length < data.others) others.push(0);
  return [[...marks(), ...others.flatMap((number) => [number >> 8, number & 255])]];
}

function wrongWith() {
  if (!data.persons) return marks().includes(0) ? "每一项都要选一个：赞成、不赞成或者弃权。" : "";
  const yes = marks().filter((value) => value === 1).length;
  const no = marks().filter((value) => value === 2).length;
  const others = named();
  if (new Set(others).size < others.length) return "另选的同一个人写了两遍。";
  if (others.length > no) return "对几名候选人投了不赞成，才可以另选几人；弃权不能另选。";
  if (yes + others.length > data.seats) return `赞成和另选一共 ${yes + others.length} 人，多于应选的 ${data.seats} 名，是废票。请改一改。`;
  return "";
}

function look() {
  const wrong = wrongWith();
  say("choose-wrong", wrong);
  if (wrong) return $("choose-wrong").scrollIntoView({ block: "center" });
  const list = $("words");
  list.replaceChildren();
  const names = [...form.querySelectorAll("fieldset.ballot legend")].map((one) => one.textContent);
  const said = marks().map((value, at) => [names[at], ["没有选，按弃权计", "赞成", "不赞成", "弃权"][value]]);
  for (const one of named()) said.push(["另选", form.querySelector(`option[value="${one}"]`).textContent]);
  for (const [name, word] of said) {
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = name;
    dd.textContent = word;
    list.append(dt, dd);
  }
  $("undone").textContent = marks().includes(0) ? "没有选的按弃权计。" : "";
  return show("s-look");
}

async function credential() {
  if (trial && !$("code").value.trim()) return (await ask("slips", { uuid: JSON.parse(data.election).uuid, group: JSON.parse(data.election).group, count: 1 })).slips[0].credential;
  const given = { typed: $("code").value, election: data.election };
  if (!trial && data.roll) given.roll = data.roll;
  return (await ask("credential", given)).credential;
}

async function lock() {
  say("status", "正在给选票上锁……");
  let code;
  try {
    code = await credential();
    say("code-wrong", "");
  } catch (error) {
    say("status", "");
    say("code-wrong", error.message);
    show("s-code", "s-choose");
    $("code").focus();
    return;
  }
  try {
    locked = await ask("fill", { election: data.election, credential: code, choices: choices() });
  } catch (error) {
    say("status", "");
    say("choose-wrong", error.message);
    show("s-code", "s-choose");
    return;
  }
  say("status", "");
  $("tracker").textContent = locked.tracker;
  show("s-locked");
}

async function cast() {
  say("cast-wrong", "");
  say("status", "正在投入票箱……");
  if (!locked.ballot) locked.ballot = (await ask("release", { tracker: locked.tracker })).ballot;
  const said = await post(trial ? data.trial : data.cast, locked.ballot, trial ? token : "");
  say("status", "");
  if (said.wrong) return say("cast-wrong", said.wrong);
  if (!trial && said.tracker !== locked.tracker) return say("cast-wrong", "服务器的收据和您的票对不上，请找工作人员。");
  $("receipt").textContent = locked.tracker;
  $("where").textContent = trial ? "这台设备可以用来投票。" : `在档案的第 ${said.height} 节，链头 ${said.head.slice(0, 16)}。`;
  if (!trial) {
    const { svg } = await ask("qr", { text: locked.tracker }).catch(() => ({ svg: "" }));
    $("qr").innerHTML = svg;
  }
  $("code").value = "";
  return show("s-done");
}

async function audit() {
  try {
    const opened = await ask("open", { tracker: locked.tracker });
    const found = await ask("audit", { election: data.election, ballot: opened.ballot, opening: opened.opening, choices: choices() });
    $("audit-said").textContent = `这张票里锁的正是您选的（追踪号 ${found.tracker}）。它已经拆开，不能再投。`;
    $("save-audit").onclick = () => save(`audit-${opened.tracker.slice(0, 8)}.json`, JSON.stringify(opened));
  } catch (error) {
    $("audit-said").textContent = `检查没有通过：${error.message} 请不要用这台设备投票，告诉工作人员。`;
  }
  show("s-audit");
}

function again() {
  locked = null;
  show("s-code", "s-choose");
}

/* one piece of work at a time: a second press waits for the first */
function once(work) {
  return async () => {
    if (busy) return;
    busy = true;
    try {
      await work();
    } catch (error) {
      say("status", error.message);
    } finally {
      busy = false;
    }
  };
}

$("go-look").onclick = once(look);
$("go-lock").onclick = once(lock);
$("go-cast").onclick = once(cast);
$("go-audit").onclick = once(audit);
for (const one of form.querySelectorAll("[data-back]")) one.onclick = () => show("s-code", "s-choose");
for (const one of form.querySelectorAll("[data-again]")) one.onclick = again;
/* a page without https has no clipboard: then the text is marked, so that the device's own copying finds it */
$("copy").onclick = async () => {
  try {
    await navigator.clipboard.writeText(locked.tracker);
    say("status", "抄好了。");
  } catch {
    getSelection().selectAllChildren($("receipt"));
    say("status", "已选中追踪号，请复制。");
  }
};
if (kiosk) {
  $("next").onclick = () => {
    form.reset();
    for (const id of ["words", "tracker", "receipt", "qr", "where", "audit-said", "undone"]) $(id).replaceChildren();
    for (const id of ["code-wrong", "choose-wrong", "cast-wrong", "status"]) say(id, "");
    again();
    window.scrollTo(0, 0);
    $("code").focus();
  };
}
