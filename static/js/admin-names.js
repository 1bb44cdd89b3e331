// Django's autocomplete boxes, and the fields in tables of rows, have no name of their own for screen readers:
// give each the label of its field, or the heading of its column.
(() => {
  const heading = (element) => {
    const cell = element.closest("td");
    const row = cell && cell.closest("table").querySelector("thead tr");
    // A first, empty cell holds the name of the row; the heading of the second spans both.
    const columns = row ? [...row.children].flatMap((each) => Array(each.colSpan).fill(each)) : [];
    return cell && columns[cell.cellIndex] ? columns[cell.cellIndex].textContent.trim() : "";
  };

  const nameBox = (select) => {
    const box = select.nextElementSibling;
    const field = box && box.querySelector('[role="combobox"]');
    const chosen = box && box.querySelector(".select2-selection__rendered");
    if (!field || !chosen) return;
    const label = select.labels && select.labels[0];
    if (label) {
      label.id ||= `${select.id}_label`;
      field.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
      chosen.setAttribute("aria-labelledby", label.id);
    } else {
      chosen.setAttribute("aria-label", heading(select));
      field.setAttribute("aria-label", heading(select));
      field.removeAttribute("aria-labelledby");
    }
  };

  const giveNames = () => {
    document.querySelectorAll("select.admin-autocomplete").forEach(nameBox);
    for (const field of document.querySelectorAll(".tabular td :is(input:not([type=hidden]), select, textarea)")) {
      if (!(field.labels && field.labels.length) && !field.hasAttribute("aria-label")) {
        field.setAttribute("aria-label", heading(field));
      }
    }
  };

  // Behind whatever waits for the page to be ready, the autocomplete boxes among it.
  window.addEventListener("load", () => window.django.jQuery(() => window.setTimeout(giveNames)));
  document.addEventListener("formset:added", () => window.setTimeout(giveNames));
})();
