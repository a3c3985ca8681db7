// Asking the server from the page, with the failures a person should hear about told apart.

/** The session is over: what was typed stays, and the person is asked to sign in again. */
export class SignedOut extends Error {}

/** The server refused or could not be reached; `message` names which phrase to show. */
export class Unreachable extends Error {}

const TOKEN = "csrfmiddlewaretoken";
const PAGES = [409, 422]; // a conflict and a refused form are pages like any other

async function ask(url, options) {
  try {
    return await fetch(url, {
      credentials: "same-origin",
      headers: { Accept: "text/html", "X-Requested-With": "fetch" },
      ...options,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable("offline");
  }
}

function leadsToSignIn(response) {
  const signIn = document.querySelector("[data-sign-in]").dataset.signIn;
  return response.status === 401 || new URL(response.url).pathname === signIn;
}

async function parsed(response) {
  if (leadsToSignIn(response)) throw new SignedOut();
  if (!response.ok && !PAGES.includes(response.status)) throw new Unreachable("refused");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { page, url: response.url, status: response.status };
}

/** The page at `url`. */
export async function get(url, { signal = null } = {}) {
  return parsed(await ask(url, { signal }));
}

const personOf = (page) => page.querySelector("[data-person]")?.dataset.person;

/** A sign-in in another tab makes this page's token stale: take the one of a fresh page, unless
 * that is somebody else's by now, in whose name nothing of this page may be sent. */
async function renewToken() {
  const { page } = await get(location.href);
  if (personOf(page) !== personOf(document)) throw new SignedOut();
  const fresh = page.querySelector(`[name=${TOKEN}]`)?.value;
  if (!fresh) throw new Unreachable("refused");
  for (const field of document.querySelectorAll(`[name=${TOKEN}]`)) field.value = fresh;
  return fresh;
}

/** What the server answers to `fields`; once more with a fresh token if the first was stale. */
export async function post(url, fields, { signal = null } = {}) {
  let response = await ask(url, { method: "POST", body: fields, signal });
  if (response.status === 403) {
    fields.set(TOKEN, await renewToken());
    response = await ask(url, { method: "POST", body: fields, signal });
  }
  return parsed(response);
}
