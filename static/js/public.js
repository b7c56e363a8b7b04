/* Larger type on public pages: the page is the same for everybody, so the device alone remembers who wants it. */
(function () {
  "use strict";

  const root = document.documentElement;

  function chosen() {
    return /(?:^|; )type_size=large(?:;|$)/.test(document.cookie);
  }

  function show() {
    root.classList.toggle("po-large", chosen());
    const button = document.querySelector("[data-type-size]");
    if (!button) return;
    button.hidden = false;
    button.setAttribute("aria-pressed", String(chosen()));
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-type-size]")) return;
    const secure = window.location.protocol === "https:" ? "; secure" : "";
    document.cookie = "type_size=" + (chosen() ? "normal" : "large") + "; path=/; max-age=31536000; samesite=lax" + secure;
    show();
  });
  document.addEventListener("DOMContentLoaded", show);
  window.addEventListener("pageshow", show);
  // Before anything is drawn.
  show();
})();
