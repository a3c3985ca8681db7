// The facts form: the language follows the market, what is typed survives a closed tab, and a
// newcomer may start from the example.

import * as drafts from "./studio-drafts.js";

const LATER = 400;
const KEPT = ["name", "features", "brand", "market", "category", "keyword", "price_range"];
// With the version that they were typed over: bringing them back is no leave to overwrite another.
const ALSO_KEPT = ["competition", "tone", "sku", "model", "level", "version"];

function valuesOf(form) {
  const named = [...KEPT, ...ALSO_KEPT].filter((name) => form.elements[name]);
  return Object.fromEntries(named.map((name) => [name, form.elements[name].value]));
}

function fill(form, values, { unfold = true } = {}) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name];
    if (!field) continue;
    field.value = value;
    if (value && unfold) field.closest("details")?.setAttribute("open", "");
  }
  showLanguage(form);
}

/** The example in the language of the chosen market's listings. */
function exampleOf(form) {
  const examples = JSON.parse(document.getElementById("studio-examples").textContent);
  return examples[form.elements.market.value];
}

function showLanguage(form) {
  const languages = JSON.parse(document.getElementById("studio-languages").textContent);
  form.querySelector("[data-language]").textContent = languages[form.elements.market.value] ?? "";
  form.elements.features.placeholder = exampleOf(form)?.features ?? "";
}

const same = (one, other) =>
  Object.entries(one).every(([name, value]) => name === "version" || (other[name] ?? "") === value);

function offer(form, key, asLoaded) {
  const box = form.querySelector("[data-offer]");
  const draft = drafts.load(key);
  if (!draft || form.dataset.bound !== undefined || same(asLoaded, draft.values)) return;
  box.hidden = false;
  box.querySelector("[data-take]").onclick = () => {
    fill(form, draft.values);
    box.hidden = true;
    form.elements.name.focus();
  };
  box.querySelector("[data-leave]").onclick = () => {
    drafts.drop(key);
    box.hidden = true;
    form.elements.name.focus();
  };
}

/** Forget what was kept for this form: the server has it now. */
export function forget(root) {
  const form = root.querySelector("[data-facts]");
  drafts.drop(keyOf(root, form));
}

/** Whether the form holds something that the page did not come with. */
export function isChanged(form) {
  if (form.dataset.bound !== undefined) return true;
  return Object.keys(valuesOf(form)).some((name) => {
    const field = form.elements[name];
    if (field.options) {
      const first = [...field.options].findIndex((option) => option.defaultSelected);
      return field.selectedIndex !== Math.max(first, 0);
    }
    return field.defaultValue !== undefined && field.type !== "hidden" && field.value !== field.defaultValue;
  });
}

const keyOf = (root, form) => `facts:${root.dataset.person}:${form.dataset.facts}`;

/** Set up the facts form of `root`; `signal` ends its listeners. */
export function setUpFacts(root, signal) {
  const form = root.querySelector("[data-facts]");
  const key = keyOf(root, form);
  const asLoaded = valuesOf(form);
  // Landing on a listing's page means that what a new product's form sent has arrived.
  if (root.dataset.studio !== "new") drafts.dropSent(`facts:${root.dataset.person}:new`);
  offer(form, key, asLoaded);
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => drafts.keep(key, valuesOf(form)), LATER);
  }, { signal });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    drafts.keep(key, valuesOf(form), { sent: true });
  }, { signal });
  form.elements.market.addEventListener("change", () => showLanguage(form), { signal });
  document.querySelector("[data-fill-example]")?.addEventListener("click", () => {
    fill(form, exampleOf(form), { unfold: false });
    drafts.keep(key, valuesOf(form));
    form.querySelector("[data-write]").focus();
  }, { signal });
  form.querySelector("[aria-invalid=true]")?.focus();
}
