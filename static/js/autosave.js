/* Nothing that is typed is lost. A <form data-autosave="name" data-subject="…"> is kept on the device with every
   keystroke and on the server a moment later; the newest copy comes back when the form is opened again, on any device.
   The form's idempotency key is part of what is kept, so a second sending of the same form counts once.
   Where nobody is signed in (<html data-device-only>) it is kept on the device alone, for a day, and can be cleared. */
(function () {
  "use strict";

  const patrol = window.patrol;
  const root = document.documentElement;
  const user = root.dataset.user || "";
  const deviceOnly = "deviceOnly" in root.dataset;
  const url = deviceOnly ? "" : root.dataset.autosaveUrl || "";
  const PREFIX = "patrol:";
  const PUBLIC = PREFIX + "public:";
  const DAY = 24 * 3600 * 1000;
  const PAUSE = 1500;
  const NOT_KEPT = /^(csrfmiddlewaretoken|.*password.*|.*guard_(opened|website))$/;

  /* --- the device -------------------------------------------------------------------------------------------------- */
  const device = {
    read: function (key) {
      try { return JSON.parse(localStorage.getItem(key)); } catch (error) { return null; }
    },
    write: function (key, value) {
      try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch (error) { return false; }
    },
    remove: function (key) {
      try { localStorage.removeItem(key); } catch (error) { /* Nothing was kept. */ }
    },
    keys: function () {
      try { return Object.keys(localStorage).filter(function (key) { return key.indexOf(PREFIX) === 0; }); } catch (error) { return []; }
    },
  };

  function headers() {
    return { "Content-Type": "application/json", "X-CSRFToken": patrol.cookie("csrftoken") };
  }

  function address(kept) {
    return url + "?form=" + encodeURIComponent(kept.form) + "&subject=" + encodeURIComponent(kept.subject);
  }

  /* On a computer that many use, the text of one is not offered to another for longer than a day. */
  function expired(key, kept) {
    return !kept || !(Date.now() - kept.revision <= (key.indexOf(PUBLIC) === 0 ? DAY : 7 * DAY));
  }

  function forget(key) {
    const kept = device.read(key);
    device.remove(key);
    if (kept && url && user) {
      fetch(address(kept), { method: "DELETE", headers: headers(), credentials: "same-origin" }).catch(function () { /* It expires. */ });
    }
  }

  /* The server has taken what this key stood for (core.html.done): every copy may go. */
  function forgetSent() {
    const sent = patrol.cookie("sent");
    if (sent) document.cookie = "sent=; path=/; max-age=0; samesite=lax";
    device.keys().forEach(function (key) {
      const kept = device.read(key);
      const own = kept && kept.payload && kept.payload.idempotency_key;
      if (expired(key, kept)) device.remove(key);
      else if (sent && own && own[0] === sent) forget(key);
    });
  }

  /* --- a form as a value --------------------------------------------------------------------------------------------- */
  function fields(form) {
    return Array.from(form.elements).filter(function (field) {
      return field.name && !NOT_KEPT.test(field.name) && ["file", "submit", "button", "image"].indexOf(field.type) < 0;
    });
  }

  function read(form) {
    const payload = {};
    fields(form).forEach(function (field) {
      payload[field.name] = payload[field.name] || [];
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) payload[field.name].push(field.value);
      } else if (field.type === "select-multiple") {
        Array.from(field.selectedOptions).forEach(function (option) { payload[field.name].push(option.value); });
      } else {
        payload[field.name].push(field.value);
      }
    });
    return payload;
  }

  function fill(form, payload) {
    Object.keys(payload).forEach(function (name) {
      const rows = /^(.+)-TOTAL_FORMS$/.exec(name);
      const total = rows && form.querySelector('input[name="' + name + '"]');
      while (total && Number(total.value) < Math.min(Number(payload[name][0]) || 0, 200)) {
        const kind = payload[rows[1] + "-" + total.value + "-kind"];
        if (!patrol.addRow(form, rows[1], true, kind && /^[\w-]+$/.test(kind[0]) ? kind[0] : "")) break;
      }
    });
    const taken = {};
    fields(form).forEach(function (field) {
      const values = payload[field.name];
      if (!values || /-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(field.name)) return;
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = !field.disabled && values.indexOf(field.value) >= 0;
      } else if (field.type === "select-multiple") {
        Array.from(field.options).forEach(function (option) { option.selected = values.indexOf(option.value) >= 0; });
      } else {
        const index = taken[field.name] || 0;
        taken[field.name] = index + 1;
        if (index < values.length) field.value = values[index];
      }
    });
    form.querySelectorAll("[data-row]").forEach(function (row) {
      const mark = row.querySelector('input[name$="-DELETE"]');
      if (mark && mark.checked) row.hidden = true;
    });
    patrol.enhance(form);
  }

  /* --- one form ------------------------------------------------------------------------------------------------------ */
  function keep(form, restoring) {
    if (form.poKept || !user) return;
    form.poKept = true;
    const own = { form: form.dataset.autosave, subject: form.dataset.subject || "-" };
    const key = PREFIX + user + ":" + own.form + ":" + own.subject;
    const line = form.querySelector("[data-saved]");
    let timer = 0;
    let typed = false;
    let sending = false;
    let unsent = false;
    let underway = null;
    const words = document.createElement("span");
    if (line) line.appendChild(words);

    function say(word, time, retry) {
      if (!line) return;
      line.hidden = false;
      line.classList.toggle("on-device", ["onDevice", "notSent", "signedOut"].indexOf(word) >= 0);
      const said = (line.dataset[word] || "").replace("{time}", time || "");
      if (words.textContent !== said) words.textContent = said;
      const old = line.querySelector("button");
      if (old) old.remove();
      // Opening this very page anew leads through the sign-in page and back, with everything that was typed.
      const offer = retry ? "retry" : { signedOut: "signIn", back: deviceOnly ? "clear" : "" }[word];
      if (!offer) return;
      const button = document.createElement("button");
      button.type = retry ? "submit" : "button";
      button.className = "btn";
      button.textContent = line.dataset[offer];
      if (!retry) button.addEventListener("click", function () {
        if (offer === "clear") {
          device.remove(key);
          form.reset();
        }
        window.location.reload();
      });
      line.appendChild(button);
    }

    function save(leaving) {
      window.clearTimeout(timer);
      const kept = device.read(key) || { revision: Date.now(), payload: read(form) };
      if (!url || sending) return;
      const body = JSON.stringify({ form: own.form, subject: own.subject, revision: kept.revision, payload: kept.payload });
      const options = { method: "POST", headers: headers(), body: body, credentials: "same-origin", keepalive: Boolean(leaving) };
      if (window.AbortController) {
        underway = new AbortController();
        options.signal = underway.signal;
      }
      fetch(url, options).then(function (answer) {
        if (answer.status === 401 || answer.status === 403) return say("signedOut");
        if (!answer.ok) return say("onDevice");
        return answer.json().then(function (saved) {
          typed = false;
          if (!sending && !unsent) say("onServer", String(saved.saved_at).slice(11, 16) || String(saved.saved_at));
        });
      }).catch(function () { if (!sending && !unsent) say("onDevice"); });
    }

    function note() {
      if (sending) return;
      typed = true;
      unsent = false;
      const stays = device.write(key, { form: own.form, subject: own.subject, revision: Date.now(), payload: read(form) });
      if (deviceOnly && stays) say("keptHere", new Date().toTimeString().slice(0, 5));
      else if (!navigator.onLine && stays) say("onDevice");
      window.clearTimeout(timer);
      timer = window.setTimeout(save, PAUSE);
    }

    function restore() {
      const drawn = Number(form.dataset.revision) || 0;
      const found = device.read(key);
      const here = expired(key, found) ? null : found;
      let newest = drawn;
      if (here && here.revision > newest) {
        newest = here.revision;
        fill(form, here.payload);
        say("back");
      }
      if (!url) return;
      fetch(address(own), { headers: { Accept: "application/json" }, credentials: "same-origin" }).then(function (answer) {
        if (answer.status === 200) return answer.json();
        if (answer.status === 401) say("signedOut");
        else if (here && newest === here.revision) save();
        return null;
      }).then(function (there) {
        if (!there || typed) return;
        if (there.revision > newest) {
          fill(form, there.payload);
          device.write(key, { form: own.form, subject: own.subject, revision: there.revision, payload: there.payload });
          say("back");
        } else if (here && there.revision < here.revision) {
          save();
        }
      }).catch(function () { if (here) say("onDevice"); });
    }

    /* Sends by fetch, so that a missing network leaves the page, and what is typed, where it is. */
    function send(event) {
      if (event.defaultPrevented || form.hasAttribute("hx-post") || !window.FormData) return;
      event.preventDefault();
      const button = form.poSubmitter;
      const body = new FormData(form);
      if (button && button.name) body.append(button.name, button.value);
      form.poSubmitter = null;
      device.write(key, { form: own.form, subject: own.subject, revision: Date.now(), payload: read(form) });
      sending = true;
      window.clearTimeout(timer);
      if (underway) underway.abort();
      patrol.setBusy(form, true);
      const action = (button && button.getAttribute("formaction")) || form.getAttribute("action") || window.location.href;
      fetch(action, { method: "POST", body: body, credentials: "same-origin", headers: { "X-Kept-Form": "1" } }).then(arrive).catch(function () { stay("notSent"); });
    }

    function stay(word) {
      sending = false;
      unsent = true;
      patrol.setBusy(form, false);
      say(word, "", true);
      if (line) line.scrollIntoView({ block: "center" });
    }

    function arrive(answer) {
      const next = answer.headers.get("HX-Redirect");
      // Only what has been taken is answered like this (core.html.done); the next page may have no script to forget it.
      if (next && deviceOnly) device.remove(key);
      if (next || answer.redirected) {
        window.location.assign(next || answer.url);
        return null;
      }
      if (answer.status >= 500) return stay("notTaken");
      return answer.text().then(function (text) {
        const page = new DOMParser().parseFromString(text, "text/html");
        const fresh = page.getElementById("main");
        const old = document.getElementById("main");
        if (!fresh || !old) return stay("notTaken");
        old.replaceWith(fresh);
        document.title = page.title;
        patrol.enhance(fresh);
        if (window.htmx) window.htmx.process(fresh);
        window.scrollTo(0, 0);
        begin(fresh, false);
        return null;
      });
    }

    form.addEventListener("input", note);
    form.addEventListener("change", note);
    form.addEventListener("submit", send);
    window.addEventListener("online", function () { if (typed && !sending) save(); });
    window.addEventListener("pagehide", function () { if (typed && !sending) save(true); });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden" && typed && !sending) save(true);
    });
    if (restoring) restore();
  }

  function begin(scope, restoring) {
    scope.querySelectorAll("form[data-autosave]").forEach(function (form) { keep(form, restoring); });
  }

  /* --- another person, or nobody, on this device ----------------------------------------------------------------------- */
  function clearPages() {
    if ("caches" in window) caches.delete("patrol-pages").catch(function () { /* None were kept. */ });
  }

  document.addEventListener("submit", function (event) {
    if (!("signsOut" in event.target.dataset)) return;
    device.keys().forEach(device.remove);
    clearPages();
  });
  if (user && !deviceOnly && device.read("patrol-user") !== user) {
    clearPages();
    device.write("patrol-user", user);
  }

  forgetSent();
  begin(document, true);
})();
