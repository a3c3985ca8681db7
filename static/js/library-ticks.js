// Keeps the ticks of the library over its pages, searches and filters, until a batch takes them.

const KEY = "library-ticks";
const MOST = 500;

const kept = () => {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(KEY) ?? "[]"));
  } catch {
    return new Set();
  }
};
const keep = (ticks) => {
  if (ticks.size) sessionStorage.setItem(KEY, JSON.stringify([...ticks]));
  else sessionStorage.removeItem(KEY);
};
const boxes = () => [...document.querySelectorAll('.cell-tick input[name="listing"]')];

const show = () => {
  const ticks = kept();
  for (const box of boxes()) box.checked = ticks.has(box.value);
  const count = document.getElementById("tick-count");
  if (!count) return;
  count.textContent = ticks.size ? ` (${ticks.size})` : "";
  document.getElementById("tick-none").hidden = !ticks.size;
};

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.matches('.cell-tick input[name="listing"]')) return;
  const ticks = kept();
  const isFull = box.checked && ticks.size >= MOST;
  if (box.checked && !isFull) ticks.add(box.value);
  if (!box.checked) ticks.delete(box.value);
  keep(ticks);
  document.getElementById("tick-full").hidden = !isFull;
  show();
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest("#tick-none")) return;
  keep(new Set());
  show();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-takes-ticks]")) keep(new Set());
  if (form.id !== "tick") return;
  for (const old of form.querySelectorAll('input[type="hidden"]')) old.remove();
  const here = new Set(boxes().map((box) => box.value));
  for (const number of kept()) {
    if (here.has(number)) continue; // its box speaks for itself
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name: "listing", value: number });
    form.append(hidden);
  }
});

document.addEventListener("htmx:load", show);
window.addEventListener("pageshow", show);
