/* Without a network: the files, and the last copy of a page on which something can be typed. FILES stands before this text.
   Pages are asked from the network first. Only whole pages and files are answered here, never a part for htmx, and no public page, which is nobody's on this device. */
const FILES_CACHE = "patrol-files";
const PAGES_CACHE = "patrol-pages";
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(FILES_CACHE).then(function (cache) { return cache.addAll(FILES); }).then(function () { return self.skipWaiting(); }));
});

self.addEventListener("activate", function (event) {
  const wanted = FILES.map(function (file) { return new URL(file, self.location.href).href; });
  event.waitUntil(caches.open(FILES_CACHE).then(function (cache) {
    return cache.keys().then(function (requests) {
      const old = requests.filter(function (request) { return wanted.indexOf(request.url) < 0; });
      return Promise.all(old.map(function (request) { return cache.delete(request); }));
    });
  }).then(function () { return self.clients.claim(); }));
});

/* The last copy of this page; else the page that says there is no network. */
function lastCopy(request) {
  return caches.open(PAGES_CACHE).then(function (cache) {
    return cache.match(request.url, { ignoreVary: true });
  }).then(function (copy) {
    return copy || caches.match(FILES[0], { ignoreVary: true });
  }).then(function (copy) { return copy || Response.error(); });
}

function keepPage(request, response) {
  const type = response.headers.get("Content-Type") || "";
  if (!response.ok || response.redirected || type.indexOf("text/html") < 0) return Promise.resolve();
  const copy = response.clone();
  return response.clone().text().then(function (text) {
    if (text.indexOf("data-autosave=") < 0) return null;
    return caches.open(PAGES_CACHE).then(function (cache) { return cache.put(request.url, copy); });
  });
}

function page(event) {
  return fetch(event.request).then(function (response) {
    event.waitUntil(keepPage(event.request, response.clone()));
    return response;
  }).catch(function () { return lastCopy(event.request); });
}

function file(request) {
  const kept = function () { return caches.match(request, { ignoreVary: true }); };
  if (HASHED.test(new URL(request.url).pathname)) {
    return kept().then(function (copy) { return copy || fetch(request); });
  }
  return fetch(request).catch(function () { return kept().then(function (copy) { return copy || Response.error(); }); });
}

self.addEventListener("fetch", function (event) {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin || request.headers.get("HX-Request")) return;
  if (address.pathname.indexOf("/public/") === 0) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (address.pathname.indexOf("/static/") === 0) event.respondWith(file(request));
});
