/* How far the worker is with a roster: asked for every three seconds. Without a script the button does it. */
const box = document.querySelector("[data-progress]");
const again = async () => {
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    const told = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
    if (!told) {
      location.reload(); /* it is over, one way or the other */
      return;
    }
    box.innerHTML = told.innerHTML;
  } catch { /* no network for a moment: the next time */ }
  setTimeout(again, 3000);
};
setTimeout(again, 3000);
