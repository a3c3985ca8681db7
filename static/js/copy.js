// <button data-copy="#id"> copies that element's text; the button says so for a moment.

const LINGER_MS = 1800;

const say = (button, words) => {
  const place = button.querySelector("[data-copy-label]") ?? button;
  if (!button.dataset.label) button.dataset.label = place.textContent;
  place.textContent = words;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => (place.textContent = button.dataset.label), LINGER_MS);
};

// The clipboard is refused on plain http and in some frames: an old way still works there.
const copyByHand = (text) => {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  const worked = document.execCommand("copy");
  area.remove();
  return worked;
};

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  const text = "value" in source ? source.value : source.textContent;
  let worked = false;
  try {
    await navigator.clipboard.writeText(text);
    worked = true;
  } catch {
    worked = copyByHand(text);
  }
  say(button, worked ? button.dataset.copied : button.dataset.copyFailed);
});
