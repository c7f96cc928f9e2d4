// Shared notes: one plain text a session, written together and kept by the server.

import { el, find, newId, tell } from "./dom.js";
import { SharedText } from "./shared_text.js";
import { moved } from "./text_ops.js";

const SEND_AFTER = 300;
const ASK_AFTER = 800;
const NAMED_FOR = 2500;
const NEWS_EVERY = 60_000;

export class Notes {
  #timer = 0;
  #asking = 0;
  #quiet = 0;
  #told = -NEWS_EVERY;
  #waiting = [];
  composing = false;
  who = "";

  constructor(room) {
    const { line, panels, config } = room;
    Object.assign(this, { room, line, config });
    this.root = find("[data-notes]");
    this.field = find("[data-notes-text]", this.root);
    this.state = find("[data-notes-state]", this.root);
    this.problem = find("[data-notes-problem]", this.root);
    this.shared = new SharedText((op) => this.#redraw(op));
    panels.add({
      name: "notes",
      root: this.root,
      opener: find("[data-notes-open]"),
      opened: () => this.field.focus(),
    });
    this.field.oninput = () => this.#wrote();
    this.field.addEventListener("compositionstart", () => (this.composing = true));
    this.field.addEventListener("compositionend", () => this.#catchUp());
    find("[data-notes-save]", this.root).onclick = () => this.#save();
    line.on("notes", ({ rev, text }) => this.#load(rev, text));
    line.on("notes-log", ({ edits }) => this.#heard(edits, true));
    line.on("notes-edit", (edit) => {
      if (!edit.mine) this.#name(edit.from);
      this.#heard([edit]);
    });
    line.on("error", (error) => this.#refused(error));
    line.on("state", ({ state }) => state !== "online" && this.#draw());
    room.onInside((message) => this.#inside(message));
    addEventListener("pagehide", () => this.#send());
  }

  close() {
    for (const timer of [this.#timer, this.#asking, this.#quiet]) clearTimeout(timer);
  }

  /** In the call, perhaps again: fetch what was missed, then send again what may have been lost. */
  #inside({ notes }) {
    if (this.shared.isKnown) this.line.send("notes", { rev: this.shared.rev });
    else if (notes.rev) this.line.send("notes", { rev: null });
    else this.#load(0, "");
  }

  #load(rev, text) {
    this.shared.load(rev, text);
    this.field.value = text;
    this.field.disabled = false;
    this.#draw();
  }

  #heard(edits, isLog = false) {
    // While a word is being composed (Hindi, Chinese …) the field is left alone.
    if (this.composing) this.#waiting.push(...edits);
    else for (const edit of edits) this.shared.take(edit);
    if (isLog && this.shared.flight) this.line.send("notes-edit", this.shared.again());
    if (this.shared.hasGap) this.#ask();
    this.#soon();
    this.#draw();
  }

  #catchUp() {
    this.composing = false;
    this.#wrote();
    for (const edit of this.#waiting.splice(0)) this.shared.take(edit);
    this.#draw();
  }

  #ask() {
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => {
      if (this.shared.hasGap) this.line.send("notes", { rev: this.shared.rev });
    }, ASK_AFTER);
  }

  #wrote() {
    tell(this.problem, "");
    this.shared.write(this.field.value);
    this.#soon();
    this.#draw();
  }

  #soon() {
    clearTimeout(this.#timer);
    if (this.shared.rest) this.#timer = setTimeout(() => this.#send(), SEND_AFTER);
  }

  #send() {
    const edit = this.line.online && this.shared.next(newId());
    if (edit) this.line.send("notes-edit", edit);
  }

  /** Show what somebody else wrote; one's own caret stays at its letter. */
  #redraw(op) {
    const { field } = this;
    const [start, end, top] = [field.selectionStart, field.selectionEnd, field.scrollTop];
    field.value = this.shared.text;
    field.setSelectionRange(moved(start, op), moved(end, op));
    field.scrollTop = top;
  }

  #refused({ id, code, message }) {
    const { flight } = this.shared;
    if (!flight || flight.id !== id) return;
    if (code === "slow_down") {
      this.#timer = setTimeout(() => this.line.send("notes-edit", this.shared.again()), 1500);
      return;
    }
    tell(this.problem, message);
    this.line.send("notes", { rev: null });
  }

  #name(name) {
    clearTimeout(this.#quiet);
    this.who = name;
    this.#quiet = setTimeout(() => {
      this.who = "";
      this.#draw();
    }, NAMED_FOR);
    const moment = performance.now();
    if (this.root.hidden && name && moment - this.#told > NEWS_EVERY) {
      this.#told = moment;
      this.room.say(`${name} is writing in the shared notes.`);
    }
  }

  #draw() {
    let words = this.shared.isSaved ? "Saved. Everybody here sees the same text." : "Saving…";
    if (!this.line.online) words = "You are offline. What you write is saved when you are back.";
    else if (this.who) words = `${this.who} is writing…`;
    if (this.state.textContent !== words) this.state.textContent = words;
  }

  #save() {
    const link = el("a");
    link.href = URL.createObjectURL(new Blob([this.field.value], { type: "text/plain" }));
    link.download = `notes-${this.config.session}.txt`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}
