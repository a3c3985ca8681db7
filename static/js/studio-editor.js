// The editor: counters at once, scores a moment later, and findings that lead to their place.

import * as drafts from "./studio-drafts.js";
import { paint } from "./studio-highlight.js";
import { post } from "./studio-net.js";
import { report, say, quiet } from "./studio-phrases.js";
import { codePoints, featureLines, rangeOf, shifted } from "./studio-places.js";

const PAUSE = 300;
const WORD = /[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu;
const TAG = /<[^<>]*>/g;
const NAMES = ["title", "features", "description"];

const numberOr = (text) => (text === "" ? null : Number(text));

function placeOf(button) {
  const { field, index, start, end } = button.dataset;
  return { field, index: numberOr(index), start: numberOr(start), end: numberOr(end) };
}

/** One editor on the page, from when it is shown until `signal` ends it. */
export class Editor {
  constructor(root, form, signal) {
    this.root = root;
    this.form = form;
    this.signal = signal;
    this.fields = Object.fromEntries(NAMES.map((name) => [name, form.elements[name]]));
    this.before = this.values();
    this.saved = Object.fromEntries(NAMES.map((name) => [name, this.fields[name].defaultValue]));
    this.places = new Map();
    this.active = null;
    this.timer = 0;
    this.asking = null;
    this.listen();
    this.readFindings();
    this.offer();
    this.refresh();
  }

  get key() {
    const { person, studio } = this.root.dataset;
    return `text:${person}:${studio}:${this.form.elements.seen.value}`;
  }

  values() {
    return Object.fromEntries(NAMES.map((name) => [name, this.fields[name].value]));
  }

  /** Whether there is something here that the server does not have. */
  get dirty() {
    if (this.form.dataset.typed !== undefined) return true;
    return NAMES.some((name) => this.fields[name].value !== this.saved[name]);
  }

  listen() {
    const { signal } = this;
    for (const field of Object.values(this.fields)) {
      field.addEventListener("input", () => this.edited(field), { signal });
    }
    const one = this.fields.title;
    one.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    }, { signal });
    this.fields.features.addEventListener("keydown", (event) => this.moveLine(event), { signal });
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-finding]");
      if (button) this.show(button);
      const remove = event.target.closest("[data-remove]");
      if (remove) this.remove(remove.closest("li").querySelector("[data-finding]"));
    }, { signal });
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty && !this.leaving) event.preventDefault();
    }, { signal });
    const grown = new ResizeObserver(() => this.paintAll());
    grown.observe(this.form);
    signal.addEventListener("abort", () => {
      grown.disconnect();
      clearTimeout(this.timer);
      this.asking?.abort();
    });
  }

  edited(field) {
    if (field === this.fields.title && /[\r\n]/.test(field.value)) {
      field.value = field.value.replace(/[\r\n]+/g, " ");
    }
    for (const place of this.places.values()) {
      if (!place.range || place.field !== field.name) continue;
      place.range = shifted(place.range, this.before[field.name], field.value);
    }
    this.before[field.name] = field.value;
    drafts.keep(this.key, this.values());
    this.refresh();
    this.askSoon();
  }

  refresh() {
    this.paintAll();
    for (const output of this.form.querySelectorAll("[data-counter]")) this.count(output);
    const state = this.root.querySelector("[data-saved-state]");
    const words = this.dirty ? say("unsaved") : say("saved");
    if (state.textContent !== words) state.textContent = words;
    state.dataset.dirty = String(this.dirty);
  }

  count(output) {
    const { counter, min, max } = output.dataset;
    const { value } = document.getElementById(output.dataset.for);
    const counts = {
      chars: () => codePoints(value.trim()),
      lines: () => featureLines(value).length,
      words: () => (value.replace(TAG, " ").match(WORD) ?? []).length,
    };
    const count = counts[counter]();
    output.textContent = say(counter, { count, min, max });
    output.dataset.fits = String(count >= Number(min) && (!max || count <= Number(max)));
  }

  paintAll() {
    for (const [name, field] of Object.entries(this.fields)) {
      const ranges = [...this.places.values()]
        .filter((place) => place.field === name && place.range)
        .map((place) => ({ ...place.range, severity: place.severity, active: place === this.active }));
      paint(field, ranges);
    }
  }

  /** Take the places from the findings as they stand on the page. */
  readFindings() {
    this.places.clear();
    this.active = null;
    for (const button of this.root.querySelectorAll("[data-finding]")) {
      const place = placeOf(button);
      const field = this.fields[place.field];
      const range = field ? rangeOf(place, field.value) : null;
      this.places.set(button, { field: place.field, severity: button.dataset.severity, range });
    }
  }

  askSoon() {
    const late = this.root.querySelector("[data-late]");
    if (late) late.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asking?.abort();
    this.asking = new AbortController();
    const asked = this.values();
    try {
      const { page } = await post(this.form.dataset.judge, new FormData(this.form), {
        signal: this.asking.signal,
      });
      // A letter typed meanwhile has started the wait anew; older places would mark wrong words.
      if (NAMES.some((name) => asked[name] !== this.fields[name].value)) return;
      this.take(page);
      quiet();
    } catch (error) {
      report(error);
    }
  }

  /** Put the judged parts of `page` in the place of the ones shown. */
  take(page) {
    const focused = document.activeElement?.closest("[data-finding]")?.dataset.code;
    const kept = this.evidence();
    for (const part of page.querySelectorAll("[data-part]")) {
      this.root.querySelector(`[data-part="${part.dataset.part}"]`)?.replaceWith(part);
    }
    this.fill(kept);
    if (focused) this.root.querySelector(`[data-code="${CSS.escape(focused)}"]`)?.focus();
    const verdict = this.root.querySelector('[data-part="verdict"]');
    const approve = this.root.querySelector("[data-approve]");
    if (approve) approve.disabled = verdict.dataset.errors !== "0";
    const badge = document.querySelector("[data-count-badge]");
    if (badge) badge.textContent = verdict.dataset.findings;
    this.readFindings();
    this.paintAll();
  }

  /** What stands in the boxes for written evidence. */
  evidence() {
    return [...this.root.querySelectorAll("[data-vouch]")].map((fold) => ({
      slot: fold.dataset.vouch,
      open: fold.open,
      text: fold.querySelector("textarea").value,
    }));
  }

  /** Put evidence back into the boxes that are still there. */
  fill(kept) {
    for (const { slot, open, text } of kept) {
      const fold = this.root.querySelector(`[data-vouch="${CSS.escape(slot)}"]`);
      if (!fold) continue;
      fold.open ||= open;
      fold.querySelector("textarea").value = text;
    }
  }

  /** Lead to where `button`'s finding stands: select it, and mark it strongly. */
  show(button) {
    const place = this.places.get(button);
    const field = this.fields[place.field] ?? this.fields.title;
    this.root.dispatchEvent(new CustomEvent("studio:show", { detail: "listing", bubbles: true }));
    document.getElementById("tab-source")?.click();
    for (const other of this.places.keys()) other.setAttribute("aria-pressed", String(other === button));
    this.active = place;
    this.paintAll();
    field.closest("details")?.setAttribute("open", "");
    field.focus({ preventScroll: true });
    const { from, to } = place.range ?? { from: 0, to: 0 };
    field.setSelectionRange(from, to);
    const mark = field.parentElement.querySelector("mark[data-active]");
    (mark ?? field).scrollIntoView({ block: "center", behavior: "instant" });
  }

  /** Go to the finding `step` further on, round and round. */
  step(step) {
    const buttons = [...this.places.keys()];
    if (!buttons.length) return;
    const here = buttons.findIndex((button) => this.places.get(button) === this.active);
    const next = here < 0 && step < 0 ? buttons.length - 1 : here + step;
    this.show(buttons[(next + buttons.length) % buttons.length]);
  }

  /** Take a claim out of the text, so that the browser's own undo can bring it back. */
  remove(button) {
    this.show(button);
    const place = this.places.get(button);
    if (place.range) document.execCommand("delete");
  }

  moveLine(event) {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const field = this.fields.features;
    const all = field.value.split("\n");
    const here = field.value.slice(0, field.selectionStart).split("\n").length - 1;
    const there = here + (event.key === "ArrowUp" ? -1 : 1);
    if (there < 0 || there >= all.length) return;
    [all[here], all[there]] = [all[there], all[here]];
    const start = all.slice(0, there).join("\n").length + (there ? 1 : 0);
    field.select();
    document.execCommand("insertText", false, all.join("\n"));
    field.setSelectionRange(start, start + all[there].length);
  }

  offer() {
    const box = this.form.querySelector("[data-offer]");
    const { person, studio } = this.root.dataset;
    const found = drafts.newest(`text:${person}:${studio}:`);
    const isSame = (values) => NAMES.every((name) => values[name] === this.fields[name].value);
    if (!found || this.form.dataset.typed !== undefined || isSame(found.draft.values)) return;
    box.hidden = false;
    box.closest("details")?.setAttribute("open", "");
    box.querySelector("[data-take]").onclick = () => {
      // They were typed over that version: a text that came since is a conflict, and shown.
      this.form.elements.seen.value = found.name.split(":").at(-1);
      for (const name of NAMES) this.fields[name].value = found.draft.values[name];
      box.hidden = true;
      for (const field of Object.values(this.fields)) this.edited(field);
      this.fields.title.focus();
    };
    box.querySelector("[data-leave]").onclick = () => {
      drafts.dropAll(`text:${person}:${studio}:`);
      box.hidden = true;
      this.fields.title.focus();
    };
  }

  /** Forget the kept edits of this listing: they are saved, or given up. */
  forget() {
    const { person, studio } = this.root.dataset;
    drafts.dropAll(`text:${person}:${studio}:`);
  }
}
