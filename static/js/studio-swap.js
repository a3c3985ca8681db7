// Putting parts of a page that the server sent in the place of the ones shown.

const REGIONS = [".studio-head", ".studio-tabs", "#facts", "#listing", "#findings"];

/** Show the messages that came with `page`. */
export function takeToasts(page) {
  const sent = page.getElementById("toasts");
  if (sent) document.getElementById("toasts").append(...sent.children);
}

/** How to find the focused element again after its part of the page was replaced. */
function focusMark() {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  if (focused.id) return `#${CSS.escape(focused.id)}`;
  const form = focused.form;
  if (!form?.id || !focused.name) return null;
  const value = focused.type === "radio" || focused.type === "submit" ? `[value="${CSS.escape(focused.value)}"]` : "";
  const place = form.contains(focused) ? `#${form.id} ` : `[form="${form.id}"]`;
  return `${place}[name="${CSS.escape(focused.name)}"]${value}`;
}

function restoreFocus(mark) {
  if (document.activeElement && document.activeElement !== document.body) return;
  (mark && document.querySelector(mark))?.focus({ preventScroll: true });
}

/** Replace one part, such as the data collection switch. */
export function swapPart(page, selector) {
  const fresh = page.querySelector(selector);
  if (!fresh) return;
  const mark = focusMark();
  document.querySelector(selector).replaceWith(fresh);
  restoreFocus(mark);
  takeToasts(page);
}

/** Replace the studio by the one in `page`; with `keepFacts` the person goes on typing there. */
export function swapStudio(page, { keepFacts = false } = {}) {
  const root = document.getElementById("studio");
  const fresh = page.getElementById("studio");
  if (!fresh) return false;
  const mark = focusMark();
  if (keepFacts) {
    for (const region of REGIONS.filter((name) => name !== "#facts")) {
      root.querySelector(region).replaceWith(fresh.querySelector(region));
    }
    // Whoever goes on with the facts is shown the newer text beside them, and writes again over it.
    for (const name of ["seen", "approval"]) {
      const field = `#facts-form [name="${name}"]`;
      root.querySelector(field).value = fresh.querySelector(field).value;
    }
    Object.assign(root.dataset, fresh.dataset);
    for (const button of root.querySelectorAll("#facts [data-write]")) button.disabled = false;
  } else {
    const shown = root.querySelector("[data-shows]")?.dataset.shows;
    const grid = fresh.querySelector("[data-shows]");
    if (shown && grid) grid.dataset.shows = shown;
    root.replaceWith(fresh);
    document.title = page.title;
  }
  restoreFocus(mark);
  takeToasts(page);
  return true;
}
