/* Every page: read aloud, no double submit, copy, service worker, a word about letters still waiting. */
const $ = (css, root = document) => root.querySelector(css);
const $$ = (css, root = document) => [...root.querySelectorAll(css)];

/* ---- read aloud: the sentence being read is marked; silent where the browser cannot speak ---- */
const voice = window.speechSynthesis;
const button = $("[data-read]");

function sentences(root) {
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) => {
    const box = node.parentElement;
    const mute = box.closest("script, style, [aria-hidden], [hidden], .unseen, textarea, select, button, details:not([open]) > :not(summary)");
    return mute || !box.getClientRects().length || !node.data.trim() ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  });
  let block = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const home = node.parentElement.closest("p, li, h1, h2, h3, h4, td, th, dt, dd, label, figcaption, summary") || node.parentElement;
    const pattern = /[^。！？；!?;\n]+[。！？；!?;]?/g;
    for (let m = pattern.exec(node.data); m; m = pattern.exec(node.data)) {
      if (!m[0].trim()) continue;
      const range = document.createRange();
      range.setStart(node, m.index);
      range.setEnd(node, m.index + m[0].length);
      const last = found[found.length - 1];
      /* pieces of one sentence that sit in several elements of the same block are read in one breath */
      if (last && block === home && !/[。！？；!?;]\s*$/.test(last.text)) {
        last.text += m[0];
        last.ranges.push(range);
      } else found.push({ text: m[0], ranges: [range] });
      block = home;
    }
  }
  return found;
}

function paint(sentence) {
  if (window.Highlight && CSS.highlights) {
    if (sentence) CSS.highlights.set("reading", new Highlight(...sentence.ranges));
    else CSS.highlights.delete("reading");
  } else {
    $$(".reading").forEach((e) => e.classList.remove("reading"));
    if (sentence) sentence.ranges[0].startContainer.parentElement.classList.add("reading");
  }
  const box = sentence && sentence.ranges[0].getBoundingClientRect();
  if (box && (box.top < 80 || box.bottom > innerHeight - 100)) {
    sentence.ranges[0].startContainer.parentElement.scrollIntoView({ block: "center" });
  }
}

if (button && voice && window.SpeechSynthesisUtterance) {
  let turn = 0;
  const label = $("[data-read-label]", button);
  const show = (on) => {
    label.textContent = on ? "停止" : "朗读";
    button.setAttribute("aria-pressed", String(on));
  };
  const stop = () => { turn += 1; voice.cancel(); paint(null); show(false); };
  const speak = (list, at, mine) => {
    if (mine !== turn) return;
    if (at >= list.length) return void stop();
    const words = new SpeechSynthesisUtterance(list[at].text);
    words.lang = "zh-CN";
    words.rate = document.documentElement.matches('[data-mode~="elder"]') ? 0.85 : 1;
    words.voice = voice.getVoices().find((v) => /^zh/i.test(v.lang)) || null;
    words.onstart = () => mine === turn && paint(list[at]);
    words.onend = () => speak(list, at + 1, mine);
    words.onerror = () => mine === turn && stop();
    voice.speak(words);
  };
  button.hidden = false;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return stop();
    voice.cancel();
    turn += 1;
    show(true);
    speak(sentences($("#main")), 0, turn);
  });
  addEventListener("pagehide", stop);
  addEventListener("keydown", (e) => e.key === "Escape" && button.getAttribute("aria-pressed") === "true" && stop());
}

/* ---- one submit, one sending: the second press is swallowed, the button says so ---- */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sending) return void event.preventDefault();
  form.dataset.sending = "1";
  const pressed = event.submitter || $("button:not([type=button])", form);
  if (pressed && pressed.tagName === "BUTTON" && !form.action.endsWith("/mode/")) {
    pressed.dataset.words = pressed.innerHTML;
    pressed.setAttribute("aria-disabled", "true");
    pressed.textContent = "正在提交…";
  }
});
addEventListener("pageshow", () => {
  for (const form of $$("form[data-sending]")) {
    delete form.dataset.sending;
    for (const b of $$("[data-words]", form)) {
      b.innerHTML = b.dataset.words;
      b.removeAttribute("aria-disabled");
      delete b.dataset.words;
    }
  }
});

/* ---- small helpers ---- */
for (const b of $$("[data-copy]")) {
  if (!navigator.clipboard) continue;
  b.hidden = false;
  b.addEventListener("click", async () => {
    const source = $(b.dataset.copy);
    await navigator.clipboard.writeText((source.value || source.textContent).trim());
    const words = b.textContent;
    b.textContent = "已复制";
    setTimeout(() => { b.textContent = words; }, 2000);
  });
}
for (const b of $$("[data-print]")) {
  b.hidden = false;
  b.addEventListener("click", () => print());
}
const summary = $("[data-summary]");
if (summary) summary.focus();

/* a form that was just sent and came to a good end needs its draft no more (drafts.js) */
try {
  const sent = sessionStorage.getItem("lx-sent");
  sessionStorage.removeItem("lx-sent");
  if (sent && $(".toast.ok")) localStorage.removeItem(sent);
} catch { /* storage is switched off: there was no draft */ }

/* a letter that was written without a network is still on this device: say so on public pages */
let waiting = null;
try {
  waiting = localStorage.getItem("lx-waiting");
} catch { /* storage is switched off: nothing can be waiting */ }
const main = $("#main");
if (waiting && main && !$("form[data-offline]") && !document.body.hasAttribute("data-private") && !$("[data-received]")) {
  const box = document.createElement("div");
  box.className = "notice wait";
  const text = document.createElement("p");
  text.textContent = "有一封没有网络时写的留言还没有发出，保存在这台设备上。";
  const link = document.createElement("a");
  link.className = "button small";
  link.href = waiting;
  link.textContent = "去发送";
  box.append(text, link);
  main.prepend(box);
}

if ("serviceWorker" in navigator && !document.body.hasAttribute("data-private")) {
  navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => {});
}
