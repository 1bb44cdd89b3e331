// The reader's choice of light or dark. Kept in this browser only; without it the page follows the system.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  let stored = "system";
  try {
    stored = localStorage.getItem("theme") || "system";
  } catch {
    // Storage may be closed to us; the choice then lasts for this page.
  }
  const apply = (choice) => {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
  };
  apply(stored);
  const fieldset = document.querySelector("[data-appearance]");
  if (!fieldset) return;
  fieldset.hidden = false;
  for (const input of fieldset.querySelectorAll("input")) {
    input.checked = input.value === (root.dataset.theme || "system");
    input.addEventListener("change", () => {
      apply(input.value);
      try {
        if (input.value === "system") localStorage.removeItem("theme");
        else localStorage.setItem("theme", input.value);
      } catch {
        // As above: nothing to keep it in.
      }
    });
  }
})();
