// Seat counts move on open pages. Only what can be seen is watched; numbers change at once, words for
// screen readers at most every five seconds.
import { say } from "./dom.js";
import { openSocket } from "./sockets.js";

const SAY_EVERY = 5000;
const MOST_PIPS = 8;

const seen = new Map(); // session id -> how many elements of it are in view
const news = new Map(); // session id -> words not said yet
let channel = null;
let asked = 0;
let saying = 0;

export function startSeats() {
  const watcher = new IntersectionObserver(look, { rootMargin: "200px" });
  const follow = () => {
    for (const element of document.querySelectorAll("[data-seats-session]")) watcher.observe(element);
  };
  follow();
  document.addEventListener("peerlearn:swapped", () => {
    watcher.disconnect();
    seen.clear();
    for (const element of document.querySelectorAll("[data-seen]")) delete element.dataset.seen;
    follow();
  });
}

function look(entries) {
  for (const { target, isIntersecting } of entries) {
    const id = Number(target.dataset.seatsSession);
    const was = target.dataset.seen === "1";
    if (!id || was === isIntersecting) continue;
    target.dataset.seen = isIntersecting ? "1" : "0";
    seen.set(id, Math.max(0, (seen.get(id) ?? 0) + (isIntersecting ? 1 : -1)));
    if (!seen.get(id)) seen.delete(id);
  }
  clearTimeout(asked);
  asked = setTimeout(watch, 150);
}

function watch() {
  if (!channel && !seen.size) return;
  channel ??= openSocket("/ws/seats/", { onOpen: ask, onFrame: (t, data) => t === "seats" && show(data) });
  ask(channel.send);
}

function ask(send) {
  send({ t: "watch", sessions: [...seen.keys()] });
}

/** Seats in words; peerlearn/common/templatetags/looks.py says the same. */
export function seatWords(left, capacity) {
  if (left <= 0) return "Full";
  if (capacity > MOST_PIPS) return `${left} of ${capacity} left`;
  return left === 1 ? "1 seat left" : `${left} seats left`;
}

function show({ session, taken, capacity, left }) {
  const words = seatWords(left, capacity);
  let changed = false;
  for (const box of document.querySelectorAll(`[data-seats-session="${Number(session)}"]`)) {
    // A mentor's own list tells what is taken, in the words of its template.
    const said = box.dataset.seatsFormat === "taken" ? `${taken} of ${capacity} seats` : words;
    if (box.textContent.trim() === said) continue;
    changed = true;
    box.textContent = said;
    if (box.classList.contains("pips")) box.className = `seats pips pips-of-${capacity} pips-taken-${taken}`;
    box.classList.toggle("is-full", left <= 0);
    box.classList.add("is-moved");
  }
  document.dispatchEvent(
    new CustomEvent("peerlearn:seats", { detail: { session, taken, capacity, left, words } }),
  );
  if (changed) tell(session, words);
}

function tell(session, words) {
  const box = document.querySelector(`[data-seats-session="${Number(session)}"]`);
  const title = box?.closest("article")?.querySelector(".card-link")?.textContent.trim();
  news.set(session, title ? `${title}: ${words}` : words);
  saying ||= setTimeout(() => {
    saying = 0;
    say([...news.values()].slice(0, 3).join(". "));
    news.clear();
  }, SAY_EVERY);
}
