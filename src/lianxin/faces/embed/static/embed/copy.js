/* Copy buttons on the page about embedding; without a clipboard they stay hidden, and the code can be selected. */
if (navigator.clipboard && window.isSecureContext) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy).textContent;
      const said = button.querySelector("span");
      try {
        await navigator.clipboard.writeText(text);
        said.textContent = "已复制";
      } catch {
        said.textContent = "没有复制成功，请手动选取";
      }
    });
  }
}
