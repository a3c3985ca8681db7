// The rating page: the next item is here before it is asked for, and answers are sent behind it.

import { post, Unreachable } from "./studio-net.js";
import { notice, quiet, report, say } from "./studio-phrases.js";
import { takeToasts } from "./studio-swap.js";
import * as form from "./rating-form.js";
import { fold, setUpKeys } from "./rating-keys.js";
import { asForm, Outbox } from "./rating-outbox.js";
import { count, settle } from "./rating-progress.js";
import * as store from "./rating-store.js";

const root = document.getElementById("rate");
const place = document.getElementById("item");
const rateForm = document.getElementById("rate-form");
const wait = document.getElementById("rate-wait");
const shown = new Map(); // the items of this page by token, so that one can come back
let queue = [...document.getElementById("following").content.children];

const current = () => place.firstElementChild;
const tokenOf = (item) => item.dataset.token;

/** Put an item before the rater; without one, the page waits for it. */
function show(item) {
  wait.hidden = Boolean(item);
  root.hidden = !item;
  place.replaceChildren(...(item ? [item] : []));
  if (!item) return;
  const token = tokenOf(item);
  shown.set(token, item);
  form.fill(token, store.draftOf(token) ?? JSON.parse(item.dataset.said));
  fold();
  scrollTo({ top: 0, behavior: "instant" });
  form.begin();
}

/** Where none is shown: the next one, or, with every answer sent, what the page says then. */
function goOn() {
  if (current()) return;
  if (queue.length) show(queue.shift());
  else if (!store.unsent().length) location.reload();
}

/** Take in the items that came along. */
function takeIn(page) {
  const has = held();
  const waiting = store.unsent().map((entry) => entry.token);
  const fresh = [...page.querySelectorAll(".rate-item")].filter(
    (item) => !has.includes(tokenOf(item)) && !waiting.includes(tokenOf(item)),
  );
  settle(page.getElementById("rate-state"), waiting.length);
  takeToasts(page);
  return fresh;
}

/** The items that the page has: the one shown, and those behind it. */
const held = () => [...place.children, ...queue].map(tokenOf);

const outbox = new Outbox({
  has: held,
  arrived(_entry, page) {
    queue.push(...takeIn(page));
    if (!store.unsent().length) quiet();
    goOn();
  },
  refused(entry, page, status) {
    const said = page.querySelector('[role="alert"]').textContent;
    const comment = entry.fields.comment;
    count(-1);
    if (status === 422) return again(entry, said);
    const typed = comment ? ` ${say("typed", { text: comment })}` : "";
    notice(said + typed, { tone: "warning" });
    return goOn();
  },
  failed(error) {
    if (error instanceof Unreachable && error.message === "offline") {
      notice(say("waiting", { count: store.unsent().length }), { tone: "warning" });
    } else {
      report(error);
    }
  },
});

/** An answer that is none comes back with its item, and what is shown now waits behind it. */
function again(entry, said) {
  store.keepDraft(entry.token, entry.fields);
  const item = shown.get(entry.token);
  if (!item) return location.reload();
  if (current()) queue.unshift(current());
  show(item);
  return notice(said, { tone: "error" });
}

const page = {
  /** Keep the answer, show the next item, and send it meanwhile. */
  submit() {
    if (!current()) return false;
    if (!rateForm.reportValidity()) return true;
    const token = tokenOf(current());
    store.post(token, rateForm.action, form.read());
    count(1);
    show(queue.shift());
    outbox.deliver();
    return true;
  },

  /** The last answer comes back, and the item shown now waits behind it. */
  takeBack() {
    takeBack().catch(report);
    return true;
  },
};

async function takeBack() {
  await outbox.deliver();
  if (store.unsent().length) return notice(say("unsent"), { tone: "warning" });
  return ask(document.querySelector('[data-act="back"]'), (fresh) => {
    if (!fresh.length) return;
    if (current()) queue.unshift(current());
    show(fresh[0]);
  });
}

/** Send one of the smaller forms, and do with the items that come back what it is for. */
async function ask(asked, then) {
  const more = held().map((token) => ["has", token]);
  const { page: sent, status } = await post(asked.action, asForm(new FormData(asked), more));
  if (status !== 200) {
    return notice(sent.querySelector('[role="alert"]').textContent, { tone: "error" });
  }
  quiet();
  return then(takeIn(sent));
}

const acts = {
  back: () => takeBack(),
  skip: (asked) =>
    ask(asked, (fresh) => {
      store.dropDraft(tokenOf(current()));
      asked.reset();
      queue.push(...fresh);
      show(queue.shift());
      goOn();
    }),
  flag: (asked) =>
    ask(asked, (fresh) => {
      asked.reset();
      queue.push(...fresh);
      fold();
    }),
};

document.addEventListener("submit", (event) => {
  if (event.target === rateForm) page.submit();
  else if (event.target.dataset.act) acts[event.target.dataset.act](event.target).catch(report);
  else return;
  event.preventDefault();
});
for (const kind of ["change", "input"]) {
  rateForm.addEventListener(kind, () => {
    if (form.isBegun()) store.keepDraft(tokenOf(current()), form.read());
    else store.dropDraft(tokenOf(current()));
  });
}
form.followFocus();
setUpKeys(page);
store.tidy();

/** What was answered in another tab, or before this one was closed, is not asked again. */
function start() {
  const waiting = store.unsent().map((entry) => entry.token);
  const all = [current(), ...queue];
  queue = all.filter((item) => !waiting.includes(tokenOf(item)));
  const first = queue.shift();
  const draft = first && store.draftOf(tokenOf(first));
  if (waiting.length) count(waiting.length);
  const refusal = document.querySelector("[data-notices] [role=alert]");
  if (refusal) store.keepDraft(tokenOf(first), form.read());
  show(first);
  if (draft && !refusal) notice(say("draft"));
  outbox.deliver();
}
start();
