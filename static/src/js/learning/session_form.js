// A session's form: saved while it is typed (drafts), with both texts where another tab was first, and in a dialog.
import { make } from "../site/dom.js";
import { csrfToken } from "./http.js";

const PAUSE = 1200;

export function sessionForms() {
  for (const form of document.querySelectorAll("[data-session-form]")) start(form);
  document.addEventListener("click", openInDialog);
}

async function openInDialog(event) {
  const link = event.target.closest("[data-session-edit]");
  const dialog = document.querySelector("[data-session-dialog]");
  if (!link || !dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const body = dialog.querySelector("[data-session-dialog-body]");
  try {
    const answer = await fetch(`${link.getAttribute("href")}?in=dialog`, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    body.innerHTML = await answer.text();
  } catch {
    location.href = link.href;
    return;
  }
  start(body.querySelector("[data-session-form]"));
  dialog.showModal();
}

function start(form) {
  form.addEventListener("input", (event) => {
    if (event.target.closest("[data-steps]")) growSteps(form);
  });
  if (form.dataset.autosave || form.dataset.autosaveNew) keepSaved(form);
}

/** One empty row stays at the end, so that there is always room for another step. */
function growSteps(form) {
  const rows = form.querySelectorAll("[data-step]");
  const last = rows[rows.length - 1];
  if (rows.length >= 20 || ![...last.querySelectorAll("input")].some((field) => field.value)) return;
  const next = last.cloneNode(true);
  for (const field of next.querySelectorAll("input")) {
    field.value = "";
    field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+/, String(rows.length + 1)));
  }
  last.after(next);
}

function keepSaved(form) {
  const status = form.querySelector("[data-autosave-status]");
  const key = crypto.getRandomValues(new Uint32Array(4)).join("-");
  let timer = 0;
  let busy = false;
  let again = false;
  let stopped = false;
  let submitter = null;

  const say = (words) => {
    status.textContent = words;
  };
  const later = (pause = PAUSE) => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  async function save() {
    timer = 0;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    try {
      if (!form.dataset.autosave) await begin(form, key);
      const answer = await post(form.dataset.autosave, new URLSearchParams(words(form)));
      const body = await answer.json();
      if (answer.ok) saved(body);
      else if (body.code === "stale") conflict(body);
      else say(body.message);
    } catch {
      say("Not saved yet: no connection. We try again.");
      again = true;
    }
    busy = false;
    if (submitter) form.requestSubmit(submitter === form ? null : submitter);
    else if (again) later();
  }

  function saved(body) {
    form.elements.version.value = body.version;
    const left = Object.entries(body.left_out);
    say(left.length ? `Saved, but not this: ${left.map(([, text]) => text).join(" ")}` : "Saved as a draft");
  }

  function conflict(body) {
    const others = differing(form, body.theirs);
    if (!others.length) {
      // Our own words, sent as an earlier page was left.
      form.elements.version.value = body.version;
      again = true;
      return;
    }
    stopped = true;
    say("Not saved: see above");
    const note = bothTexts(form, others, () => {
      note.remove();
      form.elements.version.value = body.version;
      stopped = false;
      save();
    });
    form.prepend(note);
    note.focus();
  }

  // The first letter makes the draft at once, so that from then on a reload loses nothing.
  const changed = () => {
    if (stopped) return;
    say("Saving…");
    later(form.dataset.autosave ? PAUSE : 0);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (busy && !submitter) {
      // Sent now, the form would make another draft, or meet its own autosave as somebody else's.
      event.preventDefault();
      submitter = event.submitter ?? form;
      return;
    }
    stopped = true;
  });
  addEventListener("pagehide", () => {
    if (stopped || (!timer && !busy)) return;
    // The next page may be made before this arrives, so the browser remembers the words, too.
    remember(form);
    if (form.dataset.autosave) navigator.sendBeacon(form.dataset.autosave, new URLSearchParams(words(form)));
  });
  if (bringBack(form)) later(0);
}

function remember(form) {
  const own = [...words(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  sessionStorage.setItem(form.getAttribute("action"), JSON.stringify(own));
}

/**
 * Put back what was typed when the page was left before it was saved; tells whether there was any.
 * The version comes back, too: who saved meanwhile is not overwritten but shown.
 */
function bringBack(form) {
  const text = sessionStorage.getItem(form.getAttribute("action"));
  sessionStorage.removeItem(form.getAttribute("action"));
  if (!text) return false;
  const values = {};
  for (const [name, value] of JSON.parse(text)) (values[name] ??= []).push(value);
  for (let row = 0; row < (values.step_title ?? []).length; row += 1) {
    if (form.querySelectorAll("[data-step]").length <= row) growSteps(form);
    for (const name of ["step_title", "step_minutes", "step_text"]) {
      const place = form.querySelectorAll(`[name=${name}]`)[row];
      if (place) place.value = values[name][row];
    }
  }
  for (const place of form.querySelectorAll("input, select, textarea")) {
    const given = values[place.name] ?? [];
    if (place.type === "checkbox") place.checked = given.includes(place.value);
    else if (given.length === 1 && place.type !== "file") place.value = given[0];
  }
  return true;
}

/** Make the draft of a form nobody saved yet; from here on it is at the draft's own address. */
async function begin(form, key) {
  const answer = await post(form.dataset.autosaveNew, "{}", {
    "Content-Type": "application/json",
    "Idempotency-Key": key,
    "X-CSRFToken": csrfToken(form),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const { id, version } = await answer.json();
  const address = `/mentor/sessions/${Number(id)}/`;
  form.setAttribute("action", address);
  form.dataset.autosave = `${address}autosave/`;
  form.elements.version.value = version;
  history.replaceState(history.state, "", address);
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  form.after(...page.querySelectorAll(".session-form ~ *"));
}

function post(address, body, headers = {}) {
  return fetch(address, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { Accept: "application/json", ...headers },
  });
}

function words(form) {
  const data = new FormData(form);
  data.delete("cover");
  return data;
}

/** The fields that say something else there than here. */
function differing(form, theirs) {
  return Object.entries(theirs).filter(([name, text]) => ![null, String(text)].includes(typed(form, name)));
}

/** What the other tab saved, beside what stands here, and the choice between them. */
function bothTexts(form, others, onKeep) {
  const rows = others.flatMap(([name, text]) => [
    make("dt", {}, label(form, name)),
    make("dd", {}, String(text || "–")),
  ]);
  const take = make("button", { type: "button", class: "btn btn-quiet btn-small" }, "Take theirs");
  const keep = make("button", { type: "button", class: "btn btn-quiet btn-small" }, "Keep mine");
  take.addEventListener("click", () => location.reload());
  keep.addEventListener("click", onKeep);
  return make(
    "div",
    { class: "note note-warning", role: "alert", tabindex: "-1" },
    make(
      "div",
      { class: "stack" },
      make(
        "p",
        {},
        make("strong", {}, "This session was changed elsewhere. "),
        "Your words are still here, not saved. There it says:",
      ),
      make("dl", { class: "theirs" }, ...rows),
      make("p", { class: "btn-row" }, take, keep),
    ),
  );
}

/** What a field says now; null for one this page does not show as one text. */
function typed(form, name) {
  const field = form.elements[name];
  return field && "value" in field && !(field instanceof RadioNodeList) ? field.value : null;
}

function label(form, name) {
  return form.querySelector(`label[for="id_${name}"]`)?.textContent.trim() ?? name;
}
