/* The page on the wall: asks for the next code when this one ends. Without a script the button does it. */
const box = document.querySelector("[data-room]");
const again = async () => {
  try {
    const answer = await fetch(`${location.pathname}?part=1`, { headers: { Accept: "text/html" } });
    if (answer.ok) box.innerHTML = await answer.text();
  } catch { /* no network for a moment: the next time */ }
  wait();
};
const wait = () => {
  const left = Number(box.querySelector("[data-seconds]")?.dataset.seconds) || 5;
  /* the count of those present is asked for in between as well */
  setTimeout(again, Math.min(left, 10) * 1000 + 200);
};
wait();
