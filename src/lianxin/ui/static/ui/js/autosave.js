/* Writing at length: what is typed into form[data-autosave] is kept on the server a moment later, as a draft that only its
   writer sees. data-names lists the fields that are kept. Until the server has it, it is kept on this device. Without this
   file the button 保存草稿 does the same. */
const form = document.querySelector("form[data-autosave]");
const said = form.querySelector("[data-saving]");
const AFTER = 2500;
const PATIENCE = 8000;
const MONTH = 30 * 24 * 3600 * 1000;
const NAMES = form.dataset.names.split(" ");
const worth = ["title", "body"];
const read = (field) => (field.type === "checkbox" ? String(field.checked) : field.value);
const write = (field, value) => { if (field.type === "checkbox") field.checked = value === "true"; else field.value = value; };
const now = () => Object.fromEntries(NAMES.map((name) => [name, read(form.elements[name])]));
const place = `lx-kept:${form.elements.key.value}`;
const store = (() => {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("lx-kept:") && Date.now() - JSON.parse(localStorage.getItem(key)).at > MONTH) localStorage.removeItem(key);
    }
    return localStorage;
  } catch {
    return null;
  }
})();
const same = (a, b) => NAMES.every((name) => a[name] === b[name]);
const tell = (text, tone = "") => {
  said.textContent = text;
  said.classList.toggle("error", tone === "late");
};

let stored = now(), timer = 0, asked = false, stopped = false, sent = false, pressed = null;

function keepHere() {
  try {
    if (store) store.setItem(place, JSON.stringify({ at: Date.now(), revision: form.elements.revision.value, words: now() }));
  } catch { /* the device is full: typing goes on */ }
}
function forgetHere() {
  if (store) store.removeItem(place);
}

async function save() {
  clearTimeout(timer);
  const words = now();
  if (stopped || sent || asked || same(words, stored) || !worth.some((name) => words[name].trim())) return;
  asked = true;
  const data = new FormData(form);
  for (const field of form.querySelectorAll("input[type=file]")) data.delete(field.name);
  try {
    const reply = await fetch(form.dataset.autosave, { method: "POST", body: data, redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
    const answer = await reply.json();
    if (reply.ok) {
      form.elements.revision.value = answer.revision;
      stored = words;
      if (same(words, now())) forgetHere();
      if (location.pathname !== answer.url) history.replaceState(null, "", answer.url);
      form.action = answer.url;
      tell(answer.said);
    } else {
      stopped = Boolean(answer.stale);
      tell(stopped ? `${answer.said}按“保存草稿”可以对照两份。` : answer.said, "late");
    }
  } catch {
    tell("现在连不上，写的内容先留在这台设备上，连上以后自动保存。", "late");
  }
  asked = false;
  if (pressed) {
    const button = pressed;
    pressed = null;
    return void form.requestSubmit(button);
  }
  if (!stopped && !same(now(), stored)) timer = setTimeout(save, AFTER * 4);
}

form.addEventListener("input", (event) => {
  if (!NAMES.includes(event.target.name)) return;
  keepHere();
  clearTimeout(timer);
  timer = setTimeout(save, AFTER);
});
form.addEventListener("change", (event) => NAMES.includes(event.target.name) && /^(radio|checkbox|select-one)$/.test(event.target.type) && save());
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (asked) { /* the one that is under way comes first, else the press would meet it as somebody else's */
    event.preventDefault();
    pressed = event.submitter || form.querySelector("button[value=save]");
  } else sent = true;
});
addEventListener("pageshow", () => { sent = false; });
addEventListener("online", save);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());

/* what this device has and the server has not: filled in when nobody saved since, offered otherwise */
try {
  const left = store && JSON.parse(store.getItem(place));
  if (left && same(left.words, stored)) forgetHere();
  else if (left && !document.querySelector("[data-summary]")) {
    const fill = () => {
      for (const name of NAMES) write(form.elements[name], left.words[name]);
      form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
    };
    if (left.revision === form.elements.revision.value) {
      fill();
      tell("已接上这台设备上没来得及存的内容。");
    } else {
      const box = document.createElement("div");
      box.className = "notice wait";
      box.setAttribute("role", "status");
      const text = document.createElement("p");
      text.textContent = "这台设备上还有一份没存上的，和下面的不一样。";
      for (const [word, does] of [["换成那一份", fill], ["不要了", forgetHere]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button small";
        button.textContent = word;
        button.addEventListener("click", () => { does(); box.remove(); });
        text.append(" ", button);
      }
      box.append(text);
      form.prepend(box);
    }
  }
} catch { /* not ours or broken: start fresh */ }
