// Tabs after the ARIA pattern: [data-tabs] holds role=tab buttons that name their panels with
// aria-controls. Until this runs, all panels are shown one below the other.

const choose = (tab, focus) => {
  const tabs = [...tab.closest("[data-tabs]").querySelectorAll('[role="tab"]')];
  for (const other of tabs) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
  }
  if (focus) tab.focus();
};

export const setUp = (root = document) => {
  for (const list of root.querySelectorAll("[data-tabs]")) {
    list.hidden = false;
    const chosen = list.querySelector('[aria-selected="true"]') ?? list.querySelector('[role="tab"]');
    choose(chosen, false);
  }
};

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

document.addEventListener("click", (event) => {
  const tab = event.target instanceof Element ? event.target.closest('[data-tabs] [role="tab"]') : null;
  if (tab) choose(tab, false);
});

document.addEventListener("keydown", (event) => {
  const tab = event.target instanceof Element ? event.target.closest('[data-tabs] [role="tab"]') : null;
  if (!tab) return;
  const tabs = [...tab.closest("[data-tabs]").querySelectorAll('[role="tab"]')];
  const here = tabs.indexOf(tab);
  let next = null;
  if (event.key in STEPS) next = tabs[(here + STEPS[event.key] + tabs.length) % tabs.length];
  if (event.key === "Home") next = tabs[0];
  if (event.key === "End") next = tabs.at(-1);
  if (!next) return;
  event.preventDefault();
  choose(next, true);
});

document.addEventListener("htmx:load", (event) => setUp(event.target));
setUp();
