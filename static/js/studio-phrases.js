// The page's words for the scripts, in the person's language; they come with the page as data.

import { SignedOut, Unreachable } from "./studio-net.js";

/** The phrase called `name` with {placeholders} filled in. */
export function say(name, values = {}) {
  const phrases = JSON.parse(document.querySelector(`script[id$="-phrases"]`).textContent);
  return phrases[name].replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/** Tell the person something; `link` {href, text} is put behind the sentence. */
export function notice(text, { tone = "", link = null } = {}) {
  const line = document.createElement("p");
  line.className = tone ? `note note-${tone}` : "note";
  line.append(text);
  if (link) {
    const anchor = document.createElement("a");
    Object.assign(anchor, { href: link.href, textContent: link.text, target: "_blank" });
    line.append(" ", anchor);
  }
  document.querySelector("[data-notices]").replaceChildren(line);
}

/** Take the notice away. */
export function quiet() {
  document.querySelector("[data-notices]").replaceChildren();
}

/** Tell what went wrong with a request; anything unexpected goes on to the console. */
export function report(error) {
  if (error.name === "AbortError") return;
  if (error instanceof SignedOut) {
    const href = document.querySelector("[data-sign-in]").dataset.signIn;
    const link = { href, text: say("sign_in") };
    notice(say("signed_out"), { tone: "warning", link });
  } else if (error instanceof Unreachable) {
    notice(say(error.message), { tone: "warning" });
  } else {
    throw error;
  }
}
