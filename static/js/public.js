/* Larger type on public pages: the page is the same for everybody, so the device alone remembers who wants it.
   And a button that copies a text, where the browser can. */
(function () {
  "use strict";

  const root = document.documentElement;

  function chosen() {
    return /(?:^|; )type_size=large(?:;|$)/.test(document.cookie);
  }

  function offerCopying() {
    if (!navigator.clipboard) return;
    document.querySelectorAll("[data-copy]").forEach(function (button) { button.hidden = false; });
  }

  function copy(button) {
    const words = button.querySelector("span");
    navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim()).then(function () {
      words.textContent = button.dataset.done;
    }).catch(function () { button.hidden = true; });
  }

  function show() {
    root.classList.toggle("po-large", chosen());
    const button = document.querySelector("[data-type-size]");
    if (!button) return;
    button.hidden = false;
    button.setAttribute("aria-pressed", String(chosen()));
  }

  document.addEventListener("click", function (event) {
    const copying = event.target.closest("[data-copy]");
    if (copying) copy(copying);
    if (!event.target.closest("[data-type-size]")) return;
    const secure = window.location.protocol === "https:" ? "; secure" : "";
    document.cookie = "type_size=" + (chosen() ? "normal" : "large") + "; path=/; max-age=31536000; samesite=lax" + secure;
    show();
  });
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("DOMContentLoaded", offerCopying);
  window.addEventListener("pageshow", show);
  // Before anything is drawn.
  show();
})();
