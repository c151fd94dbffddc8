/* Large keys under a player, and going on where one stopped. The second is kept on this device and nowhere else. */
const clock = (at) => `${Math.floor(at / 60)} 分 ${Math.floor(at % 60)} 秒`;
const store = {
  get(key) { try { return Number(localStorage.getItem(key)) || 0; } catch { return 0; } },
  set(key, at) { try { if (at > 0) localStorage.setItem(key, String(at)); else localStorage.removeItem(key); } catch { /* private window */ } },
};

for (const box of document.querySelectorAll("[data-player]:not([data-on])")) {
  const media = box.querySelector("video, audio");
  if (!media) continue;
  box.dataset.on = "";
  const key = `lx-at:${box.dataset.player}`;
  const keys = document.createElement("div");
  keys.className = "keys";
  const button = (name, words) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.dataset.key = name;
    made.textContent = words;
    keys.append(made);
    return made;
  };
  const toggle = button("toggle", "播放");
  button("-10", "退 10 秒");
  button("10", "进 10 秒");
  const start = button("start", "从头播放");
  start.hidden = true;
  const said = document.createElement("p");
  said.className = "soft";
  said.setAttribute("role", "status");
  media.after(keys, said);

  let from = store.get(key);
  if (from > 0) {
    said.textContent = `上次看到 ${clock(from)}，播放会接着来。`;
    start.hidden = false;
  }
  media.addEventListener("loadedmetadata", () => {
    if (from > 0 && from < media.duration - 3) media.currentTime = from;
    from = 0;
  });
  let told = 0;
  media.addEventListener("timeupdate", () => {
    const at = Math.floor(media.currentTime);
    if (Math.abs(at - told) < 5) return;
    told = at;
    store.set(key, at);
  });
  media.addEventListener("ended", () => store.set(key, 0));
  media.addEventListener("play", () => { toggle.textContent = "暂停"; said.textContent = ""; });
  media.addEventListener("pause", () => { toggle.textContent = "播放"; });
  const last = media.querySelector("source:last-of-type");
  last?.addEventListener("error", () => { said.textContent = "这个浏览器放不了，可以先保存到本机再看。"; });

  keys.addEventListener("click", (event) => {
    const wanted = event.target.closest("[data-key]")?.dataset.key;
    if (!wanted) return;
    if (wanted === "toggle") {
      if (media.paused) media.play().catch(() => {}); else media.pause();
    } else if (wanted === "start") {
      from = 0;
      store.set(key, 0);
      media.currentTime = 0;
      start.hidden = true;
      media.play().catch(() => {});
    } else {
      media.currentTime = Math.max(0, media.currentTime + Number(wanted));
    }
  });
}
