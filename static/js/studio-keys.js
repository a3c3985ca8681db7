// What the keyboard does in the studio beyond what a browser does by itself.

import { isChanged } from "./studio-facts.js";

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
const press = (selector) => {
  const button = document.querySelector(selector);
  if (!button || button.disabled || button.closest("details:not([open])")) return false;
  button.form.requestSubmit(button);
  return true;
};

/** Whether `event` was a shortcut of the studio, and has been done. */
function act(event, studio) {
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "s") {
    const inFacts = event.target.closest?.("#facts-form");
    // What a key saved here would go over a text or an approval: that takes the button that says so.
    if (!inFacts && studio.showUndecided()) return true;
    const facts = document.getElementById("facts-form");
    return (!inFacts && press("[data-save]")) || (isChanged(facts) && press('#facts-form [value="keep"]')) || true;
  }
  if (command && event.key === "Enter" && event.target.closest?.("#facts-form")) {
    return press("#facts-form [data-write]");
  }
  if (event.key === "F8" && studio.editor) {
    studio.editor.step(event.shiftKey ? -1 : 1);
    return true;
  }
  if (event.altKey && ["Digit1", "Digit2", "Digit3"].includes(event.code)) {
    return studio.goTo(["facts", "listing", "findings"][Number(event.code.at(-1)) - 1]);
  }
  if (document.querySelector("dialog[open]")) return false;
  if (event.key === "Escape" && !document.querySelector("details[data-menu][open]")) {
    return press("[data-stop] button");
  }
  if (event.key === "?" && !typing(event.target)) {
    document.getElementById("shortcuts").showModal();
    return true;
  }
  return false;
}

/** Listen for the studio's shortcuts. */
export function setUpKeys(studio) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (act(event, studio)) event.preventDefault();
  });
}
