// What a person has typed, kept in this browser until the server has it: it survives a closed
// tab and a lost session, and is offered back, never put in unasked.

const PREFIX = "studio:";
const MOST = 30;
const DAYS = 14;

function entries() {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => ({ key, draft: read(key) }))
    .sort((a, b) => (b.draft?.at ?? 0) - (a.draft?.at ?? 0));
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

/** Forget what is too old or too much, so that the browser's store never fills up. */
export function tidy() {
  const oldest = Date.now() - DAYS * 86_400_000;
  entries().forEach(({ key, draft }, position) => {
    if (position >= MOST || !draft || draft.at < oldest) localStorage.removeItem(key);
  });
}

/** The draft under `name`: {at, values}, or null. */
export function load(name) {
  return read(PREFIX + name);
}

/** Keep `values`; a full or forbidden store is no reason to disturb the person. */
export function keep(name, values, extra = {}) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), values, ...extra }));
  } catch (error) {
    console.warn("The browser keeps no drafts here:", error.name);
  }
}

/** Forget the draft under `name`. */
export function drop(name) {
  localStorage.removeItem(PREFIX + name);
}

/** Forget the draft under `name` if it was on its way to the server. */
export function dropSent(name) {
  if (load(name)?.sent) drop(name);
}

/** Forget every draft whose name starts with `start`, but `except`. */
export function dropAll(start, except = "") {
  for (const { key } of entries()) {
    if (key.startsWith(PREFIX + start) && key !== PREFIX + except) localStorage.removeItem(key);
  }
}

/** The newest draft whose name starts with `start`: {name, draft}, or null. */
export function newest(start) {
  const found = entries().find(({ key, draft }) => draft && key.startsWith(PREFIX + start));
  return found ? { name: found.key.slice(PREFIX.length), draft: found.draft } : null;
}
