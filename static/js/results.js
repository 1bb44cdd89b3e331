// The results page without page loads: choosing a value swaps results, facets and address. Needs htmx.
// Without this file every value is a link, and "Show results" and "Apply" send the form.
(() => {
  const { htmx } = window;
  const main = document.getElementById("main");
  if (!htmx || !document.getElementById("search-page")) return;

  Object.assign(htmx.config, {
    includeIndicatorStyles: false, // inline styles are forbidden here
    allowEval: false,
    allowScriptTags: false,
    // "Back" loads the page of that address: always true, and nothing is kept in the browser.
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    timeout: 20_000,
  });

  const TARGET = "#search-page";
  const LINKS = ".pills a, .facet a.value, .ways a, .words a, .pager a, .notice a";
  const announcer = document.querySelector("[data-announcer]");
  const form = () => document.getElementById("search");
  let open = [];
  let focus = "";
  let top = 0;
  let reveal = false;

  const tidy = () => {
    for (const element of document.querySelectorAll("[data-noscript]")) element.hidden = true;
  };
  const address = () => {
    const chosen = new URLSearchParams();
    for (const [name, value] of new FormData(form())) if (value !== "") chosen.append(name, value);
    const query = chosen.toString();
    return query ? `${form().getAttribute("action")}?${query}` : form().getAttribute("action");
  };
  const load = (url, { toResults = false } = {}) => {
    reveal = toResults;
    // The server answers with the address to show (HX-Push-Url). A newer choice waits for the running one.
    const done = htmx.ajax("GET", url, { source: main, target: TARGET, swap: "outerHTML show:none" });
    // What went wrong is dealt with below; here it would only be an error nobody caught.
    done?.catch(() => {});
  };

  document.addEventListener("change", (event) => {
    const control = event.target;
    if (control.form !== form() || control.type === "search") return;
    load(address());
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    load(address(), { toResults: Boolean(event.submitter?.closest(".sheet")) });
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(LINKS);
    if (!link || !link.closest(TARGET) || event.defaultPrevented || event.button) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.pathname !== window.location.pathname) return;
    event.preventDefault();
    load(link.href, { toResults: !link.closest(".facet") });
  });

  document.addEventListener("htmx:beforeRequest", () => main.classList.add("results-busy"));
  document.addEventListener("htmx:afterRequest", () => main.classList.remove("results-busy"));
  document.addEventListener("htmx:beforeSwap", () => {
    open = [...document.querySelectorAll(`${TARGET} details[open]`)].map((details) => details.id).filter(Boolean);
    focus = document.activeElement?.id || "";
    top = document.activeElement?.getBoundingClientRect().top ?? 0;
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const id of open) {
      if (reveal && id === "filters") continue;
      document.getElementById(id)?.setAttribute("open", "");
    }
    tidy();
    const total = document.getElementById("total");
    if (announcer && total) announcer.textContent = total.textContent.replace(/\s+/g, " ").trim();
    if (reveal) {
      total?.setAttribute("tabindex", "-1");
      total?.focus({ preventScroll: true });
      total?.scrollIntoView({ block: "nearest" });
    } else if (focus) {
      // What was chosen stays under the finger, however much the facets above it grew or shrank.
      const chosen = document.getElementById(focus);
      chosen?.focus({ preventScroll: true });
      if (chosen) window.scrollBy({ top: chosen.getBoundingClientRect().top - top, behavior: "instant" });
    }
  });
  // An error page is shown whole; without a connection the results stay, and that is said.
  document.addEventListener("htmx:responseError", (event) => window.location.assign(event.detail.pathInfo.requestPath));
  for (const kind of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, () => {
      if (announcer) announcer.textContent = announcer.dataset.failed;
    });
  }
  // Browsers fill forms with what was chosen before; the address says what is chosen now.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) form()?.reset();
  });
  // "Back" pressed once more while this page was still loading: the address is then ahead of what is shown.
  document.addEventListener("DOMContentLoaded", () => {
    const [arrival] = performance.getEntriesByType("navigation");
    const plain = (url) => url.split("#")[0];
    if (arrival && plain(arrival.name) !== plain(window.location.href)) window.location.reload();
  });
  tidy();
})();
