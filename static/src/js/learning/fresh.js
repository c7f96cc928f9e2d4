// Parts of a page that are read again when news they name arrives: kinds of notices, or frames of the socket.
// A part with an address of its own (parts.js) is read from there, any other from the page it stands on.
import { say } from "../site/dom.js";
import { put } from "./parts.js";

const TOGETHER = 200;

const due = new Set();
let timer = 0;

export function fresh() {
  const parts = [...document.querySelectorAll("[data-fresh-on]")];
  if (!parts.length) return;
  const renew = (wanted) => {
    for (const part of parts) if (wanted(names(part))) due.add(part);
    clearTimeout(timer);
    timer = setTimeout(read, TOGETHER);
  };
  document.addEventListener("peerlearn:notice", ({ detail }) => renew((known) => known.includes(detail.kind)));
  for (const name of new Set(parts.flatMap(names))) {
    document.addEventListener(`peerlearn:${name}`, () => renew((known) => known.includes(name)));
  }
  // A socket that was away may have missed something.
  let greeted = false;
  document.addEventListener("peerlearn:hello", () => {
    if (greeted) renew(() => true);
    greeted = true;
  });
}

function names(part) {
  return part.dataset.freshOn.split(" ");
}

async function read() {
  const parts = [...due];
  due.clear();
  for (const address of new Set(parts.map(addressOf))) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) continue;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts.filter((one) => addressOf(one) === address)) swap(part, page);
  }
}

function addressOf(part) {
  return part.dataset.part ?? location.href;
}

function swap(part, page) {
  const anew = part.dataset.part ? page.body : page.querySelector(`[data-fresh-on="${part.dataset.freshOn}"]`);
  if (!anew) return location.reload(); // the page has become another one
  const said = words(part);
  put(part, anew.childNodes);
  if (words(part) !== said) say(words(part));
}

function words(part) {
  return part.querySelector("[data-fresh-says]")?.textContent.replace(/\s+/g, " ").trim() ?? "";
}
