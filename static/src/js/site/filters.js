// Catalogue filters: the form works by itself; here a change fetches the same address and swaps the
// parts marked data-swap (each with an id). Address, Back and screen readers are kept up.
import { startCarousels } from "./carousels.js";
import { say } from "./dom.js";

const TYPING = 350;
const PATIENCE = 200;

let running = null;

export function startFilters() {
  const form = document.querySelector("form[data-filter]");
  if (!form) return;
  let timer = 0;
  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => go(address(form)), wait);
  };
  form.addEventListener("change", (event) => event.target.type !== "search" && soon(0));
  form.addEventListener("input", (event) => event.target.matches("[type=search], [type=number]") && soon(TYPING));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.closest("dialog")?.close();
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

/** The form's address without what was left empty; a new filter starts at page 1. */
function address(form) {
  const url = new URL(form.action || location.href);
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  query.delete("page");
  url.search = query;
  return url;
}

/** Words of a search follow the address; choices come with the swapped parts. */
function fill(form, url) {
  for (const field of form.querySelectorAll("[type=search]")) field.value = url.searchParams.get(field.name) ?? "";
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
    if (!other) continue;
    // Options that move out one by one leave the next one chosen: put the choice back.
    const chosen = other.value;
    part.replaceChildren(...other.childNodes);
    if (part.matches("select")) part.value = chosen;
  }
  document.title = fresh.title || document.title;
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
  const list = document.querySelector("[data-swap][data-results]");
  if (paged) list?.scrollIntoView({ block: "start" });
  startCarousels(list ?? document);
  document.dispatchEvent(new CustomEvent("peerlearn:swapped"));
  const count = document.querySelector("[data-results-count]");
  if (count) say(count.textContent.trim());
}

function mark(busy) {
  const list = document.querySelector("[data-swap][data-results]");
  if (busy) list?.setAttribute("aria-busy", "true");
  else list?.removeAttribute("aria-busy");
}
