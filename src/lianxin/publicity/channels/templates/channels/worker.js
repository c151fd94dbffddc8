/* Shows what an account sends to this browser, and opens the page behind it. Serves nothing else. */
const ICON = "{{ icon|escapejs }}";
const HERE = "{{ here|escapejs }}";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data ? event.data.json() : {};
  } catch {
    said = {};
  }
  const title = String(said.title || "有新内容");
  const url = String(said.url || "/");
  event.waitUntil(self.registration.showNotification(title, {
    body: String(said.body || ""), icon: ICON, badge: ICON, lang: "zh-CN", tag: url, data: { url },
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const wanted = new URL(event.notification.data?.url || "/", self.location.origin);
  const url = wanted.origin === self.location.origin ? wanted.href : self.location.origin;
  event.waitUntil(self.clients.openWindow(url));
});

function tell(body) {
  return fetch(HERE, { method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

self.addEventListener("pushsubscriptionchange", (event) => {
  const old = event.oldSubscription;
  const options = old?.options;
  if (!options) return;
  event.waitUntil(
    Promise.resolve(event.newSubscription || self.registration.pushManager.subscribe(options))
      .then((fresh) => tell(fresh.toJSON()))
      .then(() => tell({ endpoint: old.endpoint, leave: true })),
  );
});
