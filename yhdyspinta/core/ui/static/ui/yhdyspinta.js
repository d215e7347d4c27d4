// What pages do better with JavaScript. Everything works without it; nothing here writes or asks another server.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const language = document.documentElement.lang;

  // A slider over months beside a date field: moving it writes the field, letting go sends the form.
  for (const range of all("input[type=range][data-for]")) {
    const field = document.getElementById(range.dataset.for);
    if (!field || !field.form) continue;
    const [year, month] = range.dataset.first.split("-").map(Number);
    const say = (day) => new Date(day + "T12:00:00").toLocaleDateString(language, { month: "long", year: "numeric" });
    const day = () => {
      const months = month - 1 + Number(range.value);
      return `${year + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}-01`;
    };
    range.hidden = false;
    range.setAttribute("aria-valuetext", say(field.value));
    range.addEventListener("input", () => {
      field.value = day() < field.min ? field.min : day() > field.max ? field.max : day();
      range.setAttribute("aria-valuetext", say(field.value));
    });
    let timer = 0;
    range.addEventListener("change", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        for (const other of all("input[type=date]", field.form)) if (!other.value && !other.required) other.disabled = true;
        field.form.requestSubmit();
      }, 350); // so that arrow keys can be pressed many times before the page changes
    });
  }

  // Empty optional fields stay out of the address.
  for (const form of all("form[method=get]")) {
    form.addEventListener("submit", () => {
      for (const field of all("input, select", form)) if (field.name && !field.value && !field.required) field.disabled = true;
    });
  }
  addEventListener("pageshow", () => all("form[method=get] :disabled").forEach((field) => (field.disabled = false)));

  // Tables that can be sorted: a button in each heading; numbers and days by `data-v`, words as the language sorts them.
  const words = new Intl.Collator(language, { numeric: true });
  const compare = (a, b) => (Number.isNaN(a - b) ? words.compare(a, b) : a - b);
  for (const table of all("table[data-sort]")) {
    const body = table.tBodies[0];
    all("thead th", table).forEach((head, column) => {
      if (!head.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "y-sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const value = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent.trim();
        const order = (a, b) => (a === "") - (b === "") || (a === "" ? 0 : down ? compare(b, a) : compare(a, b)); // empty last
        body.append(...[...body.rows].sort((a, b) => order(value(a), value(b))));
      });
    });
  }

  // Work that goes on: its part of the page is read again until it says that it has ended.
  const follow = (part) => {
    if (!part || !part.dataset.follow) return;
    setTimeout(async () => {
      let fresh = part;
      try {
        const answer = await fetch(location.href, { headers: { accept: "text/html" } });
        const found = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
        if (found) part.replaceWith((fresh = document.importNode(found, true)));
      } catch {} // no connection now: asked again
      follow(fresh);
    }, Number(part.dataset.follow));
  };
  all("[data-follow]").forEach((part) => follow(part));

  // A picture as PNG, made of the page's own SVG.
  for (const item of all("[data-png]")) {
    item.hidden = false;
    item.querySelector("button").addEventListener("click", () => {
      const image = new Image();
      image.onload = () => {
        const canvas = document.createElement("canvas");
        canvas.width = image.naturalWidth * 2;
        canvas.height = image.naturalHeight * 2;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        const link = document.createElement("a");
        link.download = item.dataset.name;
        link.href = canvas.toDataURL("image/png");
        link.click();
      };
      image.src = item.dataset.png;
    });
  }

  for (const item of all("[data-print]")) {
    item.hidden = false;
    item.querySelector("button").addEventListener("click", () => print());
  }
  for (const item of all("[data-copy]")) {
    if (!navigator.clipboard) continue;
    item.hidden = false;
    item.querySelector("button").addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(item.dataset.copy).value);
      item.querySelector("output").textContent = item.querySelector("output").dataset.done;
    });
  }
  for (const field of all("[data-select]")) field.addEventListener("focus", () => field.select());
  for (const errors of all("#errors")) errors.focus();

  // A piece of the page that is asked for again while the page is looked at. It is only exchanged when it has changed.
  for (const piece of all("[data-again]")) {
    setInterval(async () => {
      if (document.hidden) return;
      const answer = await fetch(piece.dataset.again, { redirect: "error" }).catch(() => null);
      if (!answer || !answer.ok) return;
      const text = (await answer.text()).trim();
      if (text !== piece.dataset.was) piece.innerHTML = piece.dataset.was = text;
    }, Number(piece.dataset.every) * 1000);
  }

  // A long form that is sent once: what has been filled in stays in this browser until it is sent, and how much is told.
  for (const form of all("form[data-keep]")) {
    const name = form.dataset.keep, told = form.querySelector("output[data-of]");
    const fields = () => all("input, textarea", form).filter((f) => f.name && f.name !== "csrfmiddlewaretoken");
    const count = () => {
      const done = new Set(fields().filter((f) => (f.type === "radio" || f.type === "checkbox" ? f.checked : f.value.trim())).map((f) => f.name));
      if (told) (told.hidden = false), (told.textContent = `${done.size} / ${told.dataset.of} ${told.dataset.answered}`);
    };
    const keep = () => {
      const kept = fields().filter((f) => (f.type === "radio" || f.type === "checkbox" ? f.checked : f.value)).map((f) => [f.name, f.value]);
      try { localStorage.setItem(name, JSON.stringify(kept)); } catch {} // a browser that keeps nothing
      count();
    };
    try {
      for (const [field, value] of JSON.parse(localStorage.getItem(name) ?? "[]"))
        for (const f of fields()) if (f.name === field) f.type === "radio" || f.type === "checkbox" ? f.value === value && (f.checked = true) : (f.value = value);
    } catch {}
    form.addEventListener("input", keep);
    form.addEventListener("reset", () => setTimeout(() => {
      for (const f of fields()) f.type === "radio" || f.type === "checkbox" ? (f.checked = false) : (f.value = "");
      try { localStorage.removeItem(name); } catch {}
      count();
    }));
    count();
  }
  for (const done of all("[data-forget]")) try { localStorage.removeItem(done.dataset.forget); } catch {}

  // Tabs: without JavaScript the panels follow each other under their headings.
  for (const tabs of all("[data-tabs]")) {
    const links = all("a", tabs.querySelector("ul"));
    const list = tabs.querySelector("ul");
    list.hidden = false;
    list.setAttribute("role", "tablist");
    const open = (chosen, focus) => {
      links.forEach((link) => {
        const panel = document.getElementById(link.hash.slice(1));
        const on = link === chosen;
        link.setAttribute("aria-selected", on);
        link.tabIndex = on ? 0 : -1;
        panel.hidden = !on;
      });
      if (focus) chosen.focus();
    };
    links.forEach((link, number) => {
      const panel = document.getElementById(link.hash.slice(1));
      link.parentElement.setAttribute("role", "presentation");
      link.setAttribute("role", "tab");
      link.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", link.id);
      panel.tabIndex = 0;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        open(link, false);
      });
      link.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step) open(links[(number + step + links.length) % links.length], true);
      });
    });
    open(links.find((link) => link.hash === location.hash) ?? links[0], false);
  }

  // Dialogs: the button's link works without JavaScript; with it the question is asked on the page.
  for (const opener of all("[data-dialog]")) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog || !dialog.showModal) continue;
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
    for (const closer of all("[data-close]", dialog)) closer.addEventListener("click", () => dialog.close());
  }
})();
