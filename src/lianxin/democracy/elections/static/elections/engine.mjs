/* The worker with the ballotbox, asked by promises. progress(done, of): told while long work goes on. */
export class Wrong extends Error {
  constructor(answer) {
    super(answer.wrong);
    Object.assign(this, answer.more || {});
  }
}

export function engineOf(address) {
  const worker = new Worker(address);
  const waiting = new Map();
  let next = 1;
  worker.onmessage = ({ data }) => {
    const asked = waiting.get(data.id);
    if (!asked) return;
    if (data.done !== undefined && data.ok === undefined) {
      if (asked.progress) asked.progress(data.done, data.of);
      return;
    }
    waiting.delete(data.id);
    if (data.ok) asked.resolve(data.result);
    else asked.reject(new Wrong(data));
  };
  worker.onerror = () => {
    for (const { reject } of waiting.values()) reject(new Wrong({ wrong: "程序没有装好，请刷新页面再试一次。" }));
    waiting.clear();
  };
  return (what, given = {}, progress = null) =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, { resolve, reject, progress });
      worker.postMessage({ id, do: what, ...given });
    });
}

/* Post a text and read what the server said; {wrong} in plain words when it was not taken or the network is gone. */
export async function post(address, body, token) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers["X-CSRFToken"] = token;
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body, headers, credentials: token ? "same-origin" : "omit" });
  } catch {
    return { wrong: "网络断了，还没有送到。请不要关这一页，连上以后再按一次。", lost: true };
  }
  let said = {};
  try {
    said = await answer.json();
  } catch {
    /* an answer that is no JSON says nothing */
  }
  if (answer.ok) return said;
  return { wrong: said.wrong ? `${said.wrong}${said.remedy || ""}` : "服务器没有收下，请再按一次；还不行请找工作人员。", code: said.code || "" };
}

export const $ = (id) => document.getElementById(id);

export function say(id, words) {
  const place = $(id);
  place.textContent = words;
  place.hidden = !words;
}

export function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
