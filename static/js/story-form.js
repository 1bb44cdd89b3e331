// The form for stories: saves while one writes, counts characters, finds projects while typing, moves to what is wrong.
// Without this file every step works by its buttons.
(() => {
  document.querySelector("[data-problems]")?.focus();

  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

  // ---- characters, counted as the server does: by code points, one for a line break ----
  for (const field of document.querySelectorAll("[data-count]")) {
    const shown = document.getElementById(field.dataset.count);
    const { shortest, longest, most } = shown.dataset;
    const spoken = document.createElement("p");
    spoken.className = "visually-hidden";
    spoken.setAttribute("aria-live", "polite");
    shown.after(spoken);
    let timer = 0;
    const state = (count) => {
      if (count > Number(most)) return "over";
      if (count > Number(longest)) return "long";
      return count < Number(shortest) ? "short" : "fine";
    };
    const count = () => {
      const number = [...field.value.trim()].length;
      const now = state(number);
      shown.dataset.state = now;
      shown.textContent = fill(shown.dataset[now], { count: number, shortest, longest, most });
      // Spoken when the writing pauses: a number at every letter would drown the words.
      clearTimeout(timer);
      timer = setTimeout(() => (spoken.textContent = shown.textContent), 1500);
    };
    field.addEventListener("input", count);
    if (field.value) count();
  }

  // ---- saving while one writes ----
  const PAUSE = 1500;
  const AGAIN = 10_000;
  const form = document.querySelector("form[data-autosave]");
  if (form) {
    const status = form.querySelector("[data-status]");
    let saved = "";
    let timer = 0;
    let running = null;
    let leaving = false;
    const contents = () => {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      return new URLSearchParams(data);
    };
    const say = (sentence) => {
      if (status.textContent !== sentence) status.textContent = sentence;
    };
    const now = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const send = async (body) => {
      try {
        const answer = await fetch(form.getAttribute("action"), {
          method: "POST",
          body,
          headers: { "X-Autosave": "1", Accept: "application/json" },
          keepalive: body.toString().length < 60_000,
        });
        if (answer.ok) {
          saved = body.toString();
          say(fill(status.dataset.saved, { time: now() }));
        } else if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
          const { errors } = await answer.json();
          say(fill(status.dataset.wrong, { problem: errors.join(" ") }));
        } else throw new Error(String(answer.status));
      } catch {
        say(status.dataset.unsaved);
        clearTimeout(timer);
        if (!leaving) timer = setTimeout(save, AGAIN);
      }
    };
    const save = () => {
      clearTimeout(timer);
      const body = contents();
      if (body.toString() === saved) return running;
      // One after the other, so that an older text never arrives after a newer one.
      const mine = (running ?? Promise.resolve()).then(() => (leaving ? undefined : send(body)));
      running = mine;
      mine.then(() => {
        if (running === mine) running = null;
      });
      return mine;
    };
    saved = contents().toString();
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    });
    form.addEventListener("change", (event) => {
      if (event.target.type !== "file") save();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && !leaving) save();
    });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && contents().toString() !== saved) event.preventDefault();
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (leaving || !running) {
        leaving = true;
        return;
      }
      // What is on its way arrives first.
      event.preventDefault();
      leaving = true;
      const { submitter } = event;
      // A task of its own: while this event lasts, browsers ignore another submission.
      const go = () => setTimeout(() => form.requestSubmit(submitter));
      Promise.race([running, new Promise((done) => setTimeout(done, 3000))]).then(go);
    });
    window.addEventListener("pageshow", () => (leaving = false));
  }

  // ---- the project, found while typing: combobox with a list, as the WAI-ARIA practices describe it ----
  const find = document.querySelector("form[data-find]");
  const candidates = document.querySelector("[data-candidates]");
  if (!find || !candidates) return;
  const input = find.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.className = "suggest";
  list.id = "find-list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.closest(".slot").append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }))
    input.setAttribute(name, value);

  let found = [];
  let active = -1;
  let timer = 0;
  let request = null;
  const open = (yes) => {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) mark(-1);
  };
  const mark = (place) => {
    active = place;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === place)));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[place].id);
    return list.children[place].scrollIntoView({ block: "nearest" });
  };
  const words = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  };
  const choose = (project) => {
    let radio = [...candidates.querySelectorAll("input")].find((each) => each.value === project.value);
    if (!radio) {
      const label = document.createElement("label");
      label.className = "choice";
      radio = Object.assign(document.createElement("input"), { type: "radio", name: "project", value: project.value });
      radio.id = `id_project_${candidates.children.length}`;
      label.htmlFor = radio.id;
      const text = words("span", "", `${project.label} `);
      if (project.detail) text.append(words("small", "", project.detail));
      label.append(radio, text);
      candidates.prepend(label);
    }
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    input.value = project.label;
    open(false);
    status.textContent = fill(input.dataset.chosen, { name: project.label });
  };
  const ask = async () => {
    request?.abort();
    const q = input.value.trim();
    if (q.length < 2) return open(false);
    request = new AbortController();
    try {
      const answer = await fetch(`${find.getAttribute("action")}?q=${encodeURIComponent(q)}`, {
        headers: { Accept: "application/json" },
        signal: request.signal,
      });
      if (!answer.ok) return undefined;
      const { projects, message } = await answer.json();
      found = projects;
      list.replaceChildren(
        ...found.map((project, index) => {
          const option = words("li", "", "");
          option.id = `${list.id}-${index}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.append(words("span", "name", project.label), words("span", "full", project.detail));
          return option;
        }),
      );
      status.textContent = message;
      open(found.length > 0 && document.activeElement === input);
    } catch {
      // Aborted or no connection: the button still searches.
    }
    return undefined;
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      event.preventDefault();
      if (list.hidden) open(true);
      // Above the first and below the last option stands the field itself.
      mark(((active + 1 + step + found.length + 1) % (found.length + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(found[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    }
  });
  input.addEventListener("blur", () => open(false));
  // Before blur, so that the field keeps the focus while an option is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(found[[...list.children].indexOf(option)]);
  });
})();
