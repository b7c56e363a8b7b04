/* A list that is decided by keyboard: j and k or the arrows move, s says suitable, x selects, Enter opens.
   Every key presses a button or link that stands there anyway. */
(function () {
  "use strict";

  let at = 0;

  function list() { return document.querySelector("[data-decides]"); }
  function cases() {
    const here = list();
    return here ? Array.from(here.querySelectorAll("[data-case]")) : [];
  }

  function stand(index) {
    const all = cases();
    if (!all.length) return;
    at = Math.max(0, Math.min(index, all.length - 1));
    all.forEach(function (one, number) { one.tabIndex = number === at ? 0 : -1; });
    all[at].focus();
  }

  function press(key) {
    const one = cases()[at];
    const button = one && one.querySelector('[data-key="' + key + '"]');
    if (button) button.click();
    return Boolean(button);
  }

  document.addEventListener("focusin", function (event) {
    const one = event.target.closest("[data-case]");
    if (one) at = Math.max(0, cases().indexOf(one));
  });

  document.addEventListener("keydown", function (event) {
    if (!list() || event.ctrlKey || event.metaKey || event.altKey || event.repeat && event.key === "s") return;
    if (event.target.closest("select, textarea, [contenteditable], input:not([type=checkbox])")) return;
    const inside = event.target.closest("[data-case]");
    const moves = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (moves) {
      event.preventDefault();
      stand(inside ? at + moves : at);
    } else if (inside && (event.key === "s" || event.key === "x")) {
      if (press(event.key)) event.preventDefault();
    } else if (event.key === "Enter" && inside === event.target) {
      press("Enter");
    }
  });

  /* After a decision the next case stands where the last one stood. */
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.target && event.detail.target.id === "vetting-list" && list()) stand(at);
  });

  document.querySelectorAll("[data-keys]").forEach(function (hint) { hint.hidden = false; });
})();
