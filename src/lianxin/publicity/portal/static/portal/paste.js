// What is pasted brings its HTML along; the box shows the plain words of it. Without this script the plain words are sent.
const box = document.querySelector("[data-paste]");
const kept = document.querySelector("[name=html]");
const note = document.querySelector("[data-paste-note]");
if (box && kept && note) {
  let shown = box.value;
  if (kept.value) note.textContent = "已带格式，标题、列表、加粗和链接会留下。";
  box.addEventListener("paste", (event) => {
    const html = event.clipboardData ? event.clipboardData.getData("text/html") : "";
    if (!html || box.value.trim()) return;
    kept.value = html;
    setTimeout(() => {
      shown = box.value;
      note.textContent = "已带格式，标题、列表、加粗和链接会留下。";
    });
  });
  box.addEventListener("input", (event) => {
    if (!kept.value || event.inputType === "insertFromPaste" || box.value === shown) return;
    kept.value = "";
    note.textContent = "文字改动过，将按纯文字处理；想保留格式，请清空后重新粘贴，到编辑页再改。";
  });
}
