// One line of the chat as the page shows it. Texts go in as text; nothing is ever read as HTML.

import { el, icon } from "./dom.js";

const LINK = /https?:\/\/[^\s<>"']+/g;
// What ends a sentence is seldom part of the address before it.
const TAIL = /[.,;:!?)\]}]+$/;

/** Make the list item of a line; `look(file)` opens a picture, `clock` writes its time. */
export function lineItem(message, { look, clock }) {
  const item = el("li", message.mine ? "line line-mine" : "line");
  item.dataset.seq = message.seq;
  const head = el("p", "line-head");
  const time = el("time", "line-time", clock(message.ts));
  time.dateTime = message.ts;
  head.append(el("span", "line-from", message.mine ? "You" : message.from), time);
  item.append(head);
  if (message.gift) {
    item.classList.add("line-gift");
    const gave = el("p", "line-gave");
    gave.append(icon("gift"), `Gave ${message.gift}`);
    item.append(gave);
  }
  if (message.file) item.append(message.file.preview ? picture(message.file, look) : attached(message.file));
  if (message.text) item.append(written(message.text));
  return item;
}

function picture(file, look) {
  const button = el("button", "line-picture");
  button.type = "button";
  const image = el("img");
  image.src = file.preview;
  image.alt = `Picture: ${file.name}`;
  image.width = file.width;
  image.height = file.height;
  button.append(image);
  button.onclick = () => look(file);
  return button;
}

function attached(file) {
  const link = el("a", "line-file");
  link.href = file.url;
  link.download = "";
  const words = el("span", "line-file-words");
  words.append(el("span", "line-file-name", file.name), el("span", "line-time", bytes(file.size)));
  link.append(icon("file"), words, icon("download"));
  return link;
}

/** Return a size in words: "12 KB". */
export function bytes(size) {
  if (size < 1024) return `${size} bytes`;
  if (size < 1024 * 1024) return `${Math.round(size / 1024)} KB`;
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}

/** A text with its addresses as links. */
function written(text) {
  const body = el("p", "line-text");
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(TAIL, "");
    body.append(text.slice(from, match.index));
    const link = el("a", "", address);
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    body.append(link);
    from = match.index + address.length;
  }
  body.append(text.slice(from));
  return body;
}
