// Catalogue filters: the form works by itself; here a change fetches the same address and swaps the
// parts marked data-swap (each with an id). Address, Back and screen readers are kept up.
import { startCarousels } from "./carousels.js";
import { startSheet } from "./filter_sheet.js";

const TYPING = 350;
const PATIENCE = 200;
const MISSED = 2500;
const OPEN_FIELDS = "[type=search], [type=number], [type=date]";

let running = null;
let missing = 0;

export function startFilters() {
  const form = document.querySelector("form[data-filter]");
  if (!form) return;
  let timer = 0;
  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => go(address(form)), wait);
  };
  startSheet(form);
  // Also fields that stand elsewhere and name the form.
  document.addEventListener("change", (event) => {
    if (event.target.form !== form || event.target.type === "search") return;
    oneOrTheOther(form, event.target);
    soon(0);
  });
  form.addEventListener("input", (event) => event.target.matches("[type=search], [type=number]") && soon(TYPING));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector("dialog[open]")?.close();
    soon(0);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-swap] a[href^='?'], a[data-swap-link]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    fill(form, new URL(link.href));
    go(new URL(link.href));
  });
  addEventListener("popstate", () => {
    fill(form, new URL(location.href));
    go(new URL(location.href), false);
  });
}

/** A range of days or prices stands instead of a named one, and the other way round. */
function oneOrTheOther(form, field) {
  const pairs = { date: ["from", "to"], price: ["min", "max"] };
  for (const [name, ends] of Object.entries(pairs)) {
    if (field.name === name) for (const end of ends) form.elements[end].value = "";
    if (ends.includes(field.name) && field.value) {
      const any = form.querySelector(`[name="${name}"][value=""]`);
      if (any) any.checked = true;
    }
  }
}

/** The form's address without what was left empty; a new filter starts at page 1. */
function address(form) {
  const url = new URL(form.action || location.href);
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  query.delete("page");
  url.search = query;
  return url;
}

/** Words and ranges follow the address; choices come with the swapped parts. */
function fill(form, url) {
  for (const field of form.querySelectorAll(OPEN_FIELDS)) field.value = url.searchParams.get(field.name) ?? "";
}

async function go(url, remember = true) {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const busy = setTimeout(() => mark(true), PATIENCE);
  try {
    const answer = await fetch(url, { signal, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    if (signal.aborted) return;
    swap(new DOMParser().parseFromString(text, "text/html"), new URL(url).searchParams.has("page"));
    if (remember) history.pushState({}, "", url);
    tellMissed();
  } catch (error) {
    // Whatever went wrong, the plain page can say it better.
    if (error.name !== "AbortError") location.assign(url);
  } finally {
    clearTimeout(busy);
    if (!signal.aborted) mark(false);
  }
}

function swap(fresh, paged) {
  const focused = document.activeElement?.id;
  for (const part of document.querySelectorAll("[data-swap][id]")) {
    const other = fresh.getElementById(part.id);
    if (!other || part.innerHTML === other.innerHTML) continue;
    part.replaceChildren(...other.childNodes);
  }
  document.title = fresh.title || document.title;
  if (focused && document.activeElement?.id !== focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
  const list = document.querySelector("[data-swap][data-results]");
  if (paged) list?.scrollIntoView({ block: "start" });
  startCarousels(list ?? document);
  document.dispatchEvent(new CustomEvent("peerlearn:swapped"));
}

/** Cards turn into boxes, once waiting can be felt; the style does it. */
function mark(busy) {
  const list = document.querySelector("[data-swap][data-results]");
  if (busy) list?.setAttribute("aria-busy", "true");
  else list?.removeAttribute("aria-busy");
}

/** Words that stay without a result are told, so that somebody may offer it; nobody is named. */
function tellMissed() {
  clearTimeout(missing);
  const words = document.querySelector("[data-missed]")?.dataset.missed;
  if (!words) return;
  missing = setTimeout(() => {
    const body = new Blob([JSON.stringify({ q: words })], { type: "application/json" });
    navigator.sendBeacon("/api/search/missed/", body);
  }, MISSED);
}
