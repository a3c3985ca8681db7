// The form beside an item: one for all of them, emptied and filled as they change.

const form = () => document.getElementById("rate-form");
const groups = () => [...form().querySelectorAll("[data-group]")];
const radios = (group) => [...group.querySelectorAll("input")];
const chosen = (group) => group.querySelector(":checked");

/** What is said, {name: value}; the item's token is among it. */
export function read() {
  const fields = Object.fromEntries(new FormData(form()));
  delete fields.csrfmiddlewaretoken;
  return fields;
}

/** Whether anything is said at all. */
export function isBegun() {
  return groups().some(chosen) || form().elements.comment.value !== "";
}

/** Put `fields` in the place of what is said, for the item called `token`. */
export function fill(token, fields) {
  for (const field of document.querySelectorAll("[name=token]")) field.value = token;
  for (const radio of form().querySelectorAll("[type=radio]")) {
    radio.checked = fields[radio.name] === radio.value;
  }
  form().elements.comment.value = fields.comment ?? "";
  const first = groups().find((group) => !chosen(group)) ?? groups()[0];
  for (const group of groups()) group.toggleAttribute("data-current", group === first);
}

/** The group in which the rater is, else the first without an answer. */
export function current() {
  const focused = document.activeElement.closest?.("[data-group]");
  return focused ?? groups().find((group) => !chosen(group)) ?? null;
}

/** Go to a group, or past the last one to the button that submits. */
function enter(group) {
  if (group) (chosen(group) ?? radios(group)[0]).focus();
  else form().querySelector("button").focus();
}

/** Go to where the rater goes on; the text stays in sight, which on a phone comes first. */
export function begin() {
  const group = groups().find((each) => !chosen(each)) ?? groups()[0];
  (chosen(group) ?? radios(group)[0]).focus({ preventScroll: true });
}

/** Choose the `place`th answer of the current group and go on; whether there is one. */
export function choose(place) {
  const group = current();
  const radio = group && radios(group)[place - 1];
  if (!radio) return false;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  enter(groups()[groups().indexOf(group) + 1]);
  return true;
}

/** Mark the group that the rater is in: its anchors are shown. */
export function followFocus() {
  form().addEventListener("focusin", (event) => {
    const entered = event.target.closest("[data-group]");
    if (!entered) return;
    for (const group of groups()) group.toggleAttribute("data-current", group === entered);
  });
}
