/* Forms: characters left, pictures shown and made smaller, suggestions while typing, filters that apply at once. */
const $ = (css, root = document) => root.querySelector(css);
const $$ = (css, root = document) => [...root.querySelectorAll(css)];

/* ---- characters: counted aloud only near the end ---- */
for (const area of $$("textarea[maxlength], input[data-count][maxlength]")) {
  const line = document.createElement("p");
  line.className = "count num";
  const quiet = document.createElement("span");
  quiet.className = "unseen";
  quiet.setAttribute("aria-live", "polite");
  area.after(line, quiet);
  const most = Number(area.maxLength);
  const tell = () => {
    const left = most - area.value.length;
    line.textContent = left > most * 0.2 ? `已写 ${area.value.length} 字` : `还可写 ${left} 字`;
    line.classList.toggle("late", left === 0);
    quiet.textContent = left <= 20 ? `还可写 ${left} 字` : "";
  };
  area.addEventListener("input", tell);
  tell();
}

/* ---- pictures: a look before sending, smaller for slow networks, hidden data gone with the redraw ---- */
const LONG_SIDE = 2048;

async function smaller(file) {
  if (!/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type) || file.size < 600_000) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.86); });
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
}

for (const box of $$("[data-upload]")) {
  const slots = $$("[data-slot]", box);
  const arrange = () => {
    /* one empty slot at a time: filled ones first, then the next, the rest wait */
    let spare = false;
    for (const slot of slots) {
      const filled = $("input[type=file]", slot).files.length > 0;
      slot.hidden = !filled && spare;
      if (!filled) spare = true;
      const choice = $(".switch", slot);
      if (choice) choice.hidden = !filled;
    }
  };
  for (const slot of slots) {
    const input = $("input[type=file]", slot);
    const shot = $(".shot", slot);
    const name = $("[data-name]", slot);
    const empty = [shot.innerHTML, name.textContent];
    input.addEventListener("change", async () => {
      const file = input.files[0];
      if (!file) {
        [shot.innerHTML, name.textContent] = empty;
        return arrange();
      }
      if (!input.dataset.small) {
        const small = await smaller(file);
        if (small !== file && window.DataTransfer) {
          const carry = new DataTransfer();
          carry.items.add(small);
          input.files = carry.files;
        }
      }
      const image = new Image();
      image.alt = "";
      image.src = URL.createObjectURL(input.files[0]);
      image.onload = () => URL.revokeObjectURL(image.src);
      shot.replaceChildren(image);
      name.textContent = `已选，点此更换（${Math.max(1, Math.round(input.files[0].size / 1024))} KB）`;
      arrange();
    });
  }
  arrange();
}

/* ---- suggestions: <input data-suggest="/letters/similar/" data-suggest-into="#similar"> ---- */
for (const input of $$("[data-suggest]")) {
  const into = $(input.dataset.suggestInto);
  let timer = 0;
  let asked = null;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (asked) asked.abort();
      const text = input.value.trim();
      if (text.length < 4) return void into.replaceChildren();
      asked = new AbortController();
      try {
        const reply = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text.slice(0, 200))}`, { signal: asked.signal });
        if (reply.ok) into.innerHTML = await reply.text();
      } catch { /* no network: writing goes on without suggestions */ }
    }, 500);
  });
}

/* ---- fields that belong to a choice: <div data-when="kind=complaint,appeal"> ---- */
for (const part of $$("[data-when]")) {
  const [name, wanted] = part.dataset.when.split("=");
  const form = part.closest("form");
  const follow = () => {
    const value = new FormData(form).get(name);
    part.hidden = !wanted.split(",").includes(String(value));
  };
  form.addEventListener("change", follow);
  follow();
}

/* ---- filters apply when they are chosen; the button stays for those without scripts ---- */
for (const form of $$("form[data-instant]")) {
  form.addEventListener("change", (e) => e.target.matches("select, [type=checkbox], [type=radio]") && form.requestSubmit());
  $$("[data-instant-button]", form).forEach((b) => { b.classList.add("unseen"); b.tabIndex = -1; });
}
