// Small behaviours that any page may use, found by data attributes; every one of them adds to
// something that also works, or is not shown, without JavaScript.


document.documentElement.classList.add("js");

const closest = (event, selector) =>
  event.target instanceof Element ? event.target.closest(selector) : null;

// Messages: dismissed by hand, and successes by themselves after a while.
const settle = (toast) => {
  if (toast.dataset.settled) return;
  toast.dataset.settled = "yes";
  if (toast.matches(".toast-success, .toast-info")) setTimeout(() => toast.remove(), 6000);
};
const toasts = document.getElementById("toasts");
if (toasts) {
  toasts.querySelectorAll("[data-toast]").forEach(settle);
  new MutationObserver(() => toasts.querySelectorAll("[data-toast]").forEach(settle)).observe(
    toasts,
    { childList: true },
  );
}

document.addEventListener("click", (event) => {
  closest(event, "[data-dismiss]")?.closest("[data-toast]")?.remove();

  // Menus close when something else is clicked.
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });

  // <button data-dialog="id"> opens a native dialog, data-close closes the one around it.
  const opener = closest(event, "[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  if (closest(event, "[data-close]")) event.target.closest("dialog")?.close();

  // <button data-reveal="id"> shows and hides a password.
  const eye = closest(event, "[data-reveal]");
  if (eye) {
    const input = document.getElementById(eye.dataset.reveal);
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    eye.setAttribute("aria-pressed", String(shown));
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
  // "/" goes to the search field, as in most libraries, unless somebody is typing.
  const typing = closest(event, "input, textarea, select, [contenteditable]");
  const search = document.querySelector("[data-search]");
  if (event.key === "/" && search && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    search.focus();
  }
});

// A theme shows at once; the form's own request keeps it.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-theme-form]") || !event.submitter) return;
  event.preventDefault();
  const chosen = event.submitter.value;
  document.documentElement.dataset.theme = chosen;
  document.querySelectorAll("[data-theme-form] button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === chosen));
  });
  const data = new FormData(event.target, event.submitter);
  fetch(event.target.action, { method: "POST", body: data, redirect: "manual" });
});

// A filter that is changed is applied; without JavaScript there is a button for it.
document.addEventListener("change", (event) => {
  closest(event, "[data-auto-submit]")?.form?.requestSubmit();
});
