/* The workbench: j and k walk through a list while the focus is inside it, x marks a row, / goes to
   the search box of the list. Keys work only inside the list, so that they never surprise anybody. */
for (const list of document.querySelectorAll("[data-keys]")) {
  const rows = () => [...list.querySelectorAll("[data-row]")];
  const target = (row) => row.querySelector("a[href]") || row;
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const all = rows();
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const move = { j: 1, k: -1 }[event.key];
    if (move) {
      const next = all[Math.min(all.length - 1, Math.max(0, at + move))];
      if (next) target(next).focus();
    } else if (event.key === "x" && at >= 0) {
      const box = all[at].querySelector("input[type=checkbox]");
      if (box) box.click();
    } else if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (!search) return;
      search.focus();
    } else return;
    event.preventDefault();
  });
}

/* mark all rows; the bar with what can be done says how many */
for (const all of document.querySelectorAll("[data-all]")) {
  const form = all.closest("form");
  const boxes = () => [...form.querySelectorAll("[data-row] input[type=checkbox]")];
  const tell = () => {
    const n = boxes().filter((b) => b.checked).length;
    for (const place of form.querySelectorAll("[data-chosen]")) place.textContent = n ? `已选 ${n} 件` : "先勾选要办的事项";
  };
  all.addEventListener("change", () => { boxes().forEach((b) => { b.checked = all.checked; }); tell(); });
  form.addEventListener("change", tell);
  tell();
}

/* a menu that is open closes when one clicks elsewhere or presses Escape */
const menus = "details.seat[open], details[data-menu][open]";
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(menus)) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(menus)) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
