// Chat: lines go through the server, are shown in its order, and survive a reload.

import { all, el, find, tell } from "./dom.js";

const LINK = /https?:\/\/[^\s<>"']+/g;

export class Chat {
  #lines = new Map();
  #waiting = new Map();
  #unread = 0;
  #asked = 0;

  constructor({ line, root, opener }) {
    Object.assign(this, { line, root, opener });
    this.list = find("[data-chat-lines]", root);
    this.log = find("[data-chat-log]", root);
    this.text = find("[data-chat-text]", root);
    this.problem = find("[data-chat-problem]", root);
    this.badge = find("[data-unread]", opener);
    opener.onclick = () => (root.hidden ? this.open() : this.shut());
    find("[data-chat-close]", root).onclick = () => this.shut();
    find("[data-chat-form]", root).onsubmit = (event) => this.#submit(event);
    this.text.onkeydown = (event) => this.#key(event);
    root.onkeydown = (event) => {
      if (event.key === "Escape") this.shut();
    };
    line.on("chat", (message) => this.#take(message, true));
    line.on("chat-log", ({ messages, more }) => this.#log(messages, more));
    line.on("ack", ({ id }) => this.#waiting.delete(id));
    line.on("error", (error) => this.#refused(error));
  }

  get last() {
    return Math.max(0, ...this.#lines.keys());
  }

  /** After (re)joining: fetch what was missed, send again what was not acknowledged. */
  resume(lastSeq) {
    if (lastSeq > this.last) this.#fetch();
    for (const [id, text] of this.#waiting) this.line.send("chat", { id, text });
  }

  #fetch() {
    this.line.send("since", { seq: this.#gap() });
  }

  /** Return the number up to which nothing is missing. */
  #gap() {
    let seq = 0;
    while (this.#lines.has(seq + 1)) seq += 1;
    return seq;
  }

  open() {
    this.root.hidden = false;
    document.body.dataset.chat = "open";
    this.opener.setAttribute("aria-expanded", "true");
    this.#count(0);
    this.log.scrollTop = this.log.scrollHeight;
    this.text.focus();
  }

  shut() {
    this.root.hidden = true;
    delete document.body.dataset.chat;
    this.opener.setAttribute("aria-expanded", "false");
    this.opener.focus();
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      find("[data-chat-form]", this.root).requestSubmit();
    }
  }

  #submit(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text) return;
    const id = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    this.#waiting.set(id, text);
    tell(this.problem, "");
    if (!this.line.send("chat", { id, text })) {
      tell(this.problem, "You are offline. This message goes out when you are back.");
    }
    this.text.value = "";
    this.text.focus();
  }

  #refused({ id, message }) {
    if (!this.#waiting.has(id)) return;
    this.text.value ||= this.#waiting.get(id);
    this.#waiting.delete(id);
    tell(this.problem, message);
  }

  #log(messages, more) {
    for (const message of messages) this.#take(message, false);
    if (more) this.#fetch();
  }

  #take(message, news) {
    this.#waiting.delete(message.id);
    if (message.mine) tell(this.problem, "");
    if (this.#lines.has(message.seq)) return;
    this.#lines.set(message.seq, message);
    this.#insert(message);
    find("[data-chat-empty]", this.root).hidden = true;
    if (news && message.seq > this.#gap() && this.#asked < message.seq) {
      this.#asked = message.seq;
      this.#fetch();
    }
    if (news && !message.mine && this.root.hidden) this.#count(this.#unread + 1);
  }

  #insert(message) {
    const item = el("li", message.mine ? "line line-mine" : "line");
    item.dataset.seq = message.seq;
    const head = el("p", "line-head");
    const time = el("time", "line-time", clock(message.ts));
    time.dateTime = message.ts;
    head.append(el("span", "line-from", message.mine ? "You" : message.from), time);
    item.append(head, written(message.text));
    const next = all("li", this.list).find((one) => Number(one.dataset.seq) > message.seq);
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
    this.list.insertBefore(item, next ?? null);
    if (atEnd || message.mine) this.log.scrollTop = this.log.scrollHeight;
  }

  #count(unread) {
    this.#unread = unread;
    tell(this.badge, unread ? String(Math.min(99, unread)) : "");
    this.opener.setAttribute("aria-label", unread ? `Chat, ${unread} unread` : "Chat");
  }
}

/** A line as text, with addresses as links; nothing in it is ever read as HTML. */
function written(text) {
  const body = el("p", "line-text");
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    body.append(text.slice(from, match.index));
    const link = el("a", "", match[0]);
    link.href = match[0];
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    body.append(link);
    from = match.index + match[0].length;
  }
  body.append(text.slice(from));
  return body;
}

function clock(ts) {
  return new Date(ts).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
}
