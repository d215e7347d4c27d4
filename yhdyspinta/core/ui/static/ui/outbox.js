// The outbox: what somebody wrote stays on the device until the server has said that it is kept, durably and once.
// It holds only what has not been sent; nothing else is ever stored. Loaded on every page of whoever is signed in.
(() => {
  "use strict";
  if (!window.indexedDB) return;
  const NAME = "yhdyspinta-loki";
  const SHELLS = "loki-kuori";
  const BATCH = 50;
  const WAIT = 15000;
  const heard = window.BroadcastChannel ? new BroadcastChannel(NAME) : null;

  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    const hex = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  };

  const open = () =>
    new Promise((ok, no) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("entries", { keyPath: "id" });
        asked.result.createObjectStore("device", { keyPath: "key" });
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => asked.result.close();
        ok(asked.result);
      };
      asked.onerror = () => no(asked.error);
    });

  // Runs `work` in one transaction; resolves when it is on the disk, not before.
  const within = async (mode, work) => {
    const db = await open();
    try {
      return await new Promise((ok, no) => {
        const tx = db.transaction(["entries", "device"], mode, { durability: "strict" });
        let result;
        tx.oncomplete = () => ok(result && "result" in result ? result.result : result);
        tx.onabort = () => no(tx.error || new Error("abort"));
        tx.onerror = () => {};
        result = work(tx.objectStore("entries"), tx.objectStore("device"));
      });
    } finally {
      db.close();
    }
  };

  const exists = async () => {
    if (!indexedDB.databases) return true;
    return (await indexedDB.databases()).some((d) => d.name === NAME);
  };

  const all = async () => {
    if (!(await exists())) return [];
    const found = await within("readonly", (entries) => entries.getAll());
    return found.sort((a, b) => a.body.number - b.body.number);
  };

  // Gives the entry its device and running number in the transaction that keeps it, so that tabs never get the same one.
  const add = async (entry, instead) => {
    await within("readwrite", (entries, device) => {
      if (instead) entries.delete(instead); // the one that it was written anew from
      const asked = device.get("device");
      asked.onsuccess = () => {
        const now = asked.result || { key: "device", id: uuid(), number: 0 };
        now.number += 1;
        device.put(now);
        entry.body.device = now.id;
        entry.body.number = now.number;
        entries.put(entry);
      };
      return null;
    });
    if (heard) heard.postMessage("changed");
    return entry;
  };

  const change = async (work) => {
    await within("readwrite", (entries) => {
      work(entries);
      return null;
    });
    if (heard) heard.postMessage("changed");
  };
  const remove = (ids) => change((entries) => ids.forEach((id) => entries.delete(id)));
  const refuse = (told) =>
    change((entries) => {
      for (const [id, why] of Object.entries(told)) {
        const asked = entries.get(id);
        asked.onsuccess = () => asked.result && entries.put({ ...asked.result, refused: why });
      }
    });

  // Whose shells are kept here: those of somebody else are thrown away.
  const mine = async (user) => {
    let other = false;
    await within("readwrite", (_entries, device) => {
      const asked = device.get("user");
      asked.onsuccess = () => {
        other = Boolean(asked.result) && asked.result.id !== user;
        device.put({ key: "user", id: user });
      };
      return null;
    });
    if (other && window.caches) await caches.delete(SHELLS);
  };

  const ask = async (address, options) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), WAIT);
    try {
      return await fetch(address, {
        credentials: "same-origin",
        cache: "no-store",
        redirect: "manual",
        signal: stop.signal,
        ...options,
      });
    } finally {
      clearTimeout(timer);
    }
  };
  const shut = (answer) => answer.type === "opaqueredirect" || [401, 403].includes(answer.status);
  // Whose page this is: a page of the house, not a shell that was kept, says who is signed in.
  const leaving = document.querySelector("form[data-leave]");
  const shell = document.querySelector("form[data-shell]");
  const present = () => (leaving && !shell ? leaving.dataset.leave : "");

  // The sending itself, in its writer's name.
  const send = (address, csrf, user, entries) =>
    ask(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify({ user, sent_at: new Date().toISOString(), entries }),
    });

  // One sending: a batch and its answer. A batch that cannot be read is sent in halves until the one is found.
  const post = async (address, csrf, batch) => {
    const answer = await send(address, csrf, batch[0].user, batch.map((e) => e.body));
    if (answer.status === 400 && batch.length > 1) {
      const half = Math.ceil(batch.length / 2);
      const first = await post(address, csrf, batch.slice(0, half));
      return first.ok ? post(address, csrf, batch.slice(half)) : first;
    }
    if (answer.status === 400) {
      const said = await answer.json().catch(() => null); // a proxy's page is not our server's word
      if (!said) return { ok: false };
      await refuse({ [batch[0].id]: said.error });
      return { ok: true };
    }
    if (!answer.ok) return { ok: false, shut: shut(answer) };
    const told = await answer.json();
    if (told.kept.length) await remove(told.kept);
    if (Object.keys(told.refused).length) await refuse(told.refused);
    return { ok: true, sent: told.kept.length };
  };

  const run = async () => {
    const told = { sent: 0, offline: false, expired: false };
    const groups = new Map();
    for (const entry of await all()) {
      if (entry.refused || (present() && entry.user !== present())) continue; // somebody else's wait for that person
      const key = `${entry.user} ${entry.send}`;
      groups.set(key, [...(groups.get(key) || []), entry]);
    }
    for (const entries of groups.values()) {
      try {
        const state = await ask(`${entries[0].state}?vain=avain`);
        if (shut(state)) told.expired = true;
        else if (!state.ok && state.status !== 404) told.offline = true; // 404: no right to that log any more
        if (!state.ok) continue;
        const now = await state.json();
        if (now.user !== entries[0].user) continue; // somebody else's: they wait for that person
        for (let at = 0; at < entries.length; at += BATCH) {
          const answer = await post(entries[0].send, now.csrf, entries.slice(at, at + BATCH));
          if (!answer.ok) {
            if (answer.shut) told.expired = true;
            else told.offline = true;
            break;
          }
          told.sent += answer.sent || 0;
        }
      } catch (error) {
        told.offline = true; // no connection, a broken answer, a server on its way up: the entries are still here
      }
    }
    return told;
  };
  // One tab sends at a time; the server would take each entry once in any case.
  const flush = () => (navigator.locks ? navigator.locks.request(NAME, run) : run());

  const wipe = () =>
    new Promise((ok) => {
      const asked = indexedDB.deleteDatabase(NAME);
      asked.onsuccess = asked.onerror = asked.onblocked = () => ok();
    });

  window.outbox = { add, all, remove, flush, mine, uuid, ask, send, shut, changed: (f) => heard && heard.addEventListener("message", f), SHELLS };

  // Signing out takes everything off the device: first it is sent, and what cannot be sent is asked about.
  for (const form of document.querySelectorAll("form[data-leave]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        if (await exists()) {
          await flush();
          const left = await all();
          const own = left.filter((e) => e.user === form.dataset.leave);
          if (own.length && !window.confirm(form.dataset.unsent.replace("%s", own.length))) return;
          if (window.caches) await caches.delete(SHELLS);
          // Somebody else's words wait here for that person: they are not ours to erase.
          if (left.length > own.length) await remove(own.map((e) => e.id));
          else {
            await wipe();
            form.querySelector("[name=tyhja]").value = "1";
          }
        } else form.querySelector("[name=tyhja]").value = "1";
      } catch (error) {
        // What cannot be counted is not erased: the session ends, the storage stays.
      }
      HTMLFormElement.prototype.submit.call(form);
    });
  }
  exists().then(async (there) => {
    if (!there) return;
    if (present()) await mine(present());
    await flush();
  });
})();
