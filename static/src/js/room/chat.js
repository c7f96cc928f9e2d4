// Chat: lines go through the server, are shown in its order, and survive a reload.

import { lineItem } from "./chat_lines.js";
import { clockOf } from "./clock.js";
import { all, el, find, newId, tell } from "./dom.js";
import { EmojiPicker } from "./emoji.js";
import { Files } from "./files.js";
import { Typing } from "./typing.js";

// Pixels from the end of the lines at which one still follows them.
const NEAR = 60;

export class Chat {
  #lines = new Map();
  #waiting = new Map();
  #asked = 0;
  #read = 0;
  #told = 0;
  #telling = 0;

  constructor({ config, line, people, panels, root, opener }) {
    Object.assign(this, { line, panels, root, atEnd: true, top: 0 });
    this.clock = clockOf(config);
    this.list = find("[data-chat-lines]", root);
    this.log = find("[data-chat-log]", root);
    this.text = find("[data-chat-text]", root);
    this.problem = find("[data-chat-problem]", root);
    this.viewer = find("[data-viewer]");
    panels.add({ name: "chat", root, opener, opened: () => this.#opened() });
    this.#helpers(config, people);
    this.#stick();
    find("[data-chat-form]", root).onsubmit = (event) => this.#submit(event);
    this.text.onkeydown = (event) => this.#key(event);
    line.on("chat", (message) => this.#take(message, true));
    line.on("chat-log", ({ messages, more }) => this.#log(messages, more));
    line.on("ack", ({ id }) => this.#waiting.delete(id));
    line.on("error", (error) => this.#refused(error));
  }

  #helpers(config, people) {
    const { line, root, text: field } = this;
    const form = find("[data-chat-form]", root);
    this.typing = new Typing({ line, people, field, place: find("[data-chat-typing]", root) });
    this.emoji = new EmojiPicker({ root: find("[data-emoji]", root), opener: find("[data-emoji-open]", root), field });
    new Files({ url: config.files, form, list: find("[data-chat-uploads]", root), drop: root });
    document.addEventListener("visibilitychange", () => this.#mark());
  }

  /** Stay at the end while pictures load, uploads come and go, or a keyboard takes half the screen. */
  #stick() {
    const { log } = this;
    log.addEventListener("scroll", () => {
      const near = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
      // Away from the end goes who scrolls up; lines that grow below have moved nobody.
      if (near || log.scrollTop < this.top) this.atEnd = near;
      this.top = log.scrollTop;
    });
    const grown = new ResizeObserver(() => this.atEnd && this.#toEnd());
    for (const box of [log, this.list]) grown.observe(box);
  }

  #toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.top = this.log.scrollTop;
    this.atEnd = true;
  }

  get last() {
    return Math.max(0, ...this.#lines.keys());
  }

  /** After (re)joining: fetch what was missed, send again what was not acknowledged. */
  resume({ last_chat: lastSeq, chat_read: read }) {
    this.#told = read;
    this.#read = Math.max(this.#read, read);
    this.#tellRead();
    this.#mark();
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

  get isOpen() {
    return !this.root.hidden;
  }

  #opened() {
    const first = this.#unread[0];
    this.#mark();
    const item = first && all("li", this.list).find((one) => Number(one.dataset.seq) === first.seq);
    find(".line-news", this.list)?.remove();
    if (item) item.before(el("li", "line-news", "New"));
    this.#toEnd();
    if (item) item.scrollIntoView({ block: "nearest" });
    this.text.focus();
  }

  /** The lines of others one has not seen yet, oldest first. */
  get #unread() {
    const news = [...this.#lines.values()].filter(({ seq, mine }) => seq > this.#read && !mine);
    return news.sort((one, other) => one.seq - other.seq);
  }

  /** Note what is on the screen as read, and show how much is not. */
  #mark() {
    const last = this.#gap();
    if (this.isOpen && !document.hidden && last > this.#read) {
      this.#read = last;
      this.#tellRead();
    }
    const count = this.#unread.length;
    this.panels.badge("chat", count, `Chat, ${count} unread`, "Chat");
  }

  /** Tell the server what is read, at most every two seconds: a lively chat is not told line by line. */
  #tellRead() {
    if (this.#telling || this.#told >= this.#read) return;
    if (!this.line.send("chat-read", { seq: this.#read })) return;
    this.#told = this.#read;
    this.#telling = setTimeout(() => {
      this.#telling = 0;
      this.#tellRead();
    }, 2000);
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
    const id = newId();
    this.#waiting.set(id, text);
    tell(this.problem, "");
    if (!this.line.send("chat", { id, text })) {
      tell(this.problem, "You are offline. This message goes out when you are back.");
    }
    this.text.value = "";
    this.typing.stop();
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
    this.#mark();
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
    if (news) this.#mark();
  }

  #insert(message) {
    const item = lineItem(message, { look: (file) => this.#look(file), clock: this.clock });
    const next = all("li", this.list).find((one) => Number(one.dataset.seq) > message.seq);
    this.list.insertBefore(item, next ?? null);
    if (this.atEnd || message.mine) this.#toEnd();
  }

  /** Show a picture large. */
  #look(file) {
    const image = find("img", this.viewer);
    image.src = file.url;
    image.alt = `Picture: ${file.name}`;
    find("[data-viewer-name]", this.viewer).textContent = file.name;
    find("[data-viewer-save]", this.viewer).href = file.url;
    this.viewer.showModal();
  }
}
