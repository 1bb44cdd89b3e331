// What the reader's own clock shows of an event, beside the time of its zone; also prints and copies.
const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;

for (const line of document.querySelectorAll("[data-local-time]")) {
  const moments = [line.dataset.begins, line.dataset.ends].filter(Boolean);
  const [begins, ends = begins] = moments.map((text) => new Date(text));
  const value = line.querySelector("[data-local-value]");
  const minutes = (text) => {
    const [, sign, hours, rest] = text.match(/([+-])(\d\d):(\d\d)$/);
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(rest));
  };
  if (moments.every((text) => -new Date(text).getTimezoneOffset() === minutes(text))) {
    line.textContent = line.dataset.same;
  } else {
    const format = new Intl.DateTimeFormat(language, {
      day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short",
    });
    value.textContent = ends > begins ? format.formatRange(begins, ends) : format.format(begins);
  }
  line.hidden = false;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    document.querySelector("[data-copied]").textContent = button.dataset.done;
  });
}
