// How far the rater is: the bar, what is done, and how many an hour that is.

import { say } from "./studio-phrases.js";

const show = (done) => {
  document.querySelector("[data-done]").textContent = String(done);
  const bar = document.querySelector("[data-bar]");
  bar.max = Math.max(bar.max, done);
  bar.value = done;
};

/** One more, or one less, before the server has said so. */
export function count(step) {
  const done = Math.max(0, Number(document.querySelector("[data-done]").textContent) + step);
  show(done);
  document.querySelector('[data-act="back"] button').disabled = done === 0;
}

/** What the server says; `waiting` answers are not yet among it. */
export function settle(state, waiting) {
  show(Number(state.dataset.done) + waiting);
  document.querySelector('[data-act="back"] button').disabled = state.dataset.done === "0" && !waiting;
  document.querySelector("[data-pace]").hidden = !state.dataset.pace;
  if (state.dataset.pace) {
    document.querySelector("[data-pace-text]").textContent = say("pace", { count: state.dataset.pace });
  }
}
