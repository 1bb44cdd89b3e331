// A film is loaded from its host only after a click; without this script the link leads there. Also copies addresses.
for (const section of document.querySelectorAll("[data-video]")) {
  const link = section.querySelector("[data-play]");
  const words = link.querySelector("[data-words]");
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.append(...link.childNodes);
  words.textContent = words.dataset.words;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    const address = new URL(section.dataset.video);
    address.searchParams.set("autoplay", "1");
    frame.src = address;
    frame.title = link.dataset.title;
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    section.querySelector(".video-frame").replaceChildren(frame);
    frame.focus();
  });
  link.replaceWith(button);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    document.querySelector("[data-copied]").textContent = button.dataset.done;
  });
  field.addEventListener("focus", () => field.select());
}
