// A session's form: saved while it is typed (drafts), with both texts where another tab was first, and in a dialog.
import { make } from "../site/dom.js";

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
  if (form.dataset.autosave) keepSaved(form);
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
  let timer = 0;
  let busy = false;
  let again = false;
  let stopped = false;

  const say = (...children) => status.replaceChildren(...children);
  const later = () => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  async function save() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    const data = new FormData(form);
    data.delete("cover");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(data),
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
      const body = await answer.json();
      if (answer.ok) saved(body);
      else if (body.code === "stale") conflict(body);
      else say(body.message);
    } catch {
      say("Not saved yet: no connection. We try again.");
      again = true;
    }
    busy = false;
    if (again && !stopped) later();
  }

  function saved(body) {
    form.elements.version.value = body.version;
    const left = Object.entries(body.left_out);
    say(left.length ? `Saved, but not this: ${left.map(([, text]) => text).join(" ")}` : "Saved");
  }

  function conflict(body) {
    stopped = true;
    const words = Object.entries(body.theirs)
      .filter(([name, text]) => typed(form, name) !== null && typed(form, name) !== String(text))
      .map(([name, text]) => make("li", {}, `${label(form, name)}: ${text || "–"}`));
    const take = make("button", { type: "button", class: "btn btn-quiet btn-small" }, "Take theirs");
    const keep = make("button", { type: "button", class: "btn btn-quiet btn-small" }, "Keep mine");
    take.addEventListener("click", () => location.reload());
    keep.addEventListener("click", () => {
      form.elements.version.value = body.version;
      stopped = false;
      save();
    });
    say(
      make(
        "div",
        { class: "note note-warning" },
        make(
          "div",
          {},
          make("strong", {}, "Changed elsewhere. "),
          "Your words are still here. There it says: ",
          make("ul", {}, ...words),
          make("div", { class: "btn-row" }, take, keep),
        ),
      ),
    );
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(timer);
  });
  addEventListener("pagehide", () => {
    if (!timer || stopped || busy) return;
    const data = new FormData(form);
    data.delete("cover");
    navigator.sendBeacon(form.dataset.autosave, new URLSearchParams(data));
  });
}

/** What a field says now; null for one this page does not show as one text. */
function typed(form, name) {
  const field = form.elements[name];
  return field && "value" in field && !(field instanceof RadioNodeList) ? field.value : null;
}

function label(form, name) {
  return form.querySelector(`label[for="id_${name}"]`)?.textContent.trim() ?? name;
}
