/* What a page does better with script. Everything here works without it, only less comfortably.
   No sentences live here: what is said to people comes from data attributes of the page. */
(function () {
  "use strict";

  const root = document.documentElement;
  root.classList.add("po-js");

  function cookie(name) {
    const found = document.cookie.split("; ").find(function (part) { return part.indexOf(name + "=") === 0; });
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  function changed(element) {
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function grow(area) {
    area.style.height = "auto";
    area.style.height = area.scrollHeight + 4 + "px";
  }

  /* Shows what only script can serve, within a page or a part of one. */
  function enhance(scope) {
    scope.querySelectorAll("[data-step], [data-remove-row], [data-phrase], [data-prints]").forEach(function (element) {
      element.hidden = false;
    });
    scope.querySelectorAll("textarea[data-grows]").forEach(grow);
    const wrong = scope.querySelector("[data-focus]");
    if (wrong) wrong.focus();
  }

  /* --- steppers, phrases, rows ----------------------------------------------------------------------------------- */
  function step(button) {
    const input = button.closest("[data-stepper]").querySelector("input");
    const low = input.min === "" ? -Infinity : Number(input.min);
    const high = input.max === "" ? Infinity : Number(input.max);
    const next = (Number(input.value) || 0) + Number(button.dataset.step) * (Number(input.step) || 1);
    input.value = String(Math.min(high, Math.max(low, next)));
    changed(input);
  }

  /* Several numbers of a form have one sum, shown beside them. */
  function addUp(input) {
    const shown = input.form.querySelector('[data-sum="' + input.dataset.sums + '"]');
    let sum = 0;
    input.form.querySelectorAll('[data-sums="' + input.dataset.sums + '"]').forEach(function (one) { sum += Number(one.value) || 0; });
    if (shown) shown.textContent = String(sum);
  }

  function sayPhrase(button) {
    const area = document.getElementById(button.dataset.for);
    const joint = button.dataset.joint || " ";
    area.value = area.value.trim() ? area.value.trim() + joint + button.dataset.phrase : button.dataset.phrase;
    changed(area);
  }

  /* One more row of a formset, of a kind where there are several; returns it. */
  function addRow(form, name, quietly, kind) {
    const some = kind ? '[data-row-kind="' + kind + '"]' : "";
    const template = form.querySelector('template[data-row-template="' + name + '"]' + some);
    const rows = form.querySelector('[data-rows="' + name + '"]');
    const total = form.querySelector('input[name="' + name + '-TOTAL_FORMS"]');
    if (!template || !rows || !total) return null;
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replace(/__prefix__/g, total.value);
    const row = holder.firstElementChild;
    rows.appendChild(row);
    total.value = String(Number(total.value) + 1);
    enhance(row);
    if (!quietly) {
      const first = row.querySelector("input:not([type=hidden]), select, textarea");
      if (first) first.focus();
      changed(total);
    }
    return row;
  }

  function removeRow(button) {
    const row = button.closest("[data-row]");
    const form = row.closest("form");
    const mark = row.querySelector('input[name$="-DELETE"]');
    if (mark) {
      mark.checked = true;
      row.hidden = true;
    } else {
      row.remove();
    }
    changed(form);
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button, a, summary");
    document.querySelectorAll("details[data-closes][open]").forEach(function (details) {
      if (!details.contains(event.target)) details.open = false;
    });
    if (!button) return;
    if (button.dataset.step) step(button);
    if (button.dataset.phrase) sayPhrase(button);
    if (button.dataset.addRow && addRow(button.form, button.dataset.addRow, false, button.value)) event.preventDefault();
    if ("removeRow" in button.dataset) removeRow(button);
    if ("prints" in button.dataset) window.print();
    if (button.form && button.type === "submit") button.form.poSubmitter = button;
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      document.querySelectorAll("details[data-closes][open]").forEach(function (details) {
        details.open = false;
        details.querySelector("summary").focus();
      });
    }
    if (event.target.closest("input, select, textarea, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const goes = { ArrowLeft: "a[rel=prev]", ArrowRight: "a[rel=next]" }[event.key];
    const link = goes && document.querySelector(".po-pager " + goes);
    if (link) link.click();
    if (event.key === "/") {
      const search = document.querySelector("form[role=search] input:not([type=hidden])");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
  });

  document.addEventListener("input", function (event) {
    if (event.target.matches("textarea[data-grows]")) grow(event.target);
    if (event.target.matches("[data-sums]")) addUp(event.target);
  });
  document.addEventListener("change", function (event) {
    const form = event.target.closest("form[data-submits]");
    if (form) form.submit();
  });

  /* --- sending once ---------------------------------------------------------------------------------------------- */
  function setBusy(form, busy) {
    form.classList.toggle("po-busy", busy);
    if (busy) form.dataset.busy = "1";
    else delete form.dataset.busy;
    const outside = form.id ? document.querySelectorAll('button[form="' + form.id + '"]') : [];
    Array.from(form.querySelectorAll("button[type=submit]")).concat(Array.from(outside)).forEach(function (button) {
      button.disabled = busy;
    });
  }

  /* --- files that take a while ----------------------------------------------------------------------------------- */
  /* A download leaves its page as it is. The page says that it waits, until the answer has taken this cookie back. */
  const WAITS = "po-waits";
  let waiting = [];

  function waitFor(button, words) {
    if (button.poSaid) return;
    document.cookie = WAITS + "=1; path=/; max-age=600; samesite=lax";
    button.poSaid = Array.from(button.childNodes);
    button.textContent = words;
    button.classList.add("po-waits");
    button.setAttribute("aria-disabled", "true");
    const said = document.createElement("p");
    said.className = "visually-hidden";
    said.textContent = words;
    document.getElementById("said").appendChild(said);
    waiting.push({ button: button, said: said });
    window.setTimeout(lookForFile, 300);
  }

  function lookForFile() {
    if (cookie(WAITS)) window.setTimeout(lookForFile, 300);
    else waitNoMore();
  }

  function waitNoMore() {
    document.cookie = WAITS + "=; path=/; max-age=0; samesite=lax";
    waiting.forEach(function (one) {
      one.button.textContent = "";
      one.button.poSaid.forEach(function (node) { one.button.appendChild(node); });
      one.button.poSaid = null;
      one.button.classList.remove("po-waits");
      one.button.removeAttribute("aria-disabled");
      one.said.remove();
    });
    waiting = [];
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-prepares]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.poSaid) event.preventDefault();
    else waitFor(link, link.dataset.prepares);
  });
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!("prepares" in form.dataset)) return;
    const button = form.poSubmitter || document.querySelector('button[form="' + form.id + '"]');
    if (!button) return;
    if (button.poSaid) event.preventDefault();
    else window.setTimeout(function () { waitFor(button, form.dataset.prepares); }, 0);
  });
  window.addEventListener("pageshow", waitNoMore);

  document.addEventListener("submit", function (event) {
    const form = event.target;
    const token = form.querySelector("input[name=csrfmiddlewaretoken]");
    // Signing in again in another window has changed it since this page was drawn.
    if (token && cookie("csrftoken")) token.value = cookie("csrftoken");
    if (!("once" in form.dataset)) return;
    if (form.dataset.busy) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    // After the browser has read the form: a disabled button would not send its name.
    window.setTimeout(function () { setBusy(form, true); }, 0);
  }, true);
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-busy]").forEach(function (form) { setBusy(form, false); });
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.target.closest && event.target.closest("form[data-busy]");
    if (form) setBusy(form, false);
  });
  document.addEventListener("htmx:configRequest", function (event) {
    if (cookie("csrftoken")) event.detail.headers["X-CSRFToken"] = cookie("csrftoken");
    if (!event.target.matches("form[role=search]")) return;
    // An address says what is looked for, not what is not.
    const parameters = event.detail.parameters;
    Object.keys(parameters).forEach(function (name) {
      if (parameters[name] === "") delete parameters[name];
    });
    if (event.detail.path === "?") event.detail.path = window.location.pathname;
  });
  document.addEventListener("htmx:load", function (event) { enhance(event.detail.elt); });

  /* --- without a network ----------------------------------------------------------------------------------------- */
  function showNetwork() {
    const bar = document.getElementById("offline");
    if (bar) bar.hidden = navigator.onLine;
  }
  window.addEventListener("online", showNetwork);
  window.addEventListener("offline", showNetwork);

  if (root.dataset.worker && "serviceWorker" in navigator && window.isSecureContext) {
    navigator.serviceWorker.register(root.dataset.worker).catch(function () { /* The page works without it. */ });
  }

  /* A slip's QR code carries its code behind "#": no server is sent it. Into the field, and out of the address. */
  const awaited = document.querySelector("form[data-code-in-address] input[name='code']");
  if (awaited && !awaited.value && window.location.hash.length > 1) {
    awaited.value = decodeURIComponent(window.location.hash.slice(1));
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
  }

  window.patrol = { addRow: addRow, cookie: cookie, enhance: enhance, setBusy: setBusy };
  showNetwork();
  enhance(document);
})();
