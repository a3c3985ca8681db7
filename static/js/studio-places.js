// Where a finding stands in a text field. The server counts Unicode code points in the cleaned
// value; the browser counts UTF-16 units in what was typed. Everything here turns one into the
// other.

// What Python's str.splitlines ends a line at, so that features are numbered alike.
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;
const SPACE = /\s/;

/** How many code points `text` has: what the market's limits count. */
export function codePoints(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The UTF-16 offset of the `count`th code point of `text`. */
export function utf16Offset(text, count) {
  let offset = 0;
  for (const character of text) {
    if (count-- <= 0) break;
    offset += character.length;
  }
  return offset;
}

/** The same where the server has made every run of white space one space. */
function collapsedOffset(text, count) {
  let offset = 0;
  let inSpace = false;
  for (const character of text) {
    const space = SPACE.test(character);
    if (!(space && inSpace) && count-- <= 0) break;
    inSpace = space;
    offset += character.length;
  }
  return offset;
}

/** The lines of `value`: where each starts, and its text. */
export function lines(value) {
  const found = [];
  let start = 0;
  for (const end of [...value.matchAll(LINE_END), { index: value.length, 0: "" }]) {
    found.push({ start, text: value.slice(start, end.index) });
    start = end.index + end[0].length;
  }
  return found;
}

/** The lines that hold a feature: their text without outer white space, and where that starts. */
export function featureLines(value) {
  return lines(value)
    .filter((line) => line.text.trim())
    .map((line) => {
      const text = line.text.trim();
      return { text, start: line.start + line.text.indexOf(text) };
    });
}

/** `place` as a UTF-16 range of `value`; null when it means the field as a whole. */
export function rangeOf(place, value) {
  const inFeature = place.field === "features";
  if (inFeature && place.index === null) return null;
  const text = value.trim();
  const part = inFeature ? featureLines(value)[place.index] : { text, start: value.indexOf(text) };
  if (!part) return null;
  if (place.start === null) {
    return inFeature ? { from: part.start, to: part.start + part.text.length } : null;
  }
  const offset = inFeature ? collapsedOffset : utf16Offset;
  return {
    from: part.start + offset(part.text, place.start),
    to: part.start + offset(part.text, place.end),
  };
}

/** `range` after `before` became `after`; null when the edit went through the range itself. */
export function shifted(range, before, after) {
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const moved = after.length - before.length;
  if (range.to <= head) return range;
  if (range.from < before.length - tail) return null;
  return { ...range, from: range.from + moved, to: range.to + moved };
}
