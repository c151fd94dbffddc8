// The panel of hints in Wagtail's editing form: asked anew after each save that happens without a new page.
(() => {
  const box = document.querySelector("[data-lx-hints]");
  const url = box && box.dataset.lxHints;
  if (!url || box.dataset.lxReady) return;
  box.dataset.lxReady = "1";
  const ask = async () => {
    const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (answer.ok) box.innerHTML = (await answer.json()).html; // made and escaped by our own template
  };
  document.addEventListener("w-autosave:success", ask);
})();
