// The page of an incident log: every entry goes to the outbox first and is sent from there, with or without a network.
(() => {
  "use strict";
  const box = window.outbox;
  const form = document.getElementById("loki");
  if (!box || !form) return; // the form works as it is
  const settings = JSON.parse(document.getElementById("loki-asetukset").textContent);
  const { texts, urls } = settings;
  const state = document.getElementById("loki-tila");
  const queue = document.getElementById("loki-jono");
  const shown = document.getElementById("loki-kuva");
  const text = form.elements.text;
  let bases = settings.bases;
  let last = settings.last;
  let wait = 10000;
  let timer = 0;

  let said = "";
  const say = (words, link) => {
    if (said === words) return; // what is told already is not read aloud again
    said = words;
    state.textContent = words;
    if (link) {
      const a = document.createElement("a");
      a.href = link;
      a.textContent = texts.enter;
      state.append(" ", a);
    }
  };

  // What is wrong with the entry in the field stays in sight until it is kept.
  const trouble = document.getElementById("loki-virhe");

  const chosen = (name) => {
    const field = form.elements[name];
    return field ? field.value : "";
  };
  // What each kind tells, as the server reads the form too.
  const written = () => {
    const kind = chosen("kind") || "note";
    const about = ["status", "lead", "task"].includes(kind) ? chosen("about") : "";
    const part = ["status", "note", "task"].includes(kind) ? chosen("function") : "";
    const base = kind === "lead" ? bases.lead : kind === "status" ? bases[`${part}|${about}`] : "";
    return {
      id: box.uuid(),
      kind,
      writer: chosen("writer"),
      function: part,
      about,
      value: kind === "status" ? chosen("value") : "",
      text: text.value.trim(),
      base: base || "",
      of: kind === "done" ? chosen("of") : "",
      device_at: new Date().toISOString(),
    };
  };
  const complete = (one) => {
    if (one.kind === "status") return one.function && one.about && one.value;
    if (one.kind === "lead") return one.about;
    if (one.kind === "done") return one.of;
    return one.text;
  };

  const line = (entry) => {
    const item = document.createElement("li");
    const when = document.createElement("b");
    when.textContent = new Date(entry.body.device_at).toLocaleString(document.documentElement.lang);
    const words = document.createElement("span");
    const kinds = form.querySelector(`[name=kind][value="${entry.body.kind}"]`);
    const label = kinds ? kinds.closest("label") || form.querySelector(`label[for="${kinds.id}"]`) : null;
    words.textContent = ` ${label ? label.textContent.trim() : ""} ${entry.body.text}`;
    item.append(when, words);
    if (entry.refused) {
      const why = document.createElement("p");
      why.className = "y-field-err";
      why.textContent = texts.refused.replace("%s", entry.refused);
      const again = document.createElement("button");
      again.type = "button";
      again.className = "y-linkbutton";
      again.textContent = texts.again;
      again.addEventListener("click", () => {
        if (text.value.trim() && !window.confirm(texts.overwrite)) return;
        for (const [name, value] of Object.entries(entry.body)) if (form.elements[name]) form.elements[name].value = value;
        instead = entry.id; // it stays on the device until the new one is kept
        text.focus();
      });
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "y-linkbutton";
      drop.textContent = texts.discard;
      drop.addEventListener("click", async () => {
        if (!window.confirm(texts.sure)) return;
        await box.remove([entry.id]);
        await list();
      });
      item.append(why, again, " ", drop);
    }
    return item;
  };

  const list = async () => {
    const every = await box.all();
    const own = every.filter((e) => e.user === settings.user);
    const others = every.filter((e) => e.user !== settings.user).length;
    queue.hidden = !own.length && !others;
    document.getElementById("loki-maara").textContent = [
      own.length ? texts.waiting.replace("%s", own.length) : "",
      others ? texts.others.replace("%s", others) : "",
    ].join(" ");
    queue.querySelector("ol").replaceChildren(...own.map(line));
    return own.length;
  };

  const look = async () => {
    const answer = await box.ask(`${urls.state}?nahty=${last}`);
    if (box.shut(answer)) return "expired";
    if (!answer.ok) return "offline";
    const told = await answer.json();
    if (told.user !== settings.user) return "expired";
    if (told.html !== undefined) {
      shown.innerHTML = told.html; // our own server's template, escaped there
      bases = told.bases;
      last = told.last;
      const tasks = form.elements.of;
      const held = tasks.value;
      tasks.replaceChildren(new Option("–", ""), ...told.tasks.map(([id, words]) => new Option(words, id)));
      tasks.value = held;
    }
    return "ok";
  };

  const go = async () => {
    clearTimeout(timer);
    let told = "offline";
    try {
      const sent = await box.flush();
      told = sent.expired ? "expired" : sent.offline ? "offline" : await look();
    } catch (error) {
      told = "offline";
    }
    const left = await list();
    if (told === "expired") say(texts.expired, urls.enter);
    else if (told === "offline") say(texts.offline);
    else say(left ? texts.waiting.replace("%s", left) : texts.none);
    wait = told === "offline" ? Math.min(wait * 1.5, 60000) : 10000;
    timer = setTimeout(go, document.hidden ? Math.max(wait, 60000) : wait);
  };

  const keep = async (one) => {
    const entry = { id: one.id, user: settings.user, incident: settings.incident, send: urls.send, state: urls.state, body: one };
    await box.add(entry, instead);
    instead = "";
  };
  // Without storage the entry still can be sent at once; if not, it stays in the field.
  const straight = async (one) => {
    const now = await (await box.ask(`${urls.state}?vain=avain`)).json();
    if (now.user !== settings.user) return false;
    const answer = await box.send(urls.send, now.csrf, now.user, [one]);
    return answer.ok && (await answer.json()).kept.includes(one.id);
  };

  // One entry at a time: pressed twice, or again after a failure, it is the same entry with the same key.
  let instead = "";
  let busy = false;
  let pending = null;
  const words = (one) => JSON.stringify({ ...one, id: "", device_at: "", device: "", number: 0 });
  const attempt = async (one) => {
    try {
      await keep(one);
      return "";
    } catch (error) {
      one.device = one.device || box.uuid();
      one.number = one.number || 1;
      const sent = await straight(one).catch(() => false);
      if (sent) return "";
      return error && error.name === "QuotaExceededError" ? texts.full : texts.failed;
    }
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    let one = written();
    if (!complete(one)) {
      trouble.textContent = texts.empty;
      text.focus();
      return;
    }
    if (pending && words(pending) === words(one)) one = pending;
    busy = true;
    form.setAttribute("aria-busy", "true");
    const wrong = await attempt(one);
    busy = false;
    form.removeAttribute("aria-busy");
    trouble.textContent = wrong;
    pending = wrong ? one : null;
    if (wrong) return;
    if (text.value.trim() === one.text) text.value = ""; // what was typed meanwhile stays
    const first = form.querySelector("[name=kind]");
    if (["lead", "done", "status"].includes(one.kind) && first) first.checked = true;
    say(texts.kept);
    form.dispatchEvent(new CustomEvent("kept", { detail: one.id }));
    await list();
    go();
  });

  // The shell of this page, and what it needs, for when there is no network. It tells nothing of what has happened.
  const prepare = async () => {
    if (!("serviceWorker" in navigator) || !window.caches) return;
    await navigator.serviceWorker.register(urls.worker);
    await box.mine(settings.user);
    const kept = await caches.open(box.SHELLS);
    const shell = await box.ask(urls.shell);
    if (!shell.ok) return;
    await kept.put(urls.page, shell);
    await Promise.all(settings.assets.map((a) => fetch(a).then((answer) => answer.ok && kept.put(a, answer))));
    document.documentElement.dataset.offline = "ready";
    if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
  };

  window.addEventListener("online", go);
  document.addEventListener("visibilitychange", () => !document.hidden && go());
  box.changed(list);
  prepare().catch(() => {});
  go();
})();
