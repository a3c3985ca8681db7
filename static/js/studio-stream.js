// Watching a draft being written. Whatever a model writes reaches the page as text nodes alone.

import { say } from "./studio-phrases.js";

const ASK_EVERY = 2000;
const MOST_ERRORS = 4;
const MOST_REASONS = 2;
const BLOCK_END = /<\/(?:p|h[1-6]|ul|ol|div|li)\s*>|<br\s*\/?>/gi;
const ITEM = /<li(?:\s[^>]*)?>/gi;
const TAG = /<\/?[a-z][^<>]*>|<\/?[a-z]?[^<>]*$/gi;

/** A description's paragraphs without its tags: for reading while it grows, never as markup. */
export function readable(html) {
  return html.replace(BLOCK_END, "\n").replace(ITEM, "• ").replace(TAG, "").trim()
    .split(/\n+/).map((line) => line.trim()).filter(Boolean);
}

/** Make `parent` hold one element with `tag` a text, touching only what changed. */
function showLines(parent, tag, texts) {
  while (parent.children.length > texts.length) parent.lastElementChild.remove();
  texts.forEach((text, position) => {
    const line = parent.children[position] ?? parent.appendChild(document.createElement(tag));
    if (line.textContent !== text) line.textContent = text;
  });
}

function showDraft(paper, draft) {
  const place = (name) => paper.querySelector(`[data-draft="${name}"]`);
  place("title").textContent = draft.title;
  showLines(place("features"), "li", draft.features);
  showLines(place("description"), "p", readable(draft.description));
  paper.querySelector("[data-waiting]").hidden = Boolean(draft.title);
  // The caret stands where the model is: behind the last text there is.
  paper.querySelector(".studio-caret")?.classList.remove("studio-caret");
  const last = place("description").lastElementChild ?? place("features").lastElementChild;
  (last ?? place("title")).classList.add("studio-caret");
}

/** Show what the model does now, and why it does it again. */
function showPhase(panel, data) {
  if (data.phase === "draft") {
    // Of several drafts: which one it is, and of which model.
    panel.querySelector("[data-writer]").textContent = say("draft", data);
    return;
  }
  const retried = data.phase === "queued" && data.retry;
  const text = say(retried ? "retry" : data.phase, data);
  const phase = panel.querySelector("[data-phase]");
  if (phase.textContent !== text) phase.textContent = text;
  const why = panel.querySelector("[data-reason]");
  // Why it had not begun is over once it has; why it begins again stays to be read.
  if (data.phase === "reading" && data.draw === 1) why.hidden = true;
  if (data.phase !== "redrawing") return;
  const language = document.documentElement.lang === "en" ? "en" : "tr";
  const said = data.reasons.slice(0, MOST_REASONS).map((reason) => reason[language]);
  why.textContent = said.join(" ");
  why.hidden = !why.textContent;
}

/** Follow the generation of `panel` until it ends; `onEnd` gets how it ended. */
export function watch(panel, { onEnd, signal }) {
  const paper = panel.querySelector("[data-paper]");
  const phase = panel.querySelector("[data-phase]");
  const source = new EventSource(panel.dataset.events);
  let errors = 0;
  let timer = 0;
  let over = false;

  const end = (how, data = {}) => {
    if (over) return;
    over = true;
    source.close();
    clearInterval(timer);
    paper.setAttribute("aria-busy", "false");
    if (how) onEnd(how, data);
  };
  const poll = () => {
    source.close();
    if (timer) return;
    phase.textContent = say("polling");
    timer = setInterval(async () => {
      const answer = await fetch(panel.dataset.state, { credentials: "same-origin" }).catch(() => null);
      // Anything but "still active", a lost session too, is for the page itself to tell.
      if (answer && !(answer.ok && !answer.redirected && (await answer.json()).active)) end("gone");
    }, ASK_EVERY);
  };

  const told = (name, act) => source.addEventListener(name, (event) => {
    errors = 0;
    act(JSON.parse(event.data));
  });
  told("phase", (data) => showPhase(panel, data));
  told("draft", (data) => showDraft(paper, data));
  for (const how of ["done", "failed", "cancelled"]) told(how, (data) => end(how, data));
  source.addEventListener("error", () => {
    errors += 1;
    if (source.readyState === EventSource.CLOSED || errors >= MOST_ERRORS) poll();
  });
  signal.addEventListener("abort", () => end(null));
}

/** Show the seconds that have passed, counted from what the server said. */
export function runClock(panel, signal) {
  const began = performance.now() - Number(panel.dataset.elapsed) * 1000;
  const clock = panel.querySelector("[data-clock]");
  const show = () => {
    const seconds = Math.max(0, Math.floor((performance.now() - began) / 1000));
    clock.textContent = say("seconds", { seconds });
  };
  show();
  const timer = setInterval(show, 1000);
  signal.addEventListener("abort", () => clearInterval(timer));
}

/** What had been written, for the page that says it failed; null when there was nothing. */
export function remains(panel) {
  const paper = panel.querySelector("[data-paper]");
  const title = paper.querySelector('[data-draft="title"]');
  if (!title.textContent) return null;
  const kept = document.createElement("details");
  kept.className = "card card-body disclosure";
  kept.open = true;
  const heading = document.createElement("summary");
  heading.textContent = say("kept_partial");
  paper.querySelector(".studio-caret")?.classList.remove("studio-caret");
  kept.append(heading, ...paper.querySelectorAll("[data-draft]"));
  return kept;
}
