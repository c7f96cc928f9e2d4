// Who is writing: told while one writes, shown until a moment after.

import { tell } from "./dom.js";

const SAY_EVERY = 2500;
const SHOWN_FOR = 4500;

export class Typing {
  #writing = new Map();
  #said = 0;
  #idle = 0;

  /** `field` is where one writes, `place` where the others' names appear. */
  constructor({ line, people, field, place }) {
    Object.assign(this, { line, people, place });
    field.addEventListener("input", () => (field.value.trim() ? this.#say() : this.stop()));
    field.addEventListener("blur", () => this.stop());
    line.on("typing", ({ pid, on }) => this.#heard(pid, on));
    line.on("peer-left", ({ pid }) => this.#heard(pid, false));
  }

  #say() {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.stop(), SHOWN_FOR - 500);
    const moment = performance.now();
    if (this.#said && moment - this.#said < SAY_EVERY) return;
    this.#said = moment;
    this.line.send("typing", { on: true });
  }

  /** One has stopped, or sent what was written. */
  stop() {
    clearTimeout(this.#idle);
    if (this.#said) this.line.send("typing", { on: false });
    this.#said = 0;
  }

  #heard(pid, on) {
    if (on && !this.people.has(pid)) return;
    clearTimeout(this.#writing.get(pid));
    if (on) this.#writing.set(pid, setTimeout(() => this.#heard(pid, false), SHOWN_FOR));
    else this.#writing.delete(pid);
    this.#draw();
  }

  #draw() {
    const names = [...this.#writing.keys()].map((pid) => this.people.get(pid)?.card.name).filter(Boolean);
    let words = "";
    if (names.length === 1) words = `${names[0]} is writing…`;
    else if (names.length === 2) words = `${names[0]} and ${names[1]} are writing…`;
    else if (names.length) words = `${names.length} people are writing…`;
    tell(this.place, words);
  }
}
