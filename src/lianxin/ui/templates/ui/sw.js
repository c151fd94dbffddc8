/* Keeps the look of the house and public pages for times without a network.
   Never keeps what is about one person: see keepable(). */
const STORE = "lianxin-{{ version }}";
const FILES = {{ files|safe }};
const PRIVATE = {{ private|safe }};
const STATIC = {{ static|safe }};
const MOST_PAGES = 40;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((n) => n.startsWith("lianxin-") && n !== STORE).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  );
});

function isPrivate(path) {
  return PRIVATE.some((start) => path.startsWith(start));
}

/* A page may be kept when the server would tell it to anybody: no cookie in its making, no ban on storing. */
function keepable(request, response) {
  const url = new URL(request.url);
  const rule = (response.headers.get("Cache-Control") || "").toLowerCase();
  const vary = (response.headers.get("Vary") || "").toLowerCase();
  return response.status === 200 && response.type === "basic" && !response.redirected
    && url.search.length < 80 && !isPrivate(url.pathname)
    && (response.headers.get("Content-Type") || "").startsWith("text/html")
    && !/no-store|private/.test(rule)
    && (!/cookie|\*/.test(vary) || response.headers.get("Lx-Offline") === "keep");
}

async function keep(request, response) {
  const store = await caches.open(STORE);
  await store.put(request, response);
  const pages = (await store.keys()).filter((r) => !new URL(r.url).pathname.startsWith(STATIC));
  for (const old of pages.slice(0, Math.max(0, pages.length - MOST_PAGES))) {
    if (new URL(old.url).pathname !== "/offline/") await store.delete(old);
  }
}

async function page(event) {
  try {
    const response = await fetch(event.request);
    if (keepable(event.request, response)) event.waitUntil(keep(event.request, response.clone()));
    return response;
  } catch {
    const path = new URL(event.request.url).pathname;
    const kept = isPrivate(path) ? undefined : await caches.match(event.request, { ignoreVary: true });
    return kept || (await caches.match("/offline/")) || Response.error();
  }
}

async function file(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept && /\.[0-9a-f]{12}\./.test(request.url)) return kept;
  try {
    return await fetch(request);
  } catch {
    return kept || Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith(STATIC)) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
});
