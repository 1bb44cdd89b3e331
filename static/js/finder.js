// The search box: suggestions while typing, and the keys that jump to it. Without this file the form works as it is.
(() => {
  const input = document.querySelector("[data-finder] input[type=search]");
  if (!input) return;

  // ---- keys: Ctrl/Cmd+K always, "/" unless the reader switched it off ----
  const STORED = "slash-key";
  const read = () => {
    try {
      return localStorage.getItem(STORED) !== "off";
    } catch {
      return true; // storage is closed to us
    }
  };
  let slash = read();
  const hint = () => {
    for (const key of document.querySelectorAll("[data-shortcut]")) key.hidden = !slash;
  };
  const box = () => document.querySelector("[data-finder] input[type=search]");
  const typing = (element) =>
    element instanceof Element && (element.closest("input:not([type=checkbox], [type=radio]), textarea, select") || element.isContentEditable);

  document.addEventListener("keydown", (event) => {
    const jump = (event.key === "k" || event.key === "K") && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const plain = event.key === "/" && slash && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!(jump || plain) || event.defaultPrevented || event.isComposing || (plain && typing(event.target))) return;
    event.preventDefault();
    box()?.focus();
    box()?.select();
  });

  for (const control of document.querySelectorAll("[data-slash]")) {
    control.closest("[hidden]")?.removeAttribute("hidden");
    control.checked = slash;
    control.addEventListener("change", () => {
      slash = control.checked;
      hint();
      try {
        localStorage.setItem(STORED, slash ? "on" : "off");
      } catch {
        // It then lasts for this page.
      }
    });
  }

  // ---- suggestions: combobox with a list, as the WAI-ARIA practices describe it ----
  const SHORTEST = 2;
  const PAUSE = 150;
  let connected = null;

  function connect(field) {
    if (!field || field === connected || !field.dataset.suggest) return;
    connected = field;
    const slot = field.closest(".slot");
    const list = document.createElement("ul");
    list.className = "suggest";
    list.id = `${field.id}-suggestions`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.dataset.suggestLabel || "");
    list.hidden = true;
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    slot.append(list, status);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", list.id);

    let found = [];
    let active = -1;
    let timer = 0;
    let request = null;
    let asked = field.value.trim();

    const close = () => {
      clearTimeout(timer);
      request?.abort();
      list.hidden = true;
      active = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const mark = (place) => {
      active = place;
      [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === place)));
      if (place < 0) field.removeAttribute("aria-activedescendant");
      else {
        field.setAttribute("aria-activedescendant", list.children[place].id);
        list.children[place].scrollIntoView({ block: "nearest" });
      }
    };
    const follow = (place) => {
      const { url } = found[place];
      close();
      window.location.assign(url);
    };
    const text = (className, words) => {
      const span = document.createElement("span");
      span.className = className;
      span.textContent = words;
      return span;
    };
    const show = (answer) => {
      found = answer.suggestions;
      list.replaceChildren(
        ...found.map((suggestion, index) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${index}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.append(text("name", suggestion.label), text("kind", suggestion.kind_label));
          if (suggestion.detail) option.append(text("full", suggestion.detail));
          return option;
        }),
      );
      active = -1;
      field.removeAttribute("aria-activedescendant");
      list.hidden = found.length === 0;
      field.setAttribute("aria-expanded", String(found.length > 0));
      status.textContent = answer.message;
    };
    const ask = async () => {
      const words = field.value.trim();
      if (words === asked) return;
      asked = words;
      request?.abort();
      if (words.length < SHORTEST) {
        close();
        return;
      }
      request = new AbortController();
      try {
        const address = `${field.dataset.suggest}?q=${encodeURIComponent(words)}`;
        const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: request.signal });
        if (answer.ok && document.activeElement === field) show(await answer.json());
      } catch {
        // Aborted or no connection: typing goes on without suggestions.
      }
    };

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!found.length) return;
        event.preventDefault();
        if (list.hidden) {
          list.hidden = false;
          field.setAttribute("aria-expanded", "true");
        }
        const step = event.key === "ArrowDown" ? 1 : -1;
        // Above the first and below the last option stands the field itself.
        mark(((active + 1 + step + found.length + 1) % (found.length + 1)) - 1);
      } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
        event.preventDefault();
        follow(active);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Enter") {
        close();
      }
    });
    field.addEventListener("blur", close);
    // Before blur, so that the field keeps the focus while an option is pressed.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) follow([...list.children].indexOf(option));
    });
  }

  const start = () => {
    hint();
    connect(box());
  };
  start();
  // The results page swaps its search box together with the results.
  document.addEventListener("htmx:afterSettle", start);
})();
