/* Nothing typed is lost: forms marked data-draft="key" are kept on this device until the server
   shows its receipt (an element data-received="key"). Passwords, tokens, files and fields inside
   data-no-draft are never kept. A draft older than 30 days is dropped. */
const PREFIX = "lx-draft:";
const MONTH = 30 * 24 * 3600 * 1000;
const store = (() => {
  try {
    localStorage.setItem("lx-try", "1");
    localStorage.removeItem("lx-try");
    return localStorage;
  } catch {
    return null;
  }
})();

const skipped = (field) => !field.name || field.disabled
  || /^(hidden|password|file|submit|button|reset)$/.test(field.type) || field.closest("[data-no-draft]");

function collect(form) {
  const kept = {};
  for (const field of form.elements) {
    if (skipped(field)) continue;
    if (/^(checkbox|radio)$/.test(field.type)) {
      kept[field.name] = kept[field.name] || [];
      if (field.checked) kept[field.name].push(field.value);
    } else if (field.value) kept[field.name] = field.value;
  }
  return kept;
}

function fill(form, kept) {
  for (const field of form.elements) {
    if (skipped(field) || !(field.name in kept)) continue;
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = kept[field.name].includes(field.value);
    else field.value = kept[field.name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

const worth = (kept) => Object.values(kept).some((v) => typeof v === "string" && v.trim().length > 1);

function offer(form, key, saved, blank) {
  const box = document.createElement("div");
  box.className = "notice";
  box.setAttribute("role", "status");
  const text = document.createElement("p");
  const day = new Date(saved.at).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
  text.textContent = `已接上您 ${day} 没写完的内容，只保存在这台设备上。`;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "button small";
  drop.textContent = "不要了，重新写";
  drop.addEventListener("click", () => {
    store.removeItem(PREFIX + key);
    form.reset();
    fill(form, blank);
    box.remove();
  });
  box.append(text, drop);
  form.prepend(box);
}

if (store) {
  for (const mark of document.querySelectorAll("[data-received]")) {
    store.removeItem(PREFIX + mark.dataset.received);
  }
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = form.dataset.draft;
    const blank = collect(form);
    let saved = null;
    try {
      saved = JSON.parse(store.getItem(PREFIX + key));
    } catch { /* not ours or broken: start fresh */ }
    /* what the server sent back after an error is newer than the draft and stays */
    const answered = form.querySelector("[data-summary]") || document.querySelector("[data-summary]");
    if (saved && Date.now() - saved.at > MONTH) store.removeItem(PREFIX + key);
    else if (saved && !answered && worth(saved.kept) && JSON.stringify(saved.kept) !== JSON.stringify(blank)) {
      fill(form, saved.kept);
      offer(form, key, saved, blank);
    }
    let timer = 0;
    const save = () => {
      const kept = collect(form);
      try {
        if (worth(kept)) store.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), kept }));
      } catch { /* the device is full: typing goes on */ }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, 400);
    });
    form.addEventListener("change", save);
    addEventListener("pagehide", save);
    /* whether the server took it, the next page knows (shell.js) */
    form.addEventListener("submit", () => sessionStorage.setItem("lx-sent", PREFIX + key));
  }
}
