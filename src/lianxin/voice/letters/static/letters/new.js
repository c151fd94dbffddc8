/* Writing a letter: the steps turn on the device where nothing has to be asked of the server.
   Without this file each step is an ordinary POST; what is shown is the same. */
const $ = (css, root = document) => root.querySelector(css);
const $$ = (css, root = document) => [...root.querySelectorAll(css)];
const form = $("form[data-steps]");
const stepField = form.elements.step;
const value = (name) => String(new FormData(form).get(name) ?? "");

/* a page that was kept on the device is opened many times: each opening is a letter of its own */
if (form.hasAttribute("data-fresh") && crypto.getRandomValues) {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  form.elements.key.value = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

function show(step, move = true) {
  stepField.value = String(step);
  for (const part of $$("[data-step]", form)) part.hidden = part.dataset.step !== String(step);
  $$("[data-step-list] > li").forEach((line, i) => {
    line.classList.toggle("done", i + 1 < step);
    if (i + 1 === step) line.setAttribute("aria-current", "step");
    else line.removeAttribute("aria-current");
  });
  if (step === 3) preview();
  if (!move) return;
  const part = $(`[data-step="${step}"]`, form);
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
  form.scrollIntoView({ block: "start" });
}

/* what the public will see, from what stands in the fields */
function preview() {
  const kind = $("input[name=kind]:checked", form);
  const texts = {
    kind: kind ? $("b", kind.closest("label")).textContent : "",
    title: value("title"), body: value("body"), demand: ["help", "complain", "thank"].includes(value("kind")) ? value("demand") : "",
    nickname: value("nickname").trim(), place: value("hide_place") ? "" : value("place"),
  };
  for (const spot of $$("[data-from]", form)) spot.textContent = texts[spot.dataset.from] || spot.dataset.else || "";
  for (const spot of $$("[data-filled]", form)) spot.hidden = !texts[spot.dataset.filled];
  const shots = $("[data-shots]", form);
  for (const old of $$("[data-fresh-shot]", shots)) old.remove();
  for (const slot of $$("[data-slot]", form)) {
    const image = $(".shot img", slot);
    const secret = $("input[type=checkbox]", slot);
    if (!image || (secret && secret.checked) || !$("input[type=file]", slot).files.length) continue;
    const line = document.createElement("li");
    line.dataset.freshShot = "";
    const file = $("input[type=file]", slot).files[0];
    const copy = new Image();
    copy.alt = file.name;
    copy.src = URL.createObjectURL(file);
    copy.onload = () => URL.revokeObjectURL(copy.src);
    line.append(copy);
    shots.append(line);
  }
}

/* the first step needs no server; the second asks it (photos, personal data) unless there is no network */
function ready(step) {
  if (step === 1) return Boolean(value("kind")) && !value("door");
  return navigator.onLine === false && value("title").trim() && value("body").trim();
}
form.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (!pressed) return;
  const step = Number(stepField.value);
  if (pressed.hasAttribute("data-back")) {
    event.preventDefault();
    show(step - 1);
  } else if (pressed.hasAttribute("data-next") && ready(step)) {
    event.preventDefault();
    $$("[data-summary]:not(ol)", form).forEach((box) => box.remove());
    show(step + 1);
  }
});
form.addEventListener("input", () => { if (stepField.value === "3") preview(); });
/* a letter that was kept without a network comes back with its step */
form.addEventListener("change", () => {
  const step = Number(stepField.value);
  if ($(`[data-step="${step}"]`, form).hidden) show(step, false);
  else if (step === 3) preview();
});

/* the demand has another name for each kind */
const ASKED = { help: "您希望怎么解决", complain: "您希望怎么解决", thank: "要感谢谁" };
const label = $("label[for=id_demand]", form);
form.addEventListener("change", () => {
  const word = ASKED[value("kind")];
  if (word && label) label.textContent = word;
});

/* my position, in WGS-84 as browsers give it */
const locate = $("[data-locate]", form);
if (locate && navigator.geolocation) {
  const said = $("[data-located]", form);
  locate.hidden = false;
  locate.addEventListener("click", () => {
    said.textContent = "正在定位…";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(6);
        form.elements.lon.value = coords.longitude.toFixed(6);
        said.textContent = `已记下位置，误差约 ${Math.round(coords.accuracy)} 米。`;
      },
      () => { said.textContent = "没有取得位置，写明地点也可以。"; },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}

/* personal data in what everybody will read: said while it is typed, and kept nowhere */
const personal = $("[data-personal]", form);
if (personal) {
  const READ_BY_ALL = ["title", "demand", "body", "place"];
  let timer = 0, asked = null, before = "", shown = "";
  const ask = async () => {
    const data = new FormData();
    for (const name of [...READ_BY_ALL, "hide_place", "wants_public", "csrfmiddlewaretoken"]) data.set(name, value(name));
    const texts = READ_BY_ALL.map(value).join("\n") + value("hide_place");
    if (texts === before) return;
    before = texts;
    if (asked) asked.abort();
    /* what can be personal has a digit, an @ or a door number in words; other text asks nobody */
    if (!/[0-9０-９@＠一二三四五六七八九十百]/.test(texts)) return void personal.replaceChildren(shown = "");
    asked = new AbortController();
    try {
      const reply = await fetch(personal.dataset.personal, { method: "POST", body: data, signal: asked.signal });
      const html = reply.ok ? (await reply.text()).trim() : shown;
      if (html !== shown) personal.innerHTML = shown = html; /* said again only when it is something else */
    } catch { /* no network: the step itself looks again */ }
  };
  form.addEventListener("input", (event) => {
    if (![...READ_BY_ALL, "hide_place"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 800);
  });
}

/* five hundred topics: type a word, fewer remain */
const topic = form.elements.topic;
if (topic && topic.options.length > 30) {
  const whole = topic.cloneNode(true);
  const find = document.createElement("input");
  find.type = "search";
  find.className = "topic-find";
  find.placeholder = "输入关键词缩小范围，如：路灯";
  find.setAttribute("aria-label", "按关键词找事项");
  find.addEventListener("input", () => {
    const chosen = topic.value;
    const words = find.value.trim();
    const fresh = whole.cloneNode(true);
    for (const option of $$("option", fresh)) {
      const group = option.parentElement.label || "";
      if (words && option.value && option.value !== chosen && !`${group}${option.textContent}`.includes(words)) option.remove();
    }
    for (const group of $$("optgroup", fresh)) if (!group.children.length) group.remove();
    topic.replaceChildren(...fresh.childNodes);
    topic.value = chosen;
  });
  topic.before(find);
}
if (stepField.value === "3") preview();
