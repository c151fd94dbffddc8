/* Slips: random credentials made here, printed here; only their public halves go to the server, sorted. */
import { $, engineOf, post, say } from "./engine.mjs";

const making = $("making");
const { group, uuid, count, booth, revision, engine, title } = making.dataset;
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
const ask = engineOf(engine);

function line(tag, words, name = "") {
  const found = document.createElement(tag);
  found.textContent = words;
  if (name) found.className = name;
  return found;
}

async function draw(slips) {
  const place = $("slips");
  place.replaceChildren();
  for (const { credential } of slips) {
    const slip = document.createElement("section");
    slip.className = "slip";
    const { svg } = await ask("qr", { text: `${booth}#${credential}` });
    const code = document.createElement("div");
    code.innerHTML = svg;
    slip.append(line("b", title), line("span", "投票凭证，只用一次会场投票，请勿给别人看"), line("span", credential, "code secret"), code, line("small", `扫一扫，或者打开 ${booth} 输入上面的字`));
    place.append(slip);
  }
}

$("make").onclick = async () => {
  $("make").disabled = true;
  try {
    say("said", "正在生成……");
    const { slips } = await ask("slips", { group, uuid, count: Number(count) });
    const publics = slips.map((one) => one.public).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    const said = await post(location.pathname, JSON.stringify({ publics, revision }), token);
    if (said.wrong) throw new Error(said.wrong);
    await draw(slips);
    $("print").hidden = false;
    $("print").classList.add("primary");
    $("make").hidden = true;
    say("said", `已登记 ${said.slips} 份。请现在打印：离开这一页就再也看不到了。`);
  } catch (error) {
    say("said", error.message);
    $("make").disabled = false;
  }
};
$("print").onclick = () => window.print();
window.addEventListener("beforeunload", (event) => {
  if (!$("print").hidden) event.preventDefault();
});
