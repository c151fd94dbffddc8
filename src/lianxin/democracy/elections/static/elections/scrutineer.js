/* The scrutineer's own device: keys are made, ballots mixed and opened here; what leaves is public and proved. */
import { $, engineOf, post, save, say } from "./engine.mjs";

const desk = $("desk");
const data = JSON.parse($("data").textContent);
const token = desk.querySelector("[name=csrfmiddlewaretoken]").value;
const ask = engineOf(desk.dataset.engine);
/* how often the others are asked after, in milliseconds */
const EVERY = 3000;

function progress(words) {
  return (done, of) => say("status", `${words} ${done} / ${of}`);
}

async function archive() {
  const answer = await fetch(data.file, { cache: "no-store" });
  if (!answer.ok) throw new Error("没有读到选举档案，请刷新页面再试一次。");
  return answer.arrayBuffer();
}

async function handIn(what, body) {
  const said = await post(`${data.post}${what}/`, body, token);
  if (said.wrong) throw new Error(said.wrong);
}

/* run a piece of work from a form or a button; its words stay when it fails */
function on(element, event, work) {
  if (!element) return;
  element.addEventListener(event, async (happened) => {
    happened.preventDefault();
    const button = element.matches("button") ? element : element.querySelector("button");
    if (button.disabled) return;
    button.disabled = true;
    say("wrong", "");
    try {
      await work();
    } catch (error) {
      say("wrong", error.message);
    } finally {
      button.disabled = false;
      say("status", "");
    }
  });
}

/* the key file and the sheet are offered as soon as something of the key is with the server */
function offer(made) {
  $("key").hidden = true;
  $("made").hidden = false;
  $("save").onclick = () => save(`lianxin-key-${data.uuid.slice(0, 6)}-${made.fingerprint}.json`, made.keyfile);
  $("print").onclick = () => window.print();
  const list = $("groups");
  list.replaceChildren();
  for (const group of made.sheet) {
    const item = document.createElement("li");
    item.className = "code";
    item.textContent = group;
    list.append(item);
  }
}

/* the second and the third message, each as soon as the others have sent theirs before */
async function goOn(key) {
  for (;;) {
    const answer = await fetch(`${data.post}state.json`, { cache: "no-store", credentials: "same-origin" });
    if (!answer.ok) throw new Error("没有读到进展，请刷新页面再试一次。");
    const now = await answer.json();
    $("words").textContent = now.words;
    const given = { group: now.group, threshold: now.threshold, certificates: now.certificates, ...key };
    if (now.step === "polynomial") await handIn("polynomial", (await ask("polynomial", given)).polynomial);
    else if (now.step === "output") await handIn("output", (await ask("output", { ...given, input: now.input })).output);
    else if (now.step === "wait_key") await new Promise((resolve) => setTimeout(resolve, EVERY));
    else return;
  }
}

on($("key"), "submit", async () => {
  say("status", "正在做密钥……");
  const passphrase = $("pass").value;
  if (data.threshold) {
    const { group, size, threshold, index } = data;
    const made = await ask("certificate", { group, size, threshold, index, passphrase });
    await handIn("certificate", made.certificate);
    offer(made);
    await goOn({ keyfile: made.keyfile, passphrase });
    return;
  }
  const made = await ask("key", { group: data.group, name: data.name, passphrase });
  await handIn("key", made.public);
  $("words").textContent = "您的密钥做好了。存好以后，到停止投票再来。";
  offer(made);
});

on($("go-on"), "submit", async () => {
  const [file] = $("file").files;
  if (!file) throw new Error("请选密钥文件。");
  await goOn({ keyfile: await file.text(), passphrase: $("pass").value });
  location.reload();
});

on($("mix"), "click", async () => {
  say("status", "正在核对档案……");
  const made = await ask("shuffle", { archive: await archive() }, progress("正在打乱，请不要关这一页"));
  await handIn("shuffle", made.shuffle);
  location.reload();
});

on($("open"), "submit", async () => {
  const [file] = $("file").files;
  const given = { archive: await archive() };
  if (data.kept) given.kept = data.kept;
  if ($("paper").value.trim()) given.sheet = $("paper").value;
  else if (file) Object.assign(given, { keyfile: await file.text(), passphrase: $("pass").value });
  else throw new Error("请选密钥文件，或者写恢复单上的字。");
  say("status", "正在核对档案、开票……");
  const made = await ask("decrypt", given, progress("正在开票，请不要关这一页"));
  await handIn("decrypt", made.decryption);
  location.reload();
});
