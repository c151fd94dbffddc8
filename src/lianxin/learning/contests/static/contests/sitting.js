/* 答题: every answer goes to the server at once; without a network it stays on this device and goes later. The clock is the
   server's: each reply says how many seconds are left. Without this script the page works by its two buttons. */
const form = document.querySelector("form[data-paper]");
const RETRY = 4000;
const OLD = 7 * 24 * 3600 * 1000;
const PREFIX = "lx-paper:";

const store = (() => {
  try {
    localStorage.setItem("lx-try", "1");
    localStorage.removeItem("lx-try");
    return localStorage;
  } catch {
    return null;
  }
})();

if (form) {
  const key = PREFIX + form.dataset.paper;
  const clock = form.querySelector("[data-clock]");
  const state = form.querySelector("[data-state]");
  const count = form.querySelector("[data-count]");
  const missing = form.querySelector("[data-missing]");
  const aloud = document.querySelector("[data-aloud]");
  const questions = [...form.querySelectorAll("fieldset[data-at]")];
  let ends = Date.now() + Number(form.dataset.left) * 1000;
  let waiting = read();
  let sending = false;
  let closed = false;
  let told = Infinity;
  let timer = 0;
  let quiet = 0;

  form.querySelector("[data-plain]").hidden = true;

  function read() {
    try {
      for (const name of Object.keys(store)) {
        if (name.startsWith(PREFIX) && name !== key && Date.now() - (JSON.parse(store[name]).at || 0) > OLD) store.removeItem(name);
      }
      return JSON.parse(store.getItem(key)).answers || {};
    } catch {
      return {};
    }
  }

  function write() {
    if (!store) return;
    if (Object.keys(waiting).length) store.setItem(key, JSON.stringify({ at: Date.now(), answers: waiting }));
    else store.removeItem(key);
  }

  const said = (question) => {
    if (question.dataset.kind === "blank") {
      const written = [...question.querySelectorAll("input[name^='a']")].map((field) => field.value.trim());
      return written.some(Boolean) ? written : [];
    }
    return [...question.querySelectorAll("input:checked")].map((field) => Number(field.value)).sort((a, b) => a - b);
  };

  /* what waits on this device is shown as chosen, also after a reload */
  function show(question, answer) {
    if (question.dataset.kind === "blank") {
      question.querySelectorAll("input[name^='a']").forEach((field, n) => { field.value = answer[n] || ""; });
    } else {
      question.querySelectorAll("input[name^='a']").forEach((field) => { field.checked = answer.includes(Number(field.value)); });
    }
  }

  function say(text, unsent) {
    state.textContent = text;
    state.classList.toggle("unsent", Boolean(unsent));
  }

  function progress() {
    const open = questions.filter((question) => said(question).length === 0).map((question) => Number(question.dataset.at) + 1);
    count.textContent = String(questions.length - open.length);
    missing.textContent = open.length ? `还有 ${open.length} 题没有答：第 ${open.slice(0, 12).join("、")} 题${open.length > 12 ? " 等" : ""}。没有答的不得分，不倒扣。` : "都答了。交卷以前可以随时改。";
  }

  function chosen(question) {
    waiting[question.dataset.at] = { said: said(question), when: Date.now() };
    write();
    progress();
    say("正在存…");
    clearTimeout(quiet);
    quiet = setTimeout(send, question.dataset.kind === "blank" ? 900 : 0);
  }

  async function send() {
    clearTimeout(timer);
    if (sending || closed) return;
    const batch = { ...waiting };
    if (!Object.keys(batch).length) return;
    sending = true;
    let failed = false;
    say("正在存…");
    const answers = {};
    for (const [at, row] of Object.entries(batch)) answers[at] = { said: row.said, ago: Math.max(0, Math.round(Date.now() - row.when)) };
    try {
      const reply = await fetch(form.dataset.keep, {
        method: "POST", credentials: "same-origin", cache: "no-store", redirect: "error",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify({ answers }),
      });
      if (reply.status === 409) refused((await reply.json()).words);
      else if (!reply.ok) throw new Error(String(reply.status));
      else kept(batch, await reply.json());
    } catch {
      failed = true;
      say(`没有连上，${Object.keys(waiting).length} 题先存在这台设备上`, true);
    }
    sending = false;
    if (Object.keys(waiting).length && !closed) timer = setTimeout(send, failed ? RETRY : 0);
  }

  function kept(batch, reply) {
    for (const [at, row] of Object.entries(batch)) {
      if (waiting[at] && waiting[at].when === row.when) delete waiting[at];
      const was = form.elements[`was${at}`];
      if (was) was.value = pythonic(row.said);
    }
    write();
    ends = Date.now() + reply.left * 1000;
    say(Object.keys(waiting).length ? "正在存…" : "已存好");
  }

  /* the server compares with its own way of writing a list */
  const pythonic = (answer) => `[${answer.map((one) => JSON.stringify(one)).join(", ")}]`;

  function refused(words) {
    closed = true;
    say(words, true);
    aloud.textContent = words;
    waiting = {};
    write();
    for (const field of form.querySelectorAll("input:not([type=hidden]), button")) field.disabled = true;
    const link = document.createElement("a");
    link.className = "button primary";
    link.href = form.dataset.back;
    link.textContent = "回竞赛页";
    missing.replaceChildren(document.createTextNode(words), document.createElement("br"), link);
  }

  function tick() {
    const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
    clock.textContent = left ? `还有 ${Math.floor(left / 60)} 分 ${String(left % 60).padStart(2, "0")} 秒` : "时间到了";
    for (const mark of [300, 60]) {
      if (left <= mark && told > mark && left > 0) {
        told = mark;
        aloud.textContent = `还有 ${mark / 60} 分钟`;
      }
    }
    if (!left && !closed) {
      if (Object.keys(waiting).length) send();
      if (Date.now() > ends + Number(form.dataset.grace) * 1000) refused("时间到了，按记下的答案交卷。");
    }
  }

  for (const question of questions) {
    const kept_here = waiting[question.dataset.at];
    if (kept_here) show(question, kept_here.said);
    question.addEventListener(question.dataset.kind === "blank" ? "input" : "change", () => chosen(question));
  }
  form.addEventListener("submit", () => clearTimeout(timer));
  addEventListener("online", send);
  addEventListener("pagehide", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  setInterval(tick, 1000);
  tick();
  progress();
  send();
}
