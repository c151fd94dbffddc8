/* A letter written without a network: form[data-offline="key"] with a hidden idempotency key inside
   (name="key"). When the server cannot be reached the whole form, pictures included, is kept in
   IndexedDB, the person is told, and it is sent as an ordinary submit once the network is back, so
   that the receipt appears as always. The same idempotency key goes along: nothing doubles. */
const KEY = "key";
const form = document.querySelector("form[data-offline]");

function base() {
  return new Promise((done, fail) => {
    const open = indexedDB.open("lianxin", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("letters");
    open.onsuccess = () => done(open.result);
    open.onerror = () => fail(open.error);
  });
}

async function shelf(mode, work) {
  const db = await base();
  return new Promise((done, fail) => {
    const change = db.transaction("letters", mode);
    const asked = work(change.objectStore("letters"));
    change.oncomplete = () => { db.close(); done(asked.result); };
    change.onerror = () => { db.close(); fail(change.error); };
  });
}

const put = (name, value) => shelf("readwrite", (s) => s.put(value, name));
const get = (name) => shelf("readonly", (s) => s.get(name));
const drop = (name) => shelf("readwrite", (s) => s.delete(name));

async function reachable() {
  if (navigator.onLine === false) return false;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 6000);
  try {
    return (await fetch("/healthz", { cache: "no-store", credentials: "omit", signal: stop.signal })).status < 500;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function say(text, tone, ...buttons) {
  let box = form.querySelector("[data-offline-said]");
  if (!box) {
    box = document.createElement("div");
    box.dataset.offlineSaid = "";
    box.setAttribute("role", "status");
    box.tabIndex = -1;
    form.prepend(box);
  }
  box.className = `notice ${tone}`;
  const line = document.createElement("p");
  line.textContent = text;
  box.replaceChildren(line, ...buttons);
  return box;
}

function press(words, work) {
  const b = document.createElement("button");
  b.type = "button";
  b.className = "button small";
  b.textContent = words;
  b.addEventListener("click", work);
  return b;
}

function gather() {
  const fields = [];
  for (const [name, value] of new FormData(form)) {
    if (name === "csrfmiddlewaretoken") continue;
    if (value instanceof File) {
      if (value.size) fields.push([name, value]);
    } else fields.push([name, value]);
  }
  return { at: Date.now(), fields };
}

function refill(kept) {
  const values = new Map();
  for (const [name, value] of kept.fields) values.set(name, [...(values.get(name) || []), value]);
  for (const field of form.elements) {
    if (!field.name || field.name === "csrfmiddlewaretoken") continue;
    const mine = values.get(field.name);
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = Boolean(mine && mine.includes(field.value));
    else if (field.type === "file") {
      if (!mine || !window.DataTransfer) continue;
      const carry = new DataTransfer();
      mine.forEach((f) => carry.items.add(f));
      field.files = carry.files;
      field.dataset.small = "1";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (mine && /^(text|textarea|tel|email|search|number|date|select-one|hidden|url)$/.test(field.type)) field.value = mine.shift();
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

async function send(name) {
  if (!(await reachable())) return keepTelling();
  say("网络恢复了，正在发送。", "ok");
  /* the token of a page that was opened long ago or from the device may be stale: take a fresh one */
  try {
    const page = new DOMParser().parseFromString(await (await fetch(form.action || location.href, { cache: "no-store" })).text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]");
    const mine = form.querySelector("[name=csrfmiddlewaretoken]");
    if (token && mine) mine.value = token.value;
  } catch { return keepTelling(); }
  form.dataset.sure = name;
  form.requestSubmit();
  return undefined;
}

function keepTelling() {
  const name = form.dataset.offline;
  say("现在没有网络。这封留言和照片已完整保存在这台设备上，网络恢复后会自动发送；也可以先关掉这一页，下次打开时再发。", "wait",
    press("再试一次", () => send(name)));
}

async function keep(name) {
  await put(name, gather());
  localStorage.setItem("lx-waiting", location.pathname);
  keepTelling();
  form.querySelector("[data-offline-said]").focus();
}

async function start() {
  const name = form.dataset.offline;
  if (!form.querySelector(`[name=${KEY}]`)) throw new Error("an offline form carries an idempotency key");
  form.addEventListener("submit", (event) => {
    if (form.dataset.sure || form.dataset.sending) return;
    event.preventDefault();
    event.stopPropagation();
    const pressed = event.submitter;
    reachable().then((yes) => {
      if (!yes) return keep(name);
      form.dataset.sure = name;
      form.requestSubmit(pressed);
      return undefined;
    });
  }, true);
  addEventListener("pageshow", () => { delete form.dataset.sure; });
  addEventListener("online", async () => { if (await get(name)) send(name); });
  const kept = await get(name);
  /* a page that lay on the device is opened many times; every letter begun on it gets a key of its own */
  if (!kept && form.hasAttribute("data-fresh") && crypto.randomUUID) form.querySelector(`[name=${KEY}]`).value = crypto.randomUUID();
  if (!kept) return;
  refill(kept);
  const day = new Date(kept.at).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
  say(`这封留言 ${day} 写好，当时没有网络，还没有发出。`, "wait", press("现在发送", () => send(name)),
    press("不要了", async () => { await drop(name); localStorage.removeItem("lx-waiting"); form.reset(); form.querySelector("[data-offline-said]").remove(); }));
}

if ("indexedDB" in window) {
  for (const mark of document.querySelectorAll("[data-received]")) {
    drop(mark.dataset.received).then(() => localStorage.removeItem("lx-waiting"), () => {});
  }
  if (form) start();
}
