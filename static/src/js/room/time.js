// The end comes near: a warning five minutes before, and more time if everybody agrees.

import { all, find } from "./dom.js";

const WARN_MS = 5 * 60 * 1000;
const ENDS = {
  agreed: ({ minutes }) => `Everybody agreed: the class goes on for ${minutes} minutes longer.`,
  refused: ({ why }) => why || "Not everybody can stay longer.",
  lapsed: () => "Nobody decided about more time.",
};

export class MoreTime {
  #warned = "";
  #timer = 0;

  constructor(room) {
    this.room = room;
    this.bar = find("[data-time-bar]");
    this.dialog = find("[data-time-dialog]");
    this.wish = null;
    for (const type of ["welcome", "admitted"]) room.line.on(type, ({ house }) => this.#house(house));
    room.line.on("house", (house) => this.#house(house));
    room.line.on("extension", (news) => this.#decided(news));
    for (const opener of all("[data-time-open]")) opener.onclick = () => this.dialog.showModal();
    this.dialog.addEventListener("close", () => this.#chosen());
    find("[data-time-yes]").onclick = () => this.#answer(true);
    find("[data-time-no]").onclick = () => this.#answer(false);
    find("[data-time-close]").onclick = () => this.#hide();
    this.#timer = setInterval(() => this.#look(), 1000);
  }

  #chosen() {
    const minutes = Number(this.dialog.returnValue);
    this.dialog.returnValue = "";
    if (minutes) this.room.line.insist("extend", { minutes });
  }

  #answer(on) {
    this.room.line.insist("extend-answer", { wish: this.wish.id, on });
    if (on) find("[data-time-close]").focus();
  }

  #house({ ends_at: ends, extension }) {
    this.room.timer.move(ends);
    const before = this.wish;
    this.wish = extension;
    if (extension) this.#ask(extension);
    else if (before) this.#hide();
  }

  // Whoever reads that it goes on sees the time that is left: the door's news may come later.
  #decided(news) {
    this.room.timer.move(news.ends_at);
    this.room.say(ENDS[news.state](news));
  }

  #ask({ minutes, by, mine, agreed }) {
    const there = this.room.call.people.size + 1;
    const count = `${agreed.length} of ${there} agreed.`;
    const text = mine ? `Asked for ${minutes} more minutes. ${count}` : `${by} asks for ${minutes} more minutes. ${count}`;
    this.#show(text, mine ? "asked" : "answer");
  }

  #look() {
    const { left, ends } = this.room.timer;
    if (!this.room.inside || this.wish || left <= 0 || left > WARN_MS || this.#warned === ends) return;
    this.#warned = ends;
    const minutes = Math.max(1, Math.round(left / 60_000));
    this.#show(minutes === 1 ? "One minute left." : `${minutes} minutes left.`, "warn");
  }

  #show(text, mode) {
    if (!this.room.inside) return;
    this.bar.dataset.mode = mode;
    find("[data-time-text]", this.bar).textContent = text;
    for (const name of ["yes", "no"]) find(`[data-time-${name}]`, this.bar).hidden = mode !== "answer";
    find("[data-time-open]", this.bar).hidden = mode !== "warn";
    this.bar.hidden = false;
  }

  #hide() {
    this.bar.hidden = true;
  }

  close() {
    clearInterval(this.#timer);
  }
}
