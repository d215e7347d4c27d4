// Keeps the shell of an incident log for when there is no network. What has happened is never kept here.
"use strict";
const SHELLS = "loki-kuori";
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request, address));
  else if (address.pathname.startsWith("/static/")) event.respondWith(asset(event.request));
});

const patiently = (asked, most) =>
  new Promise((ok, no) => {
    const timer = setTimeout(() => no(new Error("slow")), most);
    asked.then(ok, no).finally(() => clearTimeout(timer));
  });

async function page(request, address) {
  const shells = await caches.open(SHELLS);
  const kept = await shells.match(address.pathname);
  try {
    const answer = await patiently(fetch(request), kept ? PATIENCE : 60000);
    return answer.status >= 500 && kept ? kept : answer;
  } catch (error) {
    if (kept) return kept;
    const last = (await shells.keys()).map((r) => new URL(r.url).pathname).filter((p) => p.includes("/varautuminen/hairio/")).pop();
    return last ? Response.redirect(last, 302) : Response.error();
  }
}

async function asset(request) {
  try {
    return await patiently(fetch(request), PATIENCE);
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true });
    return kept || Response.error();
  }
}
