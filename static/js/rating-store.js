// What a rater has said and the server has not: unfinished answers, and those on their way. Both
// outlive a closed tab; they are kept by person, since several may use one browser.

const DAYS = 14;
const memory = new Map(); // what the browser would not keep: until the tab is closed
const person = () => document.querySelector("[data-person]").dataset.person;
const named = (kind, token) => `rating:${person()}:${kind}:${token}`;

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    memory.delete(key);
  } catch (error) {
    memory.set(key, value);
    console.warn("The browser keeps no answers here:", error.name);
  }
}

function read(key) {
  if (memory.has(key)) return memory.get(key);
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function remove(key) {
  memory.delete(key);
  localStorage.removeItem(key);
}

function keys(kind) {
  const start = named(kind, "");
  const known = new Set([...Object.keys(localStorage), ...memory.keys()]);
  return [...known].filter((key) => key.startsWith(start));
}

/** Keep what stands in the form of an item: {name: value}. */
export function keepDraft(token, fields) {
  write(named("draft", token), { at: Date.now(), fields });
}

/** What had been begun of an item, or null. */
export function draftOf(token) {
  return read(named("draft", token))?.fields ?? null;
}

/** Forget what had been begun. */
export function dropDraft(token) {
  remove(named("draft", token));
}

/** An answer that is to be sent to `url`; it takes the place of the draft. */
export function post(token, url, fields) {
  write(named("answer", token), { at: Date.now(), token, url, fields });
  dropDraft(token);
}

/** The answers that the server has not confirmed, the oldest first. */
export function unsent() {
  const entries = keys("answer").map(read).filter(Boolean);
  return entries.sort((one, other) => one.at - other.at);
}

/** The server has it, or will not have it. */
export function settled(token) {
  remove(named("answer", token));
}

/** Forget drafts of long ago; an answer is never forgotten before the server has had it. */
export function tidy() {
  const oldest = Date.now() - DAYS * 86_400_000;
  for (const key of keys("draft")) if ((read(key)?.at ?? 0) < oldest) remove(key);
}
