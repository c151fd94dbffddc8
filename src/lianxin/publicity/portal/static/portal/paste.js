// What is pasted brings its HTML along; the box shows the plain words of it. Without this script the plain words are sent.
const box = document.querySelector("[data-paste]");
const kept = document.querySelector("[name=html]");
const note = document.querySelector("[data-paste-note]");
const shelf = document.querySelector("[data-paste-pictures]");

/** Bytes and kind of the pictures in a text of Word or WPS (RTF), in their order; drawings of other kinds are left out. */
function picturesIn(rtf) {
  const found = [];
  for (let at = rtf.indexOf("{\\pict"); at >= 0; at = rtf.indexOf("{\\pict", at + 6)) {
    let end = at, depth = 0;
    do {
      if (rtf[end] === "{") depth += 1;
      if (rtf[end] === "}") depth -= 1;
      end += 1;
    } while (depth > 0 && end < rtf.length);
    let inside = rtf.slice(at + 1, end - 1);
    const kind = /\\(png|jpeg)blip/.exec(inside)?.[1];
    if (!kind) continue;
    while (/\{[^{}]*\}/.test(inside)) inside = inside.replace(/\{[^{}]*\}/g, "");
    const hex = inside.replace(/\\\*|\\[a-z]+-?\d* ?/gi, "").replace(/\s+/g, "");
    if (!hex || hex.length % 2 || /[^\da-f]/i.test(hex)) continue;
    const bytes = new Uint8Array(hex.length / 2);
    for (let n = 0; n < bytes.length; n += 1) bytes[n] = parseInt(hex.slice(n * 2, n * 2 + 2), 16);
    found.push({ kind, bytes });
  }
  return found;
}

/** Files named as the text names them. The browser may not open `file:` addresses, but the clipboard has their pictures too. */
function filesFor(html, rtf) {
  const named = [...html.matchAll(/<img\b[^>]*?\bsrc\s*=\s*["'](file:[^"']+)["']/gi)].map((match) => match[1]);
  const pictures = named.length && rtf ? picturesIn(rtf) : [];
  if (pictures.length !== named.length) return [];
  return pictures.map(({ kind, bytes }, n) => {
    const stem = named[n].split(/[\\/]/).pop().replace(/\.[^.]*$/, "");
    return new File([bytes], `${stem}.${kind}`, { type: `image/${kind}` });
  });
}

/** Lay them into the form, beside what is there; answers how many. */
function lay(files) {
  if (!shelf || !files.length) return 0;
  const all = new DataTransfer();
  for (const file of [...shelf.files, ...files]) all.items.add(file);
  shelf.files = all.files;
  shelf.dispatchEvent(new Event("change", { bubbles: true }));
  return files.length;
}

function say(many) {
  note.textContent = many ? `已带格式，标题、列表、加粗、链接和 ${many} 张图片会留下。` : "已带格式，标题、列表、加粗和链接会留下。";
}

if (box && kept && note) {
  let shown = box.value;
  if (kept.value) say(0);
  box.addEventListener("paste", (event) => {
    const html = event.clipboardData ? event.clipboardData.getData("text/html") : "";
    if (!html || box.value.trim()) return;
    kept.value = html;
    const many = lay(filesFor(html, event.clipboardData.getData("text/rtf")));
    setTimeout(() => {
      shown = box.value;
      say(many);
    });
  });
  box.addEventListener("input", (event) => {
    if (!kept.value || event.inputType === "insertFromPaste" || box.value === shown) return;
    kept.value = "";
    note.textContent = "文字改动过，将按纯文字处理；想保留格式，请清空后重新粘贴，到编辑页再改。";
  });
}
