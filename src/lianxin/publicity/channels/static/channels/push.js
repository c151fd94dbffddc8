/* 新内容提醒: a button that asks the browser for messages of one account, and ends them again.
   Markup: <div data-push="/channels/push/2/" hidden> <button type="button"> <p role="status">. It stays hidden where
   the browser cannot; the newsletter beside it needs no script. Every account has a worker of its own below its
   address, because a browser keeps one subscription for each worker. No other host is asked by this page. */
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

async function tell(address, body) {
  const answer = await fetch(address, {
    method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error || "没有成功，请稍后再试。");
}

async function begin(address) {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("浏览器没有允许通知。需要时可以在浏览器设置里打开。");
  const worker = await navigator.serviceWorker.register(`${address}worker.js`, { scope: address });
  await ready(worker);
  const { key } = await (await fetch(`${address}key/`, { credentials: "omit" })).json();
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  try {
    await tell(address, made.toJSON());
  } catch (problem) {
    await made.unsubscribe();
    throw problem;
  }
}

function ready(worker) {
  const young = worker.installing || worker.waiting;
  if (!young) return Promise.resolve();
  return new Promise((done) => {
    young.addEventListener("statechange", () => young.state === "activated" && done());
    if (worker.active) done();
  });
}

async function end(address) {
  const worker = await navigator.serviceWorker.getRegistration(address);
  const held = await worker?.pushManager.getSubscription();
  if (held) {
    await tell(address, { endpoint: held.endpoint, leave: true });
    await held.unsubscribe();
  }
  if (worker?.scope.endsWith(address)) await worker.unregister();
}

async function on(address) {
  const worker = await navigator.serviceWorker.getRegistration(address);
  return Boolean(worker?.scope.endsWith(address) && (await worker.pushManager.getSubscription()));
}

async function dress(part) {
  const address = part.dataset.push;
  const button = part.querySelector("button");
  const said = part.querySelector("[role=status]");
  let held = await on(address);
  const show = () => {
    button.setAttribute("aria-pressed", String(held));
    button.querySelector("span").textContent = held ? "不再提醒" : "有新内容提醒我";
  };
  show();
  part.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await (held ? end(address) : begin(address));
      held = !held;
      said.textContent = held ? "已开启。有新内容时，这台设备会收到提醒。" : "已关闭，这台设备的推送地址已删除。";
    } catch (problem) {
      said.textContent = /[\u4e00-\u9fff]/.test(problem.message) ? problem.message : "这个浏览器现在不能开启提醒，可以改用邮件简报。";
    }
    button.disabled = false;
    show();
  });
}

if (able) for (const part of document.querySelectorAll("[data-push]")) dress(part).catch(() => {});
