// Answers go out one after the other, behind the rater's back; what cannot be sent now is sent
// again, a little later each time, at the latest when the page is opened anew.

import { post, SignedOut, Unreachable } from "./studio-net.js";
import { settled, unsent } from "./rating-store.js";

const FIRST = 1_000;
const LONGEST = 30_000;
const TOKEN = "csrfmiddlewaretoken";

/** `fields` as a form sends them, with this page's token; `more` are further pairs. */
export function asForm(fields, more = []) {
  const form = new URLSearchParams(fields);
  for (const [name, value] of more) form.append(name, value);
  form.set(TOKEN, document.querySelector(`[name=${TOKEN}]`).value);
  return form;
}

/** Sends what the store holds; `arrived`, `refused` and `failed` are told of each. */
export class Outbox {
  #running = null;
  #timer = null;
  #pause = FIRST;

  constructor({ arrived, refused, failed, has = () => [] }) {
    Object.assign(this, { arrived, refused, failed, has });
    addEventListener("online", () => this.deliver());
  }

  /** Resolves once everything was tried. */
  deliver() {
    clearTimeout(this.#timer);
    this.#running ??= this.#all().finally(() => (this.#running = null));
    return this.#running;
  }

  async #all() {
    const failed = new Set();
    const next = () => unsent().find((entry) => !failed.has(entry.token));
    for (let entry = next(); entry; entry = next()) {
      try {
        const more = this.has().map((token) => ["has", token]);
        const { page, status } = await post(entry.url, asForm(entry.fields, more));
        settled(entry.token);
        this.#pause = FIRST;
        if (status === 200) this.arrived(entry, page);
        else this.refused(entry, page, status);
      } catch (error) {
        if (!(error instanceof SignedOut || error instanceof Unreachable)) throw error;
        failed.add(entry.token);
        this.failed(error);
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.deliver(), this.#pause);
        this.#pause = Math.min(this.#pause * 2, LONGEST);
        // One that this server refuses for itself must not keep the others from it.
        if (error.message !== "refused") return;
      }
    }
  }
}
