/* Sending a large file with a bar, and the bar of its transcoding. Without this the form is sent as it is. */
const $ = (css, root = document) => root.querySelector(css);

const form = $("[data-sending]");
form?.addEventListener("submit", (event) => {
  const file = $("input[type=file]", form)?.files[0];
  if (!file) return;
  event.preventDefault();
  const box = $("[data-progress]", form);
  const bar = $("progress", box);
  const percent = $("[data-percent]", box);
  const button = $("button.primary", form);
  const request = new XMLHttpRequest();
  const stop = (words) => { percent.textContent = words; button.disabled = false; };
  box.hidden = false;
  button.disabled = true;
  request.open("POST", form.action || location.href);
  request.upload.addEventListener("progress", (e) => {
    if (!e.lengthComputable) return;
    bar.value = Math.floor((100 * e.loaded) / e.total);
    percent.textContent = bar.value < 100 ? `已传 ${bar.value}%` : "已传完，正在检查……";
  });
  request.addEventListener("load", () => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const fresh = $("#main", page);
    if (request.status < 400 && request.responseURL) location.assign(request.responseURL);
    else if (fresh) { $("#main").replaceWith(document.adoptNode(fresh)); $("#main").focus(); again(); }
    else stop(request.status === 413 ? "这个文件太大，服务器没有收下。" : "没有传成功，请再试一次。");
  });
  request.addEventListener("error", () => stop("网络断了，没有传成功。请再试一次。"));
  request.send(new FormData(form));
});

/* the page that came back with errors has a form of its own: sent plainly the second time, nothing is lost */
function again() { $("#main [data-progress]")?.remove(); }

const waiting = $("[data-state]");
if (waiting) {
  const look = async () => {
    try {
      const answer = await fetch(waiting.dataset.state, { headers: { accept: "application/json" } });
      if (!answer.ok) return;
      const { state, progress } = await answer.json();
      if (state === "ready" || state === "failed") { location.reload(); return; }
      $("progress", waiting).value = progress;
      $("[data-percent]", waiting).textContent = `${progress}%`;
    } catch { /* offline for a moment */ }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
}
