// Marks places in a textarea: a backdrop behind it repeats the text and underlines the ranges.
// A textarea itself cannot hold marks, and a contenteditable one would let markup in.

import { codePoints, lines } from "./studio-places.js";

const WEIGHT = { error: 3, warning: 2, advice: 1 };

/** The strongest of the ranges that cover [from, to), or null. */
function strongest(ranges, from, to) {
  let best = null;
  for (const range of ranges) {
    if (range.from > from || range.to < to) continue;
    const heavier = !best || WEIGHT[range.severity] > WEIGHT[best.severity];
    if (range.active || (heavier && !best?.active)) best = range;
  }
  return best;
}

/** Text nodes and marks for value[from, to). */
function pieces(value, ranges, from, to) {
  const cuts = new Set([from, to]);
  for (const range of ranges) {
    for (const cut of [range.from, range.to]) if (cut > from && cut < to) cuts.add(cut);
  }
  const ordered = [...cuts].sort((a, b) => a - b);
  const fragment = document.createDocumentFragment();
  for (let i = 0; i + 1 < ordered.length; i += 1) {
    const text = document.createTextNode(value.slice(ordered[i], ordered[i + 1]));
    const range = strongest(ranges, ordered[i], ordered[i + 1]);
    if (!range) {
      fragment.append(text);
      continue;
    }
    const mark = document.createElement("mark");
    mark.dataset.severity = range.severity;
    if (range.active) mark.dataset.active = "";
    mark.append(text);
    fragment.append(mark);
  }
  return fragment;
}

/** One block a line, each with its length for the gutter. */
function lineBlocks(value, ranges, limit) {
  const fragment = document.createDocumentFragment();
  for (const line of lines(value)) {
    const block = document.createElement("div");
    block.className = "ink-line";
    block.append(pieces(value, ranges, line.start, line.start + line.text.length), "\u200b");
    const length = codePoints(line.text.trim());
    if (length) block.dataset.count = String(length);
    if (length > limit) block.dataset.over = "";
    fragment.append(block);
  }
  return fragment;
}

/** Redraw the backdrop of `textarea` with `ranges`, and let both grow with the text. */
export function paint(textarea, ranges) {
  const backdrop = textarea.parentElement.querySelector(".ink-backdrop");
  const value = textarea.value;
  const drawn = textarea.dataset.lines === undefined
    ? pieces(value, ranges, 0, value.length)
    : lineBlocks(value, ranges, Number(textarea.dataset.lines));
  backdrop.replaceChildren(drawn);
  if (textarea.dataset.lines === undefined) backdrop.append("\u200b");
  // offsetHeight of 0: the panel is hidden on a phone; measured when it is shown.
  if (backdrop.offsetHeight) textarea.style.height = `${backdrop.offsetHeight}px`;
}
