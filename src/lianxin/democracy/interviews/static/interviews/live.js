/* A board that keeps itself fresh: asks every few seconds whether there is a new one, rests while nobody looks. */
const board = document.querySelector("[data-live]");
const words = document.querySelector("[data-live-words]");
const PATIENCE = 60;

if (board) {
  const seconds = Number(board.dataset.seconds) || 5;
  let tag = board.dataset.tag || "";
  let wait = seconds;
  let timer = 0;

  const answers = () => board.querySelectorAll(".reply").length;

  const put = (html) => {
    const held = document.activeElement;
    const inside = board.contains(held) && held.name ? `[name="${held.name}"][value="${held.value}"]` : "";
    const opened = [...board.querySelectorAll("details[open]")].map((d) => d.closest("[id]")?.id).filter(Boolean);
    const before = answers();
    board.innerHTML = html;
    for (const id of opened) board.querySelector(`#${id} details`)?.setAttribute("open", "");
    if (inside) board.querySelector(inside)?.focus({ preventScroll: true });
    const fresh = answers() - before;
    if (words && fresh > 0) words.textContent = `新的答复 ${fresh} 条。`;
  };

  const ask = async () => {
    try {
      const reply = await fetch(board.dataset.live, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", credentials: "same-origin" });
      if (reply.status === 200) {
        tag = reply.headers.get("ETag") || "";
        put(await reply.text());
        wait = seconds;
      } else if (reply.status === 304) wait = seconds;
      else wait = Math.min(PATIENCE, wait * 2);
    } catch {
      wait = Math.min(PATIENCE, wait * 2);
    }
    plan();
  };

  const plan = () => {
    clearTimeout(timer);
    if (!document.hidden && !board.querySelector("[data-over]")) timer = setTimeout(ask, wait * 1000);
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
  plan();
}
