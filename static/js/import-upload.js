// Sends a file in pieces, so that no request is long, and what broke off goes on where it was.

const TRIES = 4;
const PAUSE_MS = 800;

const form = document.getElementById("upload");
const trouble = document.getElementById("upload-trouble");
const progress = document.getElementById("upload-progress");
const bar = document.getElementById("upload-bar");
const percent = document.getElementById("upload-percent");
const button = form.querySelector("button");

/** What a person is told in place of a page. */
class Told extends Error {}

const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));

async function once(url, body) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const response = await fetch(url, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { Accept: "application/json", "x-csrftoken": token },
  });
  const isOurs = response.headers.get("content-type")?.startsWith("application/json");
  if (response.redirected || response.status === 403) throw new Told(form.dataset.signedOut);
  if (!isOurs) throw new TypeError("no answer of ours");
  const said = await response.json();
  if (said.message) throw new Told(said.message);
  return said;
}

/** The answer; asked again where there was none. */
async function ask(url, body) {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await once(url, body);
    } catch (error) {
      if (error instanceof Told || !left) throw error;
      await pause(PAUSE_MS * (TRIES - left));
    }
  }
}

const show = (share) => {
  bar.value = 100 * share;
  percent.textContent = `${Math.floor(100 * share)} %`;
};

async function send(file) {
  const begin = new FormData();
  begin.set("name", file.name);
  begin.set("size", file.size);
  const { pieces } = await ask(form.action, begin);
  const size = Number(form.dataset.piece);
  for (let start = 0; ; ) {
    // As no kind of form, so that the body is the piece and nothing else.
    const piece = new Blob([file.slice(start, start + size)], { type: "application/octet-stream" });
    const said = await ask(`${pieces}?start=${start}`, piece);
    start = said.received;
    show(start / file.size);
    if (said.page) return said.page;
  }
}

const refuse = (words) => {
  trouble.textContent = words;
  trouble.hidden = false;
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [file] = form.elements.file.files;
  trouble.hidden = true;
  if (!file) return refuse(form.dataset.none);
  button.disabled = true;
  progress.hidden = false;
  show(0);
  try {
    location.assign(await send(file));
  } catch (error) {
    progress.hidden = true;
    button.disabled = false;
    refuse(error instanceof Told ? error.message : form.dataset.broken);
  }
  return undefined;
});
