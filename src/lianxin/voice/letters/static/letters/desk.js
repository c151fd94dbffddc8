/* Writing at the desk: texts to start from, live hints, drafts kept on the server, print. */
const field = (form) => form.querySelector("textarea");

for (const box of document.querySelectorAll("[data-canned]")) {
  const into = document.getElementById(box.dataset.canned);
  box.addEventListener("click", (event) => {
    if (!event.target.matches("[data-use]")) return;
    const text = event.target.closest("li").querySelector(".words").textContent;
    into.value = into.value.trim() ? `${into.value.trimEnd()}\n${text}` : text;
    into.dispatchEvent(new Event("input", { bubbles: true }));
    box.open = false;
    into.focus();
  });
}

async function post(form, url) {
  const data = new FormData(form);
  for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
  return fetch(url, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" } });
}

for (const form of document.querySelectorAll("form[data-hints]")) {
  const into = form.querySelector("[data-hints-into]");
  const said = form.querySelector("[data-saved]");
  let timer = 0, dirty = false, busy = false, leaving = false;
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      try {
        const answer = await post(form, form.dataset.hints);
        if (answer.ok) into.innerHTML = await answer.text();
      } catch { /* no network: writing goes on without hints */ }
    }, 1200);
  });
  form.addEventListener("submit", (event) => { leaving = !(event.submitter && event.submitter.formTarget === "_blank"); });
  setInterval(async () => {
    if (!dirty || busy || leaving || !field(form).value.trim()) return;
    busy = true;
    dirty = false;
    try {
      const answer = await (await post(form, form.dataset.autosave)).json();
      said.textContent = answer.saved ? `${answer.text} ${new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" })}` : answer.text;
    } catch {
      dirty = true;
      said.textContent = "网络不通，草稿先保存在这台设备上。";
    }
    busy = false;
  }, 30000);
}

/* the people of another office, without losing what was typed */
const office = document.querySelector("select[data-people]");
if (office) {
  office.addEventListener("change", async () => {
    const into = document.getElementById(office.dataset.into);
    try {
      const answer = await fetch(`${office.dataset.people}?organisation=${encodeURIComponent(office.value)}`);
      if (answer.ok) into.innerHTML = await answer.text();
    } catch { /* the office alone is enough */ }
  });
}

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
