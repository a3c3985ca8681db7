// What the keyboard does on the rating page beyond what a browser does by itself.

import * as form from "./rating-form.js";

const WRITING = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
const PRESSED_BY_ENTER = "a, button, summary, [data-act]";

/** Fold an open part such as the reasons, and go back to the item. */
export function fold() {
  const open = document.querySelector(".rate-act[open]");
  if (!open) return false;
  open.open = false;
  form.begin();
  return true;
}

/** Open a part and go to its first field. */
function unfold(id) {
  for (const other of document.querySelectorAll(".rate-act")) other.open = other.id === id;
  document.getElementById(id).querySelector("[type=radio], textarea").focus();
  return true;
}

function act(event, page) {
  if (document.querySelector("dialog[open]")) return false;
  if (event.key === "Escape") return fold();
  const isWriting = Boolean(event.target.closest?.(WRITING));
  const submits = document.getElementById("rate-form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && submits.contains(event.target)) {
    return page.submit();
  }
  if (isWriting || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return false;
  if (event.key === "Enter") return !event.target.closest?.(PRESSED_BY_ENTER) && page.submit();
  if (/^[1-5]$/.test(event.key)) return !document.querySelector(".rate-act[open]") && form.choose(Number(event.key));
  switch (event.key.toLowerCase()) {
    case "z":
      return page.takeBack();
    case "s":
      return unfold("rate-skip");
    case "f":
      return unfold("rate-flag");
    case "?":
      document.getElementById("shortcuts").showModal();
      return true;
    default:
      return false;
  }
}

/** Listen for the page's shortcuts; `page` submits and takes back. */
export function setUpKeys(page) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (act(event, page)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-fold]")) fold();
  });
}
