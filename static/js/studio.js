// The studio's page: sets up what is shown, sends its forms, and puts in what comes back.
// Without it every form still works, one page at a time.

import * as drafts from "./studio-drafts.js";
import { Editor } from "./studio-editor.js";
import { forget, setUpFacts } from "./studio-facts.js";
import { setUpKeys } from "./studio-keys.js";
import { get, post } from "./studio-net.js";
import { notice, quiet, report, say } from "./studio-phrases.js";
import { remains, runClock, watch } from "./studio-stream.js";
import { swapPart, swapStudio } from "./studio-swap.js";
import { setUp as setUpTabs } from "./tabs.js";

class Studio {
  constructor() {
    this.ending = null;
    this.factsEnding = null;
    this.mount();
    document.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("change", (event) => this.changed(event));
    document.addEventListener("studio:show", (event) => this.show(event.detail));
    window.addEventListener("popstate", () => location.reload());
    setUpKeys(this);
  }

  get root() {
    return document.getElementById("studio");
  }

  /** Bring to life what is on the page now; `keepFacts` leaves that form as it is. */
  mount({ keepFacts = false } = {}) {
    this.ending?.abort();
    this.ending = new AbortController();
    if (!keepFacts) {
      this.factsEnding?.abort();
      this.factsEnding = new AbortController();
      setUpFacts(this.root, this.factsEnding.signal);
    }
    const editing = document.getElementById("editor");
    if (editing) setUpTabs(editing);
    this.editor = editing ? new Editor(this.root, editing, this.ending.signal) : null;
    this.follow();
    this.show(this.root.querySelector("[data-shows]")?.dataset.shows);
  }

  follow() {
    const panel = document.getElementById("writing");
    if (!panel) return;
    const { signal } = this.ending;
    runClock(panel, signal);
    watch(panel, { signal, onEnd: (how, data) => this.ended(panel, how, data) });
  }

  async ended(panel, how, data) {
    const rest = how === "done" || (how === "cancelled" && data.number) ? null : remains(panel);
    try {
      const { page } = await get(this.root.dataset.page);
      const editor = this.editor;
      const opened = editor?.form.closest("details")?.open;
      swapStudio(page, { keepFacts: true });
      this.mount({ keepFacts: true });
      if (opened) this.editor?.form.closest("details")?.setAttribute("open", "");
      if (editor?.dirty) this.carry(editor);
      if (rest) document.querySelector("[data-trouble]")?.after(rest);
      if (how === "done") notice(say("arrived"), { tone: "good" });
      // Whoever types in the facts is left alone; everybody else is shown what has come.
      if (document.activeElement === document.body) {
        document.getElementById("listing").focus({ preventScroll: true });
        scrollTo({ top: 0, behavior: "instant" });
      }
    } catch (error) {
      report(error);
    }
  }

  submitted(event) {
    const form = event.target;
    if (form.matches("[data-stop]")) {
      event.preventDefault();
      this.stop(form);
    } else if (form.matches("[data-compare-with]") && form.closest("dialog")) {
      event.preventDefault();
      this.compare(`${form.action}?${new URLSearchParams(new FormData(form))}`);
    } else if (form.matches("[data-swap]")) {
      event.preventDefault();
      this.send(form, event.submitter);
    }
  }

  clicked(event) {
    const tab = event.target.closest("[data-tab]");
    if (tab) {
      event.preventDefault();
      this.goTo(tab.dataset.tab);
    }
    const comparison = event.target.closest("[data-compare]");
    if (comparison && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.compare(comparison.href);
    }
    if (event.target.closest("[data-take-theirs]")) {
      this.editor.leaving = true;
      this.editor.forget();
    }
    if (event.target.closest("[data-take-their-facts]")) forget(this.root);
  }

  /** The data collection switch works at once; without scripts it is sent with the facts. */
  async changed(event) {
    const panel = event.target.closest("[data-collect]");
    if (!panel) return;
    const token = document.querySelector("#facts-form [name=csrfmiddlewaretoken]");
    const fields = new FormData();
    fields.set(token.name, token.value);
    fields.set(event.target.name, event.target.value);
    try {
      const { page } = await post(panel.dataset.collect, fields);
      swapPart(page, "#collect");
      quiet();
    } catch (error) {
      report(error);
    }
  }

  /** On a phone one part is shown at a time. */
  show(part) {
    const grid = this.root.querySelector("[data-shows]");
    if (!part || !grid) return;
    grid.dataset.shows = part;
    for (const tab of this.root.querySelectorAll("[data-tab]")) {
      if (tab.dataset.tab === part) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  }

  /** Show one part and put the cursor there; false where the page has no such part. */
  goTo(part) {
    const place = document.getElementById(part);
    if (!place) return false;
    this.show(part);
    place.focus();
    return true;
  }

  /** Lead to a question about the text that only its own buttons answer; false without one. */
  showUndecided() {
    const question = this.root.querySelector("[data-undecided]");
    if (!question) return false;
    this.show("listing");
    question.focus();
    notice(say("undecided"), { tone: "warning" });
    return true;
  }

  async stop(form) {
    form.querySelector("button").disabled = true;
    document.querySelector("[data-phase]").textContent = say("stopping");
    try {
      await post(form.action, new FormData(form));
    } catch (error) {
      form.querySelector("button").disabled = false;
      report(error);
    }
  }

  async compare(href) {
    try {
      const { page } = await get(href);
      document.querySelector("[data-comparison]").replaceChildren(page.getElementById("compare"));
      const dialog = document.getElementById("comparison");
      if (!dialog.open) dialog.showModal();
    } catch (error) {
      report(error);
    }
  }

  /** Ask before a new draft takes the place of edits that are not saved. */
  mayGo(form, submitter) {
    const replaces = form.matches("#facts-form") && submitter?.value === "write";
    if (!replaces || !this.editor?.dirty || this.agreed) return true;
    const dialog = document.getElementById("unsaved");
    dialog.querySelector("[data-go-on]").onclick = () => {
      dialog.close();
      this.agreed = true;
      form.requestSubmit(submitter);
    };
    dialog.showModal();
    return false;
  }

  async send(form, submitter) {
    if (form.getAttribute("aria-busy") === "true" || !this.mayGo(form, submitter)) return;
    this.agreed = false;
    form.setAttribute("aria-busy", "true");
    const fields = new FormData(form, submitter);
    try {
      const answer = await post(submitter?.getAttribute("formaction") ?? form.action, fields);
      quiet();
      if (form.dataset.swap === "#studio") this.arrive(form, submitter, answer);
      else swapPart(answer.page, form.dataset.swap);
    } catch (error) {
      report(error);
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  /** The studio as it is after `form` was sent. */
  arrive(form, submitter, { page, url, status }) {
    const editor = this.editor;
    const isSave = form.id === "editor";
    if (status === 200 && isSave) editor.forget();
    if (status === 200 && form.id === "facts-form") forget(this.root);
    // A draft takes the place of edits once it is on its way, not where it was refused.
    const replaced = status === 200 && submitter?.value.startsWith("write") && page.getElementById("writing");
    const carries = !isSave && editor?.dirty && !replaced;
    const evidence = editor?.evidence() ?? [];
    const opened = editor?.form.closest("details")?.open;
    const moved = new URL(url).pathname !== location.pathname && status === 200;
    if (!swapStudio(page)) {
      location.assign(url);
      return;
    }
    if (moved) history.pushState(null, "", url);
    this.mount();
    if (opened) this.editor?.form.closest("details")?.setAttribute("open", "");
    this.editor?.fill(evidence);
    if (carries) this.carry(editor);
    const part = this.news(form, status);
    if (!part) return;
    this.show(part);
    scrollTo({ top: 0, behavior: "instant" });
  }

  /** Where what is new stands: refused facts on the left, all else in the middle. */
  news(form, status) {
    if (this.root.querySelector(".studio-ask")) return "listing";
    if (form.id === "facts-form" && status !== 200) return "facts";
    if (form.id === "editor" && this.root.querySelector(".studio-vouch .errorlist")) return null;
    return this.root.querySelector("#writing, .studio-conflict, [data-trouble]") ? "listing" : null;
  }

  /** Put edits that are not saved into the new editor; what a colleague changed stays a conflict. */
  carry(old) {
    if (!this.editor) return;
    const unchanged = Object.keys(old.saved).every((name) => old.saved[name] === this.editor.saved[name]);
    if (!unchanged) this.editor.form.elements.seen.value = old.form.elements.seen.value;
    // The approval that they were typed under: one that came since is asked about.
    this.editor.form.elements.approval.value = old.form.elements.approval.value;
    for (const [name, value] of Object.entries(old.values())) {
      this.editor.fields[name].value = value;
      this.editor.edited(this.editor.fields[name]);
    }
  }
}

drafts.tidy();
new Studio();
